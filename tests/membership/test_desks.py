"""The desk's rules: who comes first, reminders, ends of silent tickets, figures, members of one's own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.models.notices import Notice
from db.models.tickets import TicketMessage
from db.queries import tickets as rows
from membership import desks, merges, office_hours, queues, reminders, staff, talks, tickets
from membership.desks import Agent
from tests.builders import a_member
from tests.tiering import gains

MIN = Agent(801, "阿敏")
ZHOU = Agent(802, "小周")
DESK = -500
OWNER = 800


async def a_ticket(
    db: Database, program: Program, now: datetime, *, telegram_id: int, **given: Any
) -> tickets.Opened:
    values: dict[str, Any] = {"member_id": None, "question": "?", "name": "阿芳"}
    return await db.write(
        tickets.open_ticket, telegram_id=telegram_id, program=program, now=now, **(values | given)
    )


def said_lines(session: Session, *, says: str) -> list[str]:
    return list(session.execute(select(TicketMessage.to).where(TicketMessage.says == says)).scalars())


async def answered(db: Database, ticket_id: int, at: datetime) -> None:
    """Let a colleague answer by replying to the card, which is taken as sent here."""
    for parcel in await db.write(talks.claim, to="desk", now=at):
        await db.write(
            talks.settle,
            parcel=parcel,
            outcome="sent",
            chat_id=DESK,
            message_ids=(parcel.lines[0].line_id,),
            now=at,
        )
    card = await db.read(_card, ticket_id=ticket_id)
    said = talks.Said(DESK, 10_000 + ticket_id, text="好的", reply_to=card)
    done = await db.write(desks.agent_says, chat_id=DESK, thread_id=None, said=said, agent=MIN, now=at)
    assert done == ticket_id


def _card(session: Session, *, ticket_id: int) -> int:
    return (
        session.execute(
            select(TicketMessage.message_id).where(
                TicketMessage.ticket_id == ticket_id, TicketMessage.says == "desks-card"
            )
        ).scalar_one()
        or 0
    )


async def test_who_has_a_contact_of_their_own_comes_first(
    db: Database, program: Program, now: datetime
) -> None:
    top = program.tiers[-1].id
    first = await a_ticket(db, program, now, telegram_id=1)
    second = await a_ticket(db, program, now, telegram_id=2, tier=top)
    third = await a_ticket(db, program, now, telegram_id=3, tier=top)
    places = [
        (await db.read(tickets.where, ticket_id=one.ticket_id, program=program, now=now)).place
        for one in (first, second, third)
    ]
    assert places == [3, 1, 2]
    assert [one.ticket_id for one in await db.read(queues.queue)] == [2, 3, 1]


async def test_the_estimate_is_what_others_waited(db: Database, program: Program, now: datetime) -> None:
    for who in range(1, 6):
        opened = await a_ticket(db, program, now, telegram_id=who)
        assert opened.minutes == program.support.answer_within_minutes
        await answered(db, opened.ticket_id, now + timedelta(minutes=who * 7))
    later = now + timedelta(hours=1)
    assert (await a_ticket(db, program, later, telegram_id=9)).minutes == 28


async def test_the_desk_is_reminded_once_a_step_and_not_of_whom_it_answered(
    db: Database, program: Program, now: datetime
) -> None:
    await a_ticket(db, program, now, telegram_id=1)
    other = await a_ticket(db, program, now, telegram_id=2)
    await answered(db, other.ticket_id, now)
    for minutes in (5, 11, 12, 31, 32, 61, 200):
        await db.write(reminders.watch, program=program, now=now + timedelta(minutes=minutes))
    assert await db.read(said_lines, says="desks-reminder") == ["desk"] * 3


async def test_nobody_is_reminded_at_night_and_the_night_does_not_count(
    db: Database, program: Program, now: datetime
) -> None:
    night = now + timedelta(hours=12)  # midnight
    await a_ticket(db, program, night, telegram_id=1)
    await db.write(reminders.watch, program=program, now=night + timedelta(hours=2))
    await db.write(reminders.watch, program=program, now=night + timedelta(hours=9, minutes=5))
    assert await db.read(said_lines, says="desks-reminder") == []
    await db.write(reminders.watch, program=program, now=night + timedelta(hours=9, minutes=11))
    assert await db.read(said_lines, says="desks-reminder") == ["desk"]


async def test_a_silent_ticket_ends_after_a_warning_and_a_word_keeps_it(
    db: Database, program: Program, now: datetime
) -> None:
    for who in (1, 2):
        opened = await a_ticket(db, program, now, telegram_id=who)
        await answered(db, opened.ticket_id, now + timedelta(minutes=1))
    warned = now + timedelta(hours=22, minutes=2)
    assert await db.write(reminders.watch, program=program, now=warned) == ()
    assert await db.read(said_lines, says="tickets-warned") == ["member", "member"]
    await db.write(tickets.member_says, telegram_id=2, said=talks.Said(2, 9, text="在"), now=warned)
    over = await db.write(reminders.watch, program=program, now=warned + timedelta(hours=2))
    assert over == (1,)
    await db.write(tickets.expire, ticket_id=1, now=warned + timedelta(hours=2))
    assert [one.ticket_id for one in await db.read(queues.queue)] == [2]
    with pytest.raises(tickets.NoTicket):
        await db.write(tickets.expire, ticket_id=1, now=warned + timedelta(hours=2))


async def test_who_cancels_while_a_colleague_types_is_not_written_to(
    db: Database, program: Program, now: datetime
) -> None:
    await a_ticket(db, program, now, telegram_id=1)
    await answered(db, 1, now)
    await db.write(tickets.cancel, telegram_id=1, now=now)
    card = await db.read(_card, ticket_id=1)
    said = talks.Said(DESK, 77, text="马上", reply_to=card)
    assert (
        await db.write(desks.agent_says, chat_id=DESK, thread_id=None, said=said, agent=MIN, now=now) is None
    )
    with pytest.raises(tickets.NoTicket):
        await db.write(tickets.resolve, ticket_id=1, agent_id=1, agent_name="A", now=now)


async def test_two_members_that_become_one_keep_both_open_tickets(
    db: Database, program: Program, now: datetime
) -> None:
    one = await a_member(db, program, now=now, telegram_id=11)
    two = await a_member(db, program, now=now, telegram_id=12)
    for member, account in ((one, 11), (two, 12)):
        await a_ticket(db, program, now, telegram_id=account, member_id=member.member_id)
    await db.write(
        merges.merge,
        source=one.member_id,
        target=two.member_id,
        actor="test",
        reason="same person",
        origin="chat",
        program=program,
        now=now,
    )
    # Each stands in the chat where it was asked, and each card names the other.
    assert {one.telegram_id for one in await db.read(queues.queue)} == {11, 12}
    for ticket in (1, 2):
        card = await db.read(queues.card, ticket_id=ticket, program=program, now=now)
        assert [other.ticket_id for other in card.earlier] == [3 - ticket]
        assert card.member_number == two.number


async def test_a_contact_hears_of_their_members_ticket_and_may_be_relieved(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now, telegram_id=21)
    given: dict[str, Any] = {"telegram_id": 21, "member_id": member.member_id}
    await a_ticket(db, program, now, **given)
    with pytest.raises(desks.NoContact):
        await db.write(desks.become_contact, ticket_id=1, agent=ZHOU, operators=(), program=program, now=now)
    await gains(db, program, member.member_id, program.tiers[-1].reach, now)
    with pytest.raises(desks.NoRole):
        await db.write(desks.become_contact, ticket_id=1, agent=ZHOU, operators=(), program=program, now=now)
    await _role(db, now)
    await db.write(desks.become_contact, ticket_id=1, agent=ZHOU, operators=(), program=program, now=now)
    await db.write(tickets.cancel, telegram_id=21, now=now)
    top = program.tiers[-1].id
    await a_ticket(db, program, now, **given, tier=top)
    told = await db.read(_told, text="desks-contact-asked")
    assert told == [ZHOU.id]
    card = await db.read(queues.card, ticket_id=2, program=program, now=now)
    assert (card.contact, card.ticket.state) == ("小周", "waiting")
    assert not await db.write(
        desks.become_contact, ticket_id=2, agent=ZHOU, operators=(), program=program, now=now
    )


async def test_a_former_colleague_hears_of_nobody_any_more(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now, telegram_id=21)
    given: dict[str, Any] = {"telegram_id": 21, "member_id": member.member_id, "tier": program.tiers[-1].id}
    await gains(db, program, member.member_id, program.tiers[-1].reach, now)
    await a_ticket(db, program, now, **given)
    await _role(db, now)
    await db.write(desks.become_contact, ticket_id=1, agent=ZHOU, operators=(), program=program, now=now)
    await db.write(tickets.cancel, telegram_id=21, now=now)
    await db.write(staff.revoke, by=OWNER, telegram_id=ZHOU.id, role="agent", operators=(OWNER,), now=now)
    await a_ticket(db, program, now, **given)
    assert await db.read(_told, text="desks-contact-asked") == []
    card = await db.read(queues.card, ticket_id=2, program=program, now=now)
    assert card.contact is None


async def _role(db: Database, now: datetime) -> None:
    await db.write(
        staff.grant,
        by=OWNER,
        telegram_id=ZHOU.id,
        role="agent",
        name=ZHOU.name,
        store=None,
        operators=(OWNER,),
        now=now,
    )


@pytest.mark.parametrize("over", [False, True], ids=["open", "just closed"])
async def test_a_question_handed_over_later_reaches_the_ticket_that_there_is_once(
    db: Database, program: Program, now: datetime, *, over: bool
) -> None:
    await a_ticket(db, program, now, telegram_id=1, question="杯子碎了", answer_id=1)
    await answered(db, 1, now)
    if over:
        await db.write(
            tickets.resolve, ticket_id=1, agent_id=MIN.id, agent_name=MIN.name, now=now + timedelta(minutes=1)
        )
    later = now + timedelta(minutes=5)
    for _ in range(2):
        opened = await a_ticket(
            db, program, later, telegram_id=1, question="喝了以后过敏了", answer_id=2, urgent=True
        )
        assert opened.ticket_id == 1
    # The question that it was opened with needs no line of its own.
    await a_ticket(db, program, later, telegram_id=1, question="杯子碎了", answer_id=1)
    (held,) = await db.read(queues.queue)
    assert (held.first, held.urgent) == (True, True)
    told = [line.text for line in await db.read(tickets.lines, ticket_id=1)]
    assert told == ["杯子碎了", "好的", "喝了以后过敏了"]
    assert await db.read(said_lines, says="desks-urgent") == ["desk"]
    queued = [one.lines[0] for _ in range(4) for one in await _sent(db, later)]
    assert [line.text for line in queued if line.kind == "asked"] == ["喝了以后过敏了"]


async def _sent(db: Database, now: datetime) -> tuple[talks.Parcel, ...]:
    """Take what goes to the desk next as sent."""
    parcels = await db.write(talks.claim, to="desk", now=now)
    for parcel in parcels:
        await db.write(talks.settle, parcel=parcel, outcome="sent", chat_id=DESK, message_ids=(), now=now)
    return parcels


async def test_a_promise_is_told_apart_from_what_others_waited(
    db: Database, program: Program, now: datetime
) -> None:
    for who in range(1, 6):
        assert not (await a_ticket(db, program, now, telegram_id=who)).measured
        await answered(db, who, now + timedelta(minutes=who))
    assert (await a_ticket(db, program, now + timedelta(hours=1), telegram_id=9)).measured


def _told(session: Session, *, text: str) -> list[int]:
    return list(session.execute(select(Notice.chat_id).where(Notice.text == text)).scalars())


async def test_old_talks_are_blanked(db: Database, program: Program, now: datetime) -> None:
    await a_ticket(db, program, now, telegram_id=1, question="我叫陈晓")
    await answered(db, 1, now)
    (parcel,) = await db.write(talks.claim, to="member", now=now)
    await db.write(talks.settle, parcel=parcel, outcome="failed", chat_id=1, message_ids=(), now=now)
    await db.write(tickets.resolve, ticket_id=1, agent_id=1, agent_name="A", now=now)
    await db.write(tickets.rate, ticket_id=1, telegram_id=1, stars=5, now=now)
    await db.write(tickets.add_words, telegram_id=1, words="我住南京路", now=now)
    assert any("我住南京路" in str(values) for values in await db.read(_quoted))
    soon = now + timedelta(days=program.support.keep_days - 1)
    assert await db.write(tickets.forget_texts, program=program, now=soon) == 0
    assert await db.write(tickets.forget_texts, program=program, now=soon + timedelta(days=2)) > 0
    assert [line.text for line in await db.read(tickets.lines, ticket_id=1)] == ["", None]
    assert not any(await db.read(_quoted))
    assert await db.read(rows.rated_words, limit=5) == []
    # What is blank is not written again.
    assert await db.write(tickets.forget_texts, program=program, now=soon + timedelta(days=3)) == 0


def _quoted(session: Session) -> list[object]:
    """What the bot's own lines quote."""
    return list(session.execute(select(TicketMessage.values).order_by(TicketMessage.id)).scalars())


def test_holidays_have_no_office_hours(program: Program, now: datetime) -> None:
    today = date(2026, 11, 18)
    closed = program.support.model_copy(update={"holidays": (today, today + timedelta(days=1))})
    resting = program.model_copy(update={"support": closed})
    assert office_hours.is_staffed(program, now)
    assert not office_hours.is_staffed(resting, now)
    opens = office_hours.next_opening(resting, now)
    assert opens is not None
    assert opens.astimezone(program.time_zone).isoformat() == "2026-11-20T09:00:00+08:00"
    assert office_hours.staffed_minutes(resting, now, now + timedelta(days=2)) == 3 * 60
