from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from membership import members
from membership.members import Ref
from tests.builders import a_member
from tests.conftest import NOW
from tests.ingest import looks
from tests.ingest.conftest import Imported

HEAD = "member_ref,name,phone,birthday,joined_at,language,tags,consents\n"


async def test_a_member_comes_with_all_that_the_file_knows(
    db: Database, imported: Imported, vault: Vault
) -> None:
    report = await imported(
        "members", f"{HEAD}m1,王小明,13800000000,1990-05-17,2025-03-01,zh-TW,vip;老客,points;campaigns\n"
    )
    assert (report.created, report.rejected) == (1, 0)
    found = await db.read(looks.member, "m1")
    assert (found.name, found.language, found.tags) == ("王小明", "zh-Hant", "vip;老客")
    assert found.joined_at == datetime(2025, 2, 28, 16, tzinfo=UTC)
    assert found.birthday is not None
    assert b"1990" not in found.birthday
    assert vault.open(found.birthday) == "1990-05-17"
    assert await db.read(looks.identities, "m1") == {
        ("number", "m1"),
        ("phone", vault.blind_phone("13800000000")),
    }
    assert await db.read(looks.consents, "m1") == {"points": True, "campaigns": True}


async def test_a_row_sent_again_is_a_duplicate_and_a_changed_one_an_update(
    db: Database, imported: Imported
) -> None:
    row = "m1,A,13800000000,1990-05-17,2025-03-01,en,vip,points"
    await imported("members", f"{HEAD}{row}\n")
    before = (await db.read(looks.member, "m1")).birthday
    again = await imported("members", f"{HEAD}{row}\n")
    assert (again.created, again.updated, again.duplicate) == (0, 0, 1)
    assert (await db.read(looks.member, "m1")).birthday == before
    changed = await imported("members", f"{HEAD}m1,B,,1991-05-17,,,new,\nm2,C,,,,,,\n")
    assert (changed.created, changed.updated) == (1, 1)
    found = await db.read(looks.member, "m1")
    assert (found.name, found.language, found.tags) == ("B", "en", "vip;new")
    assert found.joined_at == datetime(2025, 2, 28, 16, tzinfo=UTC)


async def test_orders_and_the_phone_lead_to_one_member(db: Database, imported: Imported) -> None:
    orders = "order_id,member_ref,ordered_at,product_id,quantity,amount\n"
    await imported("orders", f"{orders}o1,phone:+8613800000000,2026-11-01,latte,1,28\n")
    report = await imported("members", f"{HEAD}card:9,A,138 0000 0000,,,,,\n")
    assert report.updated == 1
    await imported("orders", f"{orders}o2,card:9,2026-11-01,latte,1,12\n")
    assert list((await db.read(looks.balances)).values()) == [40]


async def test_a_phone_of_somebody_else_joins_nobody(db: Database, imported: Imported) -> None:
    await imported("members", f"{HEAD}m1,A,13800000000,,,,,\nm2,B,,,,,,\n")
    report = await imported("members", f"{HEAD}m2,B,13800000000,,,,,\nm3,C,,,,,,\n")
    assert (report.created, report.rejected) == (1, 1)
    assert report.rejects[0].reason.startswith("phone: belongs to another member")
    assert "138" not in report.rejects[0].reason
    assert await db.read(looks.identities, "m2") == {("number", "m2")}


async def test_one_person_twice_in_a_file_is_one_member(db: Database, imported: Imported) -> None:
    report = await imported("members", f"{HEAD}m1,A,,,,,x,\nm1,A,13800000000,,,,y,\n")
    assert (report.created, report.updated) == (1, 1)
    assert (await db.read(looks.member, "m1")).tags == "x;y"


async def test_a_file_never_undoes_an_opt_out(db: Database, program: Program, imported: Imported) -> None:
    joined = await a_member(db, program, now=NOW)
    await db.write(
        members.choose_topic,
        member_id=joined.member_id,
        topic="campaigns",
        granted=False,
        message_id=1,
        program=program,
        now=NOW,
    )
    await imported("members", f"{HEAD}{joined.number},A,,,,,,campaigns\n")
    assert (await db.read(looks.consents, joined.number))["campaigns"] is False


async def test_the_language_that_a_member_chose_stays(
    db: Database, program: Program, imported: Imported
) -> None:
    joined = await a_member(db, program, now=NOW)
    await imported("members", f"{HEAD}{joined.number},A,,,,en,,\n")
    assert (await db.read(looks.member, joined.number)).language == "zh-Hans"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("m1,A,12345,,,,,", "phone"),
        ("m1,A,,17.05.1990,,,,", "birthday"),
        ("m1,A,,,2027-01-01,,,", "joined_at"),
        ("m1,A,,,,fr,,", "language: 'fr'"),
        ("m1,A,,,,,,adverts", "consents: 'adverts'"),
        (",A,,,,,,", "member_ref"),
    ],
)
async def test_a_faulty_row_is_named_and_the_rest_goes_in(row: str, reason: str, imported: Imported) -> None:
    report = await imported("members", f"{HEAD}{row}\nm2,B,,,,,,\n")
    assert (report.created, report.rejected) == (1, 1)
    assert report.rejects[0].reason.startswith(reason)


async def test_who_was_only_known_by_orders_can_still_join(
    db: Database, program: Program, imported: Imported
) -> None:
    orders = "order_id,member_ref,ordered_at,product_id,quantity,amount\n"
    await imported("orders", f"{orders}o1,telegram:7001,2026-11-01,latte,1,28\n")
    stranger = await db.read(members.recognise, telegram_id=7001, language_code="en", operators=())
    assert not stranger.joined
    joined = await a_member(db, program, now=NOW, telegram_id=7001, name="Ann")
    assert joined.new
    assert joined.coupon is not None
    viewer = await db.read(members.recognise, telegram_id=7001, language_code="en", operators=())
    assert viewer.member_id == joined.member_id
    assert (await db.read(looks.balances))[joined.number] == 28
    assert not (await a_member(db, program, now=NOW, telegram_id=7001)).new
    assert await db.read(members.find, ref=Ref("telegram", "7001")) == joined.member_id
