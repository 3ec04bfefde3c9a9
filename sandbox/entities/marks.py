"""What the parsers of HTML and Markdown share: the growing text, the open marks, and offsets in UTF-16."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qs, urlsplit

from sandbox.things import Json

# An entity whose text is only known by id: the user's object, or None when nobody has it.
FindUser = Callable[[int], Json | None]


class Unparsable(Exception):
    """The text breaks the rules of its parse mode; the message is what Telegram says after the colon."""


@dataclass(slots=True)
class Mark:
    """An entity that has begun: where in the source and in the text, and what it will be."""

    type: str
    source: int
    start: int
    tag: str = ""
    extra: Json = field(default_factory=dict)


@dataclass(slots=True)
class Written:
    """The text as it will be shown, with entities in code points until `done`."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[Json] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def since(self, start: int) -> str:
        return "".join(self.parts)[start:]

    def close(self, kind: str, start: int, **extra: object) -> None:
        if self.length > start:
            self.entities.append({"type": kind, "offset": start, "length": self.length - start, **extra})

    def done(self) -> tuple[str, list[Json]]:
        text = "".join(self.parts)
        return text, in_utf16(text, self.entities)


def byte_offset(text: str, at: int) -> int:
    return len(text[:at].encode())


def utf16_length(text: str) -> int:
    return len(text) + sum(1 for each in text if each > "\uffff")


def in_utf16(text: str, entities: list[Json]) -> list[Json]:
    """Turn offsets in code points into offsets in UTF-16 units."""
    wide = [at for at, each in enumerate(text) if each > "\uffff"]
    if not wide:
        return entities
    turned = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        first = start + sum(1 for at in wide if at < start)
        last = end + sum(1 for at in wide if at < end)
        turned.append({**entity, "offset": first, "length": last - first})
    return turned


_HOST: Final = re.compile(r"^[\w-]+(\.[\w-]+)*(:\d+)?$")


def link(target: str, find: FindUser) -> tuple[str, Json] | None:
    """Return the entity that a link makes (`text_link` or `text_mention`), None for a link to nowhere."""
    target = target.strip()
    if target.lower().startswith("tg://user"):
        ids = parse_qs(urlsplit(target).query).get("id", [""])
        user = find(int(ids[0])) if ids[0].isdigit() else None
        return ("text_mention", {"user": user}) if user else None
    if target.lower().startswith("tg://"):
        return "text_link", {"url": target}
    full = target if "://" in target else f"http://{target}"
    parts = urlsplit(full)
    if parts.scheme.lower() not in {"http", "https", "ton", "tonsite"} or not _HOST.match(parts.netloc):
        return None
    if "." not in parts.netloc and not parts.netloc.startswith("localhost"):
        return None
    if not parts.path and not parts.query and not parts.fragment:
        full += "/"
    return "text_link", {"url": full}
