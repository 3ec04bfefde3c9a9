from __future__ import annotations

import numpy as np
import pytest

from insight.baskets import Baskets, Floats, from_lines
from insight.lapse import BgNbd, Rhythm, auroc, fit_bg_nbd, outlook, returned, rhythm_at
from tests.insight.histories import baskets_of

TRUTH = BgNbd(r=0.8, alpha=12.0, a=0.9, b=2.5)


def lives(members: int, until: float, *, seed: int = 11) -> Baskets:
    """Draw purchase days from the model's own story: a rate, and a chance to leave after each purchase."""
    chance = np.random.default_rng(seed)
    who, when = [], []
    for member in range(members):
        rate = chance.gamma(TRUTH.r, 1 / TRUTH.alpha)
        leaves = chance.beta(TRUTH.a, TRUTH.b)
        day = 0.0
        while day < until:
            who.append(member)
            when.append(np.floor(day))
            if day > 0 and chance.random() < leaves:
                break
            day += chance.exponential(1 / max(rate, 1e-9))
    return from_lines(
        [f"m{n}" for n in range(members)], ["x"], member=who, item=np.zeros(len(who)), time=when
    )


def rhythm(repeats: list[float], recency: list[float], age: list[float]) -> Rhythm:
    columns: list[Floats] = [np.array(values) for values in (repeats, recency, age)]
    return Rhythm(np.arange(len(repeats)), *columns)


def test_purchases_of_one_day_are_one_and_later_ones_are_not_known() -> None:
    baskets = baskets_of(
        [("ann", 1.2, "a"), ("ann", 1.8, "b"), ("ann", 11.0, "a"), ("ann", 21.0, "a"), ("bo", 25.0, "a")]
    )

    seen = rhythm_at(baskets, 20.0)

    assert seen.members.tolist() == [0]
    assert (seen.repeats.tolist(), seen.recency.tolist(), seen.age.tolist()) == ([1.0], [10.0], [19.0])
    assert returned(baskets, seen, 20.0, 1.0).tolist() == [True]
    assert returned(baskets, seen, 20.0, 0.5).tolist() == [False]


def test_the_published_chance_to_be_alive_is_reproduced() -> None:
    # Fader, Hardie and Lee (2005), CDNOW in weeks: x = 2, t_x = 30.43, T = 38.86 with these parameters
    model = BgNbd(r=0.243, alpha=4.414, a=0.793, b=2.426)
    seen = rhythm([2.0, 0.0], [30.43, 0.0], [38.86, 38.86])

    alive = model.alive(seen)

    assert alive[0] == pytest.approx(1 / (1 + 0.793 / 3.426 * ((4.414 + 38.86) / (4.414 + 30.43)) ** 2.243))
    assert alive[0] == pytest.approx(0.7266, abs=1e-3)
    assert alive[1] == 1.0


def test_the_chance_to_return_is_that_of_the_story() -> None:
    day, horizon = 120.0, 40.0
    baskets = lives(6_000, day + horizon)
    seen = rhythm_at(baskets, day)

    foretold = TRUTH.returns(seen, horizon)
    came = returned(baskets, seen, day, horizon)

    assert foretold.mean() == pytest.approx(came.mean(), abs=0.015)
    likely = foretold > np.quantile(foretold, 0.8)
    assert foretold[likely].mean() == pytest.approx(came[likely].mean(), abs=0.03)


def test_fitting_finds_a_story_that_foretells_like_the_true_one() -> None:
    baskets = lives(4_000, 120.0)
    seen = rhythm_at(baskets, 120.0)

    found = fit_bg_nbd(seen)

    assert np.abs(found.returns(seen, 40.0) - TRUTH.returns(seen, 40.0)).mean() < 0.02


def test_the_model_is_chosen_by_the_past_alone() -> None:
    baskets = lives(1_500, 200.0)

    told = outlook(baskets, day=120.0, horizon=40.0)
    blind = outlook(baskets.keep(baskets.time <= 120.0), day=120.0, horizon=40.0)

    assert told.chosen in {"bg/nbd", "logit"}
    assert told.chosen == max(told.validated, key=lambda name: told.validated[name])
    assert (told.returns == blind.returns).all()
    assert ((told.returns >= 0) & (told.returns <= 1)).all()


def test_a_history_shorter_than_two_horizons_still_sets_a_level_for_the_whole_one() -> None:
    told = outlook(lives(3_000, 120.0), day=120.0, horizon=100.0)
    seen = rhythm_at(lives(3_000, 120.0), 120.0)

    assert told.returns.mean() == pytest.approx(TRUTH.returns(seen, 100.0).mean(), abs=0.03)


@pytest.mark.parametrize(
    "orders",
    [[], [("ann", 1.0, "a")], [(f"m{n}", float(n), "a") for n in range(50)]],
    ids=["none", "one", "nobody ever returned"],
)
def test_too_little_history_falls_back_on_recency(orders: list[tuple[str, float, str]]) -> None:
    told = outlook(baskets_of(orders), day=60.0, horizon=30.0)

    assert told.chosen == "recency"
    assert len(told.returns) == len({member for member, _, _ in orders})
    assert (np.diff(told.returns) > 0).all()  # members are in the order of their last purchase


def test_auroc_counts_ties_half() -> None:
    assert auroc(np.array([0.1, 0.5, 0.5, 0.9]), np.array([False, False, True, True])) == 3.5 / 4
    assert auroc(np.array([0.1, 0.2]), np.array([True, True])) == 0.5
