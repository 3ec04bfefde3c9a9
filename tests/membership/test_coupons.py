from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from db.models.coupons import Coupon
from ingest.fields import Wrong, channel
from membership import audits, coupon_codes, coupons, members, notices
from membership.coupons import Place
from membership.discounts import Goods
from tests.builders import a_member
from tests.conftest import NOW

TILL = Place("pos", "o1")


async def issued(
    db: Database,
    program: Program,
    *,
    key: str = "k",
    member_id: int | None = None,
    template: str | None = None,
) -> coupons.Issued:
    if member_id is None:
        member_id = (await a_member(db, program, now=NOW)).member_id
    return await db.write(
        coupons.issue,
        member_id=member_id,
        template=template or program.welcome_coupon,
        key=key,
        program=program,
        now=NOW,
    )


class Till:
    """Redeems by the shown code, as a till does."""

    def __init__(self, db: Database, program: Program, vault: Vault) -> None:
        self._db, self._program, self._vault = db, program, vault

    def shown(self, coupon: coupons.Issued) -> str:
        return coupons.shown_code(coupon.code, self._vault)

    async def redeem(self, code: str, **given: Any) -> coupons.Redeemed:
        values: dict[str, Any] = {"now": NOW, "program": self._program, "vault": self._vault} | given
        return await self._db.write(coupons.redeem, code=code, **values)


@pytest.fixture
def till(db: Database, program: Program, vault: Vault) -> Till:
    return Till(db, program, vault)


async def told(db: Database, now: datetime = NOW) -> list[notices.Due]:
    return list(await db.write(notices.arm, limit=50, now=now))


async def test_a_coupon_is_issued_once_an_occasion(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    all_at_once = await asyncio.gather(*(issued(db, program, member_id=member) for _ in range(6)))
    assert len({one.code for one in all_at_once}) == 1
    assert sorted(one.new for one in all_at_once) == [False] * 5 + [True]


async def test_two_tills_at_once_redeem_a_coupon_once(db: Database, program: Program, till: Till) -> None:
    code = till.shown(await issued(db, program))
    outcomes = await asyncio.gather(*(till.redeem(code) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(one, coupons.Redeemed) for one in outcomes) == 1
    assert sum(isinstance(one, coupons.CouponUsed) for one in outcomes) == 7
    assert [one.text for one in await told(db)] == ["coupons-used-now"]


async def test_a_code_may_be_typed_as_it_is_shown(db: Database, program: Program, till: Till) -> None:
    coupon = await issued(db, program)
    typed = f" {till.shown(coupon).lower().replace('-', ' － ')} "
    assert (await till.redeem(typed)).coupon_id == coupon.coupon_id


async def test_a_code_checked_at_the_edge_needs_no_secret_any_more(
    db: Database, program: Program, till: Till, vault: Vault
) -> None:
    coupon = await issued(db, program)
    assert coupon_codes.checked("nonsense", vault) == "nonsense"
    half = coupon_codes.checked(till.shown(coupon), vault)
    assert isinstance(half, coupon_codes.Half)
    assert (await db.write(coupons.redeem, code=half, program=program, now=NOW)).new


async def test_a_member_redeems_only_their_own(db: Database, program: Program, till: Till) -> None:
    coupon = await issued(db, program)
    stranger = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(coupons.CouponUnknown):
        await till.redeem(till.shown(coupon), member_id=stranger)
    for nothing in ("", "NOSUCHCODE", "🎟" * 15, "é" * 15):
        with pytest.raises(coupons.CouponUnknown):
            await till.redeem(nothing)


async def test_what_the_tables_hold_redeems_nothing(db: Database, program: Program, till: Till) -> None:
    """A stolen database is no cash: neither the kept half, nor with a guess, nor under another secret."""
    coupon = await issued(db, program)

    def dump(session: Session) -> list[str]:
        return [str(value) for row in session.execute(select(Coupon.__table__)) for value in row]

    stored = await db.read(dump)
    assert till.shown(coupon) not in stored
    assert coupon_codes.plain(till.shown(coupon)) not in " ".join(stored)
    for tried in (coupon.code, coupon.code + "2" * coupon_codes.CHECK_LENGTH):
        with pytest.raises(coupons.CouponUnknown):
            await till.redeem(tried)
    with pytest.raises(coupons.CouponUnknown):
        await till.redeem(till.shown(coupon), vault=None)
    elsewhere = coupons.shown_code(coupon.code, Vault(b"another installation's secret, of 42 bytes"))
    with pytest.raises(coupons.CouponUnknown):
        await till.redeem(elsewhere)


async def test_a_coupon_lasts_through_its_last_local_day(db: Database, program: Program, till: Till) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    coupon = await issued(db, program, member_id=member)
    days = program.coupons[program.welcome_coupon].valid_days
    assert coupon.expires_at == datetime(2026, 11, 18, 16, tzinfo=UTC) + timedelta(days=days)
    ends = coupon.expires_at
    last = ends - timedelta(seconds=1)
    assert coupon.coupon_id in {
        one.coupon_id for one in await db.read(coupons.open_coupons, member_id=member, now=last)
    }
    assert await db.read(coupons.open_coupons, member_id=member, now=ends) == ()
    with pytest.raises(coupons.CouponExpired):
        await till.redeem(till.shown(coupon), now=ends)
    assert (await till.redeem(till.shown(coupon), now=last)).new


async def test_codes_are_long_different_and_easy_to_read_out(
    db: Database, program: Program, till: Till
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    codes = {till.shown(await issued(db, program, key=f"k{n}", member_id=member)) for n in range(30)}
    assert len(codes) == 30
    for code in codes:
        assert [len(part) for part in code.split("-")] == [5, 5, 5]
        assert set(code) - {"-"} <= set(coupons.ALPHABET)
    assert not set("01OIL") & set(coupons.ALPHABET)
    assert len(coupons.ALPHABET) ** coupons.CODE_LENGTH > 2**64


async def test_a_code_that_is_taken_is_made_anew(
    db: Database, program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    taken = await issued(db, program, member_id=member)
    given = iter([taken.code, taken.code, "23456789"])
    monkeypatch.setattr(coupons, "new_code", lambda: next(given))
    assert (await issued(db, program, member_id=member, key="k2")).code == "23456789"


async def test_a_template_that_the_program_does_not_have_is_refused(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(coupons.CouponUnknown):
        await db.write(coupons.issue, member_id=member, template="nothing", key="k", program=program, now=NOW)


async def test_an_order_that_asks_again_gets_the_first_answer(
    db: Database, program: Program, till: Till
) -> None:
    code = till.shown(await issued(db, program))
    first = await till.redeem(code, place=TILL, goods=[Goods("M01", 2, 5_000)])
    again = await till.redeem(code, place=TILL, goods=[Goods("M01", 2, 5_000)], now=NOW + timedelta(hours=1))
    assert (first.saved, first.new) == (1_200, True)
    assert again == replace(first, new=False)
    with pytest.raises(coupons.CouponUsed):
        await till.redeem(code, place=Place("pos", "o2"))
    assert len(await told(db)) == 1


async def test_the_terms_are_checked_against_what_is_bought(
    db: Database, program: Program, till: Till
) -> None:
    code = till.shown(await issued(db, program))
    for goods, condition, missing in (
        ([Goods("M01", 1, 2_499)], "threshold", 1),
        ([Goods("C01", 1, 90_000)], "scope", 0),
        ([Goods("M01", 1, 2_400), Goods("C01", 1, 90_000)], "threshold", 100),
    ):
        with pytest.raises(coupons.CouponUnmet) as refused:
            await till.redeem(code, goods=goods)
        assert refused.value.values == {"condition": condition, "missing_minor": missing}
    assert (await till.redeem(code, goods=[Goods("M01", 1, 2_500)])).saved == 1_200


async def test_an_order_takes_one_coupon_and_those_that_stack(
    db: Database, program: Program, till: Till
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    names = ("welcome", "morning-8", "oat-upgrade", "oat-upgrade")
    held = [
        till.shown(await issued(db, program, member_id=member, key=f"k{place}", template=name))
        for place, name in enumerate(names)
    ]
    await till.redeem(held[0], place=TILL)
    with pytest.raises(coupons.NotTogether):
        await till.redeem(held[1], place=TILL)
    await till.redeem(held[2], place=TILL)
    with pytest.raises(coupons.NotTogether):
        await till.redeem(held[3], place=TILL)
    await till.redeem(held[1], place=Place("pos", "o2"))


async def test_two_coupons_that_do_not_stack_race_for_one_order(
    db: Database, program: Program, till: Till
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    held = [
        till.shown(await issued(db, program, member_id=member, key=name, template=name))
        for name in ("welcome", "morning-8", "comeback-10", "bakery-5")
    ]
    outcomes = await asyncio.gather(*(till.redeem(code, place=TILL) for code in held), return_exceptions=True)
    assert sum(isinstance(one, coupons.Redeemed) for one in outcomes) == 1
    assert sum(isinstance(one, coupons.NotTogether) for one in outcomes) == 3


async def test_a_clerks_redemption_is_noted_with_the_store_and_without_a_name(
    db: Database, program: Program, till: Till
) -> None:
    coupon = await issued(db, program)
    await till.redeem(till.shown(coupon), place=Place(coupons.COUNTER, "7", store="南街店", clerk=9))
    (deed,) = await db.read(audits.of_subject, subject=f"coupon:{coupon.coupon_id}")
    assert (deed.actor, deed.action) == ("telegram:9", "coupons.redeem")
    assert deed.after == {"template": "welcome", "store": "南街店", "order": "7", "saved": None}


async def test_a_member_sees_what_became_of_old_coupons_page_by_page(
    db: Database, program: Program, till: Till
) -> None:
    joined = await a_member(db, program, now=NOW)
    used = await issued(db, program, member_id=joined.member_id, key="used")
    gone = await issued(db, program, member_id=joined.member_id, key="gone")
    assert await db.write(coupons.revoke, coupon_id=gone.coupon_id, now=NOW)
    await till.redeem(till.shown(used), goods=[Goods(None, 1, 3_000)])
    later = used.expires_at + timedelta(days=1)

    async def page(before: int | None) -> list[tuple[str, int | None]]:
        past = await db.read(
            coupons.past_coupons, member_id=joined.member_id, before=before, limit=2, now=later
        )
        return [(one.state, one.saved) for one in past]

    assert await page(None) == [("revoked", None), ("redeemed", 1_200)]
    assert await page(used.coupon_id) == [("expired", None)]


async def test_nobody_opens_another_members_coupon(db: Database, program: Program) -> None:
    coupon = await issued(db, program)
    stranger = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(coupons.CouponUnknown):
        await db.read(coupons.own, coupon_id=coupon.coupon_id, member_id=stranger, now=NOW)


async def test_the_message_of_a_redemption_respects_the_topic(
    db: Database, program: Program, till: Till
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await db.write(
        members.choose_topic,
        member_id=member,
        topic="coupons",
        granted=False,
        message_id=None,
        program=program,
        now=NOW,
    )
    await till.redeem(till.shown(await issued(db, program, member_id=member)))
    assert await told(db) == []


def test_the_counter_s_name_can_be_no_channel_s() -> None:
    with pytest.raises(Wrong):
        channel(coupons.COUNTER)
