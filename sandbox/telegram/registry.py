"""Which function plays which method of the Bot API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from sandbox.telegram.request import Call
from sandbox.world import World

Method = Callable[[World, Call], Any]
M = TypeVar("M", bound=Method)
PLAYED: Final[dict[str, Method]] = {}


def method(*names: str) -> Callable[[M], M]:
    """Register a function, plain or async, as the way in which the sandbox plays one or more methods."""

    def register(played: M) -> M:
        for name in names:
            PLAYED[name] = played
        return played

    return register
