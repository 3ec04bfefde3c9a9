from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import Program
from core.program_rules import Limit, Limits, Spans
from db.engine import Database
from db.models.identities import Claim
from db.models.notices import Notice
from db.models.referrals import Referral
from membership import audits, coupons, orders, points, referral_reviews, referral_rewards, referrals, refunds
from membership.earning import Line
from membership.members import Joined
from tests.builders import a_member, an_order
from tests.conftest import NOW

LATTE = Line("latte", 1, 3_000)


async def invited(
    db: Database, program: Program, inviter: Joined, *, now: datetime = NOW, **given: Any
) -> Joined:
    """A friend who joined by an inviter's link."""
    source = await db.write(referrals.link, member_id=inviter.member_id, now=now)
    return await a_member(db, program, now=now, source=source, **given)


async def buys(
    db: Database, program: Program, member: Joined, *lines: Line, now: datetime = NOW, **given: Any
) -> orders.Order:
    order = an_order(number=member.number, now=now, lines=lines or (LATTE,), **given)
    (outcome,) = await db.write(orders.take_in, orders=[order], program=program, now=now)
    assert outcome.kind == "created", outcome
    return order


async def settled(db: Database, program: Program, now: datetime = NOW) -> list[referral_rewards.Settled]:
    """One round of the job, as the clock runs it."""
    await db.write(referrals.match, limit=100, program=program)
    due = await db.read(referrals.due, after=0, limit=100, now=now)
    found = [await db.write(referrals.settle, referral_id=one, program=program, now=now) for one in due]
    return [one for one in found if one is not None]


async def available(db: Database, member: Joined, now: datetime = NOW) -> int:
    return (await db.read(points.balance, member_id=member.member_id, now=now)).available


def states(session: Session) -> list[tuple[str, str | None]]:
    return [(one.state, one.reason) for one in session.scalars(select(Referral).order_by(Referral.id))]


def texts(session: Session) -> list[str]:
    return list(session.scalars(select(Notice.text).order_by(Notice.id)))


async def test_a_friends_first_order_rewards_both_once(db: Database, program: Program) -> None:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)
    assert await settled(db, program) == []
    await buys(db, program, friend)
    before = await available(db, friend)
    (done,) = await settled(db, program)
    assert (done.state, done.points) == ("paid", 100)
    assert await settled(db, program) == []
    await buys(db, program, friend)
    assert await settled(db, program) == []
    assert await available(db, inviter) == 100
    assert await available(db, friend) == before + 50 + 30
    held = await db.read(coupons.open_coupons, member_id=inviter.member_id, now=NOW)
    assert sorted(one.template for one in held) == sorted([program.welcome_coupon, "bakery-5"])
    told = await db.read(texts)
    assert told.count("referrals-joined") == 1
    assert told.count("referrals-paid-coupon") == 1
    assert told.count("referrals-paid-friend") == 1


async def test_a_link_is_made_once_and_tells_nothing(db: Database, program: Program) -> None:
    one, other = [await a_member(db, program, now=NOW) for _ in range(2)]
    link = await db.write(referrals.link, member_id=one.member_id, now=NOW)
    assert await db.write(referrals.link, member_id=one.member_id, now=NOW) == link
    assert await db.write(referrals.link, member_id=other.member_id, now=NOW) != link
    assert len(link) <= 60  # a button carries it behind "j:", 64 bytes in all
    assert link.replace("-", "").replace("_", "").isalnum()
    assert str(one.member_id) != link.removeprefix("i-")


@pytest.mark.parametrize("source", [None, "", "i-", "i-nobody", "qr-table-4", "i-" + "x" * 58])
async def test_joining_by_no_link_of_a_member_refers_nobody(
    db: Database, program: Program, source: str | None
) -> None:
    await a_member(db, program, now=NOW, source=source)
    assert await db.read(states) == []


async def test_who_is_a_member_already_is_nobodys_friend(db: Database, program: Program) -> None:
    inviter = await a_member(db, program, now=NOW)
    await a_member(db, program, now=NOW, telegram_id=770_001)
    again = await invited(db, program, inviter, telegram_id=770_001)
    assert not again.new
    own = await db.write(referrals.link, member_id=inviter.member_id, now=NOW)
    assert (
        await db.write(referrals.begin, member_id=inviter.member_id, source=own, program=program, now=NOW)
        is None
    )
    assert await db.read(states) == []


async def test_a_small_order_does_not_count_and_a_later_one_does(db: Database, program: Program) -> None:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)
    await buys(db, program, friend, Line("latte", 1, 2_999))
    assert await settled(db, program) == []
    await buys(db, program, friend, Line("latte", 1, 3_000), now=NOW + timedelta(hours=1))
    assert [one.state for one in await settled(db, program, NOW + timedelta(hours=1))] == ["paid"]


async def test_what_can_be_returned_for_seven_days_pays_after_them(db: Database, program: Program) -> None:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)
    await buys(db, program, friend, LATTE, beans(program))
    assert await settled(db, program, NOW + timedelta(days=7) - timedelta(seconds=1)) == []
    known = await db.read(referrals.invitations, member_id=inviter.member_id, program=program, now=NOW)
    assert [(one.state, one.due_at) for one in known.friends] == [("ordered", NOW + timedelta(days=7))]
    assert known.waiting == 1
    own = await db.read(referrals.invitations, member_id=friend.member_id, program=program, now=NOW)
    assert own.came_by is not None
    assert own.came_by.state == "ordered"
    assert await available(db, inviter) == 0
    assert [one.state for one in await settled(db, program, NOW + timedelta(days=7))] == ["paid"]


def beans(program: Program) -> Line:
    product = next(one for one in program.products.values() if one.category == "beans")
    return Line(product.id, 1, 6_800)


async def test_a_refund_in_between_cancels(db: Database, program: Program) -> None:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)
    order = await buys(db, program, friend, beans(program))
    await settled(db, program)
    refund = refunds.Refund(order.channel, "r1", order.ref, NOW + timedelta(days=1), 3_801)
    await db.write(refunds.take_in, refunds=[refund], program=program, now=NOW + timedelta(days=1))
    (done,) = await settled(db, program, NOW + timedelta(days=8))
    assert (done.state, done.reason) == ("cancelled", "refunded")
    assert await available(db, inviter, NOW + timedelta(days=8)) == 0


async def test_an_order_that_comes_too_late_counts_for_nothing(db: Database, program: Program) -> None:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)
    end = NOW + timedelta(days=90)
    await buys(db, program, friend, now=end)
    assert await settled(db, program, end) == []
    assert (
        await db.write(referrals.expire, now=end + timedelta(days=2)) == 0
    )  # late deliveries are waited for
    assert await db.write(referrals.expire, now=end + timedelta(days=3)) == 1
    assert await db.read(states) == [("cancelled", "expired")]


async def test_the_earliest_order_in_time_counts_however_late_it_is_delivered(
    db: Database, program: Program
) -> None:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)
    await buys(db, program, friend, beans(program), now=NOW + timedelta(hours=5))
    await buys(db, program, friend, LATTE, now=NOW + timedelta(hours=2))
    (done,) = await settled(db, program, NOW + timedelta(hours=6))
    assert done.state == "paid"  # the latte came first, and nobody returns a latte


async def held_case(db: Database, program: Program) -> tuple[Joined, Joined]:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)
    await buys(db, program, friend, now=NOW - timedelta(days=30))
    await buys(db, program, friend)
    assert [(one.state, one.reason) for one in await settled(db, program)] == [("held", "existing")]
    return inviter, friend


async def decided(
    db: Database, program: Program, *, release: bool, reason: str = "问过了"
) -> referral_rewards.Settled:
    (one,) = await db.read(referral_reviews.waiting)
    return await db.write(
        referral_reviews.decide,
        referral_id=one.referral_id,
        release=release,
        reason=reason,
        operator_id=7,
        program=program,
        now=NOW,
    )


async def test_who_had_bought_before_joining_is_looked_at(db: Database, program: Program) -> None:
    inviter, friend = await held_case(db, program)
    (case,) = await db.read(referral_reviews.waiting)
    assert (case.inviter, case.invitee, case.reason) == (inviter.number, friend.number, "existing")
    with pytest.raises(audits.ReasonMissing):
        await decided(db, program, release=True, reason=" ")
    assert (await decided(db, program, release=True)).points == 100
    assert await available(db, inviter) == 100
    (deed,) = await db.read(audits.of_subject, subject=f"referral:{case.referral_id}")
    assert (deed.action, deed.reason, deed.actor) == ("referrals.release", "问过了", "telegram:7")


async def test_a_cancelled_one_pays_nobody(db: Database, program: Program) -> None:
    inviter, _ = await held_case(db, program)
    assert (await decided(db, program, release=False)).state == "cancelled"
    assert await available(db, inviter) == 0
    assert await settled(db, program) == []


async def test_two_colleagues_at_once_decide_once(db: Database, program: Program) -> None:
    inviter, _ = await held_case(db, program)
    (case,) = await db.read(referral_reviews.waiting)

    async def taps(*, release: bool) -> referral_rewards.Settled:
        return await db.write(
            referral_reviews.decide,
            referral_id=case.referral_id,
            release=release,
            reason="r",
            operator_id=7,
            program=program,
            now=NOW,
        )

    outcomes = await asyncio.gather(*(taps(release=n % 2 == 0) for n in range(6)), return_exceptions=True)
    assert sum(isinstance(one, referral_rewards.Settled) for one in outcomes) == 1
    assert sum(isinstance(one, referral_reviews.Decided) for one in outcomes) == 5
    first = next(one for one in outcomes if isinstance(one, referral_rewards.Settled))
    assert await available(db, inviter) == (100 if first.state == "paid" else 0)
    with pytest.raises(referral_reviews.ReferralUnknown):
        await db.write(
            referral_reviews.decide,
            referral_id=999,
            release=True,
            reason="r",
            operator_id=7,
            program=program,
            now=NOW,
        )


async def test_a_released_one_whose_order_went_back_meanwhile_pays_nobody(
    db: Database, program: Program
) -> None:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)
    await buys(db, program, friend, now=NOW - timedelta(days=30))
    order = await buys(db, program, friend)
    await settled(db, program)
    refund = refunds.Refund(order.channel, "r1", order.ref, NOW, 3_000)
    await db.write(refunds.take_in, refunds=[refund], program=program, now=NOW)
    done = await decided(db, program, release=True)
    assert (done.state, done.reason) == ("cancelled", "refunded")
    assert await available(db, inviter) == 0


async def test_a_shared_phone_is_looked_at(db: Database, program: Program) -> None:
    inviter = await a_member(db, program, now=NOW)
    friend = await invited(db, program, inviter)

    def claimed(session: Session) -> None:
        session.add(
            Claim(
                value="blinded",
                claimant_id=friend.member_id,
                holder_id=inviter.member_id,
                state="refused",
                opened_at=NOW,
            )
        )

    await db.write(claimed)
    await buys(db, program, friend)
    assert [(one.state, one.reason) for one in await settled(db, program)] == [("held", "phone")]


async def many(db: Database, program: Program, inviter: Joined, count: int, apart: timedelta) -> list[Joined]:
    friends = []
    for number in range(count):
        at = NOW + apart * number
        friends.append(await invited(db, program, inviter, now=at))
        await buys(db, program, friends[-1], now=at)
    return friends


@pytest.mark.parametrize(
    ("count", "apart", "reasons"),
    [
        (9, timedelta(hours=1), set()),
        (10, timedelta(hours=1), {"velocity"}),
        (12, timedelta(days=7), set()),
        # ten within seven days: the tenth joins a second before the first one's seven days are over
        (10, timedelta(hours=18, minutes=39), {"velocity"}),
        (10, timedelta(hours=18, minutes=40), set()),
    ],
)
async def test_many_within_days_are_looked_at(
    db: Database, program: Program, count: int, apart: timedelta, reasons: set[str]
) -> None:
    inviter = await a_member(db, program, now=NOW)
    await many(db, program, inviter, count, apart)
    found = await settled(db, program, NOW + apart * count)
    assert {one.reason for one in found if one.state == "held"} == reasons


async def test_beyond_the_cap_of_the_month_only_the_friend_is_rewarded(
    db: Database, program: Program
) -> None:
    capped = with_rules(program, max_per_month=2, review_after=99)
    inviter = await a_member(db, program, now=NOW)
    friends = await many(db, program, inviter, 3, timedelta(hours=1))
    now = NOW + timedelta(hours=5)
    await db.write(referrals.match, limit=100, program=capped)
    due = await db.read(referrals.due, after=0, limit=100, now=now)
    await asyncio.gather(
        *(db.write(referrals.settle, referral_id=one, program=capped, now=now) for one in [*due, *due])
    )
    assert await available(db, inviter, now) == 200
    assert [await available(db, one, now) for one in friends] == [30 + 50] * 3
    known = await db.read(referrals.invitations, member_id=inviter.member_id, program=capped, now=now)
    assert known.rewarded_this_month == 2
    december = datetime(2026, 11, 30, 16, tzinfo=UTC)  # midnight in Shanghai
    later = await invited(db, program, inviter, now=december)
    await buys(db, program, later, now=december)
    assert [one.points for one in await settled(db, capped, december)] == [100]


def with_rules(program: Program, **rules: Any) -> Program:
    referral = program.points.referral.model_copy(update=rules)
    return program.model_copy(update={"points": program.points.model_copy(update={"referral": referral})})


async def test_what_the_budget_does_not_hold_waits_for_a_colleague(db: Database, program: Program) -> None:
    limits = {"referral": Limits(program=Spans(month=Limit(points=310)))}
    limited = program.model_copy(update={"points": program.points.model_copy(update={"limits": limits})})
    inviter = await a_member(db, program, now=NOW)
    await many(db, program, inviter, 3, timedelta(hours=1))
    found = await settled(db, limited, NOW + timedelta(hours=3))
    assert [(one.state, one.reason) for one in found] == [("paid", None)] * 2 + [("held", "budget")]
    assert await available(db, inviter, NOW + timedelta(hours=3)) == 200


async def test_cash_is_handed_over_once(db: Database, program: Program) -> None:
    paying = with_rules(program, inviter_cash=Decimal(5))
    inviter = await a_member(db, program, now=NOW, name="=cmd()")
    await buys(db, program, await invited(db, program, inviter))
    await settled(db, paying)
    (owed,) = await db.write(referral_reviews.payouts, operator_id=7, now=NOW)
    assert (owed.number, owed.amount_minor) == (inviter.number, 500)
    assert await db.write(referral_reviews.payouts, operator_id=7, now=NOW) == ()
    assert "referrals-paid-coupon-cash" in await db.read(texts)


async def test_a_job_that_runs_twice_at_once_pays_once(db: Database, program: Program) -> None:
    inviter = await a_member(db, program, now=NOW)
    await buys(db, program, await invited(db, program, inviter))
    await asyncio.gather(*(settled(db, program) for _ in range(4)))
    assert await available(db, inviter) == 100
    assert (await db.read(texts)).count("referrals-paid-coupon") == 1
