"""Behaviour events: one row each, `{event_id, kind, member_ref, at}`; what else stands there is left out."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.fields import Terms, words
from ingest.reading import Reject, Row, Source
from ingest.units import Unit, one_a_row
from membership.events import Event

REQUIRED = ("event_id", "kind", "member_ref", "at")


def units(source: Source, terms: Terms) -> Iterator[Unit[Event] | Reject]:
    source.need(*REQUIRED)
    return one_a_row(source, terms, _event)


def _event(row: Row, terms: Terms) -> Event:
    cells = row.cells
    channel = terms.channel_of(cells)
    assert channel is not None  # noqa: S101 - it has a default
    return Event(
        channel,
        words(cells, "event_id", most=64),
        words(cells, "kind", most=32),
        terms.ref(cells),
        terms.instant(cells, "at"),
    )
