"""Behaviour events: one row each, `{event_id, kind, member_ref, at}`; what else stands there is left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.contracts import required
from ingest.fields import Terms, words
from ingest.reading import Reject, Source
from ingest.units import Unit, one_a_row
from membership.events import Event


def units(source: Source, terms: Terms) -> Iterator[Unit[Event] | Reject]:
    source.need(*required("events"))
    return one_a_row(source, terms, event)


def event(cells: dict[str, Any], terms: Terms) -> Event:
    """Read one event; raises Wrong."""
    channel = terms.channel_of(cells)
    assert channel is not None  # noqa: S101 - it has a default
    return Event(
        channel,
        words(cells, "event_id", most=64),
        words(cells, "kind", most=32),
        terms.ref(cells),
        terms.instant(cells, "at"),
    )
