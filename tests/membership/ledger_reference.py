"""The ledger as one would explain it to a child: a list of lots, and nothing clever."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Heap:
    """Points of one occasion: how many are left, from when on, until when."""

    points: int
    left: int
    since: datetime
    until: datetime


@dataclass
class Reference:
    """What a member's ledger must come to."""

    heaps: dict[str, Heap] = field(default_factory=dict)
    spent: int = 0
    expired: int = 0
    qualifying: int = 0

    def give(self, key: str, points: int, qualifying: int, since: datetime, until: datetime) -> None:
        if key not in self.heaps:
            self.heaps[key] = Heap(points, points, since, until)
            self.qualifying += qualifying

    def usable(self, now: datetime) -> list[Heap]:
        alive = [heap for heap in self.heaps.values() if heap.left and heap.since <= now < heap.until]
        return sorted(alive, key=lambda heap: (heap.until, heap.since))

    def available(self, now: datetime) -> int:
        return sum(heap.left for heap in self.usable(now))

    def pending(self, now: datetime) -> int:
        return sum(heap.left for heap in self.heaps.values() if heap.since > now and heap.until > now)

    def spend(self, points: int, now: datetime) -> bool:
        if self.available(now) < points:
            return False
        self._take(points, self.usable(now))
        self.spent += points
        return True

    def take_back(self, key: str, points: int, qualifying: int, now: datetime) -> int:
        """What was not enjoyed comes from the heap itself first; what has expired is not charged again."""
        own = self.heaps[key]
        self.qualifying -= qualifying
        if own.until <= now:
            return 0
        others = [heap for heap in self.usable(now) if heap is not own]
        return self._take(points, [own, *others])

    def expire(self, now: datetime) -> None:
        for heap in self.heaps.values():
            if heap.until <= now:
                self.expired += heap.left
                heap.left = 0

    def balance(self) -> int:
        return sum(heap.left for heap in self.heaps.values())

    def _take(self, points: int, heaps: list[Heap]) -> int:
        taken = 0
        for heap in heaps:
            part = min(heap.left, points - taken)
            heap.left -= part
            taken += part
        return taken
