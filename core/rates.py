"""How often somebody may do something: a bucket a key that fills with time (one process's own count)."""

from __future__ import annotations

from collections import OrderedDict

_REMEMBERED = 10_000


class Rates:
    """Lets each key do something `per_minute` times a minute on average, and `burst` times at once."""

    def __init__(self, *, per_minute: float, burst: int) -> None:
        self._every = 60.0 / per_minute
        self._burst = burst
        # When a key's bucket will be full again: one number says all.
        self._full: OrderedDict[object, float] = OrderedDict()

    def wait(self, key: object, *, at: float) -> float:
        """Return how many seconds a key has to wait at `at` (any clock that only goes on); 0 when it needn't."""
        behind = max(self._full.get(key, at), at) - at
        return max(0.0, behind - self._every * (self._burst - 1))

    def take(self, key: object, *, at: float) -> float:
        """Count one for a key, unless it has to wait; return for how many seconds."""
        if wait := self.wait(key, at=at):
            return wait
        self._full[key] = max(self._full.get(key, at), at) + self._every
        self._full.move_to_end(key)
        if len(self._full) > _REMEMBERED:
            self._full.popitem(last=False)
        return 0.0
