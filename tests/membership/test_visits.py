from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from membership import audits, coupons, notices, passes, redemptions, staff, visits
from membership.guesses import LockedOut, Missed
from tests.builders import a_member, some_points

CLERK, OTHER = 900_001, 900_002
MINUTE = timedelta(minutes=1)


class Shop:
    """A clerk at the counter and a member before it."""

    def __init__(self, db: Database, program: Program, vault: Vault, now: datetime, member_id: int) -> None:
        self.db, self.program, self.vault, self.now, self.member_id = db, program, vault, now, member_id

    async def code(self, member_id: int | None = None) -> str:
        shown = await self.db.write(
            passes.show, member_id=member_id or self.member_id, vault=self.vault, now=self.now
        )
        return shown.code

    async def enter(self, typed: str, *, clerk: int = CLERK) -> visits.Visit | Missed:
        return await self.db.write(
            visits.open_visit, typed=typed, clerk=clerk, vault=self.vault, now=self.now
        )

    async def visit(self) -> visits.Visit:
        visit = await self.enter(await self.code())
        assert isinstance(visit, visits.Visit)
        return visit

    async def issue(self, template: str, key: str = "k") -> coupons.Issued:
        return await self.db.write(
            coupons.issue,
            member_id=self.member_id,
            template=template,
            key=f"{key}:{template}",
            program=self.program,
            now=self.now,
        )

    async def redeem(self, visit: visits.Visit, coupon_id: int, **given: Any) -> coupons.Redeemed:
        values = {"clerk": CLERK, "amount": None, "program": self.program, "now": self.now} | given
        return await self.db.write(
            visits.redeem_coupon, visit_id=visit.visit_id, coupon_id=coupon_id, **values
        )


@pytest.fixture
async def shop(db: Database, program: Program, vault: Vault, now: datetime) -> Shop:
    member = await a_member(db, program, now=now, name="林 小满", telegram_id=800_001)
    await db.write(
        staff.grant,
        by=1,
        telegram_id=CLERK,
        role="clerk",
        name=None,
        store="南街店",
        operators=(1,),
        now=now,
    )
    return Shop(db, program, vault, now, member.member_id)


async def test_a_clerk_sees_a_masked_name_the_tier_and_what_can_be_used(shop: Shop) -> None:
    await some_points(shop.db, shop.program, member_id=shop.member_id, amount=320, now=shop.now)
    visit = await shop.visit()
    assert (visit.name, visit.tier, visit.points) == ("林**", "basic", 320)
    assert [one.template for one in visit.coupons] == ["welcome"]
    assert visit.ends_at == shop.now + 5 * MINUTE
    deeds = await shop.db.read(audits.of_subject, subject=f"member:{shop.member_id}")
    assert [(one.action, one.actor, one.after["store"]) for one in deeds] == [
        ("visits.open", f"telegram:{CLERK}", "南街店")
    ]


async def test_two_clerks_scan_one_code_and_one_visit_opens(shop: Shop) -> None:
    code = await shop.code()
    outcomes = await asyncio.gather(
        *(shop.enter(code, clerk=clerk) for clerk in (CLERK, OTHER)), return_exceptions=True
    )
    assert sum(isinstance(one, visits.Visit) for one in outcomes) == 1
    assert sum(isinstance(one, passes.PassUsed) for one in outcomes) == 1


async def test_a_clerk_does_not_serve_themselves(shop: Shop) -> None:
    me = await a_member(shop.db, shop.program, now=shop.now, telegram_id=CLERK)
    code = await shop.code(me.member_id)
    with pytest.raises(staff.OwnAccount):
        await shop.enter(code)
    assert isinstance(await shop.enter(code, clerk=OTHER), visits.Visit)


async def test_wrong_codes_are_counted_and_lock_the_right_one_out_too(shop: Shop) -> None:
    missed = [await shop.enter("ABCD-EFGH") for _ in range(5)]
    assert [one.left for one in missed if isinstance(one, Missed)] == [4, 3, 2, 1, 0]
    with pytest.raises(LockedOut):
        await shop.enter(await shop.code())
    assert isinstance(await shop.enter(await shop.code(), clerk=OTHER), visits.Visit)


async def test_a_code_that_is_over_is_no_guess(shop: Shop) -> None:
    code = await shop.code()
    await shop.code()
    for _ in range(6):
        with pytest.raises(passes.PassOver):
            await shop.enter(code)


async def test_a_visit_is_its_clerks_and_lasts_five_minutes(shop: Shop) -> None:
    visit = await shop.visit()
    with pytest.raises(visits.VisitUnknown):
        await shop.redeem(visit, visit.coupons[0].coupon_id, clerk=OTHER)
    with pytest.raises(visits.VisitOver):
        await shop.redeem(visit, visit.coupons[0].coupon_id, now=visit.ends_at)
    with pytest.raises(visits.VisitUnknown):
        await shop.db.read(visits.see, visit_id=visit.visit_id, clerk=OTHER, now=shop.now)
    assert (await shop.redeem(visit, visit.coupons[0].coupon_id, now=visit.ends_at - MINUTE)).new


async def test_a_visit_redeems_nobody_elses_coupon(shop: Shop) -> None:
    other = await a_member(shop.db, shop.program, now=shop.now)
    assert other.coupon is not None
    with pytest.raises(coupons.CouponUnknown):
        await shop.redeem(await shop.visit(), other.coupon.coupon_id)


async def test_the_threshold_is_checked_by_what_the_clerk_types(shop: Shop) -> None:
    visit = await shop.visit()
    with pytest.raises(coupons.CouponUnmet):
        await shop.redeem(visit, visit.coupons[0].coupon_id, amount=2_499)
    done = await shop.redeem(visit, visit.coupons[0].coupon_id, amount=2_500)
    assert done.saved == 1_200
    (deed,) = await shop.db.read(audits.of_subject, subject=f"coupon:{done.coupon_id}")
    assert (deed.actor, deed.after["store"]) == (f"telegram:{CLERK}", "南街店")
    told = await shop.db.write(notices.arm, limit=9, now=shop.now)
    used = [one for one in told if one.text == "coupons-used-now"]
    assert [(one.chat_id, one.values["store"]) for one in used] == [(800_001, "南街店")]


async def test_a_visit_is_one_purchase(shop: Shop) -> None:
    morning, oat = await shop.issue("morning-8"), await shop.issue("oat-upgrade")
    visit = await shop.visit()
    welcome = next(one.coupon_id for one in visit.coupons if one.template == "welcome")
    await shop.redeem(visit, morning.coupon_id)
    await shop.redeem(visit, oat.coupon_id)
    with pytest.raises(coupons.NotTogether):
        await shop.redeem(visit, welcome, amount=9_900)


async def test_a_double_tap_redeems_once_and_tells_once(shop: Shop) -> None:
    visit = await shop.visit()
    done = await asyncio.gather(*(shop.redeem(visit, visit.coupons[0].coupon_id) for _ in range(4)))
    assert sorted(one.new for one in done) == [False, False, False, True]
    told = await shop.db.write(notices.arm, limit=9, now=shop.now)
    assert [one.text for one in told].count("coupons-used-now") == 1


async def test_a_reward_is_handed_over_once_and_noted(shop: Shop) -> None:
    await some_points(shop.db, shop.program, member_id=shop.member_id, amount=5_000, now=shop.now)
    tote = next(one for one in shop.program.rewards.values() if one.kind == "item" and one.tier is None)
    await shop.db.write(
        redemptions.redeem,
        member_id=shop.member_id,
        reward=tote.id,
        attempt=1,
        price=tote.points,
        program=shop.program,
        now=shop.now,
    )
    visit = await shop.visit()
    (waiting,) = visit.rewards
    given: dict[str, Any] = {
        "visit_id": visit.visit_id,
        "redemption_id": waiting.redemption_id,
        "program": shop.program,
        "now": shop.now,
    }
    with pytest.raises(visits.VisitUnknown):
        await shop.db.write(visits.hand_over, clerk=OTHER, **given)
    outcomes = await asyncio.gather(
        *(shop.db.write(visits.hand_over, clerk=CLERK, **given) for _ in range(3)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, redemptions.RedemptionSettled) for one in outcomes) == 2
    (deed,) = await shop.db.read(audits.of_subject, subject=f"redemption:{waiting.redemption_id}")
    assert (deed.actor, deed.after) == (f"telegram:{CLERK}", {"reward": tote.id, "store": "南街店"})


@pytest.mark.parametrize(
    ("name", "shown"), [("林小满", "林**"), ("Ann Lee", "A**"), (None, "**"), (" ", "**")]
)
def test_a_name_is_masked(name: str | None, shown: str) -> None:
    assert visits.masked(name) == shown
