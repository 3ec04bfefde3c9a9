"""The program (会员计划) of one brand: a folder of rules and texts, validated as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

from core.errors import BadProgram
from core.program_files import Faults, checked, path, read_text, read_yaml, rows
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
from core.program_rules import (
    Benefit,
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
    Tier,
    TierRules,
    Topic,
)
from core.program_values import Keyed, Localized

RULE_FILES = {
    "program.yaml": ProgramFile,
    "coupons.yaml": Annotated[dict[str, CouponTemplate], Keyed],
    "rewards.yaml": Annotated[dict[str, Reward], Keyed],
    "challenges.yaml": Annotated[dict[str, Challenge], Keyed],
    "groups.yaml": GroupRules,
    "segments.yaml": Annotated[dict[str, Segment], Keyed],
}
CATALOGUE = "catalog.csv"
COLUMNS = (
    *("product_id", "name", "name_en", "name_zh_hant", "category", "price", "tags", "season"),
    *("active_from", "active_until", "stock", "image", "url"),
)
COLUMN_OF = {"id": "product_id", "price_minor": "price", "name.zh-Hans": "name"}
KEYS = "(keys)"
# Where a file names something that another place must hold; * is every key or item on the way.
REFERENCES: tuple[tuple[str, str, str], ...] = (
    ("program.yaml", "welcome_coupon", "coupon"),
    ("program.yaml", "birthday_coupon", "coupon"),
    ("program.yaml", "tiers.*.benefits.*.coupon", "coupon"),
    ("program.yaml", "paid_card.tier", "tier"),
    ("program.yaml", "points.referral.inviter_coupon", "coupon"),
    ("program.yaml", f"points.pending_days_by_category.{KEYS}", "category"),
    ("program.yaml", f"points.category_multipliers.{KEYS}", "category"),
    ("coupons.yaml", "*.categories.*", "category"),
    ("coupons.yaml", "*.products.*", "product"),
    ("rewards.yaml", "*.coupon", "coupon"),
    ("rewards.yaml", "*.product", "product"),
    ("rewards.yaml", "*.tier", "tier"),
    ("challenges.yaml", "*.reward_coupon", "coupon"),
    ("challenges.yaml", "*.goal.categories.*", "category"),
    ("challenges.yaml", "*.goal.products.*", "product"),
    ("groups.yaml", "kinds.*.tiers.*", "tier"),
    ("segments.yaml", "*.where.tiers.*", "tier"),
    ("segments.yaml", "*.where.categories.*", "category"),
)


class Program(ProgramFile):
    """All that a brand decides; money is integer minor units (`…_minor`) or Decimal currency units."""

    coupons: dict[str, CouponTemplate]
    rewards: dict[str, Reward]
    challenges: dict[str, Challenge]
    groups: GroupRules
    segments: dict[str, Segment]
    products: dict[str, Product]
    version: str
    folder: Path

    @property
    def faq(self) -> Path:
        return self.folder / "faq"

    @cached_property
    def tier_by_id(self) -> dict[str, Tier]:
        return {tier.id: tier for tier in self.tiers}

    @cached_property
    def topic_by_id(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.topics}

    def minor(self, amount: Decimal) -> int:
        """Return `amount` currency units in minor units, rounded down."""
        return int(amount.scaleb(self.minor_units))


def load_program(folder: Path) -> Program:
    """Read and check the whole folder; raise BadProgram with one line for every fault in any file."""
    faults = Faults()
    raw = {name: read_yaml(folder / name, faults) for name in RULE_FILES}
    parts = {
        name: checked(kind, raw[name], name, faults) if raw[name] is not None else None
        for name, kind in RULE_FILES.items()
    }
    main = raw["program.yaml"] or {}
    products = _catalogue(folder / CATALOGUE, faults, minor_units=main.get("minor_units", 2))
    known = {
        "tier": _ids(main.get("tiers")),
        "category": _ids(main.get("categories")),
        "coupon": _ids(raw["coupons.yaml"]),
        "product": {product.id for product in products.values()} if products is not None else None,
    }
    _check_references(raw, known, faults)
    for line, product in (products or {}).items():
        if known["category"] is not None and product.category not in known["category"]:
            where = f"{CATALOGUE}: line {line}: category"
            faults.add(
                where, f"expected a category of program.yaml: {_listed(known['category'])}", product.category
            )
    if not (folder / "faq").is_dir():
        faults.add("faq", "expected this folder, but it is missing")
    if faults.lines:
        raise BadProgram("\n".join(faults.lines))
    rules: Any = parts["program.yaml"]
    fields: dict[str, Any] = {name: getattr(rules, name) for name in ProgramFile.model_fields}
    fields |= {name.removesuffix(".yaml"): part for name, part in parts.items() if part is not rules}
    fields["products"] = {product.id: product for product in (products or {}).values()}
    return Program(**fields, version=_version(folder), folder=folder)


def _version(folder: Path) -> str:
    """Hash what decides points and offers, so that a change of line ends or of the FAQ changes nothing."""
    digest = hashlib.blake2s(digest_size=5)
    for name in RULE_FILES:
        text = (folder / name).read_text(encoding="utf-8-sig")
        digest.update(f"{name}\0{text}\0".encode())
    return digest.hexdigest()


def _catalogue(file: Path, faults: Faults, *, minor_units: Any) -> dict[int, Product] | None:
    """Return the products by line number; None if the file as a whole can't be read."""
    text = read_text(file, faults)
    if text is None:
        return None
    found: dict[int, Product] = {}
    lines: dict[str, int] = {}
    for line, row in rows(text):
        if line == 2 and (odd := {str(name) for name in row} - {*COLUMNS, "None"}):
            faults.add(f"{CATALOGUE}: line 1", f"unknown column, expected {', '.join(COLUMNS)}", *sorted(odd))
            return None
        where = f"{CATALOGUE}: line {line}"
        if None in row or None in row.values():
            faults.add(where, "expected as many values as the first line has columns")
            continue
        product: Product | None = checked(Product, _product(row, minor_units), where, faults, COLUMN_OF)
        if product is None:
            continue
        if product.id in lines:
            faults.add(
                f"{where}: product_id", f"expected each id once, line {lines[product.id]} has it", product.id
            )
        lines[product.id] = line
        found[line] = product
    if not found:
        faults.add(CATALOGUE, "expected at least one product")
    return found


def _product(row: dict[str | None, Any], minor_units: Any) -> dict[str, Any]:
    given = {str(key): str(value).strip() for key, value in row.items()}
    names = {
        "zh-Hans": given.get("name", ""),
        "zh-Hant": given.get("name_zh_hant"),
        "en": given.get("name_en"),
    }
    product: dict[str, Any] = {
        "id": given.get("product_id", ""),
        "name": {language: name for language, name in names.items() if name or language == "zh-Hans"},
        "category": given.get("category", ""),
        "price_minor": _minor(given.get("price", ""), minor_units),
        "tags": tuple(given.get("tags", "").replace(";", " ").replace("|", " ").split()),
        "season": tuple(given.get("season", "").replace(";", " ").split()),
    }
    plain = ("active_from", "active_until", "stock", "image", "url")
    return product | {name: given[name] for name in plain if given.get(name)}


def _minor(price: str, minor_units: Any) -> Any:
    try:
        minor = Decimal(price).scaleb(int(minor_units))
        return int(minor) if minor == minor.to_integral_value() else price
    except (InvalidOperation, ValueError, OverflowError, TypeError):
        return price


def _ids(listed: Any) -> set[str] | None:
    """Return the ids under a key of a file, or None when it is too broken to say."""
    if isinstance(listed, dict):
        return {str(key) for key in listed}
    if isinstance(listed, list):
        return {str(part["id"]) for part in listed if isinstance(part, dict) and "id" in part}
    return None


def _check_references(
    raw: dict[str, dict[str, Any] | None], known: dict[str, set[str] | None], faults: Faults
) -> None:
    for file, pattern, kind in REFERENCES:
        ids = known[kind]
        if ids is None:
            continue
        for loc, value in _at(raw[file], tuple(pattern.split("."))):
            if isinstance(value, str) and value not in ids:
                faults.add(f"{file}: {path(loc)}", f"expected a {kind} that exists: {_listed(ids)}", value)


def _at(
    data: Any, pattern: tuple[str, ...], loc: tuple[int | str, ...] = ()
) -> Iterator[tuple[tuple[int | str, ...], Any]]:
    if not pattern:
        yield loc, data
        return
    step, rest = pattern[0], pattern[1:]
    if step == KEYS and isinstance(data, dict):
        yield from (((*loc, str(key)), key) for key in data)
    elif step == "*":
        inner: Any = (
            enumerate(data) if isinstance(data, list) else data.items() if isinstance(data, dict) else ()
        )
        for key, value in inner:
            yield from _at(value, rest, (*loc, key))
    elif isinstance(data, dict) and step in data:
        yield from _at(data[step], rest, (*loc, step))


def _listed(ids: set[str]) -> str:
    return ", ".join(sorted(ids)[:12]) + (", …" if len(ids) > 12 else "")


__all__ = [
    "Benefit",
    "Brand",
    "Caps",
    "Category",
    "Challenge",
    "CheckinRules",
    "CouponTemplate",
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
    "Segment",
    "SegmentWhere",
    "ShopTerms",
    "Support",
    "Tier",
    "TierRules",
    "Topic",
    "load_program",
]
