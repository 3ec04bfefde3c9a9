from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.errors import Refusal
from core.program import Program, Segment, SegmentWhere
from db.engine import Database
from db.queries import campaigns as rows
from membership import campaigns, launches, members
from membership.letters import Content, VariableUnknown, Written
from tests.builders import a_member
from tests.campaigns import AUTHOR, OTHER, a_draft, a_started, an_approved


def small(program: Program, above: int) -> Program:
    return program.model_copy(update={"approval_above": above})


async def take_step(db: Database, step: str, campaign_id: int, program: Program, now: datetime) -> Any:
    steps: dict[str, tuple[Any, dict[str, Any]]] = {
        "edit": (campaigns.edit, {"change": {"photo": "f"}, "by": OTHER, "program": program, "now": now}),
        "approve": (campaigns.approve, {"by": OTHER, "program": program, "now": now}),
        "schedule": (
            launches.schedule,
            {"at": now + timedelta(hours=1), "by": OTHER, "program": program, "now": now},
        ),
        "start": (launches.start, {"by": OTHER, "program": program, "now": now}),
        "pause": (launches.pause, {"by": OTHER, "now": now}),
        "resume": (launches.resume, {"program": program, "now": now}),
        "cancel": (launches.cancel, {"by": OTHER, "now": now}),
        "resend": (launches.resend_unknown, {"now": now}),
    }
    rule, given = steps[step]
    return await db.write(rule, campaign_id=campaign_id, **given)


async def brought_to(db: Database, state: str, program: Program, now: datetime) -> int:
    if state in {"draft", "tested"}:
        drafted = await a_draft(db, program, now=now)
        if state == "tested":
            await db.write(
                campaigns.tested,
                campaign_id=drafted.id,
                content_hash=drafted.content_hash,
                by=AUTHOR,
                now=now,
            )
        return drafted.id
    if state in {"approved", "scheduled"}:
        approved = await an_approved(db, program, now=now)
        if state == "scheduled":
            await take_step(db, "schedule", approved.id, program, now)
        return approved.id
    started = await a_started(db, program, now=now)
    if state in {"paused", "cancelled"}:
        await take_step(db, {"paused": "pause", "cancelled": "cancel"}[state], started.id, program, now)
    if state == "finished":
        await db.write(finish_at_once, started.id, now)
    return started.id


def finish_at_once(session: Any, campaign_id: int, now: datetime) -> None:
    rows.change(session, campaign_id, state="finished", ended_at=now, planned_at=now)


STATES = ("draft", "tested", "approved", "scheduled", "running", "paused", "finished", "cancelled")
AFTER = {
    "edit": "draft",
    "approve": "approved",
    "schedule": "scheduled",
    "start": "running",
    "pause": "paused",
    "resume": "running",
    "cancel": "cancelled",
}


@pytest.mark.parametrize("state", STATES)
async def test_each_state_allows_its_steps_and_no_other(
    db: Database, program: Program, now: datetime, state: str
) -> None:
    await a_member(db, program, now=now)
    for step in (*AFTER, "resend"):
        campaign_id = await brought_to(db, state, program, now)
        allowed = state in campaigns.STEPS[step]  # type: ignore[index]
        if not allowed:
            with pytest.raises(campaigns.StepRefused) as refused:
                await take_step(db, step, campaign_id, program, now)
            assert refused.value.values == {"step": step, "state": state}
            assert (await db.read(campaigns.card, campaign_id=campaign_id)).state == state
            continue
        done = await take_step(db, step, campaign_id, program, now)
        assert done.state == AFTER.get(step, state), step


async def test_an_edit_voids_test_and_approval(db: Database, program: Program, now: datetime) -> None:
    await a_member(db, program, now=now)
    approved = await an_approved(db, program, now=now)
    assert approved.state == "approved"
    change = {"texts": {"zh-Hans": Written("另一句")}}
    edited = await db.write(
        campaigns.edit, campaign_id=approved.id, change=change, by=OTHER, program=program, now=now
    )
    assert (edited.state, edited.tested, edited.approved_by) == ("draft", False, None)
    with pytest.raises(campaigns.StepRefused):
        await take_step(db, "start", approved.id, program, now)
    with pytest.raises(campaigns.StepRefused):
        await take_step(db, "approve", approved.id, program, now)


async def test_a_test_of_words_that_were_edited_meanwhile_counts_for_nothing(
    db: Database, program: Program, now: datetime
) -> None:
    drafted = await a_draft(db, program, now=now)
    await take_step(db, "edit", drafted.id, program, now)
    with pytest.raises(campaigns.ApprovalLapsed):
        await db.write(
            campaigns.tested,
            campaign_id=drafted.id,
            content_hash=drafted.content_hash,
            by=AUTHOR,
            now=now,
        )


async def test_approval_does_not_outlive_a_change_of_the_segments_conditions(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    approved = await an_approved(db, program, now=now, segment="newcomers")
    wider = Segment(id="newcomers", title={"zh-Hans": "新"}, where=SegmentWhere(joined_days_max=365))
    changed = program.model_copy(update={"segments": {**program.segments, "newcomers": wider}})
    with pytest.raises(campaigns.ApprovalLapsed):
        await take_step(db, "start", approved.id, changed, now)
    assert (await take_step(db, "start", approved.id, program, now)).state == "running"


async def test_above_the_limit_the_last_author_cannot_approve_alone(
    db: Database, program: Program, now: datetime
) -> None:
    for _ in range(3):
        await a_member(db, program, now=now)
    two = small(program, 2)
    campaign_id = await brought_to(db, "tested", two, now)
    with pytest.raises(campaigns.SecondPersonNeeded) as refused:
        await db.write(campaigns.approve, campaign_id=campaign_id, by=AUTHOR, program=two, now=now)
    assert refused.value.values == {"count": 3, "limit": 2}
    done = await db.write(campaigns.approve, campaign_id=campaign_id, by=OTHER, program=two, now=now)
    assert done.approved_by == OTHER
    alone = await brought_to(db, "tested", small(program, 3), now)
    done = await db.write(campaigns.approve, campaign_id=alone, by=AUTHOR, program=small(program, 3), now=now)
    assert done.approved_by == AUTHOR


async def test_who_edited_last_counts_as_the_author(db: Database, program: Program, now: datetime) -> None:
    for _ in range(2):
        await a_member(db, program, now=now)
    one = small(program, 1)
    drafted = await a_draft(db, one, now=now)
    edited = await take_step(db, "edit", drafted.id, one, now)
    await db.write(
        campaigns.tested, campaign_id=drafted.id, content_hash=edited.content_hash, by=AUTHOR, now=now
    )
    with pytest.raises(campaigns.SecondPersonNeeded):
        await db.write(campaigns.approve, campaign_id=drafted.id, by=OTHER, program=one, now=now)
    done = await db.write(campaigns.approve, campaign_id=drafted.id, by=AUTHOR, program=one, now=now)
    assert done.approved_by == AUTHOR


async def test_ones_own_approval_is_not_enough_once_the_segment_has_grown(
    db: Database, program: Program, now: datetime
) -> None:
    one = small(program, 1)
    await a_member(db, program, now=now)
    campaign_id = await brought_to(db, "tested", one, now)
    await db.write(campaigns.approve, campaign_id=campaign_id, by=AUTHOR, program=one, now=now)
    await take_step(db, "schedule", campaign_id, one, now)
    await a_member(db, program, now=now)
    with pytest.raises(campaigns.SecondPersonNeeded):
        await take_step(db, "start", campaign_id, one, now)
    later = now + timedelta(hours=2)
    assert not await db.write(
        launches.begin_scheduled, campaign_id=campaign_id, told="x", program=one, now=later
    )
    lapsed = await db.read(campaigns.card, campaign_id=campaign_id)
    assert (lapsed.state, lapsed.approved_by, lapsed.scheduled_at) == ("tested", None, None)


async def test_an_empty_segment_is_drafted_but_not_sent(
    db: Database, program: Program, now: datetime
) -> None:
    approved = await an_approved(db, program, now=now)
    with pytest.raises(launches.NobodyToTell):
        await take_step(db, "start", approved.id, program, now)


async def test_a_segment_in_which_nobody_agreed_is_not_sent_either(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    await db.write(
        members.choose_topic,
        member_id=member.member_id,
        topic="campaigns",
        granted=False,
        message_id=1,
        program=program,
        now=now,
    )
    approved = await an_approved(db, program, now=now)
    with pytest.raises(launches.NobodyToTell) as refused:
        await take_step(db, "start", approved.id, program, now)
    assert refused.value.values == {"total": 1}


@pytest.mark.parametrize("minutes", [0, -1])
async def test_a_time_that_has_passed_is_refused(
    db: Database, program: Program, now: datetime, minutes: int
) -> None:
    await a_member(db, program, now=now)
    approved = await an_approved(db, program, now=now)
    with pytest.raises(launches.TimePast):
        await db.write(
            launches.schedule,
            campaign_id=approved.id,
            at=now + timedelta(minutes=minutes),
            by=OTHER,
            program=program,
            now=now,
        )


async def test_a_scheduled_campaign_starts_once_when_its_time_has_come(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    approved = await an_approved(db, program, now=now)
    await take_step(db, "schedule", approved.id, program, now)
    before = now + timedelta(minutes=59)
    work = await db.read(launches.work, now=before, lost_before=before)
    assert not work
    due = now + timedelta(hours=1)
    work = await db.read(launches.work, now=due, lost_before=due)
    assert work.scheduled == (approved.id,)
    begun = await asyncio.gather(
        *(
            db.write(launches.begin_scheduled, campaign_id=approved.id, told="x", program=program, now=due)
            for _ in range(3)
        )
    )
    assert sorted(begun) == [False, False, True]


async def test_the_time_of_a_pause_does_not_count_against_the_deadline(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    await take_step(db, "pause", started.id, program, now)
    resumed = await take_step(db, "resume", started.id, program, now + timedelta(days=5))
    assert started.deadline_at is not None
    assert resumed.deadline_at == started.deadline_at + timedelta(days=5)


async def test_ten_taps_on_start_start_it_once(db: Database, program: Program, now: datetime) -> None:
    await a_member(db, program, now=now)
    approved = await an_approved(db, program, now=now)
    taps = await asyncio.gather(
        *(take_step(db, "start", approved.id, program, now) for _ in range(10)), return_exceptions=True
    )
    refused = [one for one in taps if isinstance(one, Refusal)]
    assert len(refused) == 9
    assert all(isinstance(one, campaigns.StepRefused) for one in refused)


async def test_a_draft_with_a_wrong_text_or_name_is_not_kept(
    db: Database, program: Program, now: datetime
) -> None:
    with pytest.raises(VariableUnknown):
        await a_draft(db, program, now=now, content=Content({"zh-Hans": Written("{who}")}))
    for name in ("", "  ", "x" * 65):
        with pytest.raises(campaigns.NameWrong):
            await a_draft(db, program, now=now, name=name)
    assert await db.read(campaigns.listed) == ()


async def test_the_list_shows_what_is_under_way_before_what_is_over(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    first = await a_started(db, program, now=now)
    over = await a_started(db, program, now=now)
    await take_step(db, "cancel", over.id, program, now)
    last = await a_draft(db, program, now=now)
    assert [one.id for one in await db.read(campaigns.listed)] == [last.id, first.id, over.id]
    with pytest.raises(campaigns.CampaignUnknown):
        await db.read(campaigns.card, campaign_id=999)


async def test_a_progress_message_is_due_until_it_shows_what_is_true(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    started = await a_started(db, program, now=now)
    assert await db.read(campaigns.to_show, now=now) == ()
    await db.write(campaigns.watch, campaign_id=started.id, chat_id=5, message_id=6)
    (due,) = await db.read(campaigns.to_show, now=now)
    assert due.progress == (5, 6)
    await db.write(campaigns.shown, campaign_id=started.id, signature=due.signature)
    assert await db.read(campaigns.to_show, now=now) == ()
    await take_step(db, "pause", started.id, program, now)
    (due,) = await db.read(campaigns.to_show, now=now)
    await db.write(campaigns.shown, campaign_id=started.id, signature="", gone=True)
    assert await db.read(campaigns.to_show, now=now) == ()
