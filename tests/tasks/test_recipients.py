from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import SendMessage, SendPhoto, TelegramMethod
from aiohttp import ClientConnectorError

from bot.pace import Pace
from core.clock import Clock
from core.program import Caps, Program
from core.texts import Catalogue
from db.engine import Database, PostgresDatabase, open_database
from membership import campaigns, launches, notices, recipients
from membership.letters import Content, Link, Written
from tasks.campaigns import wake
from tasks.jobs import Duty
from tasks.recipients import IN_FLIGHT, Sender
from tests.builders import a_member, some_points
from tests.campaigns import OTHER, a_started, figures, rows
from tests.tasks.wire import TOKEN, Killed, Mortal, MortalDatabase, Wire

Script = Callable[[TelegramMethod[Any]], Exception | None]


def duty_of(
    db: Database, wire: Wire, program: Program, catalogue: Catalogue, clock: Clock, sender: Sender
) -> Duty:
    bot = Bot(TOKEN, session=wire)
    now = clock.now()
    pace = Pace(per_second=2_000)
    return Duty(db, bot, pace, program, catalogue, clock, now, now, {"campaign_sender": sender})


class House:
    """One process with its sender, before a scripted Telegram."""

    def __init__(self, db: Database, program: Program, catalogue: Catalogue, clock: Clock) -> None:
        self.db = db
        self.program = program
        self.clock = clock
        self.wire = Wire()
        self.sender = Sender()
        self.duty = duty_of(db, self.wire, program, catalogue, clock, self.sender)

    async def run(self) -> None:
        """Let the clock's job find what there is, and the sender do it."""
        await wake(self.duty)
        await self.sender.rest()

    async def campaign(self, members: int = 3, **given: Any) -> int:
        for place in range(members):
            await a_member(self.db, self.program, now=self.clock.now(), name=f"M{place}")
        return (await a_started(self.db, self.program, now=self.clock.now(), **given)).id


@pytest.fixture
async def house(db: Database, program: Program, catalogue: Catalogue, clock: Clock) -> House:
    return House(db, program, catalogue, clock)


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what is waited for is not told by anybody
        await asyncio.sleep(0.005)


def first_fails(error: Callable[[Any], Exception]) -> Script:
    failed: list[int] = []

    def script(method: TelegramMethod[Any]) -> Exception | None:
        if failed:
            return None
        failed.append(1)
        return error(method)

    return script


async def test_everybody_gets_it_once_and_the_sender_is_told_the_end(house: House) -> None:
    campaign_id = await house.campaign(members=70)
    await house.run()
    assert len(house.wire.chats()) == len(set(house.wire.chats())) == 70
    counted = await figures(house.db, campaign_id)
    assert (counted.sent, counted.total) == (70, 70)
    assert (await house.db.read(campaigns.card, campaign_id=campaign_id)).state == "finished"
    told = await house.db.write(notices.arm, limit=99, now=house.clock.now())
    (report,) = [one for one in told if one.chat_id == OTHER]
    assert "70" in report.values["text"]
    await house.run()
    assert len(house.wire.arrived) == 70


async def test_a_members_name_is_data_whatever_it_says(house: House) -> None:
    now = house.clock.now()
    names = ["{points}", "<b>big</b>", "*x* `y` [z](tg://user?id=1)", "\u202e }{name}"]
    for name in names:
        joined = await a_member(house.db, house.program, now=now, name=name)
        await some_points(house.db, house.program, member_id=joined.member_id, amount=12, now=now)
    bold = ({"type": "bold", "offset": 0, "length": 2},)
    await house.campaign(members=0, content=Content({"zh-Hans": Written("你好 {name}，{points} 分", bold)}))
    await house.run()
    told = sorted(method.text for method in house.wire.arrived)
    assert told == sorted(f"你好 {name.replace(chr(0x202E), '').strip()}，12 分" for name in names)
    for method in house.wire.arrived:
        assert method.parse_mode is None
        assert [(one.type, one.offset, one.length) for one in method.entities] == [("bold", 0, 2)]


async def test_each_reader_gets_their_language_with_an_opt_out_that_nobody_can_remove(house: House) -> None:
    now = house.clock.now()
    for code in ("zh-hans", "zh-hant", "en"):
        await a_member(house.db, house.program, now=now, name="", language_code=code)
    texts = {"zh-Hans": Written("{name}，{tier}"), "en": Written("Hi {name}, {tier}")}
    content = Content(texts, photo="file", link=Link("去看看", "https://queyan.example/a"))
    await house.campaign(members=0, content=content)
    await house.run()
    assert all(isinstance(method, SendPhoto) for method in house.wire.arrived)
    assert sorted(method.caption for method in house.wire.arrived) == [
        "Hi there, Member",
        "会员朋友，普通会员",
        "会员朋友，普通会员",
    ]
    labels = sorted(method.reply_markup.inline_keyboard[-1][0].text for method in house.wire.arrived)
    assert labels == ["🔕 No more of these", "🔕 不再接收此类消息", "🔕 不再接收這類訊息"]
    for method in house.wire.arrived:
        link, stop = method.reply_markup.inline_keyboard
        assert link[0].url == "https://queyan.example/a"
        assert stop[0].callback_data.startswith("optout:")


async def test_who_blocked_the_bot_is_unreachable_and_not_tried_by_the_next_campaign(house: House) -> None:
    house.wire.script = first_fails(
        lambda method: TelegramForbiddenError(method, "bot was blocked by the user")
    )
    campaign_id = await house.campaign(members=3)
    await house.run()
    counted = await figures(house.db, campaign_id)
    assert (counted.sent, counted.unreachable) == (2, 1)
    house.clock.advance(timedelta(days=1))
    following = await house.campaign(members=0)
    await house.run()
    assert len(house.wire.arrived) == 4
    assert (await figures(house.db, following)).unreachable == 1


async def test_what_telegram_refuses_fails_for_that_recipient_only(house: House) -> None:
    house.wire.script = first_fails(lambda method: TelegramBadRequest(method, "chat not found"))
    campaign_id = await house.campaign(members=3)
    await house.run()
    counted = await figures(house.db, campaign_id)
    assert (counted.sent, counted.failed) == (2, 1)


@pytest.mark.parametrize(
    "error",
    [
        lambda method: TelegramNetworkError(method, "timed out"),
        lambda method: TelegramServerError(method, "Bad Gateway"),
    ],
)
async def test_an_uncertain_end_is_unknown_and_never_repeated_by_itself(
    house: House, error: Callable[[Any], Exception]
) -> None:
    house.wire.script = first_fails(error)
    campaign_id = await house.campaign(members=3)
    await house.run()
    await house.run()
    counted = await figures(house.db, campaign_id)
    assert (counted.sent, counted.unknown) == (2, 1)
    assert len(house.wire.arrived) == 2
    await house.db.write(launches.resend_unknown, campaign_id=campaign_id, now=house.clock.now())
    await house.run()
    assert (await figures(house.db, campaign_id)).sent == 3
    assert len(set(house.wire.chats())) == 3


async def test_after_a_429_everybody_waits_as_long_as_telegram_says(house: House) -> None:
    asked_at: list[float] = []
    loop = asyncio.get_running_loop()
    refuse = first_fails(lambda method: TelegramRetryAfter(method, "Too Many Requests", retry_after=1))

    def script(method: TelegramMethod[Any]) -> Exception | None:
        asked_at.append(loop.time())
        return refuse(method)

    house.wire.script = script
    campaign_id = await house.campaign(members=40)
    await house.run()
    house.clock.advance(timedelta(seconds=1))
    await house.run()
    assert (await figures(house.db, campaign_id)).sent == 40
    assert len(house.wire.chats()) == len(set(house.wire.chats())) == 40
    first = asked_at[0]
    during = [at for at in asked_at[1:] if first + 0.2 < at < first + 0.95]
    assert not during
    assert len([at for at in asked_at[1:] if at <= first + 0.2]) < IN_FLIGHT


async def test_while_telegram_cannot_be_reached_nothing_is_lost_and_nothing_is_unknown(house: House) -> None:
    def unreachable(method: Any) -> Exception:
        error = TelegramNetworkError(method, "connection refused")
        error.__cause__ = ClientConnectorError(None, OSError(111, "refused"))  # type: ignore[arg-type]
        return error

    house.wire.script = first_fails(unreachable)
    campaign_id = await house.campaign(members=2)
    await house.run()
    house.clock.advance(timedelta(seconds=40))
    await house.run()
    counted = await figures(house.db, campaign_id)
    assert (counted.sent, counted.unknown, counted.failed) == (2, 0, 0)


async def test_too_many_errors_pause_it_and_the_operator_is_told_why(house: House) -> None:
    house.wire.script = lambda method: TelegramBadRequest(method, "wrong file identifier")
    campaign_id = await house.campaign(members=100)
    await house.run()
    shown = await house.db.read(campaigns.card, campaign_id=campaign_id)
    assert (shown.state, shown.pause_reason) == ("paused", "errors")
    counted = await figures(house.db, campaign_id)
    assert 20 <= counted.failed <= 20 + IN_FLIGHT
    assert counted.planned == 100 - counted.failed
    told = await house.db.write(notices.arm, limit=200, now=house.clock.now())
    (why,) = [one.values["text"] for one in told if one.chat_id == OTHER]
    assert "wrong file identifier" in why
    # Once the cause is gone, an operator lets it go on.
    house.wire.script = None
    await house.db.write(
        launches.resume, campaign_id=campaign_id, program=house.program, now=house.clock.now()
    )
    await house.run()
    assert (await figures(house.db, campaign_id)).sent == 100 - counted.failed


async def test_a_pause_stops_within_what_is_on_its_way(house: House) -> None:
    campaign_id = await house.campaign(members=90)
    arrived = 0

    def script(_method: TelegramMethod[Any]) -> None:
        nonlocal arrived
        arrived += 1

    house.wire.script = script
    slow = Pace(per_second=200)
    house.duty = Duty(
        house.db,
        house.duty.bot,
        slow,
        house.program,
        house.duty.catalogue,
        house.clock,
        house.duty.slot,
        house.duty.now,
        house.duty.services,
    )
    await wake(house.duty)
    await until(lambda: arrived >= 5)
    await house.db.write(launches.pause, campaign_id=campaign_id, by=OTHER, now=house.clock.now())
    at_pause = arrived
    await house.sender.rest()
    assert arrived <= at_pause + 2 * IN_FLIGHT
    counted = await figures(house.db, campaign_id)
    assert (counted.sent, counted.planned) == (arrived, 90 - arrived)
    await house.db.write(
        launches.resume, campaign_id=campaign_id, program=house.program, now=house.clock.now()
    )
    await house.run()
    assert len(house.wire.chats()) == len(set(house.wire.chats())) == 90


async def test_a_stopped_sender_leaves_nothing_in_doubt(house: House) -> None:
    campaign_id = await house.campaign(members=60)
    await wake(house.duty)
    await until(lambda: len(house.wire.arrived) >= 3)
    await house.sender.stop()
    counted = await figures(house.db, campaign_id)
    assert (counted.sending, counted.unknown) == (0, 0)
    assert counted.sent == len(house.wire.arrived)
    successor = House(house.db, house.program, house.duty.catalogue, house.clock)
    house.clock.advance(recipients.TAKEN_FOR)
    await successor.run()
    assert sorted(house.wire.chats() + successor.wire.chats()) == sorted(
        set(house.wire.chats() + successor.wire.chats())
    )
    assert (await figures(house.db, campaign_id)).sent == 60


async def test_two_senders_at_once_send_each_exactly_once(
    db: Database, program: Program, catalogue: Catalogue, clock: Clock
) -> None:
    other = open_database(db.url) if isinstance(db, PostgresDatabase) else db
    houses = [House(one, program, catalogue, clock) for one in (db, other)]
    campaign_id = await houses[0].campaign(members=150)
    await asyncio.gather(*(house.run() for house in houses))
    for _ in range(3):
        clock.advance(recipients.TAKEN_FOR)
        await houses[0].run()
    chats = houses[0].wire.chats() + houses[1].wire.chats()
    assert len(chats) == len(set(chats)) == 150
    assert all(house.wire.arrived for house in houses)
    assert (await figures(db, campaign_id)).sent == 150
    if other is not db:
        await other.close()


async def test_killed_at_any_step_it_doubles_nobody_and_misses_nobody(
    db: Database, program: Program, catalogue: Catalogue, clock: Clock
) -> None:
    """One run for each step that the process takes; whoever was on the way is unknown, never sent again."""
    free = program.model_copy(update={"caps": Caps(marketing_per_day=10_000, marketing_per_month=10_000)})
    chats = {}
    for place in range(4):
        joined = await a_member(db, free, now=clock.now(), telegram_id=5_000 + place)
        chats[joined.member_id] = 5_000 + place
    deaths = 0
    for dies_at in range(1, 500):
        campaign_id = (await a_started(db, free, now=clock.now())).id
        mortal = Mortal(dies_at)
        first = House(MortalDatabase(db, mortal), free, catalogue, clock)
        first.wire.mortal = mortal
        try:
            await first.run()
        except Killed:
            assert mortal.dead
        await first.sender._flights.drain(1)
        second = House(db, free, catalogue, clock)
        await db.write(recipients.forget, now=clock.now())
        clock.advance(recipients.TAKEN_FOR)
        await second.run()
        arrived = first.wire.chats() + second.wire.chats()
        found = await db.read(rows, campaign_id)
        for member_id, chat_id in chats.items():
            state, _, attempts = found[member_id]
            assert state in {"sent", "unknown"}, (dies_at, state)
            assert arrived.count(chat_id) <= 1, dies_at
            assert attempts == 1
            assert state == "unknown" or arrived.count(chat_id) == 1, dies_at
        await figures(db, campaign_id)
        shown = await db.read(campaigns.card, campaign_id=campaign_id)
        assert shown.state == "finished", (dies_at, shown.figures)
        if not mortal.dead:
            break
        deaths += 1
    assert not mortal.dead
    assert deaths > 30


async def test_at_night_the_sender_rests_and_goes_on_in_the_morning(house: House, now: datetime) -> None:
    campaign_id = await house.campaign(members=3)
    house.clock.advance(timedelta(hours=11))  # 23:00 in Shanghai
    await house.run()
    assert house.wire.arrived == []
    assert (await figures(house.db, campaign_id)).deferred == 3
    house.clock.advance(timedelta(hours=10))
    await house.run()
    assert len(house.wire.arrived) == 3
    assert isinstance(house.wire.arrived[0], SendMessage)
