from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from membership import counter, coupons, redemptions, staff
from membership.bargains import Redemption
from membership.coupon_codes import shown_code
from membership.guesses import LockedOut, Missed
from tests.builders import a_member, some_points

CLERK = 900_001


class Desk:
    """A clerk who is handed codes without their member."""

    def __init__(self, db: Database, vault: Vault, program: Program, now: datetime) -> None:
        self.db, self.vault, self.program, self.now = db, vault, program, now

    async def look_up(self, typed: str) -> counter.Found | Missed:
        return await self.db.write(counter.look_up, typed=typed, clerk=CLERK, vault=self.vault, now=self.now)

    async def redeem(self, code: str, amount: int | None = None) -> coupons.Redeemed:
        return await self.db.write(
            counter.redeem_code,
            code=code,
            clerk=CLERK,
            amount=amount,
            vault=self.vault,
            program=self.program,
            now=self.now,
        )


@pytest.fixture
def desk(db: Database, vault: Vault, program: Program, now: datetime) -> Desk:
    return Desk(db, vault, program, now)


async def redeemed_thing(desk: Desk, member: int) -> Redemption:
    """The first reward that waits at the counter, redeemed by a member who can afford it."""
    thing = next(one for one in desk.program.rewards.values() if one.kind == "item" and one.tier is None)
    return await desk.db.write(
        redemptions.redeem,
        member_id=member,
        reward=thing.id,
        attempt=1,
        price=thing.points,
        program=desk.program,
        now=desk.now,
    )


async def hand_over(desk: Desk, code: str, clerk: int) -> Redemption:
    return await desk.db.write(
        counter.hand_over_code, code=code, clerk=clerk, vault=desk.vault, program=desk.program, now=desk.now
    )


async def a_code(desk: Desk) -> str:
    """The code of a newcomer's welcome coupon."""
    joined = await a_member(desk.db, desk.program, now=desk.now)
    assert joined.coupon is not None
    return shown_code(joined.coupon.code, desk.vault)


async def test_a_coupons_code_alone_shows_what_it_is_and_not_whose(desk: Desk) -> None:
    code = await a_code(desk)
    found = await desk.look_up(code)
    assert isinstance(found, counter.Found)
    assert found.coupon is not None
    assert found.coupon.template == "welcome"
    with pytest.raises(coupons.CouponUnmet):
        await desk.redeem(code, 2_499)
    assert (await desk.redeem(code, 2_500)).saved == 1_200
    with pytest.raises(coupons.CouponUsed):
        await desk.look_up(code)


async def test_a_clerk_uses_up_nothing_of_their_own_by_its_code(desk: Desk) -> None:
    me = await a_member(desk.db, desk.program, now=desk.now, telegram_id=CLERK)
    assert me.coupon is not None
    code = shown_code(me.coupon.code, desk.vault)
    for way in (desk.look_up(code), desk.redeem(code)):
        with pytest.raises(staff.OwnAccount):
            await way
    await some_points(desk.db, desk.program, member_id=me.member_id, amount=5_000, now=desk.now)
    waiting = shown_code((await redeemed_thing(desk, me.member_id)).code or "", desk.vault)
    with pytest.raises(staff.OwnAccount):
        await desk.look_up(waiting)
    with pytest.raises(staff.OwnAccount):
        await hand_over(desk, waiting, CLERK)
    assert (await hand_over(desk, waiting, CLERK + 1)).state == "fulfilled", "a colleague does it"


async def test_a_wrong_code_is_a_guess_and_a_used_one_is_not(desk: Desk) -> None:
    code = await a_code(desk)
    await desk.redeem(code)
    for _ in range(6):
        with pytest.raises(coupons.CouponUsed):
            await desk.look_up(code)
    for _ in range(5):
        assert isinstance(await desk.look_up("ABCDE-FGHJK-MNPQR"), Missed)
    with pytest.raises(LockedOut):
        await desk.look_up(code)


async def test_a_rewards_code_shows_the_reward_and_hands_it_over_once(desk: Desk) -> None:
    member = (await a_member(desk.db, desk.program, now=desk.now)).member_id
    await some_points(desk.db, desk.program, member_id=member, amount=5_000, now=desk.now)
    thing = next(one for one in desk.program.rewards.values() if one.kind == "item" and one.tier is None)
    redeemed = await desk.db.write(
        redemptions.redeem,
        member_id=member,
        reward=thing.id,
        attempt=1,
        price=thing.points,
        program=desk.program,
        now=desk.now,
    )
    code = shown_code(redeemed.code or "", desk.vault)
    found = await desk.look_up(code)
    assert isinstance(found, counter.Found)
    assert found.redemption is not None
    assert found.redemption.reward == thing.id
    given: dict[str, Any] = {
        "code": code,
        "clerk": CLERK,
        "vault": desk.vault,
        "program": desk.program,
        "now": desk.now,
    }
    assert (await desk.db.write(counter.hand_over_code, **given)).state == "fulfilled"
    with pytest.raises(redemptions.RedemptionSettled):
        await desk.db.write(counter.hand_over_code, **given)


def test_a_members_code_is_told_from_a_coupons_by_its_length() -> None:
    assert counter.is_pass(" abcd-efgh ")
    assert not counter.is_pass("ABCDE-FGHJK-MNPQR")


@pytest.mark.parametrize(
    ("text", "minor"),
    [("58", 5_800), ("58.5", 5_850), (" ¥1,058.50 元", 105_850), ("５８。", None), ("５８", 5_800)]
    + [(text, None) for text in ("", "-1", "0", "1e3000", "NaN", "∞", "5.005", "一百", "100001", "1;2")],
)
def test_an_amount_is_read_as_people_write_it_or_refused(
    program: Program, text: str, minor: int | None
) -> None:
    if minor is None:
        with pytest.raises(counter.AmountWrong):
            counter.amount_of(text, program=program)
    else:
        assert counter.amount_of(text, program=program) == minor
        assert Decimal(minor) % 1 == 0
