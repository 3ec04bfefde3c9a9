"""What a campaign says: texts per language with variables, a photo, a link; all checked before anybody gets it."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from core.errors import Invalid
from core.program import Program
from core.texts import DEFAULT_LANGUAGE, LANGUAGES, Language

Variable = Literal["name", "points", "tier"]
VARIABLES: tuple[Variable, ...] = ("name", "points", "tier")
# Telegram counts UTF-16 units, after entities are taken out of the text.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
LABEL_LIMIT = 40
URL_LIMIT = 512
NAME_LENGTH = 40
_POINTS_LENGTH = 20
# Chinese keyboards write full-width braces; both mean the same.
_VARIABLE = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
_FORMATS = frozenset(
    {
        *("bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre"),
        *("blockquote", "expandable_blockquote", "text_link"),
    },
)
_JOINER = "\u200d"  # holds family emoji together


class TextEmpty(Invalid):
    key = "campaigns-text-empty"


class TextTooLong(Invalid):
    key = "campaigns-text-too-long"


class VariableUnknown(Invalid):
    key = "campaigns-variable-unknown"


class LinkWrong(Invalid):
    key = "campaigns-link-wrong"


class LabelWrong(Invalid):
    key = "campaigns-label-wrong"


@dataclass(frozen=True, slots=True)
class Written:
    """A text as an operator wrote it, with its formatting as Telegram's entities (offsets in UTF-16 units)."""

    text: str
    entities: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The button under a campaign; `counted` costs members a second tap and tells who followed it."""

    label: str
    url: str
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """All that a member sees of a campaign, but for the opt-out button, which nobody can remove."""

    texts: Mapping[str, Written] = field(default_factory=dict)
    photo: str | None = None
    link: Link | None = None

    def text_for(self, language: str | None) -> tuple[Language, Written]:
        """Return the text for a reader of `language`, or else the Simplified Chinese one, and its language."""
        found = next((one for one in LANGUAGES if one == language and one in self.texts), DEFAULT_LANGUAGE)
        return found, self.texts[found]


def check(content: Content, *, program: Program) -> None:
    """Raise what is wrong with `content`: no text, an unknown variable, too long when filled in, a bad link."""
    if DEFAULT_LANGUAGE not in content.texts:
        raise TextEmpty
    limit = CAPTION_LIMIT if content.photo else TEXT_LIMIT
    for written in content.texts.values():
        _check_text(written, limit=limit, program=program)
    if content.link is not None:
        _check_url(content.link.url)
        if not 0 < units(content.link.label.strip()) <= LABEL_LIMIT:
            raise LabelWrong(limit=LABEL_LIMIT)


def _check_text(written: Written, *, limit: int, program: Program) -> None:
    if not written.text.strip():
        raise TextEmpty
    for found in _VARIABLE.finditer(written.text):
        if found[1].strip() not in VARIABLES:
            raise VariableUnknown(variable=found[0][:40], known=" ".join(f"{{{one}}}" for one in VARIABLES))
    for entity in written.entities:
        if entity["type"] == "text_link":
            _check_url(entity["url"])
    longest = {
        "name": 2 * NAME_LENGTH,
        "points": _POINTS_LENGTH,
        "tier": max(units(tier.name.in_(one)) for tier in program.tiers for one in LANGUAGES),
    }
    length = units(_VARIABLE.sub("", written.text)) + sum(
        longest[found[1].strip()] for found in _VARIABLE.finditer(written.text)
    )
    if length > limit:
        raise TextTooLong(length=length, limit=limit)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        raise LinkWrong(url=url[:80]) from None
    bare = not any(character.isspace() for character in url) and parts.username is None
    if parts.scheme != "https" or "." not in host or not bare or len(url) > URL_LIMIT:
        raise LinkWrong(url=url[:80])


def fill(written: Written, values: Mapping[Variable, str]) -> Written:
    """Put `values` in, once and as they are: what looks like a variable or a tag in them stays plain text."""
    pieces: list[str] = []
    spans: list[tuple[int, int, int]] = []
    end = 0
    for found in _VARIABLE.finditer(written.text):
        value = values[next(one for one in VARIABLES if one == found[1].strip())]
        start = units(written.text[: found.start()])
        spans.append((start, start + units(found[0]), units(value)))
        pieces += [written.text[end : found.start()], value]
        end = found.end()
    pieces.append(written.text[end:])
    return Written("".join(pieces), tuple(_moved(entity, spans) for entity in written.entities))


def _moved(entity: Mapping[str, Any], spans: list[tuple[int, int, int]]) -> Mapping[str, Any]:
    start = _place(entity["offset"], spans, at_end=False)
    stop = _place(entity["offset"] + entity["length"], spans, at_end=True)
    return {**entity, "offset": start, "length": stop - start}


def _place(offset: int, spans: list[tuple[int, int, int]], *, at_end: bool) -> int:
    """Return where an offset of the written text lies in the filled one; within a variable, at its edge."""
    moved = 0
    for start, stop, length in spans:
        if stop <= offset:
            moved += length - (stop - start)
        elif start < offset:
            return start + moved + (length if at_end else 0)
    return offset + moved


def formatted(entities: list[dict[str, Any]] | None) -> tuple[Mapping[str, Any], ...]:
    """Keep the formatting of a message; what Telegram found by itself (links, mentions) it will find again."""
    kept = ("type", "offset", "length", "url", "language")
    return tuple(
        {name: entity[name] for name in kept if entity.get(name) is not None}
        for entity in entities or ()
        if entity["type"] in _FORMATS
    )


def spoken_name(name: str | None) -> str | None:
    """Return a name on one line, without marks that hide or turn text, at most NAME_LENGTH characters."""
    kept = "".join(
        character if not unicodedata.category(character).startswith("C") or character == _JOINER else " "
        for character in name or ""
    )
    return " ".join(kept.split())[:NAME_LENGTH].strip(f" {_JOINER}") or None


def units(text: str) -> int:
    """Return the length that Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fingerprint(content: Content, *, segment: str, program: Program) -> str:
    """Hash what is said and whom it is for; approval holds only for this."""
    audience = program.segments[segment].model_dump(mode="json") if segment in program.segments else None
    told = json.dumps([stored(content), segment, audience], sort_keys=True, ensure_ascii=False)
    return hashlib.blake2s(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def stored(content: Content) -> dict[str, Any]:
    """Return a campaign's columns for its content."""
    link = content.link
    return {
        "texts": {language: asdict(written) for language, written in content.texts.items()},
        "photo": content.photo,
        "link_label": link.label if link else None,
        "link_url": link.url if link else None,
        "link_counted": link.counted if link else False,
    }


def content_of(row: Any) -> Content:
    """Read a campaign's columns back."""
    texts = {
        language: Written(written["text"], tuple(written["entities"]))
        for language, written in row.texts.items()
    }
    link = Link(row.link_label, row.link_url, row.link_counted) if row.link_url else None
    return Content(texts, row.photo, link)
