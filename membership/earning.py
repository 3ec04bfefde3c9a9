"""What an order earns under the program's rules: pure arithmetic in integers and decimals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import floor

from core.program import Program, Tier


@dataclass(frozen=True, slots=True)
class Line:
    """One product of an order; `amount` is what was paid for all of it, in minor units."""

    product: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Earning:
    """`points` to spend after `pending_days`, and `qualifying` points towards tiers."""

    points: int
    qualifying: int
    pending_days: int


def of_order(lines: Sequence[Line], *, tier: Tier, program: Program) -> Earning:
    """Return what an order earns: spend × rate × category factor × tier factor, floored once at the end.

    Qualifying points follow the spend alone, so that a high tier does not feed itself.
    """
    rules = program.points
    unit = Decimal(1).scaleb(-program.minor_units)
    total = sum(line.amount for line in lines) * unit
    if total < rules.min_spend:
        return Earning(0, 0, 0)
    spend = Decimal(0)
    pending = rules.pending_days
    for line in lines:
        product = program.products.get(line.product)
        category = product.category if product else ""
        spend += line.amount * unit * rules.category_multipliers.get(category, Decimal(1))
        pending = max(pending, rules.pending_days_by_category.get(category, 0))
    return Earning(
        floor(spend * rules.per_unit * tier.multiplier),
        floor(total * rules.per_unit),
        pending,
    )


def to_take_back(granted: int, *, total: int, refunded: int, refunded_before: int) -> int:
    """Return the points of this refund, so that partial refunds add up to floor(granted × refunded / total)."""
    if total <= 0:
        return 0
    after = granted * min(total, refunded_before + refunded) // total
    return after - granted * min(total, refunded_before) // total
