"""Members: one row each; the phone becomes its blind index before it leaves this file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.texts import LANGUAGES, language_of
from ingest.contracts import required
from ingest.fields import Terms, Wrong, birthday, several, words
from ingest.reading import Reject, Source
from ingest.units import Unit, one_a_row
from membership.profiles import Profile


def units(source: Source, terms: Terms) -> Iterator[Unit[Profile] | Reject]:
    source.need(*required("members"))
    return one_a_row(source, terms, profile)


def profile(cells: dict[str, Any], terms: Terms) -> Profile:
    """Read one member; raises Wrong."""
    number = words(cells, "phone", most=40, default="")
    consents = several(cells, "consents")
    if unknown := [topic for topic in consents if topic not in terms.program.topic_by_id]:
        raise Wrong("consents", unknown[0], f"topics of program.yaml: {', '.join(terms.program.topic_by_id)}")
    joined = cells.get("joined_at")
    return Profile(
        terms.ref(cells),
        name=words(cells, "name", most=128, default="") or None,
        phone=terms.phone(number, "phone") if number else None,
        birthday=birthday(cells, today=terms.now.astimezone(terms.program.time_zone).date()),
        joined_at=None if joined in (None, "") else terms.instant(cells, "joined_at"),
        language=_language(words(cells, "language", most=16, default="")),
        tags=several(cells, "tags"),
        consents=consents,
    )


def _language(given: str) -> str | None:
    if not given:
        return None
    if given.split("-", maxsplit=1)[0].split("_", maxsplit=1)[0].lower() not in {"zh", "en"}:
        raise Wrong("language", given, f"one of {', '.join(LANGUAGES)}")
    return language_of(given)
