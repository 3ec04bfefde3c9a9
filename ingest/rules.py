"""Which rule takes in which kind of thing; each takes a batch in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from ingest.fields import Terms
from membership import events, orders, products, profiles, refunds, waiting
from membership.orders import Outcome

Rule = Callable[..., tuple[Outcome, ...]]


def _orders(session: Session, *, things: Any, terms: Terms, now: datetime) -> tuple[Outcome, ...]:
    outcomes = orders.take_in(session, orders=things, program=terms.program, now=now)
    created = [
        (order.channel, order.ref)
        for order, outcome in zip(things, outcomes, strict=True)
        if outcome.kind == "created"
    ]
    waiting.apply_for(session, keys=created, program=terms.program, now=now)
    return outcomes


def _refunds(session: Session, *, things: Any, terms: Terms, now: datetime) -> tuple[Outcome, ...]:
    return refunds.take_in(session, refunds=things, program=terms.program, now=now)


def refunds_that_wait(session: Session, *, things: Any, terms: Terms, now: datetime) -> tuple[Outcome, ...]:
    """Take in refunds, keeping those whose order is not here yet: a sender can't put a stream in order."""
    return waiting.take_in(session, refunds=things, program=terms.program, now=now)


def _products(session: Session, *, things: Any, terms: Terms, now: datetime) -> tuple[Outcome, ...]:  # noqa: ARG001
    return products.take_in(session, products=things)


def _members(session: Session, *, things: Any, terms: Terms, now: datetime) -> tuple[Outcome, ...]:
    return profiles.take_in(session, profiles=things, vault=terms.vault, program=terms.program, now=now)


def _events(session: Session, *, things: Any, terms: Terms, now: datetime) -> tuple[Outcome, ...]:
    return events.take_in(session, events=things, program=terms.program, now=now)


RULES: dict[str, Rule] = {
    "products": _products,
    "members": _members,
    "orders": _orders,
    "refunds": _refunds,
    "events": _events,
}
