"""The sum behind points, written out step by step; it comes to what `earning` books, which a test holds it to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from core.program import EarningRule, EarningTerms
from membership import earning
from membership.earning import Basket

FactorKind = Literal["per_unit", "tier", "rate", "more", "each"]


@dataclass(frozen=True, slots=True)
class Term:
    """Lines that count alike: `minor` of money or so many `pieces`, times a category's factor and a coupon's."""

    minor: int
    pieces: int
    categories: tuple[str, ...]
    factor: Decimal
    coupon: Decimal


@dataclass(frozen=True, slots=True)
class Factor:
    """What the sum of the terms is multiplied by: the rate, the tier's factor, or a rule's own."""

    kind: FactorKind
    value: Decimal


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """(terms added up) × factors = exact, which is floored to points; money counts in currency units."""

    terms: tuple[Term, ...]
    factors: tuple[Factor, ...]
    by_piece: bool
    exact: Fraction
    points: int


def written_out(rule: EarningRule | None, basket: Basket, *, terms: EarningTerms) -> Arithmetic:
    """Write out what a rule (None: the base rule) pays for an order, its conditions apart."""
    by_piece = rule is not None and rule.kind == "unit"
    summands = tuple(_terms(rule, basket, terms))
    factors = tuple(_factors(rule, basket, terms))
    unit = 1 if by_piece else Fraction(1, 10**terms.minor_units)
    exact = sum(
        (
            (one.pieces if by_piece else one.minor) * unit * Fraction(one.factor) * Fraction(one.coupon)
            for one in summands
        ),
        Fraction(0),
    )
    for factor in factors:
        exact *= Fraction(factor.value)
    return Arithmetic(summands, factors, by_piece, exact, floor(exact))


def _terms(rule: EarningRule | None, basket: Basket, terms: EarningTerms) -> Iterator[Term]:
    lines = basket.lines if rule is None else earning.matching(rule, basket.lines)
    coupon = earning.doubling(basket, terms=terms)
    scope = set(earning.matching(coupon, basket.lines)) if coupon else set()
    by_category = terms.points.category_multipliers if rule is None or rule.factor is not None else {}
    groups: dict[tuple[Decimal, Decimal], list[earning.Bought]] = {}
    for line in lines:
        times = coupon.value if coupon and line in scope else Decimal(1)
        groups.setdefault((by_category.get(line.category, Decimal(1)), times), []).append(line)
    for (factor, times), several in groups.items():
        yield Term(
            sum(line.amount for line in several),
            sum(line.quantity for line in several),
            tuple(dict.fromkeys(line.category for line in several if line.category)),
            factor,
            times,
        )


def _factors(rule: EarningRule | None, basket: Basket, terms: EarningTerms) -> Iterator[Factor]:
    if rule is not None and rule.kind == "unit":
        yield Factor("each", Decimal(rule.points or 0))
        return
    if rule is not None and rule.rate is not None:
        yield Factor("rate", rule.rate)
        return
    yield Factor("per_unit", terms.points.per_unit)
    held = terms.tier_by_id.get(basket.tier)
    yield Factor("tier", held.multiplier if held else Decimal(1))
    if rule is not None and rule.factor is not None:
        yield Factor("more", rule.factor - 1)
