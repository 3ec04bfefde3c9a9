from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core.program import Program
from db.engine import Database
from membership import coupons
from tests.builders import a_member
from tests.conftest import NOW


async def issued(
    db: Database, program: Program, *, key: str = "k", member_id: int | None = None
) -> coupons.Issued:
    if member_id is None:
        member_id = (await a_member(db, program, now=NOW)).member_id
    return await db.write(
        coupons.issue,
        member_id=member_id,
        template=program.welcome_coupon,
        key=key,
        program=program,
        now=NOW,
    )


async def test_a_coupon_is_issued_once_an_occasion(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    all_at_once = await asyncio.gather(*(issued(db, program, member_id=member) for _ in range(6)))
    assert len({one.code for one in all_at_once}) == 1
    assert sorted(one.new for one in all_at_once) == [False] * 5 + [True]


async def test_two_tills_at_once_redeem_a_coupon_once(db: Database, program: Program) -> None:
    coupon = await issued(db, program)
    outcomes = await asyncio.gather(
        *(db.write(coupons.redeem, code=coupon.code, now=NOW) for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(one, coupons.Redeemed) for one in outcomes) == 1
    assert sum(isinstance(one, coupons.CouponClosed) for one in outcomes) == 7


async def test_a_code_may_be_typed_as_it_is_shown(db: Database, program: Program) -> None:
    coupon = await issued(db, program)
    typed = f" {coupons.shown_code(coupon.code).lower()} "
    assert (await db.write(coupons.redeem, code=typed, now=NOW)).coupon_id == coupon.coupon_id


async def test_a_member_redeems_only_their_own(db: Database, program: Program) -> None:
    coupon = await issued(db, program)
    stranger = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(coupons.CouponUnknown):
        await db.write(coupons.redeem, code=coupon.code, member_id=stranger, now=NOW)
    with pytest.raises(coupons.CouponUnknown):
        await db.write(coupons.redeem, code="NOSUCHCODE", now=NOW)


async def test_a_coupon_lasts_through_its_last_local_day(db: Database, program: Program) -> None:
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
    with pytest.raises(coupons.CouponClosed):
        await db.write(coupons.redeem, code=coupon.code, now=ends)


async def test_codes_are_long_different_and_easy_to_read_out(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    codes = {(await issued(db, program, key=f"k{n}", member_id=member)).code for n in range(30)}
    assert len(codes) == 30
    assert all(len(code) == coupons.CODE_LENGTH and set(code) <= set(coupons.ALPHABET) for code in codes)
    assert not set("01OIL") & set(coupons.ALPHABET)
    assert len(coupons.ALPHABET) ** coupons.CODE_LENGTH > 2**64


async def test_a_template_that_the_program_does_not_have_is_refused(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(coupons.CouponUnknown):
        await db.write(coupons.issue, member_id=member, template="nothing", key="k", program=program, now=NOW)
