"""Names in one file of the program that another place must hold, and the order of the tiers.

They are looked up in the files as written, so that a fault elsewhere hides none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from core.program_catalogue import CATALOGUE, CatalogueRead
from core.program_files import Faults, path

Raw = dict[str, dict[str, Any] | None]

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
    ("program.yaml", "preferences.*.category", "category"),
    ("program.yaml", "preferences.*.tag", "tag"),
    ("coupons.yaml", "*.categories.*", "category"),
    ("coupons.yaml", "*.products.*", "product"),
    ("earning.yaml", "*.categories.*", "category"),
    ("earning.yaml", "*.products.*", "product"),
    ("earning.yaml", "*.tiers.*", "tier"),
    ("earning.yaml", "*.event", "behaviour"),
    ("rewards.yaml", "*.coupon", "coupon"),
    ("rewards.yaml", "*.product", "product"),
    ("rewards.yaml", "*.tier", "tier"),
    ("rewards.yaml", "*.segment", "segment"),
    ("sales.yaml", "*.coupon", "coupon"),
    ("sales.yaml", "*.reward", "reward"),
    ("sales.yaml", "*.tiers.*", "tier"),
    ("challenges.yaml", "*.reward_coupon", "coupon"),
    ("challenges.yaml", "*.goal.categories.*", "category"),
    ("challenges.yaml", "*.goal.products.*", "product"),
    ("groups.yaml", "kinds.*.tiers.*", "tier"),
    ("segments.yaml", "*.where.tiers.*", "tier"),
    ("segments.yaml", "*.where.categories.*", "category"),
)


def check_references(raw: Raw, catalogue: CatalogueRead, faults: Faults) -> None:
    """Note every name in the files `raw` and in the catalogue that leads nowhere, and a ladder out of order."""
    rules = raw["program.yaml"] or {}
    known = {
        "tier": _ids(rules.get("tiers")),
        "category": _ids(rules.get("categories")),
        "coupon": _ids(raw["coupons.yaml"]),
        "reward": _ids(raw["rewards.yaml"]),
        "segment": _ids(raw["segments.yaml"]),
        "product": set(catalogue.lines) if catalogue.readable else None,
        "behaviour": _ids((rules.get("points") or {}).get("behaviour")) if _has_points(rules) else None,
        "tag": {tag for one in catalogue.products.values() for tag in one.tags}
        if catalogue.readable
        else None,
    }
    _check_ladder(rules.get("tiers"), faults)
    for file, pattern, kind in REFERENCES:
        for loc, value in _at(raw[file], tuple(pattern.split("."))):
            _check(f"{file}: {path(loc)}", value, kind, known, faults)
    for product in catalogue.products.values():
        where = f"{CATALOGUE}: line {catalogue.lines[product.id]}: category"
        _check(where, product.category, "category", known, faults)


def _has_points(rules: dict[str, Any]) -> bool:
    return isinstance(rules.get("points"), dict)


def _check(where: str, value: Any, kind: str, known: dict[str, set[str] | None], faults: Faults) -> None:
    ids = known[kind]
    if ids is not None and isinstance(value, str) and value not in ids:
        some = ", ".join(sorted(ids)[:12]) + (", …" if len(ids) > 12 else "")
        faults.add(where, f"expected a {kind} that exists: {some}", value)


def _check_ladder(tiers: Any, faults: Faults) -> None:
    steps = [tier.get("reach") for tier in tiers if isinstance(tier, dict)] if isinstance(tiers, list) else []
    ladder = [step for step in steps if isinstance(step, int)]
    if ladder and (ladder[0] != 0 or any(low >= high for low, high in pairwise(ladder))):
        faults.add(
            "program.yaml: tiers",
            "expected tiers from low to high, the first at reach 0, each higher than the last",
            ladder,
        )


def _ids(listed: Any) -> set[str] | None:
    """Return the ids under a key of a file, or None when it is too broken to say."""
    if isinstance(listed, dict):
        return {str(key) for key in listed}
    if isinstance(listed, list):
        return {str(part["id"]) for part in listed if isinstance(part, dict) and "id" in part}
    return None


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
