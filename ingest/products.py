"""Products: one row each, replacing what was known under its id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.contracts import required
from ingest.fields import Terms, several, whole, words
from ingest.reading import Reject, Source
from ingest.units import Unit, one_a_row
from membership.products import Imported

MOST_STOCK = 100_000_000


def units(source: Source, terms: Terms) -> Iterator[Unit[Imported] | Reject]:
    source.need(*required("products"))
    return one_a_row(source, terms, product)


def product(cells: dict[str, Any], terms: Terms) -> Imported:
    """Read one product; raises Wrong."""
    return Imported(
        words(cells, "product_id", most=64),
        words(cells, "name", most=200),
        words(cells, "category", most=64),
        terms.money(cells, "price"),
        tags=";".join(several(cells, "tags")),
        active_from=terms.day(cells, "active_from"),
        active_until=terms.day(cells, "active_until"),
        stock=None if cells.get("stock") in (None, "") else whole(cells, "stock", least=0, most=MOST_STOCK),
        image=words(cells, "image", most=512, default="") or None,
    )
