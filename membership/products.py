"""Products by id: the program's catalogue first, then what was imported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from core.program import Localized, Program
from db.queries import orders as rows


@dataclass(frozen=True, slots=True)
class Described:
    """A product as people see it; one that nobody described is called by its id."""

    id: str
    name: Localized
    price_minor: int | None
    url: str | None


def describe(session: Session, *, ids: Iterable[str], program: Program) -> dict[str, Described]:
    """Return how to call each of `ids`."""
    wanted = list(dict.fromkeys(ids))
    found = {
        one: Described(one, known.name, known.price_minor, known.url or _page(program, one))
        for one in wanted
        if (known := program.products.get(one)) is not None
    }
    missing = [one for one in wanted if one not in found]
    imported = rows.products(session, missing) if missing else {}
    for one in missing:
        row = imported.get(one)
        name = row.name if row else one
        found[one] = Described(one, Localized(**{"zh-Hans": name}), row.price if row else None, None)
    return found


def _page(program: Program, product: str) -> str | None:
    return f"{program.brand.site.rstrip('/')}/p/{product}" if program.brand.site else None
