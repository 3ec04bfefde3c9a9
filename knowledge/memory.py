"""The last turns of each conversation, in memory and bounded in turns, length, conversations and time."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from datetime import datetime, timedelta

_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked, masked, and what was answered."""

    question: str
    answer: str
    at: datetime


class Memory:
    """Short-term memory; what is older than `fresh` is forgotten, so is the longest silent conversation."""

    def __init__(
        self, *, turns: int = 4, conversations: int = 2_000, fresh: timedelta = timedelta(minutes=30)
    ) -> None:
        self._turns = turns
        self._conversations = conversations
        self._fresh = fresh
        self._kept: OrderedDict[str, deque[Turn]] = OrderedDict()

    def recall(self, conversation: str, now: datetime) -> tuple[Turn, ...]:
        return tuple(turn for turn in self._kept.get(conversation, ()) if now - turn.at <= self._fresh)

    def keep(self, conversation: str, question: str, answer: str, now: datetime) -> None:
        turns = self._kept.setdefault(conversation, deque(maxlen=self._turns))
        turns.append(Turn(question[:_LONGEST], answer[:_LONGEST], now))
        self._kept.move_to_end(conversation)
        while len(self._kept) > self._conversations:
            self._kept.popitem(last=False)

    def forget(self, conversation: str) -> None:
        self._kept.pop(conversation, None)

    def forget_person(self, person: int) -> None:
        """Forget what somebody said anywhere; a conversation is named `chat:person`."""
        for conversation in [one for one in self._kept if one.endswith(f":{person}")]:
            self.forget(conversation)
