from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.birthdays import Birthday
from core.crypto import Vault
from core.program import Program
from db.engine import Database
from db.models.members import Member
from membership import asks, birthdates, members, merges, notices, points, preferences, profiles
from tests.builders import a_member

VAULT = Vault(b"v" * 32)
MAY = Birthday(5, 6, 1990)


async def told(
    db: Database, program: Program, member_id: int, birthday: Birthday, now: datetime
) -> birthdates.Told:
    return await db.write(
        birthdates.tell, member_id=member_id, birthday=birthday, vault=VAULT, program=program, now=now
    )


async def card(db: Database, program: Program, member_id: int) -> profiles.Card:
    return await db.read(profiles.card, member_id=member_id, vault=VAULT, program=program)


def stored(session: Session, member_id: int) -> tuple[bytes | None, str | None]:
    row = session.execute(select(Member.birthday, Member.birthday_md).where(Member.id == member_id)).one()
    return row[0], row[1]


async def test_a_birthday_is_sealed_with_its_month_and_day_beside_it(
    db: Database, program: Program, now: datetime
) -> None:
    member = (await a_member(db, program, now=now)).member_id
    done = await told(db, program, member, MAY, now)
    assert (done.points, done.new) == (program.points.profile.birthday, True)
    sealed, md = await db.read(stored, member)
    assert md == "05-06"
    assert sealed is not None
    assert b"1990" not in sealed
    assert (await card(db, program, member)).birthday == MAY


async def test_a_birthday_is_changed_once_a_year_and_removing_it_opens_no_way_around(
    db: Database, program: Program, now: datetime
) -> None:
    member = (await a_member(db, program, now=now)).member_id
    await told(db, program, member, Birthday(5, 6), now)
    added = await told(db, program, member, MAY, now)
    assert (added.new, added.points) == (True, 0)
    assert not (await told(db, program, member, MAY, now)).new
    other = Birthday(12, 1)
    with pytest.raises(birthdates.ChangedLately):
        await told(db, program, member, other, now)
    await db.write(birthdates.forget, member_id=member)
    assert await db.read(stored, member) == (None, None)
    year = timedelta(days=program.asks.birthday_change_days)
    with pytest.raises(birthdates.ChangedLately):
        await told(db, program, member, other, now + year - timedelta(seconds=1))
    changed = await told(db, program, member, other, now + year)
    assert (changed.new, changed.points) == (True, 0)


async def test_the_year_of_a_child_is_not_kept(db: Database, program: Program, now: datetime) -> None:
    member = (await a_member(db, program, now=now)).member_id
    today = now.date()
    done = await told(db, program, member, Birthday(today.month, today.day, today.year - 13), now)
    assert done.birthday.year is None
    old_enough = (await a_member(db, program, now=now)).member_id
    done = await told(db, program, old_enough, Birthday(today.month, today.day, today.year - 14), now)
    assert done.birthday.year == today.year - 14


async def test_a_file_never_overwrites_the_members_own_birthday(
    db: Database, program: Program, now: datetime
) -> None:
    joined = await a_member(db, program, now=now)
    ref = members.Ref("number", joined.number)

    async def imported(day: date) -> str:
        one = profiles.Profile(ref, birthday=day)
        outcomes = await db.write(profiles.take_in, profiles=[one], vault=VAULT, program=program, now=now)
        return outcomes[0].kind

    assert await imported(date(1980, 1, 2)) == "updated"
    assert (await db.read(stored, joined.member_id))[1] == "01-02"
    assert await imported(date(1980, 1, 2)) == "duplicate"
    assert (await told(db, program, joined.member_id, MAY, now)).new  # what a file said may be put right
    await imported(date(1980, 1, 2))
    assert (await card(db, program, joined.member_id)).birthday == MAY


async def test_old_birthdays_get_their_month_and_day(db: Database, program: Program, now: datetime) -> None:
    member = (await a_member(db, program, now=now)).member_id

    def as_before(session: Session) -> None:
        sealed = VAULT.seal("1990-05-06")
        session.execute(update(Member).where(Member.id == member).values(birthday=sealed, birthday_md=None))

    await db.write(as_before)
    assert await db.write(profiles.date_birthdays, after=0, limit=9, vault=VAULT) == member
    assert await db.write(profiles.date_birthdays, after=member, limit=9, vault=VAULT) is None
    assert (await db.read(stored, member))[1] == "05-06"


async def test_tastes_are_the_programs_own_and_paid_once(
    db: Database, program: Program, now: datetime
) -> None:
    member = (await a_member(db, program, now=now)).member_id

    async def choose(choice: str, *, liked: bool = True) -> preferences.Tastes:
        return await db.write(
            preferences.choose, member_id=member, choice=choice, liked=liked, program=program, now=now
        )

    assert (await choose("oat")).points == program.points.profile.preferences
    assert (await choose("milk")).chosen == ("milk", "oat")
    assert (await choose("oat", liked=False)).chosen == ("milk",)
    await db.write(preferences.forget, member_id=member)
    assert (await choose("milk")).points == 0
    with pytest.raises(preferences.TasteUnknown):
        await choose("petrol")


async def test_everything_told_brings_what_the_program_says_and_nothing_is_missing(
    db: Database, program: Program, now: datetime
) -> None:
    member = (await a_member(db, program, now=now)).member_id
    brings = {one.item: one.points for one in (await card(db, program, member)).missing}
    assert sum(brings.values()) == program.points.profile.whole
    await told(db, program, member, MAY, now)
    await db.write(preferences.choose, member_id=member, choice="tea", liked=True, program=program, now=now)
    assert [one.item for one in (await card(db, program, member)).missing] == ["phone"]
    held = await db.read(points.balance, member_id=member, now=now)
    assert held.available == brings["birthday"] + brings["preferences"]


async def after_good_news(db: Database, member_id: int, now: datetime) -> None:
    """Tell a member of an order, as it was told and sent."""
    await db.write(
        notices.tell,
        member_ids=[member_id],
        topic="orders",
        text="orders-earned",
        key=f"order:{now.isoformat()}",
        values={member_id: {"amount_minor": 1, "points": 1, "balance": 1}},
        now=now,
    )
    for due in await db.write(notices.arm, limit=50, now=now):
        await db.write(notices.settle, notice_id=due.notice_id, state="sent")


async def asked(db: Database, program: Program, now: datetime) -> list[asks.Asked]:
    due = await db.read(asks.due, after=0, limit=50, program=program, now=now)
    done = [await db.write(asks.ask, member_id=one, program=program, now=now) for one in due]
    return [one for one in done if one is not None]


async def test_a_member_is_asked_after_good_news_and_then_left_in_peace_for_a_week(
    db: Database, program: Program, now: datetime
) -> None:
    member = (await a_member(db, program, now=now)).member_id
    assert await asked(db, program, now) == []
    await after_good_news(db, member, now)
    assert await asked(db, program, now + timedelta(minutes=5)) == [], "not in the same breath"
    soon = now + timedelta(minutes=15)
    assert await asked(db, program, soon) == [asks.Asked(member, "phone")]
    (due,) = await db.write(notices.arm, limit=9, now=soon)
    assert (due.text, due.values["points"]) == ("asks-phone", program.points.profile.phone)
    assert await asked(db, program, soon) == []
    week = now + timedelta(days=program.asks.every_days)
    await after_good_news(db, member, week)
    assert await asked(db, program, week + timedelta(hours=1)) == [asks.Asked(member, "birthday")]


async def test_a_no_is_respected_for_a_season(db: Database, program: Program, now: datetime) -> None:
    member = (await a_member(db, program, now=now)).member_id
    for item in asks.ITEMS:
        await db.write(asks.decline, member_id=member, item=item, now=now)
    month = now + timedelta(days=30)
    await after_good_news(db, member, month)
    assert await asked(db, program, month + timedelta(hours=1)) == []
    season = now + timedelta(days=program.asks.again_days, hours=1)
    await after_good_news(db, member, season)
    assert len(await asked(db, program, season + timedelta(hours=1))) == 1


async def test_two_memberships_of_one_person_are_paid_for_a_birthday_once(
    db: Database, program: Program, now: datetime
) -> None:
    source = (await a_member(db, program, now=now)).member_id
    target = (await a_member(db, program, now=now)).member_id
    await told(db, program, source, MAY, now)
    await db.write(birthdates.forget, member_id=source)
    await db.write(
        merges.merge,
        source=source,
        target=target,
        actor="cli",
        reason="one person",
        origin="cli",
        program=program,
        now=now,
    )
    year = now + timedelta(days=program.asks.birthday_change_days)
    assert (await told(db, program, target, MAY, year)).points == 0
