"""The world that one bot lives in: people, chats, files, its updates, and the clock that all of it goes by."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from random import Random
from typing import Any, Final

import structlog

from core.background import Background
from core.clock import Clock
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.limits import Limits
from sandbox.purse import Purse
from sandbox.telegram.request import Refused, Upload
from sandbox.things import RIGHTS, Ballot, Chat, Json, Member, Person, Tap
from sandbox.updates import Updates
from sandbox.webhook import Delivery

log = structlog.get_logger(__name__)

FIRST_PERSON: Final = 1001
FIRST_GROUP: Final = -4001
FIRST_SUPERGROUP: Final = -1001000000001
FIRST_UPDATE: Final = 700_000_001
REQUESTS_KEPT: Final = 10_000


class World:
    """Everything, in memory; ids depend on the seed and the order of events only.

    `limits` plays Telegram's rate limits; `strict` checks every request and answer against the table of Bot API
    10.3 and notes what is wrong in `requests`; `privacy` is the bot's privacy mode in groups, `private_topics` its
    topic mode in private chats. `on_clock` hooks are awaited after each move of the clock.
    """

    def __init__(
        self,
        token: str,
        clock: Clock,
        *,
        limits: bool = True,
        strict: bool = True,
        seed: int = 0,
        privacy: bool = True,
        private_topics: bool = False,
        username: str = "sandbox_bot",
        name: str = "Sandbox",
    ) -> None:
        bot_id, _, secret = token.partition(":")
        if not bot_id.isdigit() or not secret:
            raise ValueError("a bot token looks like 42:SECRET")
        self.token = token
        self.clock = clock
        self.strict = strict
        self.seed = seed
        self.privacy = privacy
        self.private_topics = private_topics
        self.bot = Person(int(bot_id), name, username=username, is_bot=True)
        self.events = Events()
        self.background = Background()
        self.on_clock: list[Callable[[datetime], Awaitable[None]]] = []
        self.on_webhook_answer: Callable[[str, bytes], Awaitable[None]] | None = None
        self.closing = False
        self._limits_enabled = limits
        self._next_update = FIRST_UPDATE + seed
        self._fill()

    def _fill(self) -> None:
        """Begin with nobody and nothing."""
        self.random = Random(self.seed)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files(self.seed)
        self.faults = Faults(Random(self.seed))
        self.limits = Limits(self.now, enabled=self._limits_enabled)
        self.updates = Updates(self.faults, self._next_update)
        self.delivery = Delivery(self.updates, self.faults, self.now, self._answered)
        self.requests: deque[Json] = deque(maxlen=REQUESTS_KEPT)
        self.requests_made = 0
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.menu_buttons: dict[int, Json] = {}
        self.admin_rights: Json = {}
        self.taps: dict[str, Tap] = {}
        self.ballots: dict[str, Ballot] = {}
        self.join_queries: dict[str, tuple[int, int]] = {}
        self.purse = Purse()
        self._counters: dict[str, int] = {}

    def now(self) -> datetime:
        return self.clock.now()

    def timestamp(self) -> int:
        return int(self.clock.now().timestamp())

    def count(self, what: str) -> int:
        """Return 0, 1, 2 … for each kind of thing that needs an id."""
        number = self._counters.get(what, 0)
        self._counters[what] = number + 1
        return number

    def long_id(self, what: str) -> str:
        """Return the next id of a query, poll or the like: long and numeric, as Telegram's are."""
        return str((self.bot.id << 20) + 7_000_000_000_000_000 + self.count(what) * 7919 + self.seed)

    def user(self, user_id: int) -> Json | None:
        """Return the Bot API's `User`, the bot's own included."""
        person = self.bot if user_id == self.bot.id else self.people.get(user_id)
        return person.user() if person else None

    def person(self, user_id: int) -> Person | None:
        return self.bot if user_id == self.bot.id else self.people.get(user_id)

    def add_person(
        self,
        first_name: str,
        *,
        id: int | None = None,  # noqa: A002
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        is_bot: bool = False,
        is_premium: bool = False,
        started: bool = False,
    ) -> Person:
        """Add somebody, with a private chat with the bot; they have not written to it yet unless `started`."""
        number = id
        while number is None or (id is None and number in self.people):
            number = FIRST_PERSON + self.count("person")
        if number in self.people or number == self.bot.id or number <= 0:
            raise Refused(409, f"there is a user {number} already")
        person = Person(number, first_name, last_name, username, language_code, is_bot, is_premium, started)
        self.people[number] = person
        chat = Chat(number, "private", person=person)
        chat.members = {number: Member(person, "member"), self.bot.id: Member(self.bot, "member")}
        chat.last_seq = self.seed
        self.chats[number] = chat
        self.events.tell("user", number, user=self.shown_person(person))
        return person

    def add_chat(
        self,
        kind: str,
        title: str,
        member_ids: list[int],
        *,
        creator_id: int | None = None,
        username: str | None = None,
    ) -> Chat:
        """Make a group, supergroup or forum of people; the bot is let in by `members.enter`."""
        if kind == "group":
            chat = Chat(FIRST_GROUP - self.count("group"), "group", title)
        else:
            number = FIRST_SUPERGROUP - self.count("supergroup")
            chat = Chat(number, "supergroup", title, username, is_forum=kind == "forum")
        creator = creator_id if creator_id is not None else next(iter(member_ids), None)
        for user_id in dict.fromkeys([*member_ids, *([creator] if creator is not None else [])]):
            person = self.people.get(user_id)
            if person is None:
                raise Refused(404, f"there is no user {user_id}")
            status = "creator" if user_id == creator else "member"
            chat.members[user_id] = Member(
                person, status, dict.fromkeys(RIGHTS, True) if status == "creator" else {}
            )
        chat.last_seq = self.seed
        self.chats[chat.id] = chat
        return chat

    def shown_person(self, person: Person) -> Json:
        return {**person.user(), "blocked": person.blocked, "started": person.started}

    def watchers(self, chat: Chat) -> frozenset[int]:
        return frozenset(user_id for user_id, member in chat.members.items() if member.is_in)

    async def reset(self) -> None:
        """Forget everything but the clock; running polls go on with the new, empty queue."""
        await self.delivery.close()
        self._next_update = self.updates.next_id
        self.updates.close()
        self._fill()
        self.events.tell("reset", None)

    async def close(self) -> None:
        """End long polls, event streams and webhook delivery."""
        self.closing = True
        self.events.close()
        self.updates.close()
        await self.delivery.close()
        await self.background.stop()

    async def _answered(self, content_type: str, body: bytes) -> None:
        """Hand on the method call that a webhook's response may contain."""
        if self.on_webhook_answer is not None:
            await self.on_webhook_answer(content_type, body)

    def note(self, method: str, params: dict[str, Any], files: dict[str, Upload]) -> Json:
        """Write a request of the bot down; status, error and faults are filled in when it is answered."""
        self.requests_made += 1
        told = {
            name: {"file": value.name, "size": len(value.content)} if isinstance(value, Upload) else value
            for name, value in {**params, **files}.items()
        }
        entry: Json = {
            "id": self.requests_made,
            "at": self.now().isoformat(),
            "method": method,
            "params": told,
            "status": None,
            "error": None,
            "ms": None,
            "schema_faults": [],
        }
        self.requests.append(entry)
        return entry
