"""Faults on request: what a network and a server do to a bot on a bad day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

Kind = Literal["429", "5xx", "timeout", "drop-after-write", "poison", "duplicate"]
ON_DELIVERY: Final = frozenset({"poison", "duplicate"})


@dataclass(slots=True)
class Fault:
    """A fault that waits for its method; it ends after `left` times, or lasts with a probability."""

    id: int
    method: str
    kind: Kind
    left: int | None
    probability: float | None
    retry_after: int
    seconds: float
    played: int = 0


class Faults:
    """The faults that are set, in the order in which they were."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._faults: list[Fault] = []
        self._last_id = 0

    def add(
        self,
        *,
        method: str,
        kind: Kind,
        times: int | None = None,
        probability: float | None = None,
        retry_after: int = 3,
        seconds: float = 30.0,
    ) -> Fault:
        """Set a fault; with neither `times` nor `probability` it is played once."""
        self._last_id += 1
        left = 1 if times is None and probability is None else times
        fault = Fault(self._last_id, method.lower(), kind, left, probability, retry_after, seconds)
        self._faults.append(fault)
        return fault

    def all(self) -> list[Fault]:
        return list(self._faults)

    def clear(self) -> int:
        count = len(self._faults)
        self._faults.clear()
        return count

    def for_method(self, method: str) -> Fault | None:
        return self._take(
            lambda fault: fault.kind not in ON_DELIVERY and fault.method in {"*", method.lower()}
        )

    def for_delivery(self, kind: Kind) -> Fault | None:
        return self._take(lambda fault: fault.kind == kind)

    def _take(self, fits: Callable[[Fault], bool]) -> Fault | None:
        for fault in self._faults:
            if not fits(fault):
                continue
            if fault.probability is not None and self._random.random() >= fault.probability:
                continue
            fault.played += 1
            if fault.left is not None:
                fault.left -= 1
                if fault.left <= 0:
                    self._faults.remove(fault)
            return fault
        return None
