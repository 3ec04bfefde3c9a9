from __future__ import annotations

import asyncio
import csv
import io
import json
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.archives import Archive, harmless
from core.birthdays import Birthday
from core.crypto import Vault
from core.program import Program
from db.engine import Database
from db.models.erasures import ErasedAccount
from db.models.members import Consent
from db.models.tickets import Ticket, TicketMessage
from db.models.updates import InboxUpdate
from db.queries import erasures as places
from db.queries import exports as copied
from db.queries import merges as known
from db.types import Row
from membership import (
    answers,
    audits,
    birthdates,
    checkins,
    conversations,
    coupons,
    desks,
    erasures,
    exports,
    identities,
    members,
    merges,
    notices,
    orders,
    points,
    talks,
    tickets,
)
from membership.members import Ref
from tests.builders import a_member, an_order, some_points
from tests.membership.test_merges import faults

VAULT = Vault(b"v" * 32)
SECRET = "Zhuque Feiyan"  # a name that occurs nowhere else
NUMBER = "+8613800009876"
ACCOUNT = 987_650_001


async def a_full_member(db: Database, program: Program, now: datetime) -> members.Joined:
    """Somebody who has told, asked, bought and done a little of everything."""
    member = await a_member(db, program, now=now, telegram_id=ACCOUNT, name=SECRET)
    common: dict[str, Any] = {"program": program, "now": now}
    await db.write(identities.share_phone, member_id=member.member_id, number=NUMBER, vault=VAULT, **common)
    born = Birthday(5, 6, 1990)
    await db.write(birthdates.tell, member_id=member.member_id, birthday=born, vault=VAULT, **common)
    await db.write(checkins.check_in, member_id=member.member_id, **common)
    await db.write(orders.take_in, orders=[an_order(number=member.number, now=now)], **common)
    await db.write(
        answers.record,
        member_id=member.member_id,
        telegram_id=ACCOUNT,
        question=f"I am {SECRET}",
        action="answer",
        mode="x",
        text=f"Hello {SECRET}",
        sources=[],
        prompt_version=None,
        now=now,
    )
    await db.write(
        tickets.open_ticket,
        telegram_id=ACCOUNT,
        member_id=member.member_id,
        question=f"=1+1 {SECRET}",
        **common,
    )
    said = talks.Said(ACCOUNT, 5, text=f"{SECRET} again")
    await db.write(tickets.member_says, telegram_id=ACCOUNT, said=said, now=now)
    await db.write(
        conversations.remember,
        chat_id=ACCOUNT,
        telegram_id=ACCOUNT,
        member_id=member.member_id,
        question=f"{SECRET} asks",
        answer=f"{SECRET} hears",
        now=now,
    )
    await db.write(
        notices.tell,
        member_ids=[member.member_id],
        topic="service",
        text="notices-verbatim",
        key="hello",
        values={member.member_id: {"text": SECRET}},
        now=now,
    )
    await told_to_colleagues(db, now)
    return member


async def told_to_colleagues(db: Database, now: datetime) -> None:
    """Two notices that name the member and are no member's: one that arrived, one of a process that died."""
    for key in ("arrived", "died"):
        await db.write(
            notices.tell_chat,
            chat_id=4_004,
            text="desks-contact-asked",
            key=key,
            values={"ticket": "1", "name": SECRET},
            now=now,
        )
        armed = await db.write(notices.arm, limit=20, now=now)
        if key == "arrived":
            for one in armed:
                if one.member_id is None:
                    await db.write(notices.settle, notice_id=one.notice_id, state="sent", message_id=9)
    await db.write(notices.recover)


async def erased(db: Database, program: Program, member_id: int, now: datetime) -> erasures.Erased:
    return await db.write(
        erasures.erase,
        member_id=member_id,
        actor=f"member:{member_id}",
        origin="chat",
        vault=VAULT,
        program=program,
        now=now,
    )


def everything(session: Session) -> dict[str, list[dict[str, Any]]]:
    return {
        table.name: [dict(row) for row in session.execute(select(table)).mappings()]
        for table in Row.metadata.sorted_tables
    }


def test_every_column_that_names_a_member_is_thought_of() -> None:
    every = known.references()
    assert {*places.DELETED, *places.KEPT} == every, "say in db/queries/erasures.py what erasing does with it"
    assert not set(places.DELETED) & set(places.KEPT)
    assert copied.references() | set(copied.LEFT_OUT) == every, (
        "say in db/queries/exports.py if it is handed out"
    )
    assert not copied.references() & set(copied.LEFT_OUT)


async def test_nothing_that_names_the_person_is_left(db: Database, program: Program, now: datetime) -> None:
    member = await a_full_member(db, program, now)
    poison = {"message": {"from": {"id": ACCOUNT}, "text": SECRET}}

    def keep_poison(session: Session) -> None:
        session.add(InboxUpdate(update_id=5, payload=poison, state="poison", received_at=now, attempts=9))

    await db.write(keep_poison)
    done = await erased(db, program, member.member_id, now)
    assert (done.telegram_ids, done.new) == ((ACCOUNT,), True)
    left = repr(await db.read(everything))
    for trace in (SECRET, str(ACCOUNT), member.number, VAULT.blind_phone(NUMBER), "9876", "05-06"):
        assert trace not in left, trace


async def test_the_books_stay_and_add_up_and_consent_stays_as_proof(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_full_member(db, program, now)
    held = (await db.read(points.balance, member_id=member.member_id, now=now)).available
    lost = await db.read(erasures.loss, member_id=member.member_id, now=now)
    assert (lost.points, lost.coupons) == (held, 1)
    done = await erased(db, program, member.member_id, now)
    assert done.forfeited == held
    assert await db.read(faults) == []
    assert (await db.read(points.balance, member_id=member.member_id, now=now)).available == 0
    assert await db.read(coupons.open_coupons, member_id=member.member_id, now=now) == ()
    assert len(await db.read(orders.recent, member_id=member.member_id, limit=5)) == 1

    def consents(session: Session) -> int:
        return len(session.execute(select(Consent.id).where(Consent.granted)).all())

    assert await db.read(consents) == len(program.topics)
    (deed,) = await db.read(audits.of_subject, subject=f"member:{member.member_id}")
    assert (deed.action, deed.actor) == ("erasures.erase", f"member:{member.member_id}")
    assert (await db.read(audits.check)).broken is None


async def test_who_comes_back_is_somebody_new_without_a_second_gift(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_full_member(db, program, now)
    await erased(db, program, member.member_id, now)
    stranger = await db.read(members.recognise, telegram_id=ACCOUNT, language_code="en", operators=())
    assert not stranger.joined
    again = await a_member(db, program, now=now, telegram_id=ACCOUNT, vault=VAULT)
    assert again.new
    assert again.member_id != member.member_id
    assert again.coupon is None
    assert (await db.read(points.balance, member_id=again.member_id, now=now)).available == 0
    # A year later nothing is remembered any more.
    await db.write(erasures.forget, now=now + erasures.REMEMBERED + timedelta(seconds=1))

    def remembered(session: Session) -> int:
        return len(session.execute(select(ErasedAccount.value)).all())

    assert await db.read(remembered) == 0


async def test_two_taps_erase_once_and_orders_that_come_later_find_nobody(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_full_member(db, program, now)
    done = await asyncio.gather(*(erased(db, program, member.member_id, now) for _ in range(3)))
    assert sorted(one.new for one in done) == [False, False, True]
    late = an_order(number=member.number, now=now)
    await db.write(orders.take_in, orders=[late], program=program, now=now)
    assert await db.read(members.find, ref=Ref("number", member.number)) != member.member_id
    assert await db.read(faults) == []


async def test_a_member_that_took_another_in_is_erased_with_them_and_not_taken_apart(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_full_member(db, program, now)
    other = await a_member(db, program, now=now, telegram_id=987_650_002, name=f"{SECRET} 2")
    done = await db.write(
        merges.merge,
        source=other.member_id,
        target=member.member_id,
        actor="cli",
        reason="one person",
        origin="cli",
        program=program,
        now=now,
    )
    assert set((await erased(db, program, member.member_id, now)).telegram_ids) == {ACCOUNT, 987_650_002}
    left = await db.read(everything)
    assert SECRET not in repr(left)
    assert "987650002" not in repr(left)
    assert left["merges"][0]["id"] == done.merge_id
    assert await db.read(faults) == []


async def copy_of(db: Database, member_id: int) -> dict[str, list[dict[str, Any]]]:
    sections = {}
    for section in exports.SECTIONS:
        rows: list[dict[str, Any]] = []
        after = None
        while True:
            page = await db.read(exports.page, member_id=member_id, section=section, after=after, vault=VAULT)
            rows += page.rows
            if page.last is None:
                break
            after = page.last
        sections[section] = rows
    return sections


async def a_copy(db: Database, ticket_id: int) -> int:
    """Say that the newest line of a ticket stands in the support chat, and return where."""

    def sent(session: Session) -> int:
        line = session.execute(
            select(TicketMessage)
            .where(TicketMessage.ticket_id == ticket_id, TicketMessage.to == "desk")
            .order_by(TicketMessage.id.desc())
            .limit(1)
        ).scalar_one()
        line.chat_id, line.message_id = -100_777_001, 41
        return 41

    return await db.write(sent)


async def test_a_copy_holds_ones_own_and_nothing_of_anybody_else(
    db: Database, program: Program, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "PAGE", 2)
    member = await a_full_member(db, program, now)
    other = await a_member(db, program, now=now, name="Somebody Else", telegram_id=987_650_003)
    await some_points(db, program, member_id=other.member_id, amount=77, now=now)
    for _ in range(5):
        await some_points(db, program, member_id=member.member_id, amount=3, now=now)
    (ticket,) = await db.read(lambda session: session.execute(select(Ticket.id)).scalars().all())
    colleague = desks.Agent(55_005, "Xiao Zhou")
    await db.write(desks.take, ticket_id=ticket, agent=colleague, now=now)
    await db.write(
        desks.agent_says,
        chat_id=-100_777_001,
        thread_id=None,
        said=talks.Said(-100_777_001, 6, text="we look into it", reply_to=await a_copy(db, ticket)),
        agent=colleague,
        now=now,
    )
    copy = await copy_of(db, member.member_id)
    (remembered,) = copy["conversations"]
    assert [(one["question"], one["answer"]) for one in remembered["turns"]] == [
        (f"{SECRET} asks", f"{SECRET} hears")
    ]
    lines = copy["ticket_messages"]
    assert {row["text"] for row in lines if row["says"] is None} == {f"{SECRET} again", "we look into it"}
    assert {row["says"] for row in lines} == {None, "tickets-taken"}
    assert copy["members"][0]["birthday"] == "1990-05-06"
    assert NUMBER in {row["value"] for row in copy["identities"]}
    assert (
        sum(row["amount"] for row in copy["entries"])
        == (await db.read(points.balance, member_id=member.member_id, now=now)).available
    )
    assert copy["order_lines"]
    assert copy["tickets"][0]["question"].endswith(SECRET)
    assert len(copy["consents"]) == len(program.topics)
    text = repr(copy)
    assert "Somebody Else" not in text
    assert "Xiao Zhou" not in text
    assert "55005" not in text
    assert "100777001" not in text
    assert "987650003" not in text
    assert VAULT.blind_phone(NUMBER) not in text
    owned = {row["member_id"] for rows in copy.values() for row in rows if "member_id" in row}
    assert owned == {member.member_id}


async def test_a_copy_is_taken_once_an_hour(db: Database, program: Program, now: datetime) -> None:
    member = await a_member(db, program, now=now)
    await db.write(exports.begin, member_id=member.member_id, now=now)
    with pytest.raises(exports.CopiedLately):
        await db.write(exports.begin, member_id=member.member_id, now=now + timedelta(minutes=59))
    await db.write(exports.begin, member_id=member.member_id, now=now + timedelta(minutes=60))


async def pages(rows: Iterable[dict[str, Any]]) -> Any:
    for row in rows:
        yield [row]


async def test_an_archive_holds_no_formulas_and_reads_back() -> None:
    rows = [
        {"id": 1, "text": "=HYPERLINK(1)", "amount": -5},
        {"id": 2, "text": "@x, “y”\nz", "amount": None},
    ]
    archive = Archive()
    assert await archive.add_csv("things", pages(rows)) == 2
    await archive.add_json("things", pages(rows))
    assert await archive.add_csv("nothing", pages([])) == 0
    with zipfile.ZipFile(io.BytesIO(archive.close())) as opened:
        table = list(csv.DictReader(io.StringIO(opened.read("things.csv").decode("utf-8-sig"), newline="")))
        told = json.loads(opened.read("things.json"))
    assert [row["text"] for row in table] == ["'=HYPERLINK(1)", "'@x, “y”\nz"]
    assert table[0]["amount"] == "-5"
    assert told == rows


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1"])
def test_a_cell_that_begins_like_a_formula_is_text(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
