from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.queries import members as member_rows
from membership import campaigns, launches, members, notices, recipients
from membership.recipients import Letter, Passed
from tests.builders import a_member
from tests.campaigns import OTHER, a_started, an_approved, figures, rows

QUIET = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)  # 23:00 in Shanghai
MORNING = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)  # 09:00


async def choose(db: Database, program: Program, member_id: int, now: datetime, *, granted: bool) -> None:
    await db.write(
        members.choose_topic,
        member_id=member_id,
        topic="campaigns",
        granted=granted,
        message_id=1,
        program=program,
        now=now,
    )


async def was_told(db: Database, program: Program, member_id: int, now: datetime, topic: str) -> None:
    """A marketing notice that has been sent to a member."""
    await db.write(
        notices.tell,
        member_ids=[member_id],
        topic=topic,
        text="notices-verbatim",
        key=f"told:{now.isoformat()}:{topic}",
        values={member_id: {"text": "x"}},
        now=now,
    )
    for notice in await db.write(notices.arm, limit=10, now=now):
        await db.write(notices.settle, notice_id=notice.notice_id, state="sent")


async def planned(db: Database, program: Program, campaign_id: int, now: datetime) -> None:
    while await db.write(recipients.plan, campaign_id=campaign_id, program=program, now=now):
        pass


async def armed(db: Database, program: Program, campaign_id: int, now: datetime) -> list[Letter]:
    letters = []
    for one in await db.write(recipients.take, campaign_id=campaign_id, limit=100, now=now):
        letter = await db.write(recipients.arm, recipient_id=one.recipient_id, program=program, now=now)
        if isinstance(letter, Letter):
            letters.append(letter)
    return letters


async def everybody(db: Database, program: Program, now: datetime) -> dict[str, int]:
    """One member for each bucket."""
    people = {
        name: (await a_member(db, program, now=now, name=name)).member_id
        for name in ("ready", "no_consent", "blocked", "cap_day", "cap_month")
    }
    found = await db.write(members.resolve, refs=[members.Ref("card", "c1")], program=program, now=now)
    people["absent"] = found[members.Ref("card", "c1")]
    await choose(db, program, people["no_consent"], now, granted=False)
    await db.write(mark_blocked, people["blocked"])
    await was_told(db, program, people["cap_day"], now - timedelta(hours=1), "recommendations")
    for day in range(1, 5):
        at = now - timedelta(days=day)
        await was_told(db, program, people["cap_month"], at, "community")
    return people


def mark_blocked(session: Session, member_id: int) -> None:
    member_rows.mark_reachable(session, member_id, reachable=False)


async def test_the_preview_names_every_reason_and_adds_up_and_the_plan_agrees(
    db: Database, program: Program, now: datetime
) -> None:
    people = await everybody(db, program, now)
    approved = await an_approved(db, program, now=now)
    seen = await db.read(campaigns.outlook, campaign_id=approved.id, program=program, now=now)
    assert (seen.ready, seen.quiet, seen.capped, seen.capped_later) == (1, 0, 2, 1)
    assert (seen.no_consent, seen.blocked, seen.absent) == (1, 1, 1)
    assert (seen.total, seen.permitted, seen.quiet_until) == (6, 3, None)
    await db.write(launches.start, campaign_id=approved.id, by=OTHER, program=program, now=now)
    await planned(db, program, approved.id, now)
    found = await db.read(rows, approved.id)
    assert {name: found[member_id][:2] for name, member_id in people.items()} == {
        "ready": ("planned", None),
        "no_consent": ("suppressed", "no_consent"),
        "blocked": ("unreachable", "blocked"),
        "cap_day": ("deferred", "cap_day"),
        "cap_month": ("capped", "cap_month"),
        "absent": ("unreachable", "absent"),
    }
    counted = await figures(db, approved.id)
    assert (counted.total, counted.planned, counted.deferred, counted.capped) == (6, 1, 1, 1)
    assert (counted.suppressed, counted.unreachable) == (1, 2)


async def test_who_had_enough_today_is_told_tomorrow_after_the_quiet_hours(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    await was_told(db, program, member.member_id, now, "recommendations")
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    assert await armed(db, program, started.id, MORNING - timedelta(seconds=1)) == []
    (letter,) = await armed(db, program, started.id, MORNING)
    assert letter.recipient_id
    assert (await figures(db, started.id)).sending == 1


async def test_transactional_messages_do_not_count_against_the_caps(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    for topic in ("points", "orders", "service"):
        await was_told(db, program, member.member_id, now, topic)
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    assert len(await armed(db, program, started.id, now)) == 1


async def test_at_night_all_are_deferred_to_the_morning(db: Database, program: Program) -> None:
    for _ in range(3):
        await a_member(db, program, now=QUIET)
    approved = await an_approved(db, program, now=QUIET)
    seen = await db.read(campaigns.outlook, campaign_id=approved.id, program=program, now=QUIET)
    assert (seen.ready, seen.quiet, seen.quiet_until) == (0, 3, MORNING)
    await db.write(launches.start, campaign_id=approved.id, by=OTHER, program=program, now=QUIET)
    await planned(db, program, approved.id, QUIET)
    counted = await figures(db, approved.id)
    assert (counted.deferred, counted.planned) == (3, 0)
    assert {row[1] for row in (await db.read(rows, approved.id)).values()} == {"quiet"}
    assert await armed(db, program, approved.id, MORNING - timedelta(seconds=1)) == []
    assert len(await armed(db, program, approved.id, MORNING)) == 3


async def test_when_the_quiet_hours_begin_the_rest_waits_for_the_morning(
    db: Database, program: Program
) -> None:
    evening = QUIET - timedelta(hours=1, seconds=1)
    for _ in range(3):
        await a_member(db, program, now=evening)
    started = await a_started(db, program, now=evening)
    await planned(db, program, started.id, evening)
    taken = await db.write(recipients.take, campaign_id=started.id, limit=1, now=evening)
    passed = await db.write(recipients.arm, recipient_id=taken[0].recipient_id, program=program, now=QUIET)
    assert passed == Passed(stopped=False)
    assert (await figures(db, started.id)).deferred == 1
    assert await db.write(recipients.rest, campaign_id=started.id, program=program, now=QUIET) == 2
    assert await db.write(recipients.rest, campaign_id=started.id, program=program, now=QUIET) == 0
    counted = await figures(db, started.id)
    assert (counted.planned, counted.deferred) == (0, 3)
    work = await db.read(launches.work, now=QUIET, lost_before=evening)
    assert not work
    assert len(await armed(db, program, started.id, MORNING)) == 3


async def test_an_opt_out_between_planning_and_sending_is_respected(
    db: Database, program: Program, now: datetime
) -> None:
    stays, leaves, blocks = [await a_member(db, program, now=now) for _ in range(3)]
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    await choose(db, program, leaves.member_id, now, granted=False)
    await db.write(mark_blocked, blocks.member_id)
    letters = await armed(db, program, started.id, now)
    assert len(letters) == 1
    found = await db.read(rows, started.id)
    assert found[stays.member_id][0] == "sending"
    assert found[leaves.member_id][:2] == ("suppressed", "no_consent")
    assert found[blocks.member_id][:2] == ("unreachable", "blocked")
    await figures(db, started.id)


async def test_two_campaigns_at_once_tell_a_member_one_thing_a_day(
    db: Database, program: Program, now: datetime
) -> None:
    for _ in range(5):
        await a_member(db, program, now=now)
    started = [(await a_started(db, program, now=now)).id for _ in range(2)]
    for campaign_id in started:
        await planned(db, program, campaign_id, now)
    both = await asyncio.gather(*(armed(db, program, campaign_id, now) for campaign_id in started))
    chats = [letter.chat_id for letters in both for letter in letters]
    assert len(chats) == len(set(chats)) == 5
    for campaign_id in started:
        counted = await figures(db, campaign_id)
        assert counted.sending + counted.deferred == 5


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("sent", "sent"), ("failed", "failed"), ("unknown", "unknown"), ("blocked", "unreachable")],
)
async def test_each_outcome_is_written_down_once(
    db: Database, program: Program, now: datetime, outcome: recipients.Outcome, state: str
) -> None:
    await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    (letter,) = await armed(db, program, started.id, now)
    for _ in range(2):
        await db.write(recipients.settle, letter=letter, outcome=outcome, message_id=7, error="why", now=now)
    assert getattr(await figures(db, started.id), state) == 1
    assert await armed(db, program, started.id, now) == []
    again = await an_approved(db, program, now=now)
    seen = await db.read(campaigns.outlook, campaign_id=again.id, program=program, now=now)
    assert seen.blocked == (1 if outcome == "blocked" else 0)
    assert seen.capped == (1 if outcome in {"sent", "unknown"} else 0)


async def test_what_was_surely_not_sent_goes_back_into_the_line(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    (letter,) = await armed(db, program, started.id, now)
    await db.write(recipients.settle, letter=letter, outcome="wait", error="429", seconds=7, now=now)
    assert (await figures(db, started.id)).planned == 1
    assert await armed(db, program, started.id, now + timedelta(seconds=6)) == []
    (again,) = await armed(db, program, started.id, now + timedelta(seconds=7))
    assert again.attempt == 2
    # A late word about the first attempt is not one about the second.
    await db.write(recipients.settle, letter=letter, outcome="failed", now=now)
    assert (await figures(db, started.id)).sending == 1


async def test_what_was_on_its_way_at_a_crash_is_unknown_and_not_repeated(
    db: Database, program: Program, now: datetime
) -> None:
    for _ in range(4):
        await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    first, *_ = await armed(db, program, started.id, now)
    later = now + recipients.LOST_AFTER + timedelta(seconds=1)
    assert await db.write(recipients.forget, now=now, armed_before=now) == 0
    assert await db.write(recipients.forget, now=later) == 4
    assert (await figures(db, started.id)).unknown == 4
    assert await armed(db, program, started.id, later) == []
    # Its sender lives after all and knows better.
    await db.write(recipients.settle, letter=first, outcome="sent", message_id=3, now=later)
    counted = await figures(db, started.id)
    assert (counted.sent, counted.unknown) == (1, 3)


async def test_only_an_operator_sends_the_unknown_again(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    (letter,) = await armed(db, program, started.id, now)
    await db.write(recipients.settle, letter=letter, outcome="unknown", now=now)
    assert await db.write(launches.finish, campaign_id=started.id, told="done", now=now)
    again = await db.write(launches.resend_unknown, campaign_id=started.id, now=now)
    assert again.state == "running"
    (letter,) = await armed(db, program, started.id, now)
    assert letter.attempt == 2
    await db.write(recipients.settle, letter=letter, outcome="sent", now=now)
    counted = await figures(db, started.id)
    assert (counted.sent, counted.unknown) == (1, 0)


async def test_the_audience_is_the_one_of_the_start(
    db: Database, program: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipients, "CHUNK", 2)
    for _ in range(5):
        await a_member(db, program, now=now)
    started = await a_started(db, program, now=now, segment="not_bought_yet")
    assert await db.write(recipients.plan, campaign_id=started.id, program=program, now=now)
    assert (await figures(db, started.id)).total == 2
    await a_member(db, program, now=now)
    assert await db.write(recipients.plan, campaign_id=started.id, program=program, now=now)
    assert not await db.write(recipients.plan, campaign_id=started.id, program=program, now=now)
    assert not await db.write(recipients.plan, campaign_id=started.id, program=program, now=now)
    assert (await figures(db, started.id)).total == 5


async def test_two_planners_at_once_plan_everybody_once(
    db: Database, program: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipients, "CHUNK", 3)
    for _ in range(10):
        await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await asyncio.gather(*(planned(db, program, started.id, now) for _ in range(3)))
    assert (await figures(db, started.id)).total == 10


async def test_after_the_deadline_nobody_is_told_any_more(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    late = now + campaigns.DEADLINE + timedelta(seconds=1)
    assert await armed(db, program, started.id, late) == []
    assert (await db.read(rows, started.id))[member.member_id][:2] == ("capped", "deadline")


@pytest.mark.parametrize("step", ["pause", "cancel"])
async def test_a_pause_holds_what_was_taken_already(
    db: Database, program: Program, now: datetime, step: str
) -> None:
    await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    (taken,) = await db.write(recipients.take, campaign_id=started.id, limit=5, now=now)
    await db.write(getattr(launches, step), campaign_id=started.id, by=OTHER, now=now)
    armed_ = await db.write(recipients.arm, recipient_id=taken.recipient_id, program=program, now=now)
    assert armed_ == Passed(stopped=True)
    await db.write(recipients.release, recipient_ids=[taken.recipient_id], now=now)
    assert await db.write(recipients.take, campaign_id=started.id, limit=5, now=now) == ()
    assert (await figures(db, started.id)).planned == 1


async def test_a_campaign_ends_once_and_reports_to_who_sent_it(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await planned(db, program, started.id, now)
    assert not await db.write(launches.finish, campaign_id=started.id, told="done", now=now)
    (letter,) = await armed(db, program, started.id, now)
    await db.write(recipients.settle, letter=letter, outcome="sent", now=now)
    ended = [await db.write(launches.finish, campaign_id=started.id, told="done", now=now) for _ in range(2)]
    assert ended == [True, False]
    told = await db.write(notices.arm, limit=10, now=now)
    assert [(one.chat_id, one.values) for one in told if one.chat_id == OTHER] == [(OTHER, {"text": "done"})]
