from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.callbacks import ChooseTopic
from bot.pace import Pace
from bot.recommender import Recommender
from core.clock import Clock
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.models.notices import Notice
from membership import members
from tasks.jobs import Duty
from tasks.recommendations import TOPIC, after_quiet_hours, push
from tests.builders import a_member
from tests.tasks.wire import TOKEN, Wire


def told(session: Session) -> list[tuple[int | None, str, datetime, list[Any]]]:
    return [
        (row.member_id, row.values["text"], row.due_at, row.buttons)
        for row in session.scalars(select(Notice).order_by(Notice.id))
    ]


@pytest.fixture
def duty(db: Database, program: Program, catalogue: Catalogue, clock: Clock) -> Iterator[Duty]:
    recommender = Recommender(db)
    now = clock.now()
    bot = Bot(TOKEN, session=Wire())
    yield Duty(db, bot, Pace(), program, catalogue, clock, now, now, {"recommender": recommender})
    recommender.close()


async def test_a_push_that_runs_twice_reaches_each_member_who_wants_it_once(duty: Duty) -> None:
    wants, declines = [
        (await a_member(duty.db, duty.program, now=duty.now, language_code=code)).member_id
        for code in ("en", "zh-hans")
    ]
    await duty.db.write(
        members.choose_topic,
        member_id=declines,
        topic=TOPIC,
        granted=False,
        message_id=None,
        program=duty.program,
        now=duty.now,
    )
    await push(duty)
    await push(duty)
    ((member_id, text, _, buttons),) = await duty.db.read(told)
    assert member_id == wants
    assert text.count("\n") >= duty.program.recommendations.count
    stop = ChooseTopic.unpack(buttons[-1][0]["data"])
    assert (stop.topic, stop.on) == (TOPIC, False)


async def test_a_push_in_the_quiet_hours_waits_for_their_end(
    duty: Duty, program: Program, clock: Clock
) -> None:
    await a_member(duty.db, duty.program, now=duty.now)
    clock.advance(timedelta(hours=12))
    await push(duty)
    ((_, _, due, _),) = await duty.db.read(told)
    local = due.astimezone(program.time_zone)
    assert local.time() == program.quiet_hours.end
    assert timedelta(0) < due - clock.now() < timedelta(hours=12)
    assert after_quiet_hours(program, due) == due
