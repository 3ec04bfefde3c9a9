"""What the rules give, as pure arithmetic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.program import EarningRule, Program
from core.program_earning import EarningTerms
from membership import earning
from membership.earning import Basket, Bought, Verdict
from tests.conftest import NOW

MORNING = datetime(2026, 11, 18, 0, 0, tzinfo=UTC)  # a Wednesday, 08:00 in Shanghai


def terms_of(program: Program, *rules: dict[str, Any], **points: Any) -> EarningTerms:
    """The demo brand's terms with these rules instead of its own."""
    made = {
        f"r{place}": EarningRule(**({"id": f"r{place}", "name": "规则"} | rule))
        for place, rule in enumerate(rules)
    }
    changed = program.points.model_copy(update=points)
    return program.earning_terms.model_copy(update={"earning": made, "points": changed})


def a_basket(**given: Any) -> Basket:
    values: dict[str, Any] = {
        "channel": "pos",
        "store": None,
        "at": NOW,
        "lines": (Bought("latte", "milk", 1, 2_899), Bought("bag", "beans", 2, 8_899)),
        "tier": "basic",
    }
    return Basket(**(values | given))


def given(basket: Basket, terms: EarningTerms) -> dict[str, int]:
    return {one.rule: one.points for one in earning.of_order(basket, terms=terms).verdicts}


def why(basket: Basket, terms: EarningTerms, rule: str = "r0") -> str | None:
    (verdict,) = [one for one in earning.of_order(basket, terms=terms).verdicts if one.rule == rule]
    assert (verdict.failed is None) == (verdict.points > 0)
    return verdict.failed.condition if verdict.failed else None


def test_the_base_rule_multiplies_by_category_and_tier_and_floors_once(program: Program) -> None:
    terms = terms_of(program)
    spend = Decimal("28.99") + Decimal("88.99") * Decimal("1.5")
    basic = earning.of_order(a_basket(), terms=terms)
    assert basic == earning.Earning((Verdict("", int(spend), 7),), 117)
    silver = earning.of_order(a_basket(tier="silver"), terms=terms)
    assert silver == earning.Earning((Verdict("", int(spend * Decimal("1.1")), 7),), 117)


def test_below_the_least_spend_the_base_rule_gives_neither_points_nor_growth(program: Program) -> None:
    basket = a_basket(lines=(Bought("latte", "milk", 1, 99),))
    earned = earning.of_order(basket, terms=terms_of(program))
    assert (earned.points, earned.qualifying) == (0, 0)
    assert why(basket, terms_of(program), "") == "min_spend"
    exactly = a_basket(lines=(Bought("latte", "milk", 1, 100),))
    assert earning.of_order(exactly, terms=terms_of(program)).points == 1


def test_a_thousand_small_parts_are_floored_together_not_each(program: Program) -> None:
    basket = a_basket(lines=tuple(Bought("gum", "", 1, 99) for _ in range(1_000)))
    assert earning.of_order(basket, terms=terms_of(program)).points == 990


def test_a_unit_rule_counts_pieces_of_the_lines_it_is_about(program: Program) -> None:
    terms = terms_of(program, {"kind": "unit", "points": 3, "categories": ("beans",)})
    assert given(a_basket(), terms)["r0"] == 6
    assert why(a_basket(lines=(Bought("latte", "milk", 5, 500),)), terms) == "products"


def test_a_rate_pays_for_money_and_a_factor_for_what_the_base_rule_pays(program: Program) -> None:
    terms = terms_of(
        program,
        {"kind": "spend", "rate": Decimal("0.5"), "products": ("latte",)},
        {"kind": "spend", "factor": Decimal(3), "categories": ("beans",)},
    )
    gold = a_basket(tier="gold")
    beans = Decimal("88.99") * Decimal("1.5") * Decimal("1.25")
    assert given(gold, terms) == {
        "": int(Decimal("28.99") * Decimal("1.25") + beans),
        "r0": 14,
        "r1": int(2 * beans),
    }


@pytest.mark.parametrize(
    ("rule", "fits", "fails", "condition"),
    [
        ({"channels": ("pos",)}, {}, {"channel": "mall"}, "channel"),
        ({"stores": ("s1",)}, {"store": "s1"}, {"store": None}, "store"),
        ({"tiers": ("gold", "platinum")}, {"tier": "gold"}, {"tier": "silver"}, "tier"),
        ({"weekdays": ("wed",)}, {}, {"at": NOW + timedelta(days=1)}, "weekday"),
        (
            {"hours": {"from": "07:30", "until": "10:00"}},
            {"at": MORNING - timedelta(minutes=30)},
            {"at": MORNING + timedelta(hours=2)},
            "hours",
        ),
        (
            {"hours": {"from": "22:00", "until": "02:00"}},
            {"at": MORNING - timedelta(hours=7)},
            {"at": MORNING - timedelta(hours=6)},
            "hours",
        ),
        ({"from": "2026-11-18"}, {"at": MORNING}, {"at": MORNING - timedelta(hours=8, seconds=1)}, "period"),
        ({"until": "2026-11-17"}, {"at": MORNING - timedelta(hours=8, seconds=1)}, {"at": MORNING}, "period"),
        ({"first_order": True}, {"first": True}, {"first": False}, "first_order"),
        (
            {"min_spend": Decimal("88.99"), "categories": ("beans",)},
            {},
            {"lines": (Bought("latte", "milk", 1, 9_999), Bought("bag", "beans", 1, 8_898))},
            "min_spend",
        ),
    ],
)
def test_a_rule_pays_only_when_its_condition_holds_and_names_the_one_that_does_not(
    program: Program, rule: dict[str, Any], fits: dict[str, Any], fails: dict[str, Any], condition: str
) -> None:
    terms = terms_of(program, {"kind": "unit", "points": 1} | rule)
    assert why(a_basket(**fits), terms) is None
    assert why(a_basket(**fails), terms) == condition


def test_two_rules_that_fit_both_pay(program: Program) -> None:
    terms = terms_of(program, {"kind": "unit", "points": 1}, {"kind": "unit", "points": 2})
    assert given(a_basket(), terms) == {"": 162, "r0": 3, "r1": 6}


@pytest.mark.parametrize(
    ("alone", "kept"), [(2, {"r0": 3, "r1": 0, "r2": 6}), (4, {"r0": 0, "r1": 12, "r2": 0})]
)
def test_an_exclusive_rule_pays_alone_when_that_is_better_for_the_member(
    program: Program, alone: int, kept: dict[str, int]
) -> None:
    terms = terms_of(
        program,
        {"kind": "unit", "points": 1},
        {"kind": "unit", "points": alone, "exclusive": True},
        {"kind": "unit", "points": 2},
    )
    paid = given(a_basket(), terms)
    assert paid.pop("") == 162
    assert paid == kept
    loser = next(rule for rule, points in kept.items() if not points)
    assert why(a_basket(), terms, loser) == "exclusive"


def test_of_two_exclusive_rules_the_more_generous_pays(program: Program) -> None:
    terms = terms_of(
        program,
        {"kind": "unit", "points": 2, "exclusive": True},
        {"kind": "unit", "points": 5, "exclusive": True},
    )
    assert given(a_basket(), terms) == {"": 162, "r0": 0, "r1": 15}


def test_a_doubling_coupon_doubles_before_the_floor_and_leaves_growth_alone(program: Program) -> None:
    terms = terms_of(program, {"kind": "unit", "points": 3})
    basket = a_basket(lines=(Bought("latte", "milk", 1, 2_850),))
    doubled = Basket("pos", None, NOW, basket.lines, "basic", coupon="double-points")
    assert given(basket, terms) == {"": 28, "r0": 3}
    assert given(doubled, terms) == {"": 57, "r0": 6}
    assert earning.of_order(doubled, terms=terms).qualifying == 28


def test_a_coupon_multiplies_only_the_lines_it_is_about_once_they_cost_enough(program: Program) -> None:
    terms = terms_of(program)
    template = terms.coupons["double-points"].model_copy(
        update={"categories": ("milk",), "min_spend": Decimal("28.99")}
    )
    terms = terms.model_copy(update={"coupons": {"double-points": template}})
    spend = 2 * Decimal("28.99") + Decimal("88.99") * Decimal("1.5")
    assert given(a_basket(coupon="double-points"), terms) == {"": int(spend)}
    less = a_basket(coupon="double-points", lines=(Bought("latte", "milk", 1, 2_898),))
    assert given(less, terms) == {"": 28}


def test_a_coupon_that_takes_money_off_multiplies_nothing(program: Program) -> None:
    basket = a_basket(coupon="welcome")
    assert given(basket, terms_of(program)) == given(a_basket(), terms_of(program))


def test_the_whole_order_waits_for_its_longest_return_window_unless_a_rule_says_otherwise(
    program: Program,
) -> None:
    terms = terms_of(program, {"kind": "unit", "points": 1}, {"kind": "unit", "points": 1, "pending_days": 0})
    verdicts = earning.of_order(a_basket(), terms=terms).verdicts
    assert [one.pending_days for one in verdicts] == [7, 7, 0]


def test_a_deed_pays_the_table_and_each_rule_for_it(program: Program) -> None:
    terms = terms_of(
        program,
        {"kind": "behaviour", "event": "review", "points": 20, "channels": ("app",)},
        {"kind": "behaviour", "event": "share", "points": 3},
    )
    told = earning.of_event("review", channel="app", at=NOW, tier="basic", terms=terms)
    assert [(one.rule, one.points) for one in told] == [("", 10), ("r0", 20)]
    told = earning.of_event("review", channel="shop", at=NOW, tier="basic", terms=terms)
    assert [(one.rule, one.points) for one in told] == [("", 10), ("r0", 0)]


def test_what_is_kept_of_a_version_computes_the_same(program: Program) -> None:
    terms = program.earning_terms
    again = EarningTerms.model_validate_json(terms.model_dump_json(by_alias=True))
    for tier in program.tiers:
        basket = a_basket(tier=tier.id, at=MORNING, coupon="double-points", first=True)
        assert earning.of_order(basket, terms=again) == earning.of_order(basket, terms=terms)
