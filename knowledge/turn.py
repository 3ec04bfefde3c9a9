"""One turn of a model: what its tools work with and note, and what comes out of it; no LangChain in here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from knowledge.asking import Action, Proposal, Source
from knowledge.tools.account import Desk

# Called with as much of an answer as may be shown already, each time from its beginning.
Watch = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Passage:
    """What a search gives the model to read."""

    source: Source
    text: str


@dataclass(slots=True)
class Spent:
    """What the requests of one turn used; estimated where the server did not say."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(slots=True)
class TurnContext:
    """What the tools of one turn work with, and what they noted; the model never sees it.

    `desk` is None where own data may not be told (in a group, or to somebody who has not joined). `action` is
    what the model has said by a tool that its text will be. `written` counts what it wrote, sent or not.
    """

    search: Callable[[str], Awaitable[Sequence[Passage]]]
    desk: Desk | None
    evidence: list[str] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    receipts: list[str] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    action: Action = "answer"
    spent: Spent = field(default_factory=Spent)
    written: str = ""


@dataclass(frozen=True, slots=True)
class Drafted:
    """An answer that passed the guard."""

    text: str
    action: Action
    passages: tuple[Passage, ...]
    receipts: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    prompt_version: str
