"""When to say nothing: to somebody who types faster than anybody reads, and in a group's own talk."""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

_WINDOW, _MOST = timedelta(seconds=20), 10
_TALK = timedelta(seconds=90)
_TALKERS = 2  # others who wrote just now: then people are talking with each other
_SAME = timedelta(minutes=15)
_REMEMBERED = 2_000


@dataclass(slots=True)
class _Asker:
    asked: deque[datetime] = field(default_factory=lambda: deque(maxlen=_MOST))
    told: bool = False


class Manners:
    """What was heard lately, in memory and bounded; forgetting it at a restart costs one message too many."""

    def __init__(self) -> None:
        self._askers: OrderedDict[int, _Asker] = OrderedDict()
        self._heard: OrderedDict[tuple[int, int | None], deque[tuple[int, datetime]]] = OrderedDict()
        self._said: OrderedDict[tuple[int, str], datetime] = OrderedDict()
        self._albums: OrderedDict[str, None] = OrderedDict()

    def may_ask(self, person: int, now: datetime) -> Literal["yes", "notice", "no"]:
        """Say whether a person's question is answered now; "notice" once when they are too fast."""
        asker = self._askers.setdefault(person, _Asker())
        _bound(self._askers, person)
        full = len(asker.asked) == _MOST and now - asker.asked[0] < _WINDOW
        if not full:
            asker.asked.append(now)
            asker.told = False
            return "yes"
        if asker.told:
            return "no"
        asker.told = True
        return "notice"

    def is_first_of_album(self, album: str | None) -> bool:
        """Say whether this is the first message of an album; a message that belongs to none always is."""
        if album is None:
            return True
        if album in self._albums:
            return False
        self._albums[album] = None
        _bound(self._albums, album)
        return True

    def hear(self, chat: int, thread: int | None, person: int, now: datetime) -> bool:
        """Note that somebody wrote, and say whether others are talking with each other here."""
        place = (chat, thread)
        heard = self._heard.setdefault(place, deque(maxlen=8))
        _bound(self._heard, place)
        others = {one for one, at in heard if one != person and now - at < _TALK}
        heard.append((person, now))
        return len(others) >= _TALKERS

    def may_say(self, chat: int, article: str, now: datetime) -> bool:
        """Say whether an article may be told in a group unasked: not twice within minutes."""
        before = self._said.get((chat, article))
        if before is not None and now - before < _SAME:
            return False
        self._said[chat, article] = now
        _bound(self._said, (chat, article))
        return True


def _bound(kept: OrderedDict[Any, Any], newest: object) -> None:
    kept.move_to_end(newest)
    while len(kept) > _REMEMBERED:
        kept.popitem(last=False)
