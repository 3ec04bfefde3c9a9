"""One order judged again under the rules of its time: what each gave, or the condition that failed. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import NotFound
from core.program import EarningTerms, Localized, Program
from db.queries import reasons as rows
from membership import arithmetic, budgets, earning, versions
from membership.budgets import Span


class OrderUnseen(NotFound):
    """No order of this member with that number; `ref` is what was asked for."""

    key = "reasons-order-unseen"


class NoOrder(NotFound):
    key = "reasons-no-order"


@dataclass(frozen=True, slots=True)
class Cut:
    """The limit that left less than the rule would have given."""

    asked: int
    span: Span
    everybody: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule's part of an order: `points` as booked in entry `entry_id`, available from `active_from`.

    `computed` is what the rule comes to today when it is worked out again; it is `points` before the limits.
    """

    rule: str
    name: Localized | None
    computed: int
    points: int
    failed: earning.Failed | None
    cut: Cut | None
    sums: arithmetic.Arithmetic | None
    entry_id: int | None
    active_from: datetime | None


@dataclass(frozen=True, slots=True)
class Replay:
    """An order with the verdict of every rule; without `terms` its rules were not kept, and parts have no sums."""

    channel: str
    ref: str
    ordered_at: datetime
    total: int
    points: int
    version: str | None
    effective_at: datetime | None
    terms: EarningTerms | None
    basket: earning.Basket
    parts: tuple[Judged, ...]
    coupon_refused: str | None
    refunded: int
    taken_back: int


def replay(session: Session, *, member_id: int, ref: str | None, program: Program) -> Replay:
    """Judge a member's order again, the newest one without `ref`; raises OrderUnseen, NoOrder. O(lines × rules)."""
    bill = rows.newest_bill(session, member_id, ref)
    if bill is None and ref is not None:
        raise OrderUnseen(ref=ref)
    if bill is None:
        raise NoOrder
    return _replay(session, member_id, bill, program)


def of_source(session: Session, *, member_id: int, source: str, program: Program) -> Replay | None:
    """Judge the order that an entry's source (`order:<channel>:<ref>`) names."""
    _, channel, ref = source.split(":", 2)
    bill = rows.bill(session, member_id, channel, ref)
    return None if bill is None else _replay(session, member_id, bill, program)


def _replay(session: Session, member_id: int, bill: rows.Bill, program: Program) -> Replay:
    past = versions.recall(session, version=bill.rule_version) if bill.rule_version else None
    terms = past.terms if past else None
    basket = _basket(session, bill, program)
    entries = rows.earned_by(session, member_id, f"order:{bill.channel}:{bill.ref}")
    parts = tuple(_judged(bill, basket, terms, entries) if terms else _unjudged(entries))
    refunded, taken_back = rows.refunded(session, bill.id)
    return Replay(
        bill.channel,
        bill.ref,
        bill.ordered_at,
        bill.total,
        bill.points,
        bill.rule_version,
        past.effective_at if past else None,
        terms,
        basket,
        parts,
        bill.coupon_refused,
        refunded,
        taken_back,
    )


def _basket(session: Session, bill: rows.Bill, program: Program) -> earning.Basket:
    lines = tuple(
        earning.Bought(product, category or "", quantity, amount)
        for product, category, quantity, amount in rows.lines(session, bill.id)
    )
    tier = bill.tier or program.tiers[0].id
    return earning.Basket(
        bill.channel, bill.store, bill.ordered_at, lines, tier, first=bill.first, coupon=bill.coupon
    )


def _judged(
    bill: rows.Bill, basket: earning.Basket, terms: EarningTerms, entries: Sequence[rows.Booked]
) -> Iterator[Judged]:
    by_rule = {budgets.origin(entry.key, entry.source)[1]: entry for entry in entries}
    cuts = {cut["rule"]: cut for cut in bill.cuts or ()}
    for verdict in earning.of_order(basket, terms=terms).verdicts:
        rule = terms.earning.get(verdict.rule)
        entry = by_rule.get(verdict.rule)
        cut = cuts.get(verdict.rule)
        yield Judged(
            verdict.rule,
            rule.name if rule else None,
            verdict.points,
            entry.amount if entry else 0,
            verdict.failed,
            Cut(cut["asked"], cut["span"], cut["everybody"]) if cut else None,
            arithmetic.written_out(rule, basket, terms=terms) if verdict.failed is None else None,
            entry.id if entry else None,
            entry.active_from if entry else None,
        )


def _unjudged(entries: Sequence[rows.Booked]) -> Iterator[Judged]:
    for entry in entries:
        rule = budgets.origin(entry.key, entry.source)[1]
        yield Judged(rule, None, entry.amount, entry.amount, None, None, None, entry.id, entry.active_from)
