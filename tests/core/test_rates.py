from __future__ import annotations

from core.rates import Rates


def test_a_burst_passes_and_then_the_average_rules() -> None:
    rates = Rates(per_minute=60, burst=3)
    assert [rates.take("a", at=0.0) for _ in range(5)] == [0.0, 0.0, 0.0, 1.0, 1.0]
    assert rates.take("a", at=1.0) == 0.0
    assert rates.take("a", at=1.5) == 0.5
    assert rates.take("b", at=1.5) == 0.0


def test_whoever_rests_has_a_whole_burst_again_and_no_more() -> None:
    rates = Rates(per_minute=60, burst=2)
    for at in (0.0, 0.0, 1_000.0, 1_000.0):
        assert rates.take("a", at=at) == 0.0
    assert rates.wait("a", at=1_000.0) == 1.0
    assert rates.wait("a", at=1_000.0) == 1.0, "looking counts for nothing"


def test_the_keys_remembered_are_bounded() -> None:
    rates = Rates(per_minute=1, burst=1)
    for key in range(10_001):
        rates.take(key, at=0.0)
    assert rates.take(0, at=0.0) == 0.0
    assert rates.take(10_000, at=0.0) > 0
