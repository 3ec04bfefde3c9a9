from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from db.models.cards import CardTerm
from db.models.notices import Notice
from db.models.payments import Payment
from membership import (
    audits,
    benefits,
    bills,
    card_reminders,
    cards,
    erasures,
    members,
    merges,
    payments,
    star_checks,
    star_refunds,
    tiers,
)
from membership.members import Joined
from tests.builders import a_member
from tests.conftest import NOW

BUYER, OTHER, DESK = 880_001, 880_002, -500


async def buyer(db: Database, program: Program, telegram_id: int = BUYER) -> Joined:
    return await a_member(db, program, now=NOW, telegram_id=telegram_id)


async def a_bill(
    db: Database,
    program: Program,
    member: Joined,
    *,
    kind: str = "once",
    telegram_id: int = BUYER,
    now: datetime = NOW,
) -> bills.Bill:
    return await db.write(
        bills.bill, member_id=member.member_id, telegram_id=telegram_id, kind=kind, program=program, now=now
    )


async def checked(db: Database, program: Program, bill: bills.Bill, **given: Any) -> int:
    values: dict[str, Any] = {
        "telegram_id": BUYER,
        "payload": bill.payload,
        "amount": bill.offer.stars,
        "currency": "XTR",
        "program": program,
        "now": NOW,
    }
    return await db.write(bills.check, **(values | given))


def a_receipt(bill: bills.Bill, charge: str = "c1", **given: Any) -> payments.Receipt:
    receipt = payments.Receipt(charge, bill.payload, BUYER, bill.offer.stars, "XTR", NOW)
    return replace(receipt, **given)


async def booked(
    db: Database, program: Program, receipt: payments.Receipt, now: datetime = NOW
) -> payments.Booked:
    return await db.write(payments.book, receipt=receipt, desk=[DESK], program=program, now=now)


async def paid(db: Database, program: Program, **given: Any) -> tuple[Joined, payments.Booked]:
    """A member who has bought a year."""
    member = await buyer(db, program)
    return member, await booked(db, program, a_receipt(await a_bill(db, program, member), **given))


def told(session: Session) -> list[tuple[int, str]]:
    return [(one.chat_id, one.text) for one in session.scalars(select(Notice).order_by(Notice.id))]


def stored(session: Session) -> list[tuple[str, str | None, int | None]]:
    """Each payment's state, problem and member."""
    return [(p.state, p.problem, p.member_id) for p in session.scalars(select(Payment).order_by(Payment.id))]


def term_count(session: Session) -> int:
    return len(session.scalars(select(CardTerm.id)).all())


async def tier_of(db: Database, program: Program, member: Joined, now: datetime = NOW) -> str:
    return (await db.read(tiers.standing, member_id=member.member_id, program=program, now=now)).tier


async def test_a_payment_gives_the_card_and_says_so_in_one_message(db: Database, program: Program) -> None:
    member = await buyer(db, program)
    bill = await a_bill(db, program, member)
    assert (bill.offer.stars, bill.offer.months) == (900, 12)
    assert await checked(db, program, bill) == bill.payment_id
    done = await booked(db, program, a_receipt(bill))
    assert (done.payment_id, done.member_id, done.problem) == (bill.payment_id, member.member_id, None)
    assert await tier_of(db, program, member) == "gold"
    assert await db.read(told) == [(BUYER, "cards-paid")]


async def test_a_receipt_that_comes_many_times_at_once_buys_one_year(db: Database, program: Program) -> None:
    member = await buyer(db, program)
    receipt = a_receipt(await a_bill(db, program, member))
    all_at_once = await asyncio.gather(*(booked(db, program, receipt) for _ in range(6)))
    assert sorted(one.new for one in all_at_once) == [False] * 5 + [True]
    assert await db.read(term_count) == 1
    assert len(await db.read(told)) == 1


async def test_one_bill_paid_twice_gives_two_years(db: Database, program: Program) -> None:
    """Two copies of the bill were open on two phones: both payments are Telegram's fact."""
    member = await buyer(db, program)
    bill = await a_bill(db, program, member)
    await asyncio.gather(*(booked(db, program, a_receipt(bill, charge)) for charge in ("c1", "c2")))
    held = await db.read(cards.card_of, member_id=member.member_id, program=program, now=NOW)
    assert held is not None
    assert held.days_left == 366 + 366  # from 18 November 2026 to 18 November 2028, a leap year in between
    assert [state for state, _, _ in await db.read(stored)] == ["paid", "paid"]


async def test_tapping_buy_again_gives_the_same_bill_until_it_is_paid(db: Database, program: Program) -> None:
    member = await buyer(db, program)
    bill = await a_bill(db, program, member)
    assert await a_bill(db, program, member, now=NOW + timedelta(hours=1)) == bill
    assert await a_bill(db, program, member, now=NOW + timedelta(hours=13)) != bill
    await booked(db, program, a_receipt(bill))
    assert (await a_bill(db, program, member)).payload != bill.payload


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"payload": "card-nonsense"}, bills.BillUnknown),
        ({"payload": ""}, bills.BillUnknown),
        ({"telegram_id": OTHER}, bills.BillNotYours),
        ({"amount": 1}, bills.BillChanged),
        ({"currency": "CNY"}, bills.BillChanged),
        ({"now": NOW + timedelta(hours=24)}, bills.BillOld),
    ],
)
async def test_a_payment_is_refused_before_it_is_made(
    db: Database, program: Program, given: dict[str, Any], refusal: type[Exception]
) -> None:
    bill = await a_bill(db, program, await buyer(db, program))
    with pytest.raises(refusal):
        await checked(db, program, bill, **given)


async def test_a_bill_is_refused_once_it_is_paid_or_sold_otherwise(db: Database, program: Program) -> None:
    assert program.paid_card is not None
    member = await buyer(db, program)
    bill = await a_bill(db, program, member)
    dearer = program.model_copy(update={"paid_card": program.paid_card.model_copy(update={"stars": 901})})
    gone = program.model_copy(update={"paid_card": None})
    for changed in (dearer, gone):
        with pytest.raises(bills.BillChanged):
            await checked(db, changed, bill)
    with pytest.raises(bills.NotSold):
        await a_bill(db, gone, member)
    await booked(db, program, a_receipt(bill))
    with pytest.raises(bills.BillPaid):
        await checked(db, program, bill)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"payload": "from-another-bot"}, "bill"),
        ({"telegram_id": OTHER}, "nobody"),
        ({"amount": 899}, "amount"),
        ({"currency": "CNY"}, "amount"),
    ],
)
async def test_what_can_buy_nothing_is_kept_and_the_desk_is_told(
    db: Database, program: Program, given: dict[str, Any], problem: str
) -> None:
    member = await buyer(db, program)
    receipt = a_receipt(await a_bill(db, program, member), **given)
    for _ in range(2):
        assert (await booked(db, program, receipt)).problem == problem
    assert await db.read(told) == [(DESK, f"payments-kept-{problem}")]
    assert await db.read(term_count) == 0
    assert await tier_of(db, program, member) == "basic"


async def test_somebody_elses_bill_that_was_paid_all_the_same_serves_who_paid(
    db: Database, program: Program
) -> None:
    member, payer = await buyer(db, program), await buyer(db, program, OTHER)
    done = await booked(db, program, a_receipt(await a_bill(db, program, member), telegram_id=OTHER))
    assert done.member_id == payer.member_id
    assert await tier_of(db, program, payer) == "gold"
    assert await tier_of(db, program, member) == "basic"


async def subscribed(db: Database, program: Program, months: int = 1) -> tuple[Joined, bills.Bill]:
    member = await buyer(db, program)
    bill = await a_bill(db, program, member, kind="monthly")
    for month in range(months):
        at = NOW + timedelta(days=30 * month)
        receipt = a_receipt(bill, f"m{month}", paid_at=at, expires_at=at + timedelta(days=30))
        await booked(db, program, receipt, now=at)
    return member, bill


async def test_a_subscription_renews_month_by_month_without_a_gap_or_a_drift(
    db: Database, program: Program
) -> None:
    member, _ = await subscribed(db, program, months=6)
    now = NOW + timedelta(days=155)
    held = await db.read(cards.card_of, member_id=member.member_id, program=program, now=now)
    assert held is not None
    assert held.renews
    paid_until = NOW + timedelta(days=180)
    assert timedelta(0) <= held.until_at - paid_until < timedelta(days=1)
    texts = [text for _, text in await db.read(told)]
    assert texts == ["cards-paid", *["cards-renewed"] * 5]
    renewing = await db.read(lambda session: [p.renews for p in session.scalars(select(Payment))])
    assert renewing.count(True) == 1


async def test_who_subscribed_is_not_sold_a_second_subscription(db: Database, program: Program) -> None:
    member, _ = await subscribed(db, program)
    with pytest.raises(bills.Subscribed):
        await a_bill(db, program, member, kind="monthly")
    await a_bill(db, program, member, kind="once")


async def test_nobody_is_erased_while_an_older_one_of_two_subscriptions_runs(
    db: Database, program: Program, vault: Vault
) -> None:
    kept, first = await subscribed(db, program)
    source = await a_member(db, program, now=NOW, telegram_id=OTHER)
    bill = await a_bill(db, program, source, kind="monthly", telegram_id=OTHER)
    later = NOW + timedelta(days=1)
    receipt = replace(
        a_receipt(bill, "n0", paid_at=later, expires_at=later + timedelta(days=30)), telegram_id=OTHER
    )
    await booked(db, program, receipt, now=later)
    await db.write(
        merges.merge,
        source=source.member_id,
        target=kept.member_id,
        actor="telegram:1",
        reason="one person",
        origin="chat",
        program=program,
        now=later,
    )

    async def erase() -> erasures.Erased:
        return await db.write(
            erasures.erase,
            member_id=kept.member_id,
            actor="member",
            origin="chat",
            vault=vault,
            program=program,
            now=later,
        )

    for payment_id in (bill.payment_id, first.payment_id):
        with pytest.raises(erasures.SubscriptionRuns):
            await erase()
        await db.write(payments.let_renew, payment_id=payment_id, renews=False, program=program, now=later)
    assert (await erase()).new


async def test_only_a_subscription_that_stops_is_announced_to_end(db: Database, program: Program) -> None:
    member, bill = await subscribed(db, program)
    late = NOW + timedelta(days=25)
    assert await db.write(card_reminders.remind, limit=9, program=program, now=late) == 0
    await db.write(payments.let_renew, payment_id=bill.payment_id, renews=False, program=program, now=NOW)
    held = await db.read(cards.card_of, member_id=member.member_id, program=program, now=NOW)
    assert held is not None
    assert not held.renews
    assert await db.write(card_reminders.remind, limit=9, program=program, now=late) == 1
    with pytest.raises(payments.SubscriptionOver):
        await db.read(
            payments.subscription,
            payment_id=bill.payment_id,
            member_id=member.member_id,
            telegram_id=OTHER,
            now=NOW,
        )


async def begun(
    db: Database, program: Program, done: payments.Booked, now: datetime
) -> star_refunds.Refunding:
    assert done.member_id is not None
    return await db.write(
        star_refunds.begin_own,
        payment_id=done.payment_id,
        member_id=done.member_id,
        telegram_id=BUYER,
        program=program,
        now=now,
    )


async def refunded(
    db: Database, program: Program, charge: str, now: datetime
) -> star_refunds.Refunded | None:
    return await db.write(star_refunds.finish, charge=charge, program=program, now=now)


async def test_an_unused_card_goes_back_within_its_days_and_once(db: Database, program: Program) -> None:
    member, done = await paid(db, program)
    now = NOW + timedelta(days=7) - timedelta(seconds=1)
    found = await db.read(
        star_refunds.chance, member_id=member.member_id, telegram_id=BUYER, program=program, now=now
    )
    assert found is not None
    assert found.payment_id == done.payment_id
    first = await begun(db, program, done, now)
    assert await begun(db, program, done, now) == first  # a double tap asks Telegram the same thing again
    ended = [await refunded(db, program, "c1", now) for _ in range(2)]
    assert [one.new for one in ended if one] == [True, False]
    assert await tier_of(db, program, member, now) == "basic"
    assert [text for _, text in await db.read(told)] == ["cards-paid", "payments-refunded"]
    with pytest.raises(star_refunds.AlreadyRefunded):
        await begun(db, program, done, now)
    deeds = await db.read(audits.of_subject, subject=f"payment:{done.payment_id}")
    assert [deed.action for deed in deeds] == ["payments.refund"]


async def test_a_used_or_old_card_goes_back_only_through_a_colleague(db: Database, program: Program) -> None:
    member, done = await paid(db, program)
    with pytest.raises(star_refunds.TooLate):
        await begun(db, program, done, NOW + timedelta(days=7))
    await db.write(
        benefits.claim,
        member_id=member.member_id,
        benefit="gold-cup",
        program=program,
        now=NOW + timedelta(hours=1),
    )
    with pytest.raises(star_refunds.CardUsed):
        await begun(db, program, done, NOW + timedelta(hours=2))
    now = NOW + timedelta(hours=3)
    assert (
        await db.read(
            star_refunds.chance, member_id=member.member_id, telegram_id=BUYER, program=program, now=now
        )
        is None
    )
    with pytest.raises(audits.ReasonMissing):
        await db.write(star_refunds.begin, receipt="P1", operator_id=7, reason=" ", now=now)
    number = payments.receipt_of(done.payment_id)
    for named in (f"#{number}", number.lower(), "c1"):
        asked = await db.write(star_refunds.begin, receipt=named, operator_id=7, reason="误买", now=now)
        assert asked.payment_id == done.payment_id


async def test_nobody_refunds_anothers_payment(db: Database, program: Program) -> None:
    _, done = await paid(db, program)
    other = await buyer(db, program, OTHER)
    for member_id, telegram_id in ((other.member_id, OTHER), (other.member_id, BUYER)):
        with pytest.raises(star_refunds.PaymentUnknown):
            await db.write(
                star_refunds.begin_own,
                payment_id=done.payment_id,
                member_id=member_id,
                telegram_id=telegram_id,
                program=program,
                now=NOW,
            )
    for receipt in ("P999", "", "x" * 500, "P" + "9" * 30):
        with pytest.raises(star_refunds.PaymentUnknown):
            await db.write(star_refunds.begin, receipt=receipt, operator_id=7, reason="r", now=NOW)


async def test_an_unpaid_bill_is_no_receipt(db: Database, program: Program) -> None:
    bill = await a_bill(db, program, await buyer(db, program))
    with pytest.raises(star_refunds.PaymentUnknown):
        await db.write(star_refunds.begin, receipt=f"P{bill.payment_id}", operator_id=7, reason="r", now=NOW)


async def test_a_refund_that_telegram_denies_leaves_the_card(db: Database, program: Program) -> None:
    member, done = await paid(db, program)
    await begun(db, program, done, NOW)
    await db.write(star_refunds.refused, payment_id=done.payment_id, error="BALANCE_TOO_LOW", now=NOW)
    assert await db.read(stored) == [("paid", None, member.member_id)]
    assert await tier_of(db, program, member) == "gold"


async def test_a_refund_in_doubt_is_found_after_minutes(db: Database, program: Program) -> None:
    _, done = await paid(db, program)
    asked = await begun(db, program, done, NOW)

    async def doubtful(after: timedelta) -> list[star_refunds.Refunding]:
        return list(await db.read(star_refunds.in_doubt, limit=9, now=NOW + after))

    assert await doubtful(timedelta(minutes=4)) == []
    assert await doubtful(timedelta(minutes=6)) == [asked]
    await refunded(db, program, "c1", NOW)
    assert await doubtful(timedelta(minutes=6)) == []


async def compared(db: Database, program: Program, *seen: star_checks.Seen) -> star_checks.Compared:
    return await db.write(star_checks.compare, seen=seen, desk=[DESK], program=program, now=NOW)


async def concluded(
    db: Database, found: star_checks.Compared, now: datetime = NOW, end: int = 1
) -> star_checks.Check:
    return await db.write(star_checks.conclude, begin=0, end=end, found=found, desk=[DESK], began=now)


async def test_a_payment_that_we_missed_is_booked_from_telegrams_list(db: Database, program: Program) -> None:
    member = await buyer(db, program)
    receipt = a_receipt(await a_bill(db, program, member))
    seen = star_checks.Seen("c1", 900, receipt)
    assert (await compared(db, program, seen)).booked == 1
    assert await compared(db, program, seen) == star_checks.Compared()
    assert not (await booked(db, program, receipt)).new  # the update comes after all
    assert await tier_of(db, program, member) == "gold"


async def test_a_refund_that_we_missed_ends_the_card(db: Database, program: Program) -> None:
    member, _ = await paid(db, program)
    back = star_checks.Seen("c1", 900, None)
    assert (await compared(db, program, back)).refunded == 1
    assert await compared(db, program, back) == star_checks.Compared()
    assert await tier_of(db, program, member) == "basic"


async def test_what_does_not_agree_is_told_once(db: Database, program: Program) -> None:
    _, done = await paid(db, program)
    wrong = star_checks.Seen("c1", 500, a_receipt(bills.Bill(1, "x", bills.offers(program)[0])))
    strange = star_checks.Seen("nobody's", 5, None)
    for _ in range(2):
        found = await compared(db, program, wrong, strange)
        assert len(found.differences) == 2
        await concluded(db, found)
    reports = [text for chat, text in await db.read(told) if chat == DESK]
    assert reports == ["payments-compared"]
    assert f"P{done.payment_id}" in found.differences[0]


async def test_a_payment_that_telegram_does_not_list_is_told_after_an_hour(
    db: Database, program: Program
) -> None:
    await paid(db, program)
    assert (await concluded(db, star_checks.Compared(), NOW)).found.differences == ()
    later = await concluded(db, star_checks.Compared(), NOW + timedelta(hours=2))
    assert len(later.found.differences) == 1


async def test_a_comparison_begins_a_little_before_the_last_one_ended(db: Database, program: Program) -> None:
    assert await db.read(star_checks.starting_point, whole=False) == 0
    await concluded(db, star_checks.Compared(), end=1_000)
    assert await db.read(star_checks.starting_point, whole=False) == 800
    assert await db.read(star_checks.starting_point, whole=True) == 0


async def test_who_paid_without_a_membership_is_in_the_books(db: Database, program: Program) -> None:
    member = await buyer(db, program)
    await booked(db, program, a_receipt(await a_bill(db, program, member), telegram_id=OTHER))
    listed = await db.read(payments.of_payer, telegram_id=OTHER, member_id=None)
    assert [(one.state, one.amount) for one in listed] == [("paid", 900)]
    with pytest.raises(members.MemberUnknown):
        await db.read(members.find, ref=members.Ref("telegram", str(OTHER)))
