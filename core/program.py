"""The program (会员计划) of one brand: a folder of rules and texts, validated as a whole."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from core.errors import BadProgram
from core.program_catalogue import CATALOGUE, read_catalogue
from core.program_earning import EarningRule, EarningTerms
from core.program_files import Faults, checked, read_yaml
from core.program_offers import (
    Challenge,
    CouponTemplate,
    Goal,
    GroupKind,
    GroupRules,
    Product,
    Reward,
    Segment,
    SegmentWhere,
)
from core.program_references import check_references
from core.program_rules import (
    Brand,
    Caps,
    Category,
    CheckinRules,
    Expiry,
    PaidCard,
    PointsRules,
    ProgramFile,
    QuietHours,
    RecommendationRules,
    ReferralRules,
    ShopTerms,
    Support,
    Topic,
)
from core.program_sales import Sale, Window
from core.program_tiers import Benefit, Tier, TierRules
from core.program_values import Keyed, Localized

RULE_FILES = {
    "program.yaml": ProgramFile,
    "coupons.yaml": Annotated[dict[str, CouponTemplate], Keyed],
    "earning.yaml": Annotated[dict[str, EarningRule], Keyed],
    "rewards.yaml": Annotated[dict[str, Reward], Keyed],
    "challenges.yaml": Annotated[dict[str, Challenge], Keyed],
    "groups.yaml": GroupRules,
    "segments.yaml": Annotated[dict[str, Segment], Keyed],
    "sales.yaml": Annotated[dict[str, Sale], Keyed],
}
# Not every brand has these; one that is missing is an empty one.
OPTIONAL = frozenset({"earning.yaml", "sales.yaml"})


class Program(ProgramFile):
    """All that a brand decides; money is integer minor units (`…_minor`) or Decimal currency units."""

    coupons: dict[str, CouponTemplate]
    earning: dict[str, EarningRule]
    rewards: dict[str, Reward]
    challenges: dict[str, Challenge]
    groups: GroupRules
    segments: dict[str, Segment]
    sales: dict[str, Sale]
    products: dict[str, Product]
    version: str
    folder: Path

    @property
    def faq(self) -> Path:
        return self.folder / "faq"

    @cached_property
    def tier_by_id(self) -> dict[str, Tier]:
        return {tier.id: tier for tier in self.tiers}

    @property
    def earning_terms(self) -> EarningTerms:
        """What earning is computed by, apart from all else, as `membership.versions` keeps it."""
        return EarningTerms.model_construct(
            **{name: getattr(self, name) for name in EarningTerms.model_fields}
        )

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.topics}

    def minor(self, amount: Decimal) -> int:
        """Return `amount` currency units in minor units, rounded down."""
        return int(amount.scaleb(self.minor_units))


def load_program(folder: Path) -> Program:
    """Read and check the whole folder; raise BadProgram with one line for every fault in any file."""
    faults = Faults()
    raw = {name: {} if _left_out(folder, name) else read_yaml(folder / name, faults) for name in RULE_FILES}
    parts = {
        name: checked(kind, raw[name], name, faults) if raw[name] is not None else None
        for name, kind in RULE_FILES.items()
    }
    catalogue = read_catalogue(folder / CATALOGUE, faults, rules=raw["program.yaml"] or {})
    check_references(raw, catalogue, faults)
    if not (folder / "faq").is_dir():
        faults.add("faq", "expected this folder, but it is missing")
    if faults.lines:
        raise BadProgram("\n".join(faults.lines))
    rules: Any = parts["program.yaml"]
    fields: dict[str, Any] = {name: getattr(rules, name) for name in ProgramFile.model_fields}
    fields |= {name.removesuffix(".yaml"): part for name, part in parts.items() if part is not rules}
    fields["products"] = {product.id: product for product in catalogue.products.values()}
    return Program(**fields, version=_version(folder), folder=folder)


def _left_out(folder: Path, name: str) -> bool:
    return name in OPTIONAL and not (folder / name).exists()


def _version(folder: Path) -> str:
    """Hash what decides points and offers, so that a change of line ends or of the FAQ changes nothing."""
    digest = hashlib.blake2s(digest_size=5)
    for name in RULE_FILES:
        if _left_out(folder, name):
            continue
        text = (folder / name).read_text(encoding="utf-8-sig")
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()


__all__ = [
    "Benefit",
    "Brand",
    "Caps",
    "Category",
    "Challenge",
    "CheckinRules",
    "CouponTemplate",
    "EarningRule",
    "EarningTerms",
    "Expiry",
    "Goal",
    "GroupKind",
    "GroupRules",
    "Localized",
    "PaidCard",
    "PointsRules",
    "Product",
    "Program",
    "QuietHours",
    "RecommendationRules",
    "ReferralRules",
    "Reward",
    "Sale",
    "Segment",
    "SegmentWhere",
    "ShopTerms",
    "Support",
    "Tier",
    "TierRules",
    "Topic",
    "Window",
    "load_program",
]
