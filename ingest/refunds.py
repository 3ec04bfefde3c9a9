"""Refunds: one row each; the order is found by its id, and by its channel where that is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.contracts import required
from ingest.fields import Terms, Wrong, whole, words
from ingest.reading import Reject, Source
from ingest.units import Unit, one_a_row
from membership.refunds import Refund


def units(source: Source, terms: Terms) -> Iterator[Unit[Refund] | Reject]:
    source.need(*required("refunds"))
    return one_a_row(source, terms, refund)


def refund(cells: dict[str, Any], terms: Terms) -> Refund:
    """Read one refund; raises Wrong."""
    amount = terms.money(cells, "amount")
    if amount == 0:
        raise Wrong("amount", cells["amount"], "more than 0")
    # The ledger goes by the amount; what is told beside it must at least make sense.
    words(cells, "product_id", most=64, default="")
    if cells.get("quantity") not in (None, ""):
        whole(cells, "quantity")
    return Refund(
        terms.channel_of(cells, default=None),
        words(cells, "refund_id", most=48),
        words(cells, "order_id", most=64),
        terms.instant(cells, "refunded_at"),
        amount,
    )
