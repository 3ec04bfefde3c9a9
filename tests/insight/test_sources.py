from __future__ import annotations

import numpy as np
import pytest

from insight.features import FEATURES, candidates
from insight.recommender import people_of
from insight.sources import SHRINK, sources_of
from tests.insight.histories import baskets_of, noise


def test_items_of_the_same_baskets_are_alike_by_their_shrunk_cosine() -> None:
    baskets = baskets_of(
        [("ann", 1, "tea milk"), ("ann", 5, "tea milk"), ("bo", 2, "tea milk cake"), ("cy", 4, "tea")]
    )

    beside = sources_of(baskets).beside.toarray()

    assert beside[0, 1] == pytest.approx(3 / np.sqrt(4 * 3) * 3 / (3 + SHRINK), rel=1e-5)
    assert beside[0, 2] == 0.0  # met once: chance
    assert not beside.diagonal().any()


def test_popularity_as_of_a_day_knows_nothing_later() -> None:
    baskets = baskets_of([("ann", 1, "tea"), ("bo", 3, "milk"), ("ann", 9, "cake cake2"), ("bo", 30, "cake")])

    shares = sources_of(baskets, at=[3.0, 10.0]).popular_at(np.array([3.0, 9.5, 10.0]))

    assert shares[0].tolist() == [1.0, 0.0, 0.0, 0.0]
    assert shares[1].tolist() == shares[0].tolist()
    assert (shares[2] > 0).tolist() == [True, True, True, True]
    assert shares[2].sum() == pytest.approx(1.0)


def test_recent_purchases_count_more_for_popularity() -> None:
    baskets = baskets_of([("ann", 1, "tea"), ("bo", 1, "tea"), ("cy", 200, "milk"), ("ann", 201, "cake")])

    shares = sources_of(baskets).popular[-1]

    assert shares[baskets.items.index("milk")] > shares[baskets.items.index("tea")]


def test_nobody_is_their_own_neighbour() -> None:
    baskets = baskets_of([("ann", 1, "rare tea"), ("bo", 3, "tea milk"), ("cy", 9, "milk cake")])
    members = np.array([0], np.int64)

    table = candidates(sources_of(baskets), people_of(baskets, members), members, np.array([10.0]))

    heard = dict(
        zip(table.item.tolist(), table.values[:, FEATURES.index("neighbours")].tolist(), strict=True)
    )
    nothing = float(np.log(np.float32(1e-3)))
    assert heard[baskets.items.index("rare")] == pytest.approx(nothing, abs=1e-4)
    assert heard[baskets.items.index("milk")] > nothing + 1


def test_all_that_a_member_bought_is_a_candidate_and_only_limits_it() -> None:
    baskets = noise(members=20)
    members = np.array([3, 7], np.int64)
    people = people_of(baskets, members)
    sources = sources_of(baskets)
    allowed = np.zeros(len(baskets.items), np.bool_)
    allowed[:4] = True

    everything = candidates(sources, people, members, np.array([20_600.0, 20_600.0]))
    limited = candidates(sources, people, members, np.array([20_600.0, 20_600.0]), only=allowed)

    for row, member in enumerate(members):
        owned = set(
            people.states.item[people.states.start[member] : people.states.start[member + 1]].tolist()
        )
        assert owned == set(everything.item[(everything.member == row) & everything.own].tolist())
    assert set(limited.item.tolist()) <= {0, 1, 2, 3}
