"""One member's life as Hypothesis makes it up, once through the rules and once through the reference."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from core.program import Expiry, Program, load_program
from core.settings import ROOT
from db.queries import orders
from db.queries import tiers as held
from db.types import Row
from membership import members, points, refunds, tiers
from membership.members import Ref
from tests.conftest import NOW
from tests.membership.ledger_reference import Reference

PROGRAM: Program = load_program(ROOT / "program")
FOREVER = datetime.max.replace(tzinfo=UTC)
POLICIES = ("allow_debt", "within_balance", "only_pending")
MODES = (
    Expiry(mode="months", months=12),
    Expiry(mode="inactivity", months=6),
    Expiry(mode="fixed", month_day="02-29"),
)
_ids = count(1)


# Percent of what there is; NEARLY and MORE are one point below and above it.
NEARLY, MORE = 99, 101
SHARE = st.sampled_from([5, 30, 60, NEARLY, 100, 100, MORE, 250])


def of(share: int, whole: int) -> int:
    """Return a share of `whole`, at least 1."""
    exact = {NEARLY: whole - 1, MORE: whole + 1}
    return max(1, exact.get(share, whole * share // 100))


def memory() -> Connection:
    """A connection to a database in memory whose transactions SQLAlchemy begins, so that savepoints work."""
    engine = create_engine("sqlite://", poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def leave_transactions_alone(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    Row.metadata.create_all(engine)
    return engine.connect()


class Ledger(RuleBasedStateMachine):
    """Orders with a bonus, refunds in parts, spending and its return, corrections, releases, and time."""

    connection: Connection  # of the database to live in
    policy = "within_balance"
    steps = 0  # of all lives together
    bought = Bundle("bought")
    spent = Bundle("spent")

    def __init__(self) -> None:
        super().__init__()
        self.life = self.connection.begin()  # one transaction a life, undone at its end
        self.session = Session(self.connection, expire_on_commit=False, autoflush=False)
        self.now = NOW
        self.number = f"ledger{next(_ids)}"
        self.entries: dict[str, int] = {}
        self.climbs = 0

    def run(self, work: Callable[..., Any], **given: Any) -> Any:
        """Do one thing as `db.write` does: all of it, or nothing when it refuses."""
        with self.session.begin_nested():
            return work(self.session, **given)

    @initialize(expiry=st.sampled_from(MODES))
    def join(self, expiry: Expiry) -> None:
        rules = PROGRAM.points.model_copy(update={"refund_policy": self.policy, "expiry": expiry})
        self.program = PROGRAM.model_copy(update={"points": rules})
        self.reference = Reference(self.policy)
        ref = Ref("number", self.number)
        self.member_id = self.run(members.resolve, refs=[ref], program=self.program, now=self.now)[ref]

    def teardown(self) -> None:
        self.session.close()
        self.life.rollback()

    def until(self, at: datetime, program: Program | None = None) -> datetime:
        return points.expires_at(at, program=program or self.program) or FOREVER

    def _give(self, grant: points.Grant) -> None:
        """Give through the reference what the rules were given."""
        if grant.amount:
            since = grant.at + timedelta(days=grant.pending_days)
            self.reference.give(
                grant.key, grant.amount, grant.qualifying, since, self.until(grant.at), self.now
            )
        if self.program.points.expiry.mode == "inactivity":
            self.reference.stay(self.until(grant.at), self.now)

    @rule(
        target=bought,
        amount=st.integers(1, 400),
        bonus=st.sampled_from([0, 0, 7, 120]),
        back=st.sampled_from([0, 0, 0, 1, 3, 6, 8, 40, 170, 300, 350, 380, 500]),
        wait=st.sampled_from([0, 7]),
        bonus_wait=st.sampled_from([0, 14]),
    )
    def buy(self, amount: int, bonus: int, back: int, wait: int, bonus_wait: int) -> Any:
        """An order of `amount` yuan, paid by one rule or two, whose points may come at different times."""
        ref, at = f"{self.number}-{next(_ids)}", self.now - timedelta(days=back)
        source = f"order:pos:{ref}"
        grants = [points.Grant(self.member_id, amount, amount, f"{source}:earn", source, at, wait)]
        if bonus:
            key = f"{source}:earn:bonus"
            grants.append(points.Grant(self.member_id, bonus, 0, key, source, at, bonus_wait))
        self.run(self._place, ref=ref, at=at, total=amount * 100, grants=grants)
        for grant in grants:
            self._give(grant)
        return (ref, amount * 100, grants, [])

    def _place(
        self, session: Session, *, ref: str, at: datetime, total: int, grants: list[points.Grant]
    ) -> None:
        row = {
            "channel": "pos",
            "ref": ref,
            "body": "",
            "member_id": self.member_id,
            "ordered_at": at,
            "total": total,
            "currency": "CNY",
            "store": None,
            "points": sum(grant.amount for grant in grants),
            "received_at": self.now,
        }
        orders.insert_orders(session, [(row, [])])
        points.earn_many(session, grants=grants, program=self.program, now=self.now)

    @rule(order=bought, more=st.booleans())
    def deliver_again(self, order: Any, more: bool) -> None:  # noqa: FBT001
        again = self.run(points.earn_many, grants=order[2], program=self.program, now=self.now)
        assert not any(earned.new for earned in again)
        first = order[2][0]
        other = points.Grant(
            self.member_id, first.amount + more, first.qualifying + 1, first.key, first.source, first.at
        )
        with pytest.raises(points.KeyReused):
            self.run(points.earn, grant=other, program=self.program, now=self.now)

    @rule(order=bought, share=SHARE, again=st.booleans())
    def refund(self, order: Any, share: int, again: bool) -> None:  # noqa: FBT001
        ref, total, grants, before = order
        minor = of(share, total - sum(before))
        one = refunds.Refund("pos", f"r{next(_ids)}", ref, self.now, minor)
        outcome = self.run(refunds.give_back, refund=one, program=self.program, now=self.now)
        if sum(before) + minor > total:
            assert outcome.kind == "rejected"
            return
        assert outcome.kind == "created"
        earlier, whole = sum(before), sum(before) + minor
        before.append(minor)
        claimed = 0
        for grant in grants:
            due, qualifying = (
                worth * whole // total - worth * earlier // total
                for worth in (grant.amount, grant.qualifying)
            )
            claimed += self.reference.take_back(grant.key, due, qualifying, self.now)
        assert outcome.points == -claimed
        if again:
            repeated = self.run(refunds.give_back, refund=one, program=self.program, now=self.now)
            assert repeated.kind == "duplicate"

    @rule(amount=st.integers(1, 60), qualifying=st.sampled_from([0, 3]), again=st.booleans())
    def claim_directly(self, amount: int, qualifying: int, again: bool) -> None:  # noqa: FBT001
        """Take a gift back in two claims that together ask for more than it was."""
        key = self._receive(50, None)
        entry = self.entries[key]
        for part in (1, 2):
            given = {
                "entry_id": entry,
                "member_id": self.member_id,
                "amount": amount,
                "qualifying": qualifying,
                "key": f"{key}:back:{part}",
                "source": "test",
                "program": self.program,
                "now": self.now,
            }
            due = self.reference.take_back(key, amount, qualifying, self.now)
            told = self.run(points.take_back, **given)
            assert (told.amount + told.owed, told.waived) == (due, amount - due)
            booked = told.amount or told.owed or qualifying
            if again and booked and part == 1:
                assert not self.run(points.take_back, **given).new
                with pytest.raises(points.KeyReused):
                    self.run(points.take_back, **(given | {"amount": amount + 1}))

    @rule(amount=st.integers(1, 400), months=st.sampled_from([1, 2, 5, None]), again=st.booleans())
    def receive_a_gift(self, amount: int, months: int | None, again: bool) -> None:  # noqa: FBT001
        """Points that end sooner than older ones, or never: who spends in the order of coming is found out."""
        for _ in range(2 if again else 1):
            self._receive(amount, months)

    def _receive(self, amount: int, months: int | None) -> str:
        lasts = Expiry(mode="months", months=months) if months else Expiry(mode="never")
        program = self.program.model_copy(
            update={"points": self.program.points.model_copy(update={"expiry": lasts})}
        )
        key = f"gift:{next(_ids)}"
        grant = points.Grant(self.member_id, amount, 0, key, "test", self.now, activity=False)
        earned = self.run(points.earn, grant=grant, program=program, now=self.now)
        self.entries[key] = earned.entry_id
        self.reference.give(key, amount, 0, self.now, self.until(self.now, program), self.now)
        return key

    @rule(target=spent, share=SHARE, again=st.booleans())
    def spend(self, share: int, again: bool) -> Any:  # noqa: FBT001
        key = f"spend:{next(_ids)}"
        amount = of(share, self._available())
        given = {"member_id": self.member_id, "key": key, "source": "test", "program": self.program}
        if not self.reference.spend(key, amount, self.now):
            with pytest.raises(points.PointsShort):
                self.run(points.spend, amount=amount, now=self.now, **given)
            return (key, None)
        done = self.run(points.spend, amount=amount, now=self.now, **given)
        assert done.new
        if self.program.points.expiry.mode == "inactivity":
            self.reference.stay(self.until(self.now), self.now)
        if again:
            assert not self.run(points.spend, amount=amount, now=self.now, **given).new
            with pytest.raises(points.KeyReused):
                self.run(points.spend, amount=amount + 1, now=self.now, **given)
        return (key, done.entry_id)

    @rule(done=spent, share=SHARE, again=st.booleans())
    def give_back(self, done: Any, share: int, again: bool) -> None:  # noqa: FBT001
        """A redemption is cancelled, wholly or in part, in time or long after its points have ended."""
        spend, entry_id = done
        if entry_id is None:
            return
        amount = of(share, sum(part for _, part in self.reference.spends[spend]))
        given = {
            "entry_id": entry_id,
            "key": f"back:{next(_ids)}",
            "source": "test",
            "program": self.program,
            "now": self.now,
        }
        if not self.reference.give_back(spend, amount, self.now):
            with pytest.raises(points.ReturnTooLarge):
                self.run(points.return_spent, amount=amount, **given)
            return
        assert self.run(points.return_spent, amount=amount, **given).new
        if again:
            assert not self.run(points.return_spent, amount=amount, **given).new
            with pytest.raises(points.KeyReused):
                self.run(points.return_spent, amount=amount + 1, **given)

    @rule(give=st.sampled_from([0, 0, 0, 90]), share=SHARE, again=st.booleans())
    def correct(self, give: int, share: int, again: bool) -> None:  # noqa: FBT001
        key = f"adjust:{next(_ids)}"
        amount = give or -of(share, self._available())
        given = {
            "member_id": self.member_id,
            "key": key,
            "source": "test",
            "program": self.program,
            "now": self.now,
        }
        if amount > 0:
            self.reference.give(key, amount, 0, self.now, self.until(self.now), self.now)
        elif not self.reference.correct(-amount, self.now):
            with pytest.raises(points.PointsShort):
                self.run(points.adjust, amount=amount, **given)
            return
        assert self.run(points.adjust, amount=amount, **given).new
        if again:
            assert not self.run(points.adjust, amount=amount, **given).new
            with pytest.raises(points.KeyReused):
                self.run(points.adjust, amount=amount + 1000, **given)

    def _available(self) -> int:
        return sum(heap.left for heap in self.reference.usable(self.now))

    @rule(order=bought)
    def pick_up(self, order: Any) -> None:
        ref, _, grants, _ = order
        released = self.run(points.release, source=f"order:pos:{ref}", now=self.now)
        assert released.amount == self.reference.release([grant.key for grant in grants], self.now)

    @precondition(lambda self: self.climbs < 2)
    @rule()
    def come_to_a_threshold(self) -> None:
        """One qualifying point short of the next tier is not there, exactly on it is."""
        self.climbs += 1
        self._qualify(0)
        before = self.run(tiers.standing, member_id=self.member_id, program=self.program, now=self.now)
        if before.missing:
            assert self._qualify(before.missing - 1) == before.tier
            assert self._qualify(1) == before.next_tier

    def _qualify(self, more: int) -> str:
        """Give qualifying points and return the tier that they lead to."""
        if more:
            grant = points.Grant(
                self.member_id, 0, more, f"step:{next(_ids)}", "test", self.now, activity=False
            )
            self.run(points.earn, grant=grant, program=self.program, now=self.now)
            self.reference.qualifying += more
        self.run(tiers.promote, member_ids=[self.member_id], program=self.program, now=self.now)
        return held.tiers_of(self.session, [self.member_id])[self.member_id]

    @rule(
        by=st.sampled_from([timedelta(hours=5), timedelta(days=3), timedelta(days=40), timedelta(days=200)])
    )
    def wait(self, by: timedelta) -> None:
        self.now += by

    @rule()
    def night(self) -> None:
        while self.run(points.expire, limit=3, program=self.program, now=self.now):
            pass
        self.run(points.arrive, limit=100, now=self.now)
        self.run(points.remind, limit=100, program=self.program, now=self.now)
        self.reference.expire(self.now)

    @invariant()
    def agrees_with_the_reference_and_the_books_balance(self) -> None:
        if hasattr(self, "member_id"):
            type(self).steps += 1
            self._compare(self.session)

    def _compare(self, session: Session) -> None:
        told, reference = points.balance(session, member_id=self.member_id, now=self.now), self.reference
        assert told.available == sum(heap.left for heap in reference.usable(self.now))
        assert told.pending == sum(heap.left for heap in reference.coming(self.now))
        overdue = sum(heap.left for heap in reference.heaps.values() if heap.until <= self.now)
        assert (told.spent, told.expired) == (reference.spent, reference.expired + overdue)
        assert told.debt == reference.debt
        assert not (told.debt and (told.available or told.pending))
        assert [(one.at, one.amount) for one in told.arriving] == reference.arriving(self.now)
        assert [(one.at, one.amount) for one in told.expiring] == reference.expiring(self.now)[:6]
        entries, qualifying, lots, owed, cached, counted = session.execute(
            BOOKS, {"member": self.member_id}
        ).one()
        assert entries == lots - owed == cached == reference.balance()
        assert qualifying == counted == reference.qualifying
        assert session.execute(TORN, {"member": self.member_id}).all() == []


BOOKS = text("""
    SELECT (SELECT coalesce(sum(amount), 0) FROM entries WHERE member_id = :member),
           (SELECT coalesce(sum(qualifying), 0) FROM entries WHERE member_id = :member),
           (SELECT coalesce(sum(remaining), 0) FROM lots WHERE member_id = :member),
           (SELECT coalesce(sum(remaining), 0) FROM debts WHERE member_id = :member),
           balance, qualifying
    FROM accounts WHERE member_id = :member
""")
# Lots and entries whose allocations don't add up; an allocation of a positive entry puts points back.
TORN = text("""
    SELECT 'lot', l.id FROM lots l WHERE l.member_id = :member AND l.amount - l.remaining <>
        (SELECT coalesce(sum(CASE WHEN e.amount < 0 THEN a.amount ELSE -a.amount END), 0)
         FROM allocations a JOIN entries e ON e.id = a.entry_id WHERE a.lot_id = l.id)
    UNION ALL
    SELECT 'entry', e.id FROM entries e WHERE e.member_id = :member AND e.amount < 0 AND -e.amount <>
        (SELECT coalesce(sum(a.amount), 0) FROM allocations a WHERE a.entry_id = e.id)
        + (SELECT coalesce(sum(d.remaining), 0) FROM debts d WHERE d.entry_id = e.id)
""")
