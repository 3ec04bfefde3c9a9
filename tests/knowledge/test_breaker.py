from __future__ import annotations

from knowledge.breaker import Breaker
from knowledge.tokens import estimate


def test_after_failures_in_a_row_one_try_in_a_while_is_let_through() -> None:
    now = [0.0]
    breaker = Breaker(failures=2, rest=10.0, clock=lambda: now[0])
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    now[0] = 10.0
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.allows()


def test_each_failed_try_doubles_the_rest_up_to_ten_minutes() -> None:
    now = [0.0]
    breaker = Breaker(failures=1, rest=10.0, clock=lambda: now[0])
    waits = []
    for _ in range(10):
        breaker.failed()
        begun = now[0]
        while not breaker.allows():
            now[0] += 1.0
        waits.append(now[0] - begun)
    assert waits[:4] == [10, 20, 40, 80]
    assert waits[-1] == 600


def test_a_success_in_between_counts_from_nothing_again() -> None:
    breaker = Breaker(failures=2, rest=10.0)
    for _ in range(5):
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_tokens_are_guessed_rather_too_high() -> None:
    # Published counts of two vocabularies for these texts: 9 and 16 tokens, 10 and 10 tokens.
    assert estimate("积分会在十二个月后到期。") >= 16
    assert estimate("Points expire after twelve months, on the last day.") >= 11
    assert estimate("") == 0
