from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.crypto import Vault
from core.program import Program
from core.program_counter import SpendingRules
from db.engine import Database
from membership import audits, deductions, notices, passes, points, visits
from membership.deductions import Deduction
from tests.builders import a_member, some_points

CLERK, MEMBER = 900_001, 800_001
MINUTE = timedelta(minutes=1)


class Till:
    """A visit in which the clerk asks for points and the member answers."""

    def __init__(self, db: Database, program: Program, member_id: int, visit_id: int, now: datetime) -> None:
        self.db, self.program, self.member_id, self.visit_id, self.now = db, program, member_id, visit_id, now

    async def ask(
        self, amount: int = 5_850, *, clerk: int = CLERK, after: timedelta = 0 * MINUTE
    ) -> Deduction:
        return await self.db.write(
            deductions.ask,
            visit_id=self.visit_id,
            clerk=clerk,
            amount=amount,
            program=self.program,
            now=self.now + after,
        )

    async def answer(
        self,
        asked: Deduction,
        *,
        yes: bool = True,
        member_id: int | None = None,
        after: timedelta = 0 * MINUTE,
    ) -> Deduction:
        return await self.db.write(
            deductions.answer,
            deduction_id=asked.deduction_id,
            member_id=member_id or self.member_id,
            yes=yes,
            program=self.program,
            now=self.now + after,
        )

    async def undo(self, asked: Deduction, *, clerk: int = CLERK, after: timedelta = 0 * MINUTE) -> Deduction:
        return await self.db.write(
            deductions.undo,
            deduction_id=asked.deduction_id,
            clerk=clerk,
            program=self.program,
            now=self.now + after,
        )

    async def balance(self) -> int:
        held = await self.db.read(points.balance, member_id=self.member_id, now=self.now)
        return held.available

    async def told(self, after: timedelta = 0 * MINUTE) -> list[tuple[int, str]]:
        due = await self.db.write(notices.arm, limit=50, now=self.now + after)
        return [(one.chat_id, one.text) for one in due if one.text.startswith("deductions-")]


@pytest.fixture
async def till(db: Database, program: Program, vault: Vault, now: datetime) -> Till:
    member = (await a_member(db, program, now=now, telegram_id=MEMBER)).member_id
    await some_points(db, program, member_id=member, amount=1_050, now=now)
    code = (await db.write(passes.show, member_id=member, vault=vault, now=now)).code
    visit = await db.write(visits.open_visit, typed=code, clerk=CLERK, vault=vault, now=now)
    assert isinstance(visit, visits.Visit)
    return Till(db, program, member, visit.visit_id, now)


async def test_nothing_is_taken_before_the_member_says_yes_and_then_once(till: Till) -> None:
    asked = await till.ask()
    assert (asked.points, asked.value, asked.due) == (500, 2_500, 3_350)
    assert await till.balance() == 1_050
    assert await till.told() == [(MEMBER, "deductions-ask")]
    outcomes = await asyncio.gather(*(till.answer(asked) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(one, Deduction) for one in outcomes) == 1
    assert sum(isinstance(one, deductions.DeductionOver) for one in outcomes) == 4
    assert await till.balance() == 550
    assert await till.told() == [(CLERK, "deductions-to-clerk")]


async def test_the_deed_is_noted_with_clerk_and_figures(till: Till) -> None:
    await till.answer(await till.ask())
    deeds = await till.db.read(audits.of_subject, subject=f"member:{till.member_id}")
    assert [deed.action for deed in deeds] == ["deductions.deduct", "visits.open"]
    assert deeds[0].actor == f"telegram:{CLERK}"
    assert deeds[0].after["points"] == 500


async def test_nobody_else_can_answer(till: Till) -> None:
    asked = await till.ask()
    stranger = (await a_member(till.db, till.program, now=till.now)).member_id
    for yes in (True, False):
        with pytest.raises(deductions.DeductionUnknown):
            await till.answer(asked, yes=yes, member_id=stranger)
    assert (await till.answer(asked)).state == "confirmed"


async def test_a_no_takes_nothing_and_can_be_asked_again(till: Till) -> None:
    asked = await till.ask()
    with pytest.raises(deductions.StillAsked):
        await till.ask()
    assert (await till.answer(asked, yes=False)).state == "declined"
    with pytest.raises(deductions.DeductionOver):
        await till.answer(asked)
    assert await till.balance() == 1_050
    assert (await till.ask(2_000)).points == 200


async def test_two_minutes_decide(till: Till) -> None:
    asked = await till.ask()
    with pytest.raises(deductions.DeductionOver):
        await till.answer(asked, after=2 * MINUTE)
    assert await till.db.write(deductions.lapse, limit=9, now=till.now + 2 * MINUTE) == 1
    assert await till.db.write(deductions.lapse, limit=9, now=till.now + 2 * MINUTE) == 0
    assert (CLERK, "deductions-to-clerk") in await till.told(2 * MINUTE)
    assert await till.balance() == 1_050
    again = await till.ask(after=2 * MINUTE)
    assert (await till.answer(again, after=2 * MINUTE + timedelta(seconds=119))).state == "confirmed"


async def test_a_visit_takes_points_once(till: Till) -> None:
    await till.answer(await till.ask())
    with pytest.raises(deductions.StillAsked):
        await till.ask()


async def test_points_that_went_elsewhere_meanwhile_are_not_taken_twice(till: Till) -> None:
    asked = await till.ask()
    await till.db.write(
        points.spend,
        member_id=till.member_id,
        amount=1_000,
        key="elsewhere",
        source="redeem:mug",
        program=till.program,
        now=till.now,
    )
    with pytest.raises(points.PointsShort):
        await till.answer(asked)
    assert await till.balance() == 50
    assert (await till.answer(asked, yes=False)).state == "declined"


async def test_the_clerk_undoes_it_once_while_the_visit_lasts(till: Till) -> None:
    asked = await till.answer(await till.ask())
    with pytest.raises(deductions.DeductionUnknown):
        await till.undo(asked, clerk=7)
    with pytest.raises(visits.VisitOver):
        await till.undo(asked, after=5 * MINUTE)
    assert (await till.undo(asked)).state == "undone"
    with pytest.raises(deductions.DeductionOver):
        await till.undo(asked)
    assert await till.balance() == 1_050
    assert (MEMBER, "deductions-undone") in await till.told()


async def test_another_clerk_asks_nothing_of_this_visit(till: Till) -> None:
    with pytest.raises(visits.VisitUnknown):
        await till.ask(clerk=7)


@pytest.mark.parametrize("amount", [1, 999])
async def test_an_order_too_small_for_one_step_is_refused_with_the_figures(till: Till, amount: int) -> None:
    with pytest.raises(deductions.NothingToSpend) as refused:
        await till.ask(amount)
    assert refused.value.values == {"step": 100, "balance": 1_050}


async def test_a_program_without_spending_takes_no_points(till: Till) -> None:
    rules = till.program.points.model_copy(update={"spending": None})
    till.program = till.program.model_copy(update={"points": rules})
    with pytest.raises(deductions.NoSpending):
        await till.ask()


@settings(max_examples=200, deadline=None)
@given(
    amount=st.integers(1, 10_000_000),
    balance=st.integers(0, 1_000_000),
    per_unit=st.integers(1, 1_000),
    step=st.integers(1, 1_000),
    share=st.sampled_from(["0.01", "0.3333", "0.5", "1"]),
)
def test_points_never_pay_more_than_their_share_nor_more_than_there_are(
    program: Program, amount: int, balance: int, per_unit: int, step: int, share: str
) -> None:
    rules = SpendingRules(points_per_unit=per_unit, step=step, max_share=Decimal(share))
    brand = program.model_copy(update={"points": program.points.model_copy(update={"spending": rules})})
    offer = deductions.worth(amount, balance, program=brand)
    if offer is None:
        return
    assert 0 < offer.points <= balance
    assert offer.points % step == 0
    assert 0 < offer.value <= amount * Decimal(share)
    assert offer.value * per_unit <= offer.points * 100 < (offer.value + 1) * per_unit
    more = offer.points + step
    assert more > balance or Decimal(more) / per_unit * 100 > int(amount * Decimal(share)) - 1
