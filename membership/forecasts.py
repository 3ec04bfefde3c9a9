"""What would be: a member's tier after orders to come, and everybody's under other rules; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median_low

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.program import Program
from db.queries import members as people
from db.queries import tiers as rows
from membership import ladders, orders, terms, tiers
from membership.earning import Line
from membership.members import Ref
from membership.tiers import Standing

CHANNEL = "what-if"
MOST_ORDERS = 50
_USUAL = 10  # orders whose middle one stands for the next
SAMPLES = 5


class OrdersUnlikely(Invalid):
    key = "tiers-whatif-unlikely"


class AmountUnknown(Invalid):
    key = "tiers-whatif-amount"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Where a member stands and where they would after `orders` orders of `spend` minor units in all.

    `usual` is the amount of one order where none was named: the middle one of the member's latest.
    """

    before: Standing
    after: Standing
    spend: int
    orders: int
    usual: int | None


@dataclass(frozen=True, slots=True)
class Moves:
    """Who would move in one batch of a dry run, (from, to) → how many; `last` is where the next batch begins.

    `in_force` counts under the rules of today, `proposed` under the others; `sample` names some whose fate differs.
    """

    members: int
    last: int
    in_force: Mapping[tuple[str, str], int] = field(default_factory=dict)
    proposed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    sample: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)


def what_if(
    session: Session, *, member_id: int, spend: int | None, count: int | None, program: Program, now: datetime
) -> WhatIf:
    """Let `count` orders of `spend` minor units in all happen by the real rules, look, and undo all of it.

    Raises OrdersUnlikely and AmountUnknown (no amount named, and no order to go by).
    """
    number = 1 if count is None else count
    usual = None
    if spend is None:
        usual = _usual(session, member_id)
        spend = usual * number
    most = program.minor(program.points.max_order)
    if not 1 <= number <= MOST_ORDERS or not number <= spend <= most * number:
        raise OrdersUnlikely(orders=MOST_ORDERS, limit_minor=most)
    before = tiers.standing(session, member_id=member_id, program=program, now=now)
    scratch = session.begin_nested()
    try:
        _buy(session, member_id, spend, number, program, now)
        after = tiers.standing(session, member_id=member_id, program=program, now=now)
    finally:
        scratch.rollback()
    return WhatIf(before, after, spend, number, usual)


def _usual(session: Session, member_id: int) -> int:
    totals = [one.total for one in orders.recent(session, member_id=member_id, limit=_USUAL) if one.total > 0]
    if not totals:
        raise AmountUnknown
    return median_low(totals)


def _buy(session: Session, member_id: int, spend: int, number: int, program: Program, now: datetime) -> None:
    """Deliver the orders as a channel would; the first carries what doesn't divide evenly."""
    ref = Ref("number", people.number_of(session, member_id))
    each, rest = divmod(spend, number)
    bought = [
        orders.Order(
            CHANNEL,
            f"{member_id}-{at}",
            ref,
            now,
            program.currency,
            None,
            (Line(CHANNEL, 1, each + (rest if at == 0 else 0)),),
        )
        for at in range(number)
    ]
    orders.take_in(session, orders=bought, program=program, now=now)


def dry_run(
    session: Session, *, proposed: Program, program: Program, after: int, limit: int, now: datetime
) -> Moves:
    """Judge up to `limit` members above id `after` by both rules, as if each term ended today; reads only.

    What counts is the running window, so that a term that has just begun is not taken for a lost one. A paid
    floor stays out of it: these are the own tiers.
    """
    ids = rows.accounts_after(session, after, limit)
    if not ids:
        return Moves(0, after)
    fates: dict[int, list[str]] = {one: [] for one in ids}
    held = {one.member_id: one.earned for one in rows.held(session, ids)}
    for rules in (program, proposed):
        since = ladders.window_start(rules, now)
        done = terms.counts(session, member_ids=ids, since=since, program=rules)
        for one in ids:
            fates[one].append(_fate(rules, held[one], done[one]))
    differing: dict[tuple[str, str], list[int]] = {}
    for one, (now_to, then_to) in fates.items():
        if now_to != then_to:
            differing.setdefault((held[one], then_to), []).append(one)
    return Moves(
        len(ids),
        ids[-1],
        Counter((held[one], fate[0]) for one, fate in fates.items() if fate[0] != held[one]),
        Counter((held[one], fate[1]) for one, fate in fates.items() if fate[1] != held[one]),
        {
            move: tuple(people.number_of(session, one) for one in some[:SAMPLES])
            for move, some in differing.items()
        },
    )


def added(one: Moves, other: Moves) -> Moves:
    """Return two batches as one."""
    moves = {**one.sample, **other.sample}
    return Moves(
        one.members + other.members,
        other.last,
        Counter(one.in_force) + Counter(other.in_force),
        Counter(one.proposed) + Counter(other.proposed),
        {move: (one.sample.get(move, ()) + other.sample.get(move, ()))[:SAMPLES] for move in moves},
    )


def _fate(program: Program, tier: str, done: ladders.Counts) -> str:
    """Return the tier that somebody on `tier` would be on, were it judged now."""
    here = ladders.place(program, tier)
    up = ladders.reached(program, done)
    if up > here:
        return program.tiers[up].id
    if ladders.meets(program.tiers[here], done, "keep", program=program):
        return program.tiers[here].id
    return program.tiers[ladders.lowered(program, tier, done)].id
