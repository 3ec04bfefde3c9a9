"""One JSON object of a channel → one typed thing, by the same readers as a row of a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ingest import events, members, orders, products, refunds
from ingest.contracts import CONTRACTS, ITEM, Field, Kind
from ingest.fields import Terms, Wrong

_READERS: dict[Kind, Callable[[dict[str, Any], Terms], Any]] = {
    "products": products.product,
    "members": members.profile,
    "orders": orders.order,
    "refunds": refunds.refund,
    "events": events.event,
}
PERSONAL = ("phone", "birthday", "consents")


def read(kind: Kind, given: Any, terms: Terms, *, fields: Collection[str]) -> Any:
    """Read one object strictly, since nobody looks it over as people do with a file; raises Wrong.

    A field that the kind doesn't have is refused, so that a misspelt one is not silently left out, and
    so is a personal one that is not among `fields`, those agreed with the channel.
    """
    if not isinstance(given, dict):
        raise Wrong(kind, given, "a JSON object")
    _only(given, CONTRACTS[kind])
    for item in given["items"] if isinstance(given.get("items"), list) else ():
        if isinstance(item, dict):
            _only(item, ITEM)
    told = [name for name in PERSONAL if given.get(name) not in (None, "", [])]
    if str(given.get("member_ref", "")).strip().lower().startswith("phone:"):
        told.append("phone")
    if refused := [name for name in told if name not in fields]:
        raise Wrong(refused[0], "…", "nothing: this channel may not deliver it")
    return _READERS[kind](given, terms)


def name_of(kind: Kind, given: Any) -> str:
    """Return the id under which a channel knows a thing, as far as it can be told from what was given."""
    found = given.get(CONTRACTS[kind][0].name) if isinstance(given, Mapping) else None
    # A member may be named by a phone number, which is repeated to nobody.
    hidden = kind == "members" and ":" in str(found)
    return (
        "" if hidden or not isinstance(found, str | int) or not str(found).isprintable() else str(found)[:64]
    )


def _only(given: Mapping[str, Any], known: tuple[Field, ...]) -> None:
    names = [field.name for field in known]
    if unknown := [name for name in given if name not in names]:
        name = unknown[0][:40]
        raise Wrong(
            name if name.isprintable() else repr(name), "…", f"no such field, but one of {', '.join(names)}"
        )
