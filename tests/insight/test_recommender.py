from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from insight.baskets import Baskets
from insight.blend import learn, prior
from insight.evaluation import figures, foretell, trial_of
from insight.model import BadModel, Model, from_bytes, to_bytes
from insight.reasons import Kind
from insight.recommender import History, fit, history_of, lessons_of, recommend
from tests.insight.histories import DAY_ONE, baskets_of, habits, on


@pytest.fixture(scope="module")
def shop() -> Baskets:
    return habits()


@pytest.fixture(scope="module")
def model(shop: Baskets) -> Model:
    return fit(shop)


def past_of(shop: Baskets, member: str) -> History:
    own = np.flatnonzero(shop.member == shop.members.index(member))
    orders = [
        (on(float(shop.time[b]) - DAY_ONE), [shop.items[item] for item in shop.of(int(b))]) for b in own
    ]
    return history_of(member, orders)


def test_what_a_member_always_buys_comes_first_with_its_own_facts(shop: Baskets, model: Model) -> None:
    assert model.blend.learned
    for member in shop.members[:10]:
        history = past_of(shop, member)
        staples = sorted(history.states, key=lambda item: -history.states[item].times)[:2]

        picks = recommend(model, history, now=on(110.0), k=5)

        assert {pick.item for pick in picks[:2]} == set(staples)
        assert picks[0].score > picks[4].score
        kept = history.states[picks[0].item]
        assert picks[0].reason.count == kept.times
        assert picks[0].reason.gap_days == round((kept.last - kept.first) / (kept.times - 1))
        assert picks[0].reason.days_since == int(DAY_ONE + 110.0 - kept.last)


def test_probabilities_are_calibrated(shop: Baskets) -> None:
    trial = trial_of(shop)
    model = fit(trial.known)
    table, taken = lessons_of(model.sources, trial.known, trial.coming)

    chance = 1.0 / (1.0 + np.exp(-model.blend.log_odds(table)))

    assert chance.mean() == pytest.approx(taken.mean(), rel=0.15)
    likely = chance > 0.5
    assert chance[likely].mean() == pytest.approx(taken[likely].mean(), abs=0.1)


def test_excluded_items_never_come_and_only_those_on_sale_do(shop: Baskets, model: Model) -> None:
    history = past_of(shop, "m1")
    best = recommend(model, history, now=on(110.0), k=3)

    without = recommend(model, history, now=on(110.0), k=60, exclude=[best[0].item, "unknown"])
    on_sale = recommend(model, history, now=on(110.0), k=60, only=[best[2].item, "p7", "unknown"])

    assert best[0].item not in {pick.item for pick in without}
    assert {pick.item for pick in on_sale} <= {best[2].item, "p7"}
    assert on_sale[0].item == best[2].item
    assert recommend(model, history, now=on(110.0), only=[]) == ()


def test_a_newcomer_is_shown_what_is_popular_and_told_so(model: Model) -> None:
    picks = recommend(model, History("new"), now=on(110.0), k=5)

    assert len(picks) == 5
    assert {pick.reason.kind for pick in picks} == {Kind.COLD}
    popular = np.argsort(-model.sources.popular[-1], kind="stable")[:5]
    assert [model.index[pick.item] for pick in picks] == popular.tolist()
    assert 0.0 < picks[4].score <= picks[0].score < 1.0


def test_something_new_goes_with_what_was_bought_together_with_it() -> None:
    orders = [(f"m{n}", DAY_ONE + n % 9 + 7 * week, "tea milk") for n in range(30) for week in range(3)]
    orders += [(f"x{n}", DAY_ONE + n, "salt") for n in range(5)]
    model = fit(baskets_of(orders))

    picks = recommend(model, history_of("new", [(on(29), ["tea"])]), now=on(31))

    milk = next(pick for pick in picks if pick.item == "milk")
    assert milk.reason.kind is Kind.GOES_WITH
    assert (milk.reason.partner, milk.reason.count, milk.reason.days_since) == ("tea", 1, 2)
    assert next(pick for pick in picks if pick.item == "salt").reason.kind is Kind.POPULAR


def test_items_that_the_model_does_not_know_are_passed_over(model: Model) -> None:
    history = history_of("new", [(on(1), ["renamed"]), (on(5), ["renamed", "p3"])])

    picks = recommend(model, history, now=on(9.0))

    assert "renamed" not in {pick.item for pick in picks}
    assert "p3" in {pick.item for pick in picks}


@pytest.mark.parametrize(
    "orders",
    [
        [],
        [("ann", DAY_ONE, "tea")],
        [("ann", DAY_ONE + day, "tea") for day in range(50)],
        [("ann", DAY_ONE, "tea milk"), ("bo", DAY_ONE + 1, "tea")],
        [(f"m{n}", DAY_ONE, f"p{n}") for n in range(30)],
    ],
    ids=["none", "one basket", "one item", "two members", "nothing in common"],
)
def test_tiny_histories_make_a_model_that_answers(orders: list[tuple[str, float, str]]) -> None:
    model = fit(baskets_of(orders))

    picks = recommend(model, history_of("ann", [(on(0), ["tea"])]), now=on(60), k=3)

    assert not model.blend.learned
    assert len(picks) == min(3, len({item for _, _, bought in orders for item in bought.split()}))
    assert all(0.0 <= pick.score <= 1.0 for pick in picks)


def test_ten_thousand_orders_of_one_member_are_read() -> None:
    history = history_of("ann", [(on(number / 10), ["tea", f"p{number % 60}"]) for number in range(10_000)])

    picks = recommend(fit(habits()), history, now=on(1001), k=5)

    assert len(picks) == 5
    assert history.states["tea"].times == 10_000


def test_the_same_baskets_make_the_same_model(shop: Baskets, model: Model) -> None:
    again = fit(shop)

    assert again.version == model.version
    assert to_bytes(again) == to_bytes(model)
    assert again.version != fit(habits(seed=4)).version


def test_a_stored_model_recommends_as_the_trained_one_did(shop: Baskets, model: Model) -> None:
    stored = from_bytes(to_bytes(model))

    assert stored.version == model.version
    for member in ("m1", "m2"):
        before = recommend(model, past_of(shop, member), now=on(110.0))
        after = recommend(stored, past_of(shop, member), now=on(110.0))
        assert [(pick.item, pick.reason) for pick in after] == [(pick.item, pick.reason) for pick in before]
        assert [pick.score for pick in after] == pytest.approx([pick.score for pick in before], rel=1e-4)


def test_a_model_holds_no_member_references(model: Model) -> None:
    assert b"m119" not in to_bytes(model)
    assert not any("m119" in item for item in model.items)


def test_bytes_that_are_no_model_are_refused(model: Model) -> None:
    whole = to_bytes(model)

    for content in (b"", b"nonsense", whole[: len(whole) // 2]):
        with pytest.raises(BadModel):
            from_bytes(content)


def test_a_model_of_other_features_is_refused(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    content = to_bytes(model)
    monkeypatch.setattr("insight.model.FORMAT", 2)

    with pytest.raises(BadModel, match="train it again"):
        from_bytes(content)


def test_permuted_outcomes_teach_nothing_of_own_habits(shop: Baskets) -> None:
    trial = trial_of(shop)
    model = fit(trial.known)
    table, taken = lessons_of(model.sources, trial.known, trial.coming)
    shuffled = np.random.default_rng(1).permutation(taken)

    blind = replace(model, blend=learn(table, shuffled, items=len(shop.items)))

    ranked, _ = foretell(model, trial.known, trial.coming)
    unled, _ = foretell(blind, trial.known, trial.coming)
    assert figures(unled, trial.coming)["recall@10"] < 0.75 * figures(ranked, trial.coming)["recall@10"]


def test_the_prior_orders_habits_before_strangers(shop: Baskets) -> None:
    trial = trial_of(shop)
    model = replace(fit(trial.known), blend=prior(len(shop.items)))

    ranked, own = foretell(model, trial.known, trial.coming)

    assert figures(ranked, trial.coming)["recall@10"] > 0.6
    assert own[:, 0].all()


def test_a_time_without_zone_is_refused(model: Model) -> None:
    with pytest.raises(ValueError, match="without zone"):
        recommend(model, History("new"), now=datetime(2026, 5, 1))  # noqa: DTZ001
