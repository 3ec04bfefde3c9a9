"""A replay of any order, under the version it was booked by, comes to what was booked."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import count
from math import floor
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.orm import Session

from core.program import EarningRule, Program, load_program
from core.program_rules import Limits
from core.settings import ROOT
from db.engine import Database
from db.models.points import Entry
from db.types import Row
from membership import coupons, members, orders, reasons, refunds, replays, versions
from membership.coupon_codes import Half
from membership.earning import Line
from membership.members import Ref
from tests.builders import a_member, an_order
from tests.conftest import NOW

BRAND = load_program(ROOT / "program")
ENGINE = create_engine("sqlite://")
Row.metadata.create_all(ENGINE)
PRODUCTS = (
    "E01",
    "M02",
    "C01",
    "unheard-of",
    next(one for one in BRAND.products if BRAND.products[one].category == "beans"),
)
_serial = count(1)
CAP: dict[str, Any] = {"member": {"week": {"points": 150}}}

factors = st.decimals(Decimal("1.01"), Decimal(5), places=2)
conditions = st.fixed_dictionaries(
    {},
    optional={
        "channels": st.sampled_from([("pos",), ("mall",)]),
        "stores": st.just(("s1",)),
        "categories": st.sampled_from([("beans",), ("milk", "espresso")]),
        "tiers": st.sampled_from([("basic",), ("silver", "gold")]),
        "weekdays": st.sampled_from([("mon", "wed"), ("sat", "sun")]),
        "hours": st.just({"from": "07:30", "until": "13:00"}),
        "min_spend": st.decimals(0, 120, places=2),
        "first_order": st.booleans(),
        "exclusive": st.booleans(),
        "pending_days": st.sampled_from([0, 3]),
        "limits": st.sampled_from(
            [
                {"member": {"day": {"points": 20}}},
                {"member": {"lifetime": {"times": 1}}},
                {"program": {"month": {"points": 60, "times": 3}}},
            ]
        ),
    },
)
pays = st.one_of(
    st.builds(lambda rate: {"kind": "spend", "rate": rate}, st.decimals(Decimal("0.01"), 3, places=2)),
    st.builds(lambda factor: {"kind": "spend", "factor": factor}, factors),
    st.builds(lambda points: {"kind": "unit", "points": points}, st.integers(1, 30)),
)
rules = st.lists(st.builds(lambda pay, when: pay | when, pays, conditions), max_size=4)
lines = st.lists(
    st.builds(Line, st.sampled_from(PRODUCTS), st.integers(1, 5), st.integers(1, 60_000)),
    min_size=1,
    max_size=5,
)
bought = st.fixed_dictionaries(
    {
        "lines": lines.map(tuple),
        "channel": st.sampled_from(["pos", "mall"]),
        "store": st.sampled_from([None, "s1"]),
        "back": st.integers(0, 24 * 9),
        "coupon": st.sampled_from([None, None, "double-points", "welcome"]),
        "apart": st.booleans(),
    }
)


def program_of(given_rules: list[dict[str, Any]], per_unit: Decimal, capped: bool) -> Program:  # noqa: FBT001
    made = {
        f"r{n}": EarningRule(**({"id": f"r{n}", "name": "规则"} | one)) for n, one in enumerate(given_rules)
    }
    limits = {"order": Limits(**CAP)} if capped else {}
    points = BRAND.points.model_copy(update={"per_unit": per_unit, "limits": limits})
    version = f"v{next(_serial)}"
    return BRAND.model_copy(update={"earning": made, "points": points, "version": version})


@settings(
    max_examples=150,
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    rules=rules,
    per_unit=st.decimals(Decimal("0.1"), 4, places=2),
    capped=st.booleans(),
    buys=st.lists(bought, min_size=1, max_size=6),
)
def test_every_order_replays_to_what_was_booked(
    rules: list[dict[str, Any]],
    per_unit: Decimal,
    capped: bool,  # noqa: FBT001
    buys: list[dict[str, Any]],
) -> None:
    program = program_of(rules, per_unit, capped)
    with Session(ENGINE, autoflush=False) as session:
        versions.record(session, program=program, now=NOW)
        member_id, number = a_buyer(session, program)
        batches = batches_of(session, program, member_id, number, buys)
        outcomes = [
            one
            for batch in batches
            for one in orders.take_in(session, orders=batch, program=program, now=NOW)
        ]
        # The program of the replay is another one by now: only what was kept may count.
        changed = program_of([], Decimal(9), capped=False)
        for outcome, order in zip(outcomes, [one for batch in batches for one in batch], strict=True):
            again = replays.replay(session, member_id=member_id, ref=order.ref, program=changed)
            holds(session, again, outcome)
        session.rollback()


def a_buyer(session: Session, program: Program) -> tuple[int, str]:
    number = f"n{next(_serial)}"
    ref = Ref("number", number)
    return members.resolve(session, refs=[ref], program=program, now=NOW - timedelta(days=30))[ref], number


def batches_of(
    session: Session, program: Program, member_id: int, number: str, buys: list[dict[str, Any]]
) -> list[list[orders.Order]]:
    batches: list[list[orders.Order]] = [[]]
    for buy in buys:
        half = None
        if buy["coupon"]:
            given_at = NOW - timedelta(days=10)
            issued = coupons.issue(
                session,
                member_id=member_id,
                template=buy["coupon"],
                key=f"k{next(_serial)}",
                program=program,
                now=given_at,
            )
            half = Half(issued.code)
        order = orders.Order(
            buy["channel"],
            f"o{next(_serial)}",
            Ref("number", number),
            NOW - timedelta(hours=buy["back"]),
            "CNY",
            buy["store"],
            buy["lines"],
            half,
        )
        if buy["apart"]:
            batches.append([])
        batches[-1].append(order)
    return [batch for batch in batches if batch]


def holds(session: Session, again: replays.Replay, outcome: orders.Outcome) -> None:
    assert outcome.kind == "created"
    assert again.points == outcome.points == sum(part.points for part in again.parts)
    for part in again.parts:
        assert (part.failed is None) == (part.computed > 0)
        assert part.points <= part.computed
        if part.points < part.computed:
            assert part.cut is not None
            assert part.cut.asked == part.computed
        if part.sums is not None:
            assert part.sums.points == floor(part.sums.exact) == part.computed
        if part.entry_id is not None:
            booked = session.execute(select(Entry.amount).where(Entry.id == part.entry_id)).scalar_one()
            assert booked == part.points
    entries = select(func.sum(Entry.amount)).where(Entry.source == f"order:{again.channel}:{again.ref}")
    assert (session.execute(entries).scalar() or 0) == again.points


def state(session: Session) -> dict[str, Any]:
    return {
        table.name: session.execute(text(f'SELECT * FROM "{table.name}" ORDER BY 1')).all()  # noqa: S608
        for table in Row.metadata.sorted_tables
    }


async def test_explaining_writes_nothing(db: Database, program: Program) -> None:
    await db.write(versions.record, program=program, now=NOW)
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    before = await db.read(state)
    told = await db.read(replays.replay, member_id=joined.member_id, ref=None, program=program)
    assert told.parts[0].entry_id is not None
    await db.read(
        reasons.explain, member_id=joined.member_id, entry_id=told.parts[0].entry_id, program=program
    )
    assert await db.read(state) == before


async def test_another_members_order_or_entry_is_as_good_as_none(db: Database, program: Program) -> None:
    owner, other = [await a_member(db, program, now=NOW) for _ in range(2)]
    order = an_order(number=owner.number, now=NOW)
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    seen = await db.read(replays.replay, member_id=owner.member_id, ref=order.ref, program=program)
    entry_id = seen.parts[0].entry_id
    assert entry_id is not None
    with pytest.raises(replays.OrderUnseen):
        await db.read(replays.replay, member_id=other.member_id, ref=order.ref, program=program)
    with pytest.raises(replays.NoOrder):
        await db.read(replays.replay, member_id=other.member_id, ref=None, program=program)
    with pytest.raises(reasons.EntryUnseen):
        await db.read(reasons.explain, member_id=other.member_id, entry_id=entry_id, program=program)


async def test_a_receipt_tells_order_sums_and_what_was_taken_back(db: Database, program: Program) -> None:
    await db.write(versions.record, program=program, now=NOW - timedelta(days=3))
    joined = await a_member(db, program, now=NOW)
    bag = PRODUCTS[-1]
    order = an_order(number=joined.number, now=NOW, lines=(Line("M02", 1, 2_650), Line(bag, 1, 8_850)))
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    refund = refunds.Refund("pos", "r1", order.ref, NOW, 5_750)
    await db.write(refunds.give_back, refund=refund, program=program, now=NOW)
    again = await db.read(replays.replay, member_id=joined.member_id, ref=order.ref, program=program)
    entry_id = again.parts[0].entry_id
    assert entry_id is not None
    receipt = await db.read(reasons.explain, member_id=joined.member_id, entry_id=entry_id, program=program)
    assert (receipt.amount, receipt.taken_back, receipt.remaining) == (159, 79, 80)
    assert receipt.effective_at == NOW - timedelta(days=3)
    assert receipt.active_from == NOW + timedelta(days=7)
    assert receipt.part is not None
    sums = receipt.part.sums
    assert sums is not None
    assert [(one.minor, one.factor) for one in sums.terms] == [(2_650, 1), (8_850, Decimal("1.5"))]
    assert float(sums.exact) == 159.25
    assert (again.refunded, again.taken_back) == (5_750, 79)


async def test_an_order_of_a_version_that_was_not_kept_still_says_what_was_booked(
    db: Database, program: Program
) -> None:
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    again = await db.read(replays.replay, member_id=joined.member_id, ref=order.ref, program=program)
    assert again.terms is None
    assert [(part.points, part.sums) for part in again.parts] == [(28, None)]
