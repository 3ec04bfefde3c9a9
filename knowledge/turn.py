"""One turn of a model: what its tools work with and note, and what comes out of it; no LangChain in here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from knowledge.asking import Source
from knowledge.tools.account import Desk


@dataclass(frozen=True, slots=True)
class Passage:
    """What a search gives the model to read."""

    source: Source
    text: str


@dataclass(slots=True)
class TurnContext:
    """What the tools of one turn work with, and what they noted; the model never sees it.

    `desk` is None where own data may not be told (in a group, or to somebody who has not joined).
    """

    search: Callable[[str], Awaitable[Sequence[Passage]]]
    desk: Desk | None
    evidence: list[str] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)
    handed_over: bool = False


@dataclass(frozen=True, slots=True)
class Drafted:
    """An answer that passed the guard."""

    text: str
    passages: tuple[Passage, ...]
    receipts: tuple[str, ...]
    handed_over: bool
    prompt_version: str
