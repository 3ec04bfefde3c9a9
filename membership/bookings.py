"""Booking orders: what each earns under the rules, within the limits, into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from core.errors import Refusal
from core.program import Program
from db.queries import coupons as cards
from db.queries import orders as rows
from membership import budgets, coupon_ends, coupons, discounts, earning, points, tiers
from membership.coupon_codes import Half

if TYPE_CHECKING:
    from membership.orders import Order

# An order that is older than this came in by an import of history: nobody wants 500 messages about it.
TOLD_WITHIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Owned:
    """A sound order that nobody has delivered before, and whose it is."""

    order: Order
    member_id: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule gave an order: `asked` before the limits, `allowed` after them."""

    verdict: earning.Verdict
    allowed: budgets.Allowed


@dataclass(frozen=True, slots=True)
class Booked:
    """An order as it was booked; `balance` is the member's after the whole batch."""

    order: Order
    member_id: int
    parts: tuple[Part, ...]
    qualifying: int
    balance: int
    coupon: str | None
    coupon_refused: str | None

    @property
    def points(self) -> int:
        return sum(part.allowed.points for part in self.parts)

    @property
    def later(self) -> tuple[int, int]:
        """Return (points, days) of what becomes available only after a time, and when the last of it does."""
        waiting = [part for part in self.parts if part.verdict.pending_days and part.allowed.points]
        days = max((part.verdict.pending_days for part in waiting), default=0)
        return sum(part.allowed.points for part in waiting), days

    @property
    def cut(self) -> bool:
        return any(part.allowed.span for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Judged:
    owned: Owned
    basket: earning.Basket
    earned: earning.Earning
    coupon_id: int | None
    coupon_refused: str | None


def book(
    session: Session, *, owned: Sequence[Owned], program: Program, now: datetime
) -> tuple[tuple[Booked, ...], list[tiers.Promoted]]:
    """Store orders with what they earn and move up whoever reached a tier; O(orders), a fixed number of statements.

    An order that names a coupon costs two statements more. Each rule's points are an entry of their own, since
    they may become available at another time: `order:…:earn` for the base rule, `order:…:earn:<rule>` for others.
    """
    judged = _judge(session, owned, program, now)
    giving = [
        [verdict for verdict in one.earned.verdicts if verdict.points or verdict.rule == earning.BASE]
        for one in judged
    ]
    asks = [_ask(one, verdict) for one, given in zip(judged, giving, strict=True) for verdict in given]
    allowed = iter(budgets.take(session, asks=asks, program=program))
    parts = [tuple(Part(verdict, next(allowed)) for verdict in given) for given in giving]
    rows.insert_orders(
        session,
        [_row(one, part, program, now) for one, part in zip(judged, parts, strict=True)],
    )
    grants = [grant for one, part in zip(judged, parts, strict=True) for grant in _grants(one, part)]
    earned = points.earn_many(session, grants=grants, program=program, now=now)
    balances = {one.member_id: one.balance for one in earned}
    ids = sorted({one.member_id for one in owned})
    promoted = tiers.promote(session, member_ids=ids, program=program, now=now)
    booked = tuple(
        Booked(
            one.owned.order,
            one.owned.member_id,
            part,
            one.earned.qualifying,
            balances.get(one.owned.member_id, 0),
            one.basket.coupon,
            one.coupon_refused,
        )
        for one, part in zip(judged, parts, strict=True)
    )
    return booked, promoted


def _judge(session: Session, owned: Sequence[Owned], program: Program, now: datetime) -> list[_Judged]:
    terms = program.earning_terms
    moments = [(one.member_id, one.order.ordered_at) for one in owned]
    held = tiers.at(session, moments=moments, program=program)
    firsts = _firsts(session, owned) if terms.asks_for_first else set()
    category = _categories(session, owned, program)
    armed = _armed(session, owned, program, now)
    judged = []
    for one in owned:
        order = one.order
        coupon_id, template, refused = _redeemed(session, one, program, now)
        template = template or armed.get((order.channel, order.ref))
        basket = earning.Basket(
            order.channel,
            order.store,
            order.ordered_at,
            tuple(
                earning.Bought(line.product, category[line.product], line.quantity, line.amount)
                for line in order.lines
            ),
            held[one.member_id, order.ordered_at].id,
            order.key in firsts,
            template,
        )
        earned = earning.of_order(basket, terms=terms)
        judged.append(_Judged(one, basket, earned, coupon_id, refused))
    return judged


def _firsts(session: Session, owned: Sequence[Owned]) -> set[tuple[str, str]]:
    """Return the orders that are their member's first here: by arrival, since what came before is paid for."""
    buyers = rows.buyers(session, sorted({one.member_id for one in owned}))
    first: dict[int, Order] = {}
    for one in owned:
        known = first.get(one.member_id)
        if one.member_id not in buyers and (known is None or one.order.ordered_at < known.ordered_at):
            first[one.member_id] = one.order
    return {order.key for order in first.values()}


def _categories(session: Session, owned: Sequence[Owned], program: Program) -> dict[str, str]:
    """Return each product's category: the catalogue's, else an imported product's, else none."""
    wanted = {line.product for one in owned for line in one.order.lines}
    found = {product: program.products[product].category for product in wanted if product in program.products}
    if strange := sorted(wanted - found.keys()):
        found |= dict.fromkeys(strange, "") | rows.categories(session, strange)
    return found


def _armed(
    session: Session, owned: Sequence[Owned], program: Program, now: datetime
) -> dict[tuple[str, str], str]:
    """Return the multiplier coupons that were used before the order came in: at the counter, or by its number."""
    bought = [
        coupon_ends.Bought(one.order.channel, one.order.ref, one.member_id, one.order.ordered_at)
        for one in owned
        if one.order.coupon is None
    ]
    return coupon_ends.multipliers(session, orders=bought, program=program, now=now)


def _redeemed(
    session: Session, one: Owned, program: Program, now: datetime
) -> tuple[int | None, str | None, str | None]:
    """Use the order's coupon up; return (id, template, None), or why it was refused.

    A refused coupon holds no order back: the money has been paid, whatever was written on the slip.
    """
    if one.order.coupon is None:
        return None, None, None
    order, code = one.order, one.order.coupon
    place = coupons.Place(order.channel, order.ref, order.store, told=order.ordered_at >= now - TOLD_WITHIN)
    try:
        used = coupons.redeem(
            session,
            code=code,
            member_id=one.member_id,
            place=place,
            goods=_goods(session, code, order, program),
            program=program,
            now=min(order.ordered_at, now),
        )
    except Refusal as refusal:
        return None, None, refusal.key
    return used.coupon_id, used.template, None


def _goods(session: Session, code: Half | str, order: Order, program: Program) -> tuple[discounts.Goods, ...]:
    """Return the lines if the coupon multiplies points; what takes money off has lowered their amounts already."""
    card = cards.by_code(session, code.kept) if isinstance(code, Half) else None
    template = program.coupons.get(card.template) if card else None
    if template is None or template.kind != "multiplier":
        return ()
    return tuple(discounts.Goods(line.product, line.quantity, line.amount) for line in order.lines)


def _ask(one: _Judged, verdict: earning.Verdict) -> budgets.Ask:
    return budgets.Ask(one.owned.member_id, "order", verdict.points, one.owned.order.ordered_at, verdict.rule)


def _row(
    one: _Judged, parts: Sequence[Part], program: Program, now: datetime
) -> tuple[dict[str, Any], list[tuple[str, str, int, int]]]:
    order = one.owned.order
    cuts = [
        {
            "rule": part.verdict.rule,
            "asked": part.verdict.points,
            "points": part.allowed.points,
            "span": part.allowed.span,
            "everybody": part.allowed.everybody,
        }
        for part in parts
        if part.allowed.span
    ]
    values = {
        "channel": order.channel,
        "ref": order.ref,
        "body": order.body,
        "member_id": one.owned.member_id,
        "ordered_at": order.ordered_at,
        "total": order.total,
        "currency": order.currency,
        "store": order.store,
        "points": sum(part.allowed.points for part in parts),
        "received_at": now,
        "tier": one.basket.tier,
        "first": one.basket.first,
        "coupon_id": one.coupon_id,
        "coupon_refused": one.coupon_refused,
        "rule_version": program.version,
        "cuts": cuts or None,
    }
    return values, [(line.product, line.category, line.quantity, line.amount) for line in one.basket.lines]


def _grants(one: _Judged, parts: Sequence[Part]) -> list[points.Grant]:
    order = one.owned.order
    source = f"order:{order.channel}:{order.ref}"
    grants = []
    for part in parts:
        base = part.verdict.rule == earning.BASE
        qualifying = one.earned.qualifying if base else 0
        if part.allowed.points or qualifying:
            grants.append(
                points.Grant(
                    one.owned.member_id,
                    part.allowed.points,
                    qualifying,
                    key=f"{source}:earn" if base else f"{source}:earn:{part.verdict.rule}",
                    source=source,
                    at=order.ordered_at,
                    pending_days=part.verdict.pending_days,
                )
            )
    return grants
