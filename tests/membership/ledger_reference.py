"""The ledger as one would explain it to a child: a list of heaps, a number of what is owed, nothing clever."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(eq=False)
class Heap:
    """Points of one occasion: how many are left, from when on, until when, and what became of the others."""

    points: int
    left: int
    since: datetime
    until: datetime
    expired: int = 0
    claimed: int = 0


@dataclass
class Reference:
    """What a member's ledger must come to under one refund policy."""

    policy: str = "within_balance"
    heaps: dict[str, Heap] = field(default_factory=dict)
    spends: dict[str, list[tuple[Heap, int]]] = field(default_factory=dict)
    debt: int = 0
    spent: int = 0
    expired: int = 0
    qualifying: int = 0

    def usable(self, now: datetime) -> list[Heap]:
        alive = [heap for heap in self.heaps.values() if heap.left and heap.since <= now < heap.until]
        return sorted(alive, key=lambda heap: (heap.until, heap.since))

    def coming(self, now: datetime) -> list[Heap]:
        alive = [heap for heap in self.heaps.values() if heap.left and heap.since > now < heap.until]
        return sorted(alive, key=lambda heap: heap.since)

    def expiring(self, now: datetime) -> list[tuple[datetime, int]]:
        ends = [(heap.until, heap.left) for heap in self.usable(now) if heap.until.year < 9999]
        return [(at, sum(left for end, left in ends if end == at)) for at in sorted({end for end, _ in ends})]

    def arriving(self, now: datetime) -> list[tuple[datetime, int]]:
        comes = [(heap.since, heap.left) for heap in self.coming(now)]
        return [
            (at, sum(left for day, left in comes if day == at)) for at in sorted({day for day, _ in comes})
        ]

    def balance(self) -> int:
        return sum(heap.left for heap in self.heaps.values()) - self.debt

    def give(
        self, key: str, points: int, qualifying: int, since: datetime, until: datetime, now: datetime
    ) -> None:
        self.heaps[key] = Heap(points, points, since, until)
        self.qualifying += qualifying
        self._settle(now)

    def spend(self, key: str, points: int, now: datetime) -> bool:
        if sum(heap.left for heap in self.usable(now)) < points:
            return False
        self.spends[key] = self._take(points, self.usable(now))
        self.spent += points
        return True

    def give_back(self, key: str, points: int, now: datetime) -> bool:
        """The last heap to pay gets its points first; one that has ended lives on for 30 days, with these only."""
        taken = self.spends[key]
        if sum(part for _, part in taken) < points:
            return False
        self.spent -= points
        for place in reversed(range(len(taken))):
            heap, part = taken[place][0], min(taken[place][1], points)
            taken[place] = (heap, taken[place][1] - part)
            points -= part
            if part and heap.until <= now:
                self._end(heap)
                heap.until = now + timedelta(days=30)
            heap.left += part
        self._settle(now)
        return True

    def take_back(self, key: str, points: int, qualifying: int, now: datetime) -> int:
        """The heap itself pays first, pending or not; what has expired, or was claimed, is not charged again."""
        own = self.heaps[key]
        self.qualifying -= qualifying
        over = own.until <= now
        due = min(points, own.points - own.expired - own.claimed - (own.left if over else 0))
        if self.policy == "only_pending":
            others, own_part = [], [own] if own.since > now and not over else []
        else:
            others, own_part = self.usable(now), [] if over else [own]
            others += self.coming(now) if self.policy == "allow_debt" else []
        taken = sum(part for _, part in self._take(due, own_part + [one for one in others if one is not own]))
        owed = due - taken if self.policy == "allow_debt" else 0
        self.debt += owed
        own.claimed += taken + owed
        return taken + owed

    def correct(self, points: int, now: datetime) -> bool:
        """Take points by hand (giving is `give`)."""
        heaps = self.usable(now)
        if sum(heap.left for heap in heaps) < points and self.policy != "allow_debt":
            return False
        heaps += self.coming(now) if self.policy == "allow_debt" else []
        self.debt += points - sum(part for _, part in self._take(points, heaps))
        return True

    def release(self, keys: list[str], now: datetime) -> int:
        early = [self.heaps[key] for key in keys if self.heaps[key].left and self.heaps[key].since > now]
        for heap in early:
            heap.since = now
        return sum(heap.left for heap in early)

    def stay(self, until: datetime, now: datetime) -> None:
        """The member did something: nothing that lives now ends before `until` (expiry by inactivity)."""
        for heap in self.heaps.values():
            if heap.left and now < heap.until < until:
                heap.until = until

    def expire(self, now: datetime) -> None:
        for heap in self.heaps.values():
            if heap.until <= now:
                self._end(heap)

    def _end(self, heap: Heap) -> None:
        self.expired += heap.left
        heap.expired += heap.left
        heap.left = 0

    def _settle(self, now: datetime) -> None:
        self.debt -= sum(part for _, part in self._take(self.debt, self.usable(now) + self.coming(now)))

    def _take(self, points: int, heaps: list[Heap]) -> list[tuple[Heap, int]]:
        parts = []
        for heap in heaps:
            part = min(heap.left, points)
            heap.left -= part
            points -= part
            parts.append((heap, part))
        return parts
