from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Vault
from core.program import Program, Reward
from db.engine import Database
from db.models.notices import Notice
from db.models.rewards import Stock
from membership import availability, bargains, coupons, partner_codes, points, redemptions, rewards
from membership.bargains import Redemption
from membership.coupon_codes import shown_code
from tests.builders import a_member, some_points
from tests.conftest import NOW

CLERK = 4242


def offering(program: Program, reward: str, **changed: object) -> Program:
    """The program with one reward changed."""
    new = Reward(**(program.rewards[reward].model_dump() | changed))
    return program.model_copy(update={"rewards": program.rewards | {reward: new}})


async def rich(db: Database, program: Program, amount: int = 5_000) -> int:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=amount, now=NOW)
    return member


async def redeemed(
    db: Database,
    program: Program,
    member: int,
    reward: str,
    attempt: int = 0,
    now: datetime = NOW,
    price: int | None = None,
) -> Redemption:
    return await db.write(
        redemptions.redeem,
        member_id=member,
        reward=reward,
        attempt=attempt,
        price=program.rewards[reward].points if price is None else price,
        program=program,
        now=now,
    )


async def available(db: Database, member: int, now: datetime = NOW) -> int:
    return (await db.read(points.balance, member_id=member, now=now)).available


async def left(db: Database, program: Program, member: int, reward: str) -> int | None:
    offer = await db.read(rewards.offer, reward=reward, member_id=member, program=program, now=NOW)
    return offer.left


def told(session: Session, *, member_id: int) -> list[str]:
    return list(session.execute(select(Notice.text).where(Notice.member_id == member_id)).scalars())


async def test_a_thing_is_held_with_a_code_and_handed_over_once(
    db: Database, program: Program, vault: Vault
) -> None:
    member = await rich(db, program)
    mug = await redeemed(db, program, member, "mug")
    assert (mug.state, mug.points, mug.new) == ("reserved", 1400, True)
    # To the end of the fourteenth local day after: 2 December in Shanghai.
    assert mug.expires_at == datetime(2026, 12, 2, 16, tzinfo=UTC)
    assert await available(db, member) == 3_600
    assert await left(db, program, member, "mug") == 79
    assert mug.code is not None
    (waiting,) = await db.read(redemptions.ready_of, member_id=member, now=NOW)
    assert waiting.redemption_id == mug.redemption_id
    typed = f" {shown_code(mug.code, vault).lower()} "
    at_two_tills = await asyncio.gather(
        *(
            db.write(redemptions.fulfil, code=typed, vault=vault, clerk=CLERK, program=program, now=NOW)
            for _ in range(2)
        ),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in at_two_tills) == ["Redemption", "RedemptionSettled"]
    assert await db.read(redemptions.ready_of, member_id=member, now=NOW) == ()
    assert await db.read(told, member_id=member) == ["redemptions-notice-fulfilled"]
    assert await left(db, program, member, "mug") == 79


async def test_a_code_of_nothing_or_guessed_hands_nothing_over(
    db: Database, program: Program, vault: Vault
) -> None:
    member = await rich(db, program)
    mug = await redeemed(db, program, member, "mug")
    assert mug.code is not None
    for typed in ("", "NOSUCHCODE", mug.code, mug.code + "2222222", "码" * 15):
        with pytest.raises(bargains.RedemptionUnknown):
            await db.write(redemptions.fulfil, code=typed, vault=vault, clerk=CLERK, program=program, now=NOW)
    stranger = await rich(db, program)
    with pytest.raises(bargains.RedemptionUnknown):
        await db.write(
            redemptions.fulfil_held,
            redemption_id=mug.redemption_id,
            member_id=stranger,
            clerk=CLERK,
            program=program,
            now=NOW,
        )


async def test_however_often_one_button_is_tapped_it_is_one_redemption(
    db: Database, program: Program
) -> None:
    member = await rich(db, program)
    taps = await asyncio.gather(*(redeemed(db, program, member, "oat") for _ in range(8)))
    assert len({one.redemption_id for one in taps}) == 1
    assert sorted(one.new for one in taps) == [False] * 7 + [True]
    assert await available(db, member) == 4_940
    assert len(await db.read(coupons.open_coupons, member_id=member, now=NOW)) == 2  # with the welcome coupon
    offer = await db.read(rewards.offer, reward="oat", member_id=member, program=program, now=NOW)
    assert (offer.attempt, offer.had) == (taps[0].redemption_id, 1)
    assert (await redeemed(db, program, member, "oat", attempt=offer.attempt)).new


async def test_two_screens_of_one_member_cannot_pass_the_members_limit(
    db: Database, program: Program
) -> None:
    member = await rich(db, program)
    outcomes = await asyncio.gather(
        *(redeemed(db, program, member, "mug", attempt=number) for number in range(6)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Redemption) for one in outcomes) == 1
    assert sum(isinstance(one, availability.RewardHad) for one in outcomes) == 5
    assert await available(db, member) == 3_600


async def test_who_takes_back_gets_points_and_gives_the_piece_back(db: Database, program: Program) -> None:
    member = await rich(db, program)
    mug = await redeemed(db, program, member, "mug")
    undone = await asyncio.gather(
        *(
            db.write(
                redemptions.cancel,
                redemption_id=mug.redemption_id,
                member_id=member,
                program=program,
                now=NOW,
            )
            for _ in range(4)
        )
    )
    assert {(one.redemption.state, one.points) for one in undone} == {("cancelled", 1400)}
    assert await available(db, member) == 5_000
    assert await left(db, program, member, "mug") == 80
    # What was given back does not count against the member's limit.
    assert (await redeemed(db, program, member, "mug", attempt=1)).new


async def test_nobody_takes_back_what_is_anothers(db: Database, program: Program) -> None:
    member, stranger = await rich(db, program), await rich(db, program)
    mug = await redeemed(db, program, member, "mug")
    with pytest.raises(bargains.RedemptionUnknown):
        await db.write(
            redemptions.cancel,
            redemption_id=mug.redemption_id,
            member_id=stranger,
            program=program,
            now=NOW,
        )
    with pytest.raises(bargains.RedemptionUnknown):
        await db.read(redemptions.own, redemption_id=mug.redemption_id, member_id=stranger)


async def test_a_coupon_can_be_given_back_until_it_is_used(
    db: Database, program: Program, vault: Vault
) -> None:
    member = await rich(db, program)
    first = await redeemed(db, program, member, "latte")
    second = await redeemed(db, program, member, "latte", attempt=1)
    assert first.state == second.state == "fulfilled"
    assert first.coupon_id is not None
    used = await db.read(coupons.own, coupon_id=first.coupon_id, member_id=member, now=NOW)
    await db.write(coupons.redeem, code=shown_code(used.code, vault), vault=vault, program=program, now=NOW)
    give_back: dict[str, Any] = {"member_id": member, "program": program, "now": NOW}
    with pytest.raises(redemptions.CouponGone):
        await db.write(redemptions.cancel, redemption_id=first.redemption_id, **give_back)
    assert await available(db, member) == 4_160
    undone = await db.write(redemptions.cancel, redemption_id=second.redemption_id, **give_back)
    assert undone.points == 420
    assert await available(db, member) == 4_580
    with pytest.raises(coupons.CouponRevoked):
        await db.read(coupons.own, coupon_id=second.coupon_id or 0, member_id=member, now=NOW)


async def test_what_nobody_comes_for_goes_back_once_and_the_member_is_told(
    db: Database, program: Program, vault: Vault
) -> None:
    member = await rich(db, program)
    mug = await redeemed(db, program, member, "mug")
    assert mug.expires_at is not None
    just_before = mug.expires_at - timedelta(seconds=1)
    assert await db.read(redemptions.overdue, now=just_before, limit=9) == ()
    assert (
        await db.write(
            redemptions.time_out, redemption_id=mug.redemption_id, program=program, now=just_before
        )
        is None
    )
    late = mug.expires_at
    assert await db.read(redemptions.overdue, now=late, limit=9) == (mug.redemption_id,)
    with pytest.raises(redemptions.RedemptionSettled):
        await db.write(
            redemptions.fulfil,
            code=shown_code(mug.code or "", vault),
            vault=vault,
            clerk=CLERK,
            program=program,
            now=late,
        )
    outcomes = await asyncio.gather(
        *(
            db.write(redemptions.time_out, redemption_id=mug.redemption_id, program=program, now=late)
            for _ in range(3)
        )
    )
    assert sorted(one.points if one else 0 for one in outcomes) == [0, 0, 1400]
    assert await available(db, member, late) == 5_000
    assert await left(db, program, member, "mug") == 80
    assert await db.read(told, member_id=member) == ["redemptions-notice-expired"]
    with pytest.raises(redemptions.RedemptionSettled):
        await db.write(
            redemptions.cancel,
            redemption_id=mug.redemption_id,
            member_id=member,
            program=program,
            now=late,
        )


async def test_points_that_ended_while_they_were_held_live_on_for_a_month(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    earned = NOW - timedelta(days=355)  # to the end of November a year later
    await some_points(db, program, member_id=member, amount=1_400, at=earned, now=NOW)
    mug = await redeemed(db, program, member, "mug")
    assert mug.expires_at is not None
    late = mug.expires_at + timedelta(hours=3)
    await db.write(redemptions.time_out, redemption_id=mug.redemption_id, program=program, now=late)
    assert await available(db, member, late + timedelta(days=29)) == 1_400
    assert await available(db, member, late + timedelta(days=31)) == 0


async def test_a_partners_code_is_given_once_and_none_left_is_an_answer(
    db: Database, program: Program
) -> None:
    given: dict[str, Any] = {"reward": "bookshop", "program": program, "now": NOW}
    added = await db.write(partner_codes.add, codes=["B-1", "B-2", "B-2"], **given)
    assert (added.new, added.known, added.free) == (2, 1, 2)
    again = await db.write(partner_codes.add, codes=["B-1", "B-3"], **given)
    assert (again.new, again.known, again.free) == (1, 1, 3)
    members = [await rich(db, program) for _ in range(5)]
    outcomes = await asyncio.gather(
        *(redeemed(db, program, member, "bookshop") for member in members), return_exceptions=True
    )
    codes = [one.partner_code for one in outcomes if isinstance(one, Redemption)]
    assert sorted(code or "" for code in codes) == ["B-1", "B-2", "B-3"]
    refused = [one for one in outcomes if not isinstance(one, Redemption)]
    assert all(isinstance(one, availability.RewardSoldOut | partner_codes.NoCodeLeft) for one in refused)
    # Nobody has paid for nothing.
    balances = sorted([await available(db, member) for member in members])
    assert balances == [4_620] * 3 + [5_000] * 2


@pytest.mark.parametrize("codes", [[""], ["ok", "a\nb"], ["x" * 129]])
async def test_a_batch_with_a_wrong_code_is_refused_whole(
    codes: list[str], db: Database, program: Program
) -> None:
    with pytest.raises(partner_codes.CodeWrong) as refused:
        await db.write(partner_codes.add, reward="bookshop", codes=codes, program=program, now=NOW)
    assert refused.value.values == {"line": len(codes)}
    assert await db.read(partner_codes.listing) == ()
    with pytest.raises(partner_codes.NotPartnered):
        await db.write(partner_codes.add, reward="mug", codes=["A"], program=program, now=NOW)


async def test_operators_hear_of_low_codes_once_a_delivery(db: Database, program: Program) -> None:
    given: dict[str, Any] = {"reward": "bookshop", "program": program, "now": NOW}
    alarm: dict[str, Any] = {"chats": [11, 12], "program": program, "now": NOW}
    assert await db.write(partner_codes.alarm, **alarm) == 2
    assert await db.write(partner_codes.alarm, **alarm) == 0
    await db.write(partner_codes.add, codes=[f"N{number}" for number in range(19)], **given)
    assert await db.write(partner_codes.alarm, **alarm) == 2
    await db.write(partner_codes.add, codes=["one more"], **given)
    assert await db.write(partner_codes.alarm, **alarm) == 0


async def test_a_price_that_changed_is_told_before_it_is_paid(db: Database, program: Program) -> None:
    member = await rich(db, program)
    with pytest.raises(bargains.PriceChanged) as refused:
        await redeemed(db, offering(program, "mug", points=1_500), member, "mug", price=1_400)
    assert refused.value.values == {"points": 1_500}
    assert await available(db, member) == 5_000


async def test_a_stock_figure_that_changes_counts_what_was_taken(db: Database, program: Program) -> None:
    members = [await rich(db, program) for _ in range(3)]
    five = offering(program, "tote", stock=5)
    for member in members[:2]:
        await redeemed(db, five, member, "tote")
    assert await left(db, five, members[2], "tote") == 3
    # Cut below what is gone: none left, and what was promised stays promised.
    one = offering(program, "tote", stock=1)
    with pytest.raises(availability.RewardSoldOut):
        await redeemed(db, one, members[2], "tote")
    three = offering(program, "tote", stock=3)
    await redeemed(db, three, members[2], "tote")
    assert await left(db, three, members[2], "tote") == 0
    rows = await db.read(stock_rows)
    assert rows == [("reward:tote", "ever", 3, 3)]


def stock_rows(session: Session) -> list[tuple[str, str, int, int]]:
    found = session.execute(select(Stock.subject, Stock.slot, Stock.taken, Stock.offered))
    return [(subject, slot, taken, offered) for subject, slot, taken, offered in found]


async def test_the_list_of_mine_turns_pages(db: Database, program: Program) -> None:
    member = await rich(db, program)
    made = [(await redeemed(db, program, member, "cat-food", attempt=n)).redemption_id for n in range(5)]
    first = await db.read(redemptions.mine, member_id=member, before=None, limit=3)
    rest = await db.read(redemptions.mine, member_id=member, before=first[-1].redemption_id, limit=3)
    assert [one.redemption_id for one in (*first, *rest)] == made[::-1]
    assert {one.state for one in first} == {"fulfilled"}
