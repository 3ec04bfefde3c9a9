"""Orders: in CSV the lines of one order share `order_id`, in JSONL an order is one line with `items`."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.fields import MOST_MONEY, Terms, Wrong, whole, words
from ingest.reading import Reject, Row, Source
from ingest.units import Unit
from membership import coupon_codes
from membership.earning import Line
from membership.orders import Order

REQUIRED = ("order_id", "member_ref", "ordered_at", "product_id", "quantity", "amount")
# How many orders (and lines of them) stay open for lines that stand further down; then they are taken as whole.
WINDOW_ORDERS = 2_000
WINDOW_LINES = 50_000
MOST_LINES = 2_000  # of one order
PAID = {"", "paid", "completed", "complete", "fulfilled", "shipped", "delivered"}
_HEAD = ("member_ref", "ordered_at", "channel", "store", "currency", "status", "coupon")


@dataclass(slots=True)
class _Open:
    """An order whose lines are being gathered; one faulty line holds the whole order back."""

    lines: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    unread: list[Reject] = field(default_factory=list)


def units(source: Source, terms: Terms) -> Iterator[Unit[Order] | Reject]:
    """Read orders in the order in which they begin; O(window) memory.

    Lines of one order need not be neighbours: an order stays open while fewer than WINDOW_ORDERS others
    have begun after it. If one line of an order is faulty, all its lines are rejected: half an order would
    have the wrong total, and its corrected copy would be refused as different.
    """
    if source.form == "jsonl":
        return (row if isinstance(row, Reject) else _of_object(row, terms) for row in source)
    source.need(*REQUIRED)
    return _gathered(source, terms)


def _gathered(source: Source, terms: Terms) -> Iterator[Unit[Order] | Reject]:
    place = source.columns.index("order_id")
    given: OrderedDict[str, _Open] = OrderedDict()
    waiting = 0
    for row in source:
        key = _key(row, place)
        if key is None:
            yield row if isinstance(row, Reject) else Reject(row.line, str(_no_id(row)), row.raw)
            continue
        order = given.get(key)
        if order is None:
            order = given[key] = _Open()
        _gather(order, row, terms)
        waiting += 1
        while len(given) > WINDOW_ORDERS or waiting > WINDOW_LINES:
            _, whole_order = given.popitem(last=False)
            waiting -= len(whole_order.rows) + len(whole_order.unread)
            yield from _closed(whole_order, terms)
    for whole_order in given.values():
        yield from _closed(whole_order, terms)


def _key(row: Row | Reject, place: int) -> str | None:
    """Return the order that a row belongs to; a row that can't be read may still say so."""
    if isinstance(row, Row):
        return row.cells["order_id"].strip() or None
    cells = row.raw.split(",") if isinstance(row.raw, str) else row.raw
    return (cells[place].strip() or None) if len(cells) > place else None


def _no_id(row: Row) -> Wrong:
    return Wrong("order_id", row.cells.get("order_id"), "a value")


def _gather(order: _Open, row: Row | Reject, terms: Terms) -> None:
    if isinstance(row, Reject):
        order.unread.append(row)
        return
    order.rows.append(row)
    if len(order.rows) > MOST_LINES:
        order.faults.setdefault(
            row.line, str(Wrong("order_id", len(order.rows), f"at most {MOST_LINES} lines an order"))
        )
        return
    first = order.rows[0]
    try:
        if row is not first:
            _same_head(row, first)
        order.lines.append(_line(row.cells, terms))
    except Wrong as wrong:
        order.faults[row.line] = str(wrong)


def _same_head(row: Row, first: Row) -> None:
    for name in _HEAD:
        if row.cells.get(name) != first.cells.get(name):
            expected = f"{first.cells.get(name)!r} as on line {first.line} of this order"
            raise Wrong(name, row.cells.get(name), expected)


def _closed(order: _Open, terms: Terms) -> Iterator[Unit[Order] | Reject]:
    if not order.faults and not order.unread:
        first = order.rows[0]
        try:
            yield Unit(_order(first.cells, tuple(order.lines), terms), tuple(order.rows))
        except Wrong as wrong:
            order.faults[first.line] = str(wrong)
        else:
            return
    yield from order.unread
    at_fault = min([*order.faults, *(unread.line for unread in order.unread)])
    held = f"held back with line {at_fault} of the same order, which is faulty"
    for row in order.rows:
        yield Reject(row.line, order.faults.get(row.line, held), row.raw)


def _of_object(row: Row, terms: Terms) -> Unit[Order] | Reject:
    try:
        return Unit(order(row.cells, terms), (row,))
    except Wrong as wrong:
        return Reject(row.line, str(wrong), row.raw)


def order(cells: dict[str, Any], terms: Terms) -> Order:
    """Read one order with its `items`; raises Wrong."""
    items = cells.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Wrong("items", items, "a list of {product_id, quantity, amount}")
    if not 1 <= len(items) <= MOST_LINES:
        raise Wrong("items", len(items), f"1 to {MOST_LINES}")
    lines = tuple(_line(item, terms) for item in items)
    return _order(cells, lines, terms)


def _line(cells: dict[str, Any], terms: Terms) -> Line:
    return Line(
        words(cells, "product_id", most=64),
        whole(cells, "quantity"),
        terms.money(cells, "amount"),
    )


def _order(cells: dict[str, Any], lines: tuple[Line, ...], terms: Terms) -> Order:
    status = words(cells, "status", most=32, default="").lower()
    if status not in PAID:
        raise Wrong("status", status, "a paid order (paid, completed, …); cancelled ones earn nothing")
    total = sum(line.amount for line in lines)
    # A line for nothing is a gift, an order for nothing is none.
    if not 0 < total <= MOST_MONEY * 10**terms.program.minor_units:
        raise Wrong("amount", total, f"more than 0 and at most {MOST_MONEY} in all")
    coupon = words(cells, "coupon", most=32, default="")
    channel = terms.channel_of(cells)
    assert channel is not None  # noqa: S101 - it has a default
    return Order(
        channel,
        words(cells, "order_id", most=64),
        terms.ref(cells),
        terms.instant(cells, "ordered_at"),
        terms.currency(cells),
        words(cells, "store", most=64, default="") or None,
        lines,
        coupon_codes.checked(coupon, terms.vault) if coupon else None,
    )
