"""Whatever two members did before and after: merging keeps every sum, and taking it back restores what was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from core.errors import Refusal
from core.program import Program
from db import models
from db.models.points import Entry
from db.types import Row
from membership import checkins, members, merges, points, preferences, unmerges
from tests.conftest import NOW
from tests.membership.test_merges import faults, snapshot

assert models

# Who (0 or 1), what, and how much.
DEEDS = st.tuples(
    st.integers(0, 1),
    st.sampled_from(["earn", "pending", "spend", "cancel", "refund", "check in", "taste", "topic", "wait"]),
    st.integers(1, 120),
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    Row.metadata.create_all(engine)
    yield engine
    engine.dispose()


class Play:
    """Two members, a clock, and what they have earned and spent so far."""

    def __init__(self, session: Session, program: Program) -> None:
        self.session, self.program, self.now = session, program, NOW
        self.keys = count()
        self.earned: list[points.Earned] = []
        self.spent: list[points.Spent] = []
        self.ids = [self.join(telegram_id) for telegram_id in (11, 12)]

    def join(self, telegram_id: int) -> int:
        return members.join(
            self.session,
            telegram_id=telegram_id,
            name="A",
            language_code="en",
            source=None,
            message_id=1,
            program=self.program,
            now=self.now,
        ).member_id

    def do(self, who: int, deed: str, amount: int) -> None:
        with suppress(Refusal), self.session.begin_nested():
            self._do(self.ids[who], deed, amount)
        self.session.flush()

    def _do(self, member: int, deed: str, amount: int) -> None:
        session, key = self.session, f"k{next(self.keys)}"
        common: dict[str, Any] = {"program": self.program, "now": self.now}
        values: dict[str, Any]
        if deed in {"earn", "pending"}:
            grant = points.Grant(member, amount, amount, key, "test", self.now, 3 * (deed == "pending"))
            self.earned.append(points.earn(session, grant=grant, **common))
        elif deed == "spend":
            values = {"member_id": member, "amount": amount, "key": key, "source": "redeem:x"}
            self.spent.append(points.spend(session, **values, **common))
        elif deed == "cancel" and self.spent:
            one = self.spent[amount % len(self.spent)]
            values = {"entry_id": one.entry_id, "amount": min(amount, one.amount), "key": key}
            points.return_spent(session, **values, source="cancel", **common)
        elif deed == "refund" and self.earned:
            earned = self.earned[amount % len(self.earned)]
            owner = session.execute(select(Entry.member_id).where(Entry.id == earned.entry_id)).scalar_one()
            values = {"entry_id": earned.entry_id, "member_id": owner, "qualifying": 0, "key": key}
            points.take_back(session, amount=min(amount, earned.amount), **values, source="r", **common)
        elif deed == "check in":
            checkins.check_in(session, member_id=member, **common)
        elif deed == "taste":
            choices = list(self.program.preferences)
            choice = choices[amount % len(choices)]
            preferences.choose(session, member_id=member, choice=choice, liked=amount % 3 > 0, **common)
        elif deed == "topic":
            values = {"member_id": member, "topic": "campaigns", "granted": amount % 2 == 0}
            members.choose_topic(session, **values, message_id=1, **common)
        elif deed == "wait":
            self.now += timedelta(days=amount % 9)

    def merge(self) -> int:
        common: dict[str, Any] = {
            "actor": "cli",
            "reason": "r",
            "origin": "cli",
            "program": self.program,
            "now": self.now,
        }
        source, target = self.ids
        done = merges.merge(self.session, source=source, target=target, **common)
        self.ids = [target, target]
        return done.merge_id

    def undo(self, merge_id: int) -> unmerges.Undone:
        common: dict[str, Any] = {
            "actor": "cli",
            "reason": "r",
            "origin": "cli",
            "program": self.program,
            "now": self.now,
        }
        return unmerges.undo(self.session, merge_id=merge_id, **common)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(DEEDS, max_size=14), after=st.lists(DEEDS, max_size=8))
def test_sums_hold_through_merging_and_taking_apart(
    engine: Engine, program: Program, before: list[tuple[int, str, int]], after: list[tuple[int, str, int]]
) -> None:
    with engine.connect() as connection, Session(connection, autoflush=False) as session:
        play = Play(session, program)
        for deed in before:
            play.do(*deed)
        was = snapshot(session)
        whole = total(session)
        merge_id = play.merge()
        session.flush()
        assert faults(session) == []
        assert total(session) == whole, "merging gives and takes no points"
        for deed in after:
            play.do(*deed)
        held = total(session)
        assert faults(session) == []
        play.undo(merge_id)
        session.flush()
        session.expire_all()
        assert faults(session) == []
        assert total(session) == held, "nor does taking it back"
        if not after:
            now_is = snapshot(session)
            for table, rows in was.items():
                assert now_is[table] == rows, table


def total(session: Session) -> int:
    """Return the points of all members together."""
    return int(session.execute(select(func.sum(Entry.amount))).scalar_one() or 0)
