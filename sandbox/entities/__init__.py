"""From what the bot or a person writes to a text with entities in UTF-16 offsets."""

from __future__ import annotations

from typing import Any, Final

from sandbox.entities import html, markdown
from sandbox.entities.found import found
from sandbox.entities.marks import FindUser, Unparsable, utf16_length
from sandbox.telegram.request import bad
from sandbox.things import Json

__all__ = ["FindUser", "formatted", "found", "utf16_length"]

_PARSERS: Final = {"html": html.parse, "markdownv2": markdown.parse_second, "markdown": markdown.parse_first}
# Nothing is marked by itself inside these.
_OPAQUE: Final = frozenset(
    {"code", "pre", "text_link", "text_mention", "custom_emoji", "url", "email", "mention", "bot_command"}
)
_FIELDS: Final = ("url", "language", "custom_emoji_id", "unix_time", "date_time_format")


def formatted(text: str, mode: str | None, given: Any, find: FindUser) -> tuple[str, list[Json]]:
    """Return the text as shown and its entities, by parse mode or as given, plus those found in it."""
    entities: list[Json] = []
    if mode and mode.lower() != "none":
        parser = _PARSERS.get(mode.lower())
        if parser is None:
            raise bad("unsupported parse_mode")
        try:
            text, entities = parser(text, find)
        except Unparsable as wrong:
            raise bad(f"can't parse entities: {wrong}") from wrong
    elif isinstance(given, list):
        entities = _given(given, utf16_length(text), find)
    text, entities = _trimmed(text, entities)
    opaque = [
        (each["offset"], each["offset"] + each["length"]) for each in entities if each["type"] in _OPAQUE
    ]
    for each in found(text):
        start, end = each["offset"], each["offset"] + each["length"]
        if not any(start < last and first < end for first, last in opaque):
            entities.append(each)
    return text, sorted(entities, key=lambda each: (each["offset"], -each["length"]))


def _given(given: list[Any], length: int, find: FindUser) -> list[Json]:
    kept: list[Json] = []
    for each in given:
        if not isinstance(each, dict) or not isinstance(each.get("type"), str):
            raise bad("can't parse entities: expected an Object of type MessageEntity")
        start, count = each.get("offset"), each.get("length")
        if (
            not isinstance(start, int)
            or not isinstance(count, int)
            or start < 0
            or count <= 0
            or start >= length
        ):
            continue
        entity: Json = {"type": each["type"], "offset": start, "length": min(count, length - start)}
        if each["type"] == "text_mention":
            user = find(int(each.get("user", {}).get("id", 0)))
            if user is None:
                continue
            entity["user"] = user
        kept.append(entity | {name: each[name] for name in _FIELDS if each.get(name) is not None})
    return kept


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends, as Telegram does, and move the entities."""
    cut = len(text) - len(text.lstrip())
    trimmed = text.strip()
    if len(trimmed) == len(text):
        return text, entities
    length = utf16_length(trimmed)
    moved = []
    for each in entities:
        start = max(0, each["offset"] - cut)
        end = min(length, each["offset"] + each["length"] - cut)
        if end > start:
            moved.append({**each, "offset": start, "length": end - start})
    return trimmed, moved
