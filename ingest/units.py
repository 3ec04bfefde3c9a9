"""What the readers of all kinds hand on: one thing to be taken in, with the rows that it was read from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ingest.fields import Terms, Wrong
from ingest.reading import Reject, Row, Source

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unit(Generic[T]):
    """One typed thing and its rows, which go to the rejects together when a rule refuses it."""

    value: T
    rows: tuple[Row, ...]


def one_a_row(
    source: Source, terms: Terms, parse: Callable[[dict[str, Any], Terms], T]
) -> Iterator[Unit[T] | Reject]:
    """Read a file in which each row is a thing of its own."""
    for row in source:
        if isinstance(row, Reject):
            yield row
            continue
        try:
            yield Unit(parse(row.cells, terms), (row,))
        except Wrong as wrong:
            yield Reject(row.line, str(wrong), row.raw)
