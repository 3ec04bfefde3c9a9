from __future__ import annotations

from insight.baskets import from_lines, split_last
from tests.insight.histories import baskets_of


def test_lines_of_one_member_at_one_instant_are_one_basket_and_an_item_counts_once() -> None:
    baskets = from_lines(
        ["ann", "bo"],
        ["tea", "milk", "cake"],
        member=[1, 0, 0, 0, 0],
        item=[2, 1, 0, 1, 0],
        time=[5.0, 3.0, 1.0, 3.0, 3.0],
        amount=[9.0, 2.0, 4.0, 3.0, 1.0],
    )

    assert baskets.member.tolist() == [0, 0, 1]
    assert baskets.time.tolist() == [1.0, 3.0, 5.0]
    assert [baskets.of(number).tolist() for number in range(3)] == [[0], [0, 1], [2]]
    assert baskets.amount.tolist() == [4.0, 6.0, 9.0]
    assert baskets.number.tolist() == [0, 1, 0]


def test_the_last_basket_is_parted_only_from_members_with_enough_of_them() -> None:
    baskets = baskets_of([("ann", 1, "a b"), ("ann", 2, "c"), ("bo", 1, "a"), ("ann", 9, "d a")])

    known, coming = split_last(baskets, at_least=2)

    assert [known.of(number).tolist() for number in range(len(known))] == [[0, 1], [2], [0]]
    assert coming.member.tolist() == [0]
    assert coming.of(0).tolist() == [0, 3]
    assert known.per_member.tolist() == [2, 1]


def test_consecutive_days_from_one_start_are_only_an_order() -> None:
    order_only = [("ann", 1, "a"), ("ann", 2, "b"), ("bo", 1, "a"), ("bo", 2, "a"), ("bo", 3, "b")]

    assert not baskets_of(order_only).dated
    assert baskets_of([*order_only, ("bo", 9, "a")]).dated


def test_no_lines_make_no_baskets() -> None:
    baskets = baskets_of([])

    assert len(baskets) == 0
    assert [len(part) for part in split_last(baskets, at_least=2)] == [0, 0]
