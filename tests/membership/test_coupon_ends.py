from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from membership import audits, coupon_ends, coupons, notices, orders, points, refunds, staff
from membership.coupon_ends import Bought
from membership.coupons import Issued, Place
from tests.builders import a_member, an_order
from tests.conftest import NOW

DAY = timedelta(days=1)


async def give(db: Database, program: Program, member_id: int, template: str, key: str) -> Issued:
    return await db.write(
        coupons.issue, member_id=member_id, template=template, key=key, program=program, now=NOW
    )


async def told(db: Database, now: datetime) -> list[notices.Due]:
    return list(await db.write(notices.arm, limit=50, now=now))


async def test_what_is_over_expires_however_late_the_job_comes_and_once(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await give(db, program, member, "morning-8", "k")  # 7 days beside the welcome coupon's 14
    assert await db.write(coupon_ends.expire, limit=10, now=NOW + 7 * DAY) == 0
    assert await db.write(coupon_ends.expire, limit=10, now=NOW + 8 * DAY) == 1
    assert await db.write(coupon_ends.expire, limit=1, now=NOW + 90 * DAY) == 1
    assert await db.write(coupon_ends.expire, limit=1, now=NOW + 90 * DAY) == 0


async def test_a_member_is_reminded_once_of_all_that_ends_soon(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await give(db, program, member, "morning-8", "k1")
    await give(db, program, member, "morning-8", "k2")

    async def remind(now: datetime) -> list[tuple[str, int]]:
        while await db.write(coupon_ends.remind, limit=1, program=program, now=now):
            pass
        return [(one.text, one.values["count"]) for one in await told(db, now)]

    assert await remind(NOW + 4 * DAY) == []
    assert await remind(NOW + 5 * DAY) == [("coupons-ending", 2)]
    assert await remind(NOW + 6 * DAY) == []
    assert await remind(NOW + 12 * DAY) == [("coupons-ending", 1)]  # the welcome coupon


async def test_a_coupon_of_today_is_not_reminded_of_today(db: Database, program: Program) -> None:
    brand = program.model_copy(update={"coupon_reminder_days": 30})
    await a_member(db, brand, now=NOW)
    assert await db.write(coupon_ends.remind, limit=9, program=brand, now=NOW + timedelta(hours=5)) == 0
    assert await db.write(coupon_ends.remind, limit=9, program=brand, now=NOW + DAY) == 1


async def test_a_coupon_is_taken_back_with_a_reason_once_and_told(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    coupon = await give(db, program, member, "morning-8", "k")

    async def withdraw(reason: str) -> coupon_ends.Withdrawn:
        return await db.write(
            coupon_ends.withdraw,
            coupon_id=coupon.coupon_id,
            by=5,
            reason=reason,
            program=program,
            now=NOW,
        )

    with pytest.raises(audits.ReasonMissing):
        await withdraw("  ")
    outcomes = await asyncio.gather(*(withdraw("发错了") for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(one, coupons.CouponUnknown) for one in outcomes) == 2
    (deed,) = await db.read(audits.of_subject, subject=f"coupon:{coupon.coupon_id}")
    assert (deed.actor, deed.reason) == ("telegram:5", "发错了")
    (notice,) = await told(db, NOW)
    assert (notice.text, notice.values["reason"]) == ("coupons-withdrawn", "发错了")


async def test_an_operator_gives_a_coupon_once_an_attempt_with_a_reason(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id

    async def give_one(attempt: str, reason: str = "咖啡做错了") -> Issued:
        return await db.write(
            coupon_ends.give,
            member_id=member,
            template="free-latte",
            reason=reason,
            attempt=attempt,
            by=5,
            program=program,
            now=NOW,
        )

    with pytest.raises(audits.ReasonMissing):
        await give_one("1", " ")
    assert [(await give_one(attempt)).new for attempt in ("1", "1", "2")] == [True, False, True]
    assert [one.text for one in await told(db, NOW)] == ["coupons-given", "coupons-given"]
    deeds = await db.read(audits.of_subject, subject=f"member:{member}")
    assert [deed.reason for deed in deeds] == ["咖啡做错了", "咖啡做错了"]


async def test_an_operator_gives_their_own_account_nothing(db: Database, program: Program) -> None:
    me = await a_member(db, program, now=NOW, telegram_id=5)
    with pytest.raises(staff.OwnAccount):
        await db.write(
            coupon_ends.give,
            member_id=me.member_id,
            template="free-latte",
            reason="for me",
            attempt="1",
            by=5,
            program=program,
            now=NOW,
        )
    held = await db.read(coupons.open_coupons, member_id=me.member_id, now=NOW)
    assert "free-latte" not in {one.template for one in held}


async def test_a_wholly_refunded_order_gives_its_coupons_back_while_they_last(
    db: Database, program: Program, vault: Vault
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    for name in ("morning-8", "oat-upgrade"):
        coupon = await give(db, program, member, name, name)
        await db.write(
            coupons.redeem,
            code=coupons.shown_code(coupon.code, vault),
            vault=vault,
            place=Place("pos", "o1"),
            program=program,
            now=NOW,
        )

    async def back(now: datetime) -> list[str]:
        ids = await db.write(
            coupon_ends.return_of_order, channel="pos", order_ref="o1", program=program, now=now
        )
        held = await db.read(coupons.open_coupons, member_id=member, now=now)
        return [one.template for one in held if one.coupon_id in ids]

    later = NOW + 10 * DAY  # the first has expired meanwhile, and stays used
    assert await back(later) == ["oat-upgrade"]
    assert await back(later) == []
    assert "coupons-returned" in [one.text for one in await told(db, later)]


async def test_a_multiplier_counts_for_one_order_its_own_or_the_nearest_after_the_counter(
    db: Database, program: Program, vault: Vault
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    for key, place in (("a", Place("pos", "o1")), ("b", Place(coupons.COUNTER, "7"))):
        coupon = await give(db, program, member, "double-points", key)
        code = coupons.shown_code(coupon.code, vault)
        await db.write(coupons.redeem, code=code, vault=vault, place=place, program=program, now=NOW)

    async def counted(*orders: tuple[str, timedelta]) -> set[str]:
        found = await db.write(
            coupon_ends.multipliers,
            orders=[Bought("pos", ref, member, NOW + after) for ref, after in orders],
            program=program,
            now=NOW + timedelta(days=1),
        )
        assert set(found.values()) <= {"double-points"}
        return {ref for _, ref in found}

    minutes = timedelta(minutes=1)
    assert await counted(("o9", -150 * minutes), ("o8", 121 * minutes)) == set()
    assert await counted(("o1", timedelta(0)), ("o2", 30 * minutes), ("o3", 5 * minutes)) == {"o1", "o3"}
    assert await counted(("o2", 30 * minutes)) == set()
    assert await counted(("o3", 5 * minutes)) == {"o3"}


async def test_a_stranger_takes_up_nobodys_multiplier(db: Database, program: Program, vault: Vault) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    stranger = (await a_member(db, program, now=NOW)).member_id
    coupon = await give(db, program, member, "double-points", "a")
    code = coupons.shown_code(coupon.code, vault)
    await db.write(
        coupons.redeem, code=code, vault=vault, place=Place(coupons.COUNTER, "7"), program=program, now=NOW
    )
    orders = [Bought("pos", "o1", stranger, NOW)]
    assert await db.write(coupon_ends.multipliers, orders=orders, program=program, now=NOW) == {}


async def test_an_order_that_comes_in_later_is_paid_by_the_counters_multiplier_and_a_refund_gives_it_back(
    db: Database, program: Program, vault: Vault
) -> None:
    joined = await a_member(db, program, now=NOW)
    coupon = await give(db, program, joined.member_id, "double-points", "a")
    code = coupons.shown_code(coupon.code, vault)
    await db.write(
        coupons.redeem, code=code, vault=vault, place=Place(coupons.COUNTER, "7"), program=program, now=NOW
    )
    order = an_order(number=joined.number, now=NOW)
    (outcome,) = await db.write(orders.take_in, orders=[order], program=program, now=NOW + timedelta(hours=1))
    assert outcome.points == 56
    for ref, amount, held in (("r1", 1_000, False), ("r2", 1_800, True)):
        refund = refunds.Refund("pos", ref, order.ref, NOW + timedelta(hours=2), amount)
        await db.write(refunds.take_in, refunds=[refund], program=program, now=NOW + timedelta(hours=2))
        open_now = await db.read(coupons.open_coupons, member_id=joined.member_id, now=NOW)
        assert (coupon.coupon_id in {one.coupon_id for one in open_now}) is held
    held_points = await db.read(points.balance, member_id=joined.member_id, now=NOW + timedelta(hours=2))
    assert held_points.available == 0
