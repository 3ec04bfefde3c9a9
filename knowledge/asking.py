"""Who asks, and what comes back: the types that every way of asking shares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.texts import Language

Action = Literal["answer", "clarify", "handoff", "refuse"]
Mode = Literal["curated", "account", "extractive", "agent", "courtesy"]


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a talk goes on: one person in one chat, of which the last turns are remembered."""

    chat_id: int
    telegram_id: int


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, from the edge and never from text; `member_id` is None for somebody who has not joined.

    `private` says that only the asker reads the answer; without a `talk` nothing is remembered.
    """

    member_id: int | None
    language: Language
    tier: str | None
    private: bool
    talk: Talk | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """An article that an answer cites or a choice offers; `score` is 0 to 1."""

    id: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the member may do by a tap of their own under the answer; `what` is a reward or a topic."""

    kind: Literal["redeem", "unsubscribe"]
    what: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What to say, and why it may be said.

    `receipts` name the records behind own-data figures. `handoff` asks the edge to offer a person.
    `private_only` means: the answer is the asker's own data, and this place is not private. `spent` are the
    tokens that a model read and wrote for it, even if its text was not used. `urgent`: a person should see
    this before other tickets.
    """

    action: Action
    text: str
    mode: Mode
    sources: tuple[Source, ...] = ()
    receipts: tuple[str, ...] = ()
    handoff: bool = False
    choices: tuple[Source, ...] = ()
    prompt_version: str | None = None
    private_only: bool = False
    proposals: tuple[Proposal, ...] = ()
    spent: tuple[int, int] = (0, 0)
    urgent: bool = False
