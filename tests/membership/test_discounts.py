from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.program import CouponTemplate, Program
from core.program_values import Localized
from membership.discounts import Applied, Goods, Held, discount, together, unmet

BEGAN = datetime(2026, 11, 18, tzinfo=UTC)
LATTE, AMERICANO, CROISSANT, MUG = "M01", "E01", "B01", "C01"


def held(*templates: str) -> list[Held]:
    return [Held(place, name, BEGAN + timedelta(days=place)) for place, name in enumerate(templates, start=1)]


def template(kind: str, value: str, **more: object) -> CouponTemplate:
    words = Localized(zh_hans="券")
    return CouponTemplate.model_validate(
        {"id": "t", "title": words, "description": words, "kind": kind, "value": value, "valid_days": 7}
        | more
    )


def names(applied: Applied) -> set[str]:
    return {use.template for use in applied.uses}


def test_the_demo_brands_coupons_are_worth_what_their_texts_say(program: Program) -> None:
    basket = [Goods(LATTE, 1, 2_200), Goods(CROISSANT, 1, 1_400)]
    for coupon, off in (
        ("welcome", 1_200),
        ("free-latte", 2_200),
        ("free-croissant", 1_400),
        ("oat-upgrade", 400),
        ("morning-8", 440),
        ("birthday", 2_200),
        ("bakery-5", 0),
        ("beans-15", 0),
    ):
        assert discount(basket, held(coupon), program).off == off, coupon


def test_the_better_of_two_that_do_not_stack_is_used_and_the_stacking_ones_beside_it(
    program: Program,
) -> None:
    basket = [Goods(LATTE, 2, 4_400)]
    best = discount(basket, held("morning-8", "welcome", "oat-upgrade", "double-points"), program)
    assert names(best) == {"welcome", "oat-upgrade", "double-points"}
    assert (best.off, best.due, best.factor) == (1_600, 2_800, Decimal(2))


def test_of_two_alike_one_is_used_the_sooner_to_expire(program: Program) -> None:
    best = discount([Goods(LATTE, 3, 6_600)], list(reversed(held("oat-upgrade", "oat-upgrade"))), program)
    assert [use.coupon_id for use in best.uses] == [1]


def test_a_coupon_that_brings_nothing_is_kept(program: Program) -> None:
    assert discount([Goods(MUG, 1, 5_000)], held("oat-upgrade", "welcome"), program).uses == ()
    free = discount([Goods(LATTE, 1, 2_200)], held("free-latte", "oat-upgrade"), program)
    assert names(free) == {"free-latte"}


@pytest.mark.parametrize(
    ("one", "goods", "condition", "missing"),
    [
        (template("amount", "5", min_spend="15"), [Goods(LATTE, 1, 1_499)], "threshold", 1),
        (template("amount", "5", min_spend="15"), [Goods(LATTE, 1, 1_500)], None, 0),
        (template("amount", "5", categories=["bakery"]), [Goods(LATTE, 1, 1_500)], "scope", 0),
        (template("amount", "5", categories=["bakery"], min_spend="15"), [Goods(LATTE, 1, 9_000), Goods(CROISSANT, 1, 1_400)], "threshold", 100),
        (template("free_item", "36"), [Goods(LATTE, 1, 3_601)], "price", 0),
        (template("free_item", "36"), [Goods(LATTE, 2, 7_200)], None, 0),
        (template("percent", "20"), [Goods(LATTE, 1, 4)], "price", 0),
        (template("multiplier", "2"), [Goods(LATTE, 1, 1)], None, 0),
        (template("amount", "5"), [], "scope", 0),
    ],
)  # fmt: skip
def test_the_condition_that_fails_is_named(
    program: Program, one: CouponTemplate, goods: list[Goods], condition: str | None, missing: int
) -> None:
    found = unmet(one, goods, program=program)
    assert (found.condition if found else None, found.missing if found else 0) == (condition, missing)


def test_one_piece_is_free_the_dearest_that_is_covered(program: Program) -> None:
    basket = [Goods(LATTE, 2, 4_400), Goods(AMERICANO, 1, 1_600), Goods("M09", 1, 9_900)]
    assert discount(basket, held("birthday"), program).off == 2_200


def test_what_a_clerk_says_is_in_scope_is_in_scope(program: Program) -> None:
    assert discount([Goods(None, 1, 1_500)], held("bakery-5"), program).off == 500


def _templates() -> st.SearchStrategy[CouponTemplate]:
    return st.builds(
        lambda name, kind, value, least, categories, stacking: template(
            kind,
            value[kind],
            id=name,
            min_spend=least,
            categories=categories,
            stacking=stacking,
        ),
        st.sampled_from([f"t{number}" for number in range(9)]),
        st.sampled_from(["percent", "amount", "free_item", "multiplier"]),
        st.fixed_dictionaries(
            {
                "percent": st.sampled_from(["0.5", "7", "33", "100"]),
                "amount": st.sampled_from(["0.01", "3", "12.34", "1000"]),
                "free_item": st.sampled_from(["0", "9.99", "36"]),
                "multiplier": st.sampled_from(["1.5", "2"]),
            }
        ),
        st.sampled_from(["0", "10", "25"]),
        st.lists(st.sampled_from(["milk", "espresso", "bakery", "cups"]), max_size=2, unique=True),
        st.booleans(),
    )


BASKETS = st.lists(
    st.builds(
        Goods,
        st.sampled_from([LATTE, AMERICANO, CROISSANT, MUG, "unheard-of", None]),
        st.integers(1, 4),
        st.integers(0, 9_999),
    ),
    max_size=5,
)
OFFERS = st.lists(_templates(), max_size=6, unique_by=lambda one: one.id)


@settings(max_examples=200, deadline=None)
@given(basket=BASKETS, offers=OFFERS, data=st.data())
def test_the_best_is_never_negative_never_worse_than_one_and_the_same_in_any_order(
    program: Program, basket: list[Goods], offers: list[CouponTemplate], data: st.DataObject
) -> None:
    brand = program.model_copy(update={"coupons": {one.id: one for one in offers}})
    coupons = held(*(one.id for one in offers))
    best = discount(basket, coupons, brand)
    total = sum(line.amount for line in basket)
    assert 0 <= best.due <= total
    assert best.off + best.due == total
    assert sum(use.off for use in best.uses) == best.off
    assert all(use.off >= 0 for use in best.uses)
    assert sum(not brand.coupons[use.template].stacking for use in best.uses) <= 1
    for one in coupons:
        if unmet(brand.coupons[one.template], basket, program=brand) is None:
            assert together(basket, [one], brand).off <= best.off
    shuffled = discount(data.draw(st.permutations(basket)), data.draw(st.permutations(coupons)), brand)
    assert (shuffled.off, shuffled.factor, shuffled.uses) == (best.off, best.factor, best.uses)
    used = [one for one in coupons if one.coupon_id in {use.coupon_id for use in best.uses}]
    assert together(basket, data.draw(st.permutations(used)), brand).off == best.off
