"""Stars through the real intake: the process may die at any step, and what was paid is booked once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.context import ProgramInUse
from bot.dispatcher import build_dispatcher
from bot.intake import Intake
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.models.cards import CardTerm
from db.models.notices import Notice
from db.models.payments import Payment
from db.models.updates import InboxUpdate
from handlers import payments as edge
from membership import bills, tiers
from tests.builders import a_member
from tests.conftest import NOW, StandingClock
from tests.tasks.wire import TOKEN, Mortal, MortalDatabase, Wire

BUYER = 881_001
MOST_STEPS = 60


class Desk:
    """The payments router behind a real dispatcher and intake, on a database that may die."""

    def __init__(self, db: Database, program: Program, catalogue: Catalogue, clock: StandingClock) -> None:
        self.db, self.program, self.catalogue, self.clock = db, program, catalogue, clock
        self.wire = Wire()

    def process(self, mortal: Mortal) -> Intake:
        db = MortalDatabase(self.db, mortal)
        dispatcher: Dispatcher = build_dispatcher(
            [edge.router],
            db=db,
            clock=self.clock,
            program=ProgramInUse(self.program),
            catalogue=self.catalogue,
            support=-500,
        )
        bot = Bot(TOKEN, session=self.wire)
        return Intake(bot=bot, dispatcher=dispatcher, db=db, clock=self.clock)


@pytest.fixture
def desk(db: Database, program: Program, catalogue: Catalogue, clock: StandingClock) -> Desk:
    return Desk(db, program, catalogue, clock)


def someone(who: int = BUYER) -> dict[str, Any]:
    return {"id": who, "is_bot": False, "first_name": "Lin", "language_code": "zh-hans"}


def a_payment(bill: bills.Bill, charge: str = "c1", update_id: int = 1, **given: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "currency": "XTR",
        "total_amount": bill.offer.stars,
        "invoice_payload": bill.payload,
        "telegram_payment_charge_id": charge,
        "provider_payment_charge_id": "",
    }
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": int(NOW.timestamp()),
            "chat": {"id": BUYER, "type": "private", "first_name": "Lin"},
            "from": someone(),
            "successful_payment": told | given,
        },
    }


def a_question(bill: bills.Bill, who: int = BUYER, update_id: int = 1, **given: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "id": str(update_id),
        "from": someone(who),
        "currency": "XTR",
        "total_amount": bill.offer.stars,
        "invoice_payload": bill.payload,
    }
    return {"update_id": update_id, "pre_checkout_query": told | given}


async def a_bill(desk: Desk, kind: str = "once") -> bills.Bill:
    member = await a_member(desk.db, desk.program, now=NOW, telegram_id=BUYER)
    return await desk.db.write(
        bills.bill,
        member_id=member.member_id,
        telegram_id=BUYER,
        kind=kind,
        program=desk.program,
        now=NOW,
    )


def standing(session: Session) -> tuple[list[tuple[str, str | None]], int, list[str], list[str]]:
    """Return the payments' states with their charges, how many terms, the notices, and the inbox's states."""
    return (
        [(one.state, one.charge) for one in session.scalars(select(Payment).order_by(Payment.id))],
        len(session.scalars(select(CardTerm.id)).all()),
        list(session.scalars(select(Notice.text).order_by(Notice.id))),
        list(session.scalars(select(InboxUpdate.state))),
    )


async def test_a_payment_survives_the_process_dying_at_each_of_its_steps(desk: Desk) -> None:
    bill = await a_bill(desk)
    died = 0
    for step in range(1, MOST_STEPS):
        mortal = Mortal(dies_at=step)
        # A new charge each round: the same bill, paid again.
        paid = a_payment(bill, f"c{step}", update_id=step)
        before = await desk.db.read(standing)
        try:
            first = desk.process(mortal)
            await first.receive([paid])
            await first.drain(5)
        except BaseException:
            if not mortal.dead:
                raise
        after = await desk.db.read(standing)
        # Whatever the moment of death: all of it is there, or nothing.
        booked = ("paid", f"c{step}") in after[0]
        assert after[1] - before[1] == int(booked)
        assert len(after[2]) - len(before[2]) == int(booked)
        died += mortal.dead
        second = desk.process(Mortal())
        if not await second.recover() and not booked:
            await second.receive([paid])  # it was never kept, so Telegram sends it again
        await second.drain(5)
        states, terms, notices, inbox = await desk.db.read(standing)
        assert states.count(("paid", f"c{step}")) == 1
        assert (terms, len(notices)) == (step, step)
        assert "open" not in inbox
        if not mortal.dead:
            break
    assert died >= 5
    assert mortal.steps < MOST_STEPS


async def test_a_checkout_is_answered_yes_or_with_a_reason(desk: Desk) -> None:
    bill = await a_bill(desk)
    intake = desk.process(Mortal())
    questions = [
        a_question(bill, update_id=1),
        a_question(bill, who=BUYER + 1, update_id=2),
        a_question(bill, update_id=3, total_amount=1),
        a_question(bill, update_id=4, invoice_payload="?"),
    ]
    for question in questions:
        await intake.receive([question])
    await intake.drain(5)
    answers = sorted(desk.wire.arrived, key=lambda one: one.pre_checkout_query_id)
    assert [one.ok for one in answers] == [True, False, False, False]
    assert [one.error_message for one in answers[1:]] == [
        desk.catalogue["zh-Hans"](key)
        for key in ("payments-bill-not-yours", "payments-bill-changed", "payments-bill-unknown")
    ]


async def test_renewals_and_refunds_come_as_messages_of_telegram(desk: Desk) -> None:
    bill = await a_bill(desk, "monthly")
    intake = desk.process(Mortal())
    first = NOW + timedelta(days=30)
    recurring = {"is_recurring": True, "subscription_expiration_date": int(first.timestamp())}
    await intake.receive([a_payment(bill, "m1", 1, is_first_recurring=True, **recurring)])
    recurring["subscription_expiration_date"] = int((first + timedelta(days=30)).timestamp())
    await intake.receive([a_payment(bill, "m2", 2, **recurring)])
    back = a_payment(bill, update_id=3)
    told = back["message"].pop("successful_payment") | {"telegram_payment_charge_id": "m1"}
    await intake.receive([{**back, "message": {**back["message"], "refunded_payment": told}}])
    await intake.drain(5)
    states, terms, notices, _ = await desk.db.read(standing)
    assert states == [("refunded", "m1"), ("paid", "m2")]
    assert terms == 2
    assert notices == ["cards-paid", "cards-renewed", "payments-refunded"]
    member = await desk.db.read(owner)
    stands = await desk.db.read(tiers.standing, member_id=member, program=desk.program, now=NOW)
    assert stands.tier == "gold"
    # The first month went back, so the second, which had been paid, runs from now.
    assert stands.floor_until == datetime(2026, 12, 18, 16, tzinfo=UTC)


def owner(session: Session) -> int:
    return int(session.scalars(select(Payment.member_id)).all()[0] or 0)
