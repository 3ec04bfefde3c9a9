from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import day_begins
from core.program import Program
from db.engine import Database
from db.models.cards import CardTerm
from db.models.notices import Notice
from db.models.payments import Payment
from membership import audits, card_reminders, cards, ladders, points, staff, tiers
from membership.members import MemberUnknown
from tests.builders import a_member, some_points
from tests.conftest import NOW

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(year: int, month: int, dom: int, hour: int = 0) -> datetime:
    return datetime(year, month, dom, hour, tzinfo=SHANGHAI).astimezone(UTC)


async def a_term(
    db: Database, program: Program, member_id: int, *, key: str = "k", now: datetime = NOW, **given_: Any
) -> cards.Term:
    values: dict[str, Any] = {"tier": "gold", "months": 12}
    return await db.write(
        cards.extend, member_id=member_id, key=key, program=program, now=now, **(values | given_)
    )


async def tier_of(db: Database, program: Program, member_id: int, now: datetime) -> str:
    return (await db.read(tiers.standing, member_id=member_id, program=program, now=now)).tier


def notices_of(session: Session) -> list[str]:
    return list(session.scalars(select(Notice.text).order_by(Notice.id)))


async def test_a_card_lays_a_floor_and_buys_no_qualifying_points(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    term = await a_term(db, program, member)
    assert term.until_at == local(2027, 11, 19)  # bought on 18 November, good through 18 November
    stands = await db.read(tiers.standing, member_id=member, program=program, now=NOW)
    assert (stands.tier, stands.earned, stands.floor_until) == ("gold", "basic", term.until_at)
    assert (await db.read(points.balance, member_id=member, now=NOW)).available == 0
    assert stands.qualifying == 0


async def test_a_key_gives_one_term(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    first = await a_term(db, program, member)
    again = await a_term(db, program, member, now=NOW + timedelta(hours=1))
    assert first.new
    assert again == replace(first, new=False)


async def test_a_second_term_begins_where_the_first_ends(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    first = await a_term(db, program, member)
    second = await a_term(db, program, member, key="second", now=NOW + timedelta(days=40))
    assert second.from_at == first.until_at
    assert second.until_at == local(2028, 11, 19)
    held = await db.read(cards.card_of, member_id=member, program=program, now=NOW)
    assert held is not None
    assert (held.until_at, held.tier, held.renews) == (second.until_at, "gold", False)


@pytest.mark.parametrize(
    ("begins", "months", "ends"),
    [
        (local(2027, 1, 31, 15), 1, local(2027, 3, 1)),  # through 28 February
        (local(2028, 1, 31, 15), 1, local(2028, 3, 1)),  # through 29 February
        (local(2028, 2, 29, 9), 12, local(2029, 3, 1)),
        (local(2027, 3, 1), 1, local(2027, 4, 1)),  # a term behind another loses no day and gains none
        (local(2026, 12, 31, 23), 12, local(2028, 1, 1)),
    ],
)
def test_terms_end_with_a_local_day(program: Program, begins: datetime, months: int, ends: datetime) -> None:
    assert cards.term_ends(begins, months=months, days=None, program=program) == ends


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2032, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    st.integers(1, 36),
)
def test_a_term_is_whole_days_and_never_shorter_than_sold(
    program: Program, wall: datetime, zone: str, months: int
) -> None:
    there = program.model_copy(update={"time_zone": ZoneInfo(zone)})
    begins = wall.replace(tzinfo=UTC)
    ends = cards.term_ends(begins, months=months, days=None, program=there)
    day = begins.astimezone(there.time_zone).date()
    assert ends == day_begins(ends.astimezone(there.time_zone).date(), there.time_zone)
    assert ends.astimezone(there.time_zone).date() >= ladders.months_on(day, months)
    thirty = cards.term_ends(begins, months=None, days=30, program=there)
    # 30 local days may be an hour short of 720 hours where clocks go forward; the last day's rest makes up for it
    assert timedelta(days=30) - timedelta(hours=1) <= thirty - begins <= timedelta(days=31, hours=1)


async def test_what_is_over_ends_once_and_the_member_is_told(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    term = await a_term(db, program, member)
    before = term.until_at - timedelta(seconds=1)
    assert await db.write(cards.end_due, limit=10, program=program, now=before) == 0
    assert await tier_of(db, program, member, before) == "gold"
    late = term.until_at + timedelta(days=3)  # a job that missed days
    assert await db.write(cards.end_due, limit=10, program=program, now=late) == 1
    assert await db.write(cards.end_due, limit=10, program=program, now=late) == 0
    assert await tier_of(db, program, member, late) == "basic"
    assert (await db.read(notices_of)).count("cards-ended") == 1
    assert await db.read(cards.card_of, member_id=member, program=program, now=late) is None


async def test_a_term_that_ends_into_the_next_one_is_not_told_and_keeps_the_floor(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    first = await a_term(db, program, member)
    await a_term(db, program, member, key="second")
    now = first.until_at + timedelta(hours=1)
    await db.write(cards.end_due, limit=10, program=program, now=now)
    assert await tier_of(db, program, member, now) == "gold"
    assert "cards-ended" not in await db.read(notices_of)


async def test_a_tier_that_was_earned_below_a_card_stays_when_it_ends(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await a_term(db, program, member, months=1)
    soon = NOW + timedelta(days=20)
    await some_points(db, program, member_id=member, amount=600, now=soon)
    await db.write(tiers.promote, member_ids=[member], program=program, now=soon)
    assert await tier_of(db, program, member, soon) == "gold"
    after = NOW + timedelta(days=40)
    await db.write(cards.end_due, limit=10, program=program, now=after)
    assert await tier_of(db, program, member, after) == "silver"


async def test_the_reminders_of_a_year(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    term = await a_term(db, program, member)

    async def told(days: int) -> int:
        now = term.until_at - timedelta(days=days) + timedelta(hours=10)
        return await db.write(card_reminders.remind, limit=10, program=program, now=now)

    assert [await told(days) for days in (32, 31)] == [0, 0]
    assert await told(27) == 1  # three days late, and once
    assert [await told(days) for days in (27, 20, 8)] == [0, 0, 0]
    assert [await told(days) for days in (7, 7, 2, 1, 1)] == [1, 0, 0, 1, 0]
    assert (await db.read(notices_of)).count("cards-ending") == 3


async def test_a_month_is_not_announced_to_end_when_it_begins(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    term = await a_term(db, program, member, months=1)
    assert await db.write(card_reminders.remind, limit=10, program=program, now=NOW + timedelta(days=2)) == 0
    assert (
        await db.write(
            card_reminders.remind, limit=10, program=program, now=term.until_at - timedelta(days=6)
        )
        == 1
    )


async def test_an_extension_takes_the_reminder_along(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    first = await a_term(db, program, member)
    soon = first.until_at - timedelta(days=20)
    await a_term(db, program, member, key="second", now=soon)
    assert (
        await db.write(card_reminders.remind, limit=10, program=program, now=soon + timedelta(days=19)) == 0
    )


async def test_a_revoked_term_ends_now_and_what_was_behind_it_moves_up(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await bought(db, program, member, 1)
    await bought(db, program, member, 2)
    later = NOW + timedelta(days=5)
    assert await db.write(cards.revoke, payment_id=1, program=program, now=later) is not None
    held = await db.read(cards.card_of, member_id=member, program=program, now=later)
    assert held is not None
    assert held.until_at == local(2027, 11, 24)  # a year from the 23rd on
    assert await db.write(cards.revoke, payment_id=1, program=program, now=later) is None
    assert await db.write(cards.revoke, payment_id=2, program=program, now=later) is not None
    assert await tier_of(db, program, member, later) == "basic"


async def test_a_revoked_term_that_had_not_begun_leaves_the_running_one_alone(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    first = await bought(db, program, member, 1)
    await bought(db, program, member, 2)
    await db.write(cards.revoke, payment_id=2, program=program, now=NOW + timedelta(days=1))
    held = await db.read(cards.card_of, member_id=member, program=program, now=NOW)
    assert held is not None
    assert held.until_at == first.until_at


async def bought(db: Database, program: Program, member_id: int, payment_id: int) -> cards.Term:
    await db.write(a_payment, payment_id=payment_id, member_id=member_id)
    return await a_term(db, program, member_id, key=f"payment:{payment_id}", payment_id=payment_id)


def a_payment(session: Session, *, payment_id: int, member_id: int) -> None:
    session.add(
        Payment(
            id=payment_id,
            member_id=member_id,
            telegram_id=1,
            kind="once",
            amount=900,
            currency="XTR",
            state="paid",
            created_at=NOW,
        )
    )


async def test_an_operator_grants_their_own_account_no_card(db: Database, program: Program) -> None:
    me = await a_member(db, program, now=NOW, telegram_id=7)
    with pytest.raises(staff.OwnAccount):
        await db.write(
            cards.grant,
            number=me.number,
            months=1,
            reason="for me",
            operator_id=7,
            key="k",
            program=program,
            now=NOW,
        )
    assert await db.read(cards.card_of, member_id=me.member_id, program=program, now=NOW) is None


async def test_an_operators_grant_is_audited_told_and_happens_once(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)

    async def granted(reason: str = "店庆抽奖", months: int = 3, number: str = joined.number) -> cards.Term:
        return await db.write(
            cards.grant,
            number=number,
            months=months,
            reason=reason,
            operator_id=7,
            key="1:2",
            program=program,
            now=NOW,
        )

    with pytest.raises(audits.ReasonMissing):
        await granted("  ")
    with pytest.raises(MemberUnknown):
        await granted(number="1")
    for months in (0, 37):
        with pytest.raises(cards.MonthsWrong):
            await granted(months=months)
    assert await db.read(cards.card_of, member_id=joined.member_id, program=program, now=NOW) is None
    assert (await granted()).until_at == local(2027, 2, 19)
    assert not (await granted()).new
    deeds = await db.read(audits.of_subject, subject=f"member:{joined.member_id}")
    assert [(deed.action, deed.reason, deed.actor) for deed in deeds] == [
        ("cards.grant", "店庆抽奖", "telegram:7")
    ]
    assert (await db.read(notices_of)).count("cards-given") == 1


async def test_a_tier_that_the_program_has_lost_gives_the_one_that_is_sold(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await a_term(db, program, member, tier="diamond")
    assert await tier_of(db, program, member, NOW) == "gold"


async def test_terms_never_overlap_whatever_is_bought_at_once(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await asyncio.gather(*(a_term(db, program, member, key=f"k{n}", months=1) for n in range(8)))

    def spans(session: Session) -> list[tuple[datetime, datetime]]:
        return [
            (one.from_at, one.until_at)
            for one in session.scalars(select(CardTerm).order_by(CardTerm.from_at))
        ]

    found = await db.read(spans)
    assert len(found) == 8
    assert all(left[1] == right[0] for left, right in pairwise(found))
