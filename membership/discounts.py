"""What coupons take off a basket: pure arithmetic in integer minor units, the same whatever order they come in.

One coupon that does not stack may be used on an order, and beside it one of each template that stacks. A coupon
counts only what is in its scope, for its threshold too, at the price before other coupons. A free item comes off
first, then per cents of what is left, then amounts; each is rounded down to the smallest coin, and none goes
below zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain, combinations
from typing import Literal

from core.program import CouponTemplate, Program

Condition = Literal["scope", "threshold", "price"]
_FIRST = ("free_item", "percent", "amount", "multiplier")
# Stacking templates are few; beyond this only those that take most off by themselves are tried together.
_MOST_STACKED = 6


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of a basket, `amount` minor units for all of it; without a product a clerk says that it is in scope."""

    product: str | None
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Use:
    """One coupon in an order: what it takes off, in minor units."""

    coupon_id: int
    template: str
    off: int


@dataclass(frozen=True, slots=True)
class Applied:
    """The best that a member's coupons do for a basket; `factor` multiplies the points of the order."""

    uses: tuple[Use, ...]
    off: int
    due: int
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Held:
    """A coupon to choose from; of two of one template the sooner to expire is used."""

    coupon_id: int
    template: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Unmet:
    """Why a coupon does nothing for a basket; `missing` is what the threshold lacks, in minor units."""

    condition: Condition
    missing: int = 0


def discount(lines: Sequence[Goods], coupons: Iterable[Held], program: Program) -> Applied:
    """Return the combination that takes most off; among equals the one with the better factor and fewer coupons.

    O(c × 2**s) for c coupons and s stacking templates, of which six at most are combined.
    """
    first: dict[str, Held] = {}
    for coupon in sorted(coupons, key=lambda one: (one.expires_at, one.coupon_id)):
        if coupon.template in program.coupons:
            first.setdefault(coupon.template, coupon)
    useful = [
        held
        for held in first.values()
        if unmet(program.coupons[held.template], lines, program=program) is None
    ]
    alone = [held for held in useful if not program.coupons[held.template].stacking]
    stacking = sorted(
        (held for held in useful if program.coupons[held.template].stacking),
        key=lambda held: (-together(lines, [held], program).off, held.template),
    )[:_MOST_STACKED]
    sets = chain.from_iterable(combinations(stacking, size) for size in range(len(stacking) + 1))
    tried = [
        together(lines, [*one, *some], program) for some in sets for one in [(), *((held,) for held in alone)]
    ]
    return max(tried, key=lambda one: (one.off, one.factor, -len(one.uses), _ids(one)))


def together(lines: Sequence[Goods], coupons: Sequence[Held], program: Program) -> Applied:
    """Return what these coupons take off when all of them are used, in the fixed order of their kinds."""
    lines = sorted(lines, key=lambda line: (line.product or "", line.amount, line.quantity))
    left = [line.amount for line in lines]
    total = sum(left)
    uses: list[Use] = []
    factor = Decimal(1)
    for held in sorted(coupons, key=lambda one: _place(program.coupons[one.template])):
        template = program.coupons[held.template]
        off = _off(template, lines, left, program)
        if template.kind == "multiplier":
            factor *= template.value
        uses.append(Use(held.coupon_id, held.template, off))
    return Applied(tuple(uses), total - sum(left), sum(left), factor)


def unmet(template: CouponTemplate, lines: Sequence[Goods], *, program: Program) -> Unmet | None:
    """Return the condition of a coupon that a basket does not meet; None when it does something for it."""
    scope = _in_scope(template, lines, program)
    if not scope:
        return Unmet("scope")
    amount = sum(lines[place].amount for place in scope)
    wanted = _minor(template.min_spend, program)
    if amount < wanted:
        return Unmet("threshold", wanted - amount)
    if template.kind == "multiplier":
        return None
    if _off(template, lines, [line.amount for line in lines], program) == 0:
        return Unmet("price")
    return None


def _off(template: CouponTemplate, lines: Sequence[Goods], left: list[int], program: Program) -> int:
    """Take a coupon off what is `left` of the lines, and return how much that was."""
    scope = _in_scope(template, lines, program)
    base = sum(left[place] for place in scope)
    if template.kind == "free_item":
        return _free(template, lines, left, scope, program)
    if template.kind == "percent":
        off = int(base * template.value / 100)
    elif template.kind == "amount":
        off = min(base, _minor(template.value, program))
    else:
        off = 0
    _spread(off, left, scope)
    return off


def _free(
    template: CouponTemplate, lines: Sequence[Goods], left: list[int], scope: Sequence[int], program: Program
) -> int:
    """Take the dearest single piece off that the coupon covers."""
    limit = _minor(template.value, program)
    prices = [(lines[place].amount // max(1, lines[place].quantity), -place) for place in scope]
    covered = [one for one in prices if not limit or one[0] <= limit]
    if not covered:
        return 0
    price, place = max(covered)
    off = min(price, left[-place])
    left[-place] -= off
    return off


def _spread(off: int, left: list[int], scope: Sequence[int]) -> None:
    """Share a discount out over the lines of its scope, by what is left of each; no line goes below zero."""
    base = sum(left[place] for place in scope)
    if off <= 0 or base <= 0:
        return
    given = {place: off * left[place] // base for place in scope}
    rest = off - sum(given.values())
    for place in sorted(scope, key=lambda one: (given[one] - left[one], one)):
        more = min(rest, left[place] - given[place])
        given[place] += more
        rest -= more
    for place, part in given.items():
        left[place] -= part


def _in_scope(template: CouponTemplate, lines: Sequence[Goods], program: Program) -> list[int]:
    """Return the places of the lines that a coupon is for; one without a scope is for all."""
    if not template.categories and not template.products:
        return [place for place, line in enumerate(lines) if line.amount > 0]
    found = []
    for place, line in enumerate(lines):
        product = program.products.get(line.product) if line.product else None
        named = line.product in template.products or (product and product.category in template.categories)
        if line.amount > 0 and (line.product is None or named):
            found.append(place)
    return found


def _minor(amount: Decimal, program: Program) -> int:
    """Return currency units in the smallest coin, rounded down."""
    return int(amount.scaleb(program.minor_units))


def _place(template: CouponTemplate) -> tuple[int, str]:
    return _FIRST.index(template.kind), template.id


def _ids(one: Applied) -> tuple[int, ...]:
    return tuple(-use.coupon_id for use in one.uses)
