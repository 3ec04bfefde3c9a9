"""Nightly training, and the weekly push of personal picks."""

from __future__ import annotations

from datetime import datetime, timedelta

from apscheduler.triggers.cron import CronTrigger

from bot.recommendation_cards import cards
from bot.recommender import Recommender
from core.program import Program
from core.texts import DEFAULT_LANGUAGE
from membership import members, notices, recommendations
from tasks.jobs import Duty, Job

TOPIC = "recommendations"
BATCH = 200


async def train(duty: Duty) -> None:
    await recommender_of(duty).train(now=duty.now)


async def push(duty: Duty) -> None:
    """Queue three picks for every member who wants them; the key makes a repeated run harmless."""
    key = f"weekly:{duty.slot:%Y-%m-%d}"
    after = 0
    while batch := await duty.db.read(
        recommendations.due_for_push, topic=TOPIC, key=key, after=after, limit=BATCH
    ):
        after = batch[-1]
        for member_id in batch:
            await _queue(duty, member_id, key)


async def _queue(duty: Duty, member_id: int, key: str) -> None:
    shown = await recommender_of(duty).suggest(
        member_id=member_id,
        count=duty.program.recommendations.count,
        placement="weekly",
        program=duty.program,
        now=duty.now,
    )
    language = await duty.db.read(members.language_of_member, member_id=member_id)
    texts = duty.catalogue[language or DEFAULT_LANGUAGE]
    told, keyboard = cards(shown, heading="recommendations-weekly", texts=texts, program=duty.program)
    rows = keyboard.inline_keyboard if keyboard else []
    await duty.db.write(
        notices.tell,
        member_ids=[member_id],
        topic=TOPIC,
        text="notices-verbatim",
        key=key,
        values={member_id: {"text": told}},
        buttons=[
            *([notices.Button(label=one.text, data=one.callback_data) for one in row] for row in rows),
            [notices.Button(text="notices-stop", data=f"topic:{TOPIC}:0")],
        ],
        now=duty.now,
        due_at=after_quiet_hours(duty.program, duty.clock.now()),
    )


def after_quiet_hours(program: Program, now: datetime) -> datetime:
    """Return `now`, or the end of the quiet hours that it falls into."""
    local = now.astimezone(program.time_zone)
    if not program.quiet_hours.covers(local.time()):
        return now
    end = local.replace(
        hour=program.quiet_hours.end.hour, minute=program.quiet_hours.end.minute, second=0, microsecond=0
    )
    return end if end > local else end + timedelta(days=1)


def recommender_of(duty: Duty) -> Recommender:
    found: Recommender = duty.services["recommender"]
    return found


JOBS = (
    Job(
        "recommendations.train",
        lambda program: CronTrigger(hour=4, minute=30, timezone=program.time_zone),
        train,
    ),
    Job(
        "recommendations.push",
        lambda program: CronTrigger(
            day_of_week=program.recommendations.weekday,
            hour=program.recommendations.at.hour,
            minute=program.recommendations.at.minute,
            timezone=program.time_zone,
        ),
        push,
    ),
)
