"""Products by id: the program's catalogue first, then what was imported."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.program import Localized, Program
from db.queries import orders as rows
from membership.orders import Outcome


@dataclass(frozen=True, slots=True)
class Described:
    """A product as people see it; one that nobody described is called by its id."""

    id: str
    name: Localized
    price_minor: int | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Imported:
    """A product as a file describes it; `price` in minor units, `tags` joined by `;`."""

    id: str
    name: str
    category: str
    price: int
    tags: str = ""
    active_from: datetime | None = None
    active_until: datetime | None = None
    stock: int | None = None
    image: str | None = None


def take_in(session: Session, *, products: Sequence[Imported]) -> tuple[Outcome, ...]:
    """Take in a batch of products, each replacing what was known under its id; one outcome each."""
    before = rows.whole_products(session, [product.id for product in products])
    outcomes = []
    newest: dict[str, Imported] = {}
    for product in products:
        known = asdict(newest[product.id]) if product.id in newest else before.get(product.id)
        outcomes.append(
            Outcome(
                product.id,
                "created" if known is None else "duplicate" if known == asdict(product) else "updated",
            ),
        )
        newest[product.id] = product
    rows.put_products(session, [asdict(product) for product in newest.values()])
    return tuple(outcomes)


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
