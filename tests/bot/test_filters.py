from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.types import CallbackQuery, Chat, InaccessibleMessage, Message, User

from bot.filters import InGroup, Joined, Magic, Operator, Private, Role
from db.engine import Database
from membership import staff
from membership.members import Viewer
from tests.bot.test_intake import a_message

LIN = User(id=5, is_bot=False, first_name="Lin")


def written_in(kind: str) -> Message:
    chat = Chat(id=1, type=kind)
    return Message(message_id=1, date=datetime(2026, 11, 18, tzinfo=UTC), chat=chat, from_user=LIN, text="x")


def tapped_in(kind: str, *, reachable: bool) -> CallbackQuery:
    message = written_in(kind) if reachable else InaccessibleMessage(chat=Chat(id=1, type=kind), message_id=1)
    return CallbackQuery(id="1", from_user=LIN, chat_instance="1", message=message, data="x")


async def test_a_hundred_magic_filters_start_no_thread_and_never_leave_the_loop() -> None:
    dispatcher = Dispatcher()
    threads: set[int] = set()

    def noted(text: str) -> bool:
        threads.add(threading.get_ident())
        return text == "needle"

    async def never(_message: Message) -> None:
        raise AssertionError

    found: list[str] = []

    async def hit(message: Message) -> None:
        found.append(message.text or "")

    for _ in range(100):
        dispatcher.message.register(never, Magic(F.text.func(lambda text: noted(text) and False)))
    dispatcher.message.register(hit, Magic(F.text.func(noted)))
    before = threading.active_count()
    await dispatcher.feed_raw_update(Bot("42:TEST"), a_message(1, text="needle"))
    assert found == ["needle"]
    assert threads == {threading.get_ident()}
    assert threading.active_count() == before


async def test_a_magic_filter_is_as_true_as_its_expression() -> None:
    assert await Magic(F.text == "x")(written_in("private")) is True
    assert await Magic(F.text == "y")(written_in("private")) is False
    assert await Magic(F.photo)(written_in("private")) is False


@pytest.mark.parametrize(
    ("kind", "private", "group"),
    [
        ("private", True, False),
        ("group", False, True),
        ("supergroup", False, True),
        ("channel", False, False),
    ],
)
async def test_where_it_happened_is_known_of_messages_and_of_taps_on_old_ones(
    kind: str, *, private: bool, group: bool
) -> None:
    events: tuple[Any, ...] = (
        written_in(kind),
        tapped_in(kind, reachable=True),
        tapped_in(kind, reachable=False),
    )
    for event in events:
        assert await Private()(event) is private
        assert await InGroup()(event) is group
    inline = CallbackQuery(id="1", from_user=LIN, chat_instance="1", inline_message_id="1", data="x")
    assert not await Private()(inline)
    assert not await InGroup()(inline)


async def test_members_and_operators_are_told_by_who_they_are(db: Database) -> None:
    event = written_in("private")
    stranger, member = Viewer(5, "en"), Viewer(5, "en", member_id=1)
    assert not await Joined()(event, stranger)
    assert await Joined()(event, member)
    assert not await Operator()(event, member, db)
    assert await Operator()(event, Viewer(5, "en", operator=True), db)


async def test_staff_are_told_by_the_roster_and_owners_by_the_settings_too(
    db: Database, now: datetime
) -> None:
    event, clerk = written_in("private"), Viewer(5, "en")
    filters = (Role("clerk"), Role("manager", "clerk"), Role("owner"))
    assert [await one(event, clerk, db) for one in filters] == [False, False, False]
    await db.write(
        staff.grant, by=1, telegram_id=5, role="clerk", name=None, store=None, operators=(1,), now=now
    )
    assert [await one(event, clerk, db) for one in filters] == [True, True, False]
    assert not await Operator()(event, clerk, db)
    await db.write(
        staff.grant, by=1, telegram_id=5, role="operator", name=None, store=None, operators=(1,), now=now
    )
    assert await Operator()(event, clerk, db)
    owner = Viewer(6, "en", operator=True)
    assert [await one(event, owner, db) for one in filters] == [False, False, True]
