"""Reads order files (CSV or JSONL, gzipped or not) line by line into baskets."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from math import isfinite
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from insight.baskets import SECONDS_A_DAY, Baskets, from_lines

COLUMNS = ("order_id", "member_ref", "ordered_at", "product_id", "quantity", "amount")
VOID = frozenset({"cancelled", "canceled", "refunded", "void", "failed"})
REJECTS_KEPT = 20
TIMES_KEPT = 100_000  # parsed texts; the lines of an order repeat theirs

Line = tuple[int, str, str, str, str, str]  # line number, member, time, product, quantity, amount


class BadOrders(ValueError):
    """The file is no order history; the text names file, line and what was expected."""


@dataclass(frozen=True, slots=True)
class OrderFile:
    """Baskets of a file and what was left out of them.

    `void` counts cancelled orders' and non-positive lines (returns), `rejected` the unreadable ones;
    `rejects` tells the first of these as "line N: reason".
    """

    baskets: Baskets
    lines: int
    void: int
    rejected: int
    rejects: tuple[str, ...]


@dataclass(slots=True)
class _Columns:
    """Growing columns of numbers; 28 bytes a line, so 10 million lines take 280 MB."""

    members: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    member: array[int] = field(default_factory=lambda: array("i"))
    item: array[int] = field(default_factory=lambda: array("i"))
    time: array[float] = field(default_factory=lambda: array("d"))
    amount: array[float] = field(default_factory=lambda: array("d"))

    def add(self, who: str, what: str, when: float, cost: float) -> None:
        if not who or not what or not isfinite(cost):
            raise ValueError("expected a member_ref, a product_id and a finite amount")
        self.member.append(self.members.setdefault(who, len(self.members)))
        self.item.append(self.items.setdefault(what, len(self.items)))
        self.time.append(when)
        self.amount.append(cost)

    def baskets(self) -> Baskets:
        return from_lines(
            self.members,
            self.items,
            member=np.frombuffer(self.member, np.int32) if self.member else [],
            item=np.frombuffer(self.item, np.int32) if self.item else [],
            time=np.frombuffer(self.time, np.float64) if self.time else [],
            amount=np.frombuffer(self.amount, np.float64) if self.amount else [],
        )


def read_orders(path: str | Path, *, zone: tzinfo = UTC) -> OrderFile:
    """Read an order history; `-` is standard input, naive times are in `zone`."""
    try:
        with _opened(path) as stream:
            return _read(stream, str(path), zone)
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as wrong:
        raise BadOrders(f"{path}: cannot be read: {wrong}") from wrong


def _read(stream: TextIO, name: str, zone: tzinfo) -> OrderFile:
    columns = _Columns()
    days: dict[str, float] = {}
    rejects: list[str] = []
    lines = void = rejected = 0
    for at, who, when, what, quantity, amount in _lines(stream, name):
        lines += 1
        try:
            if float(quantity or 1) <= 0:
                void += 1
                continue
            day = days.get(when)
            if day is None:
                if len(days) > TIMES_KEPT:
                    days.clear()
                day = days[when] = _days(when, zone)
            columns.add(who, what, day, float(amount or 0))
        except ValueError as wrong:
            rejected += 1
            if len(rejects) < REJECTS_KEPT:
                rejects.append(f"line {at}: {wrong}")
    return OrderFile(
        baskets=columns.baskets(), lines=lines, void=void, rejected=rejected, rejects=tuple(rejects)
    )


def _days(text: str, zone: tzinfo) -> float:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.timestamp() / SECONDS_A_DAY


@contextmanager
def _opened(path: str | Path) -> Iterator[TextIO]:
    if str(path) == "-":
        yield sys.stdin
        return
    with Path(path).open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        source: Any = gzip.GzipFile(fileobj=raw) if zipped else raw
        with io.TextIOWrapper(source, encoding="utf-8-sig", newline="") as text:
            yield text


def _lines(stream: TextIO, name: str) -> Iterator[Line]:
    first = stream.readline()
    if not first.strip():
        raise BadOrders(f"{name}: line 1: the file is empty; expected {','.join(COLUMNS)} or JSON orders")
    if first.lstrip("\ufeff").lstrip().startswith("{"):
        yield from _json_lines(first, stream, name)
    else:
        yield from _csv_lines(first, stream, name)


def _csv_lines(first: str, stream: TextIO, name: str) -> Iterator[Line]:
    head = [word.strip() for word in next(csv.reader([first.lstrip("\ufeff")]))]
    missing = [word for word in COLUMNS if word not in head]
    if missing:
        raise BadOrders(f"{name}: line 1: no column {', '.join(missing)}; expected {','.join(COLUMNS)}")
    who, when, what, quantity, amount = (head.index(word) for word in COLUMNS[1:])
    status = head.index("status") if "status" in head else None
    rows = csv.reader(stream)
    for row in rows:
        if not row:
            continue
        at = rows.line_num + 1
        if len(row) < len(head):
            yield at, "", "", "", "", ""
        elif status is not None and row[status].lower() in VOID:
            yield at, row[who], row[when], row[what], "0", "0"
        else:
            yield at, row[who], row[when], row[what], row[quantity], row[amount]


def _json_lines(first: str, stream: TextIO, name: str) -> Iterator[Line]:
    at = 0
    text = first
    while text:
        at += 1
        if text.strip():
            yield from _order_lines(at, text, name)
        text = stream.readline()


def _order_lines(at: int, text: str, name: str) -> Iterator[Line]:
    try:
        order = json.loads(text.lstrip("\ufeff"))
        items = order["items"]
        who, when = str(order["member_ref"]), str(order["ordered_at"])
        void = str(order.get("status") or "").lower() in VOID
        for item in items:
            quantity = "0" if void else str(item.get("quantity", 1))
            yield at, who, when, str(item["product_id"]), quantity, str(item.get("amount") or 0)
    except (ValueError, KeyError, TypeError, AttributeError):
        if at == 1:
            raise BadOrders(
                f"{name}: line 1: expected an order with member_ref, ordered_at and items"
            ) from None
        yield at, "", "", "", "", ""
