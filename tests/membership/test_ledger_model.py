"""Any sequence of orders, refunds, spendings and passing time comes to what the reference says."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from core.program import Expiry, Program, load_program
from core.settings import ROOT
from db.types import Row
from db.writer import writing_engine
from membership import members, orders, points, refunds, tiers
from membership.earning import Line
from membership.members import Ref
from tests.conftest import NOW
from tests.membership.ledger_reference import Reference

PROGRAM: Program = load_program(ROOT / "program")
# Without category factors, which the reference would have to know.
PROGRAM = PROGRAM.model_copy(
    update={"points": PROGRAM.points.model_copy(update={"category_multipliers": {}})},
)
FOREVER = datetime.max.replace(tzinfo=UTC)
_ids = count(1)
_engine: list[Engine] = []


def engine() -> Engine:
    if not _engine:
        folder = Path(tempfile.mkdtemp(prefix="guanjia-ledger-"))
        made = writing_engine(f"sqlite+aiosqlite:///{folder / 'ledger.db'}")
        Row.metadata.create_all(made)
        _engine.append(made)
    return _engine[0]


class Ledger(RuleBasedStateMachine):
    """One member's life, once through the rules and once through the reference."""

    placed = Bundle("placed")

    def __init__(self) -> None:
        super().__init__()
        self.connection = engine().connect()
        self.life = self.connection.begin()  # one transaction a life, undone at its end
        self.now = NOW
        self.reference = Reference()
        self.number = f"ledger{next(_ids)}"

    def run(self, work: Callable[..., Any], **given: Any) -> Any:
        with Session(
            self.connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        ) as session:
            result = work(session, **given)
            session.commit()
            return result

    @initialize()
    def join(self) -> None:
        ref = Ref("number", self.number)
        self.member_id = self.run(members.resolve, refs=[ref], program=PROGRAM, now=self.now)[ref]

    def teardown(self) -> None:
        self.life.rollback()
        self.connection.close()

    @rule(
        target=placed,
        amount=st.integers(1, 40_000),
        back=st.sampled_from([0, 0, 0, 1, 3, 6, 8, 40, 300, 350, 380, 500]),
        waits=st.booleans(),
    )
    def buy(self, amount: int, back: int, waits: bool) -> Any:  # noqa: FBT001
        product = next(
            product.id
            for product in PROGRAM.products.values()
            if (product.category in PROGRAM.points.pending_days_by_category) == waits
        )
        order = orders.Order(
            "pos",
            f"{self.number}-{next(_ids)}",
            Ref("number", self.number),
            self.now - timedelta(days=back),
            "CNY",
            None,
            (Line(product, 1, amount),),
        )
        self._take(order, "created")
        return (order, [])

    def _take(self, order: orders.Order, expected: str) -> None:
        held = self.run(tiers.standing, member_id=self.member_id, program=PROGRAM, now=self.now).tier
        (outcome,) = self.run(orders.take_in, orders=[order], program=PROGRAM, now=self.now)
        assert outcome.kind == expected
        if expected != "created":
            return
        yuan = order.total // 100 if order.total >= 100 * PROGRAM.points.min_spend else 0
        worth = int(yuan_exact(order.total) * PROGRAM.tier_by_id[held].multiplier) if yuan else 0
        assert outcome.points == worth
        wait = 7 if order.lines[0].product != "" and waits_for(order.lines[0].product) else 0
        until = points.expires_at(order.ordered_at, program=PROGRAM)
        assert until is not None
        self.reference.give(order.ref, worth, yuan, order.ordered_at + timedelta(days=wait), until)

    @rule(bought=placed)
    def deliver_again(self, bought: Any) -> None:
        self._take(bought[0], "duplicate")

    @rule(bought=placed)
    def deliver_with_another_amount(self, bought: Any) -> None:
        order = bought[0]
        changed = (Line(order.lines[0].product, 1, order.total + 100),)
        other = orders.Order(
            order.channel, order.ref, order.member, order.ordered_at, order.currency, order.store, changed
        )
        self._take(other, "rejected")

    @rule(target=placed, bought=consumes(placed), amount=st.integers(1, 40_000), again=st.booleans())
    def refund(self, bought: Any, amount: int, again: bool) -> Any:  # noqa: FBT001
        order, before = bought
        one = refunds.Refund("pos", f"r{len(before)}", order.ref, self.now, amount)
        outcome = self.run(refunds.give_back, refund=one, program=PROGRAM, now=self.now)
        if sum(before) + amount > order.total:
            assert outcome.kind == "rejected"
            return bought
        assert outcome.kind == "created"
        heap = self.reference.heaps[order.ref]
        share, earlier = sum(before) + amount, sum(before)
        worth = heap.points * share // order.total - heap.points * earlier // order.total
        yuan = order.total // 100 if heap.points else 0
        qualifying = yuan * share // order.total - yuan * earlier // order.total
        assert -outcome.points == self.reference.take_back(order.ref, worth, qualifying, self.now)
        if again:
            repeated = self.run(refunds.give_back, refund=one, program=PROGRAM, now=self.now)
            assert repeated.kind == "duplicate"
        return (order, [*before, amount])

    @rule(amount=st.integers(1, 400), months=st.sampled_from([1, 2, 5, None]), again=st.booleans())
    def receive_a_gift(self, amount: int, months: int | None, again: bool) -> None:  # noqa: FBT001
        """Points that end sooner than older ones, or never: who spends in the order of coming is found out."""
        lasts = {"mode": "months", "months": months} if months else {"mode": "never"}
        rules = PROGRAM.points.model_copy(update={"expiry": Expiry(**lasts)})
        program = PROGRAM.model_copy(update={"points": rules})
        key = f"gift:{next(_ids)}"
        grant = points.Grant(self.member_id, amount, 0, key, "test", self.now)
        until = points.expires_at(self.now, program=program) or FOREVER
        for _ in range(2 if again else 1):
            self.run(points.earn, grant=grant, program=program, now=self.now)
            self.reference.give(key, amount, 0, self.now, until)

    @rule(amount=st.integers(1, 600), again=st.booleans())
    def spend(self, amount: int, again: bool) -> None:  # noqa: FBT001
        given = {
            "member_id": self.member_id,
            "key": f"spend:{next(_ids)}",
            "source": "test",
            "program": PROGRAM,
        }
        if not self.reference.spend(amount, self.now):
            with pytest.raises(points.PointsShort):
                self.run(points.spend, amount=amount, now=self.now, **given)
            return
        assert self.run(points.spend, amount=amount, now=self.now, **given).new
        if again:
            assert not self.run(points.spend, amount=amount, now=self.now, **given).new
            with pytest.raises(points.KeyReused):
                self.run(points.spend, amount=amount + 1, now=self.now, **given)

    @rule(
        by=st.sampled_from([timedelta(hours=5), timedelta(days=3), timedelta(days=40), timedelta(days=200)])
    )
    def wait(self, by: timedelta) -> None:
        self.now += by

    @rule()
    def expire(self) -> None:
        while self.run(points.expire, limit=3, program=PROGRAM, now=self.now):
            pass
        self.reference.expire(self.now)

    @invariant()
    def agrees_with_the_reference_and_the_books_balance(self) -> None:
        if hasattr(self, "member_id"):
            self.run(self._compare)

    def _compare(self, session: Session) -> None:
        told = points.balance(session, member_id=self.member_id, now=self.now)
        assert told.available == self.reference.available(self.now)
        assert told.pending == self.reference.pending(self.now)
        assert told.spent == self.reference.spent
        assert sum(bucket.amount for bucket in told.arriving) == told.pending
        entries, qualifying, lots, cached, counted = session.execute(BOOKS, {"member": self.member_id}).one()
        assert entries == lots == cached == self.reference.balance()
        assert qualifying == counted == self.reference.qualifying
        assert session.execute(TORN, {"member": self.member_id}).all() == []


def waits_for(product: str) -> bool:
    return PROGRAM.products[product].category in PROGRAM.points.pending_days_by_category


def yuan_exact(minor: int) -> Any:
    from decimal import Decimal

    return Decimal(minor) / 100 * PROGRAM.points.per_unit


BOOKS = text("""
    SELECT (SELECT coalesce(sum(amount), 0) FROM entries WHERE member_id = :member),
           (SELECT coalesce(sum(qualifying), 0) FROM entries WHERE member_id = :member),
           (SELECT coalesce(sum(remaining), 0) FROM lots WHERE member_id = :member),
           balance, qualifying
    FROM accounts WHERE member_id = :member
""")
# Lots and debits whose allocations don't add up.
TORN = text("""
    SELECT 'lot', l.id FROM lots l WHERE l.member_id = :member AND l.amount - l.remaining <>
        (SELECT coalesce(sum(a.amount), 0) FROM allocations a WHERE a.lot_id = l.id)
    UNION ALL
    SELECT 'entry', e.id FROM entries e WHERE e.member_id = :member AND e.amount < 0 AND -e.amount <>
        (SELECT coalesce(sum(a.amount), 0) FROM allocations a WHERE a.entry_id = e.id)
""")

TestLedger = Ledger.TestCase
if settings.get_current_profile_name() != "soak":
    TestLedger.settings = settings(
        max_examples=40,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking is for the long run
        stateful_step_count=50,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
