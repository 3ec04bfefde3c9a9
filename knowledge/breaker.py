"""A circuit breaker: what has failed several times in a row is left alone for a while, then tried once."""

from __future__ import annotations

import time
from collections.abc import Callable

_LONGEST = 600.0


class Breaker:
    """Counts failures in a row; after `failures` of them it rests, twice as long after each failed try."""

    def __init__(self, *, failures: int, rest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._first = self._rest = rest
        self._clock = clock
        self._failures = 0
        self._until = 0.0

    def allows(self) -> bool:
        """Say whether to try now; of many who ask after a rest, one is let through."""
        if self._failures < self._limit:
            return True
        now = self._clock()
        if now < self._until:
            return False
        self._until = now + self._rest
        return True

    def failed(self) -> None:
        self._failures += 1
        if self._failures < self._limit:
            return
        self._until = self._clock() + self._rest
        self._rest = min(_LONGEST, self._rest * 2)

    def succeeded(self) -> None:
        self._failures, self._rest = 0, self._first
