"""Blocks as a bot gives them, turned into blocks as a message carries them."""

from __future__ import annotations

from typing import Any, Final

from sandbox.rich.markup import blocks_of
from sandbox.telegram import media
from sandbox.telegram.request import Call, Refused, bad
from sandbox.things import Json
from sandbox.world import World

_NESTING: Final = frozenset({"blockquote", "details", "collage", "slideshow"})
_MEDIA: Final = frozenset({"photo", "video", "animation", "audio", "document", "voice_note"})
_MAP: Final = {"zoom": 15, "width": 600, "height": 400}


def rich_message(world: World, call: Call, *, draft: bool = False) -> Json:
    """Return the `RichMessage` that a call asks for, or refuse."""
    given: Any = call.get("rich_message")
    if not isinstance(given, dict):
        raise bad("rich message is empty")
    if sum(bool(given.get(name)) for name in ("html", "markdown", "blocks")) != 1:
        raise bad("exactly one of html, markdown and blocks must be specified in a rich message")
    if given.get("markdown"):
        raise Refused(
            501, "Not Implemented: the sandbox plays rich messages of html or blocks, not of markdown yet"
        )
    made = blocks_of(str(given["html"])) if given.get("html") else _turned(world, call, given["blocks"])
    if not made:
        raise bad("rich message is empty")
    if not draft and any(each["type"] == "thinking" for each in made):
        raise bad("thinking blocks can be used only in drafts")
    return {"blocks": made, **({"is_rtl": True} if given.get("is_rtl") is True else {})}


def _turned(world: World, call: Call, given: Any) -> list[Json]:
    return [_block(world, call, each) for each in given if isinstance(each, dict)]


def _block(world: World, call: Call, given: Json) -> Json:
    kind = str(given.get("type"))
    if kind in _NESTING:
        return {**given, "blocks": _turned(world, call, given.get("blocks") or [])}
    if kind == "list":
        return {
            **given,
            "items": [_item(world, call, at, each) for at, each in enumerate(given.get("items") or [], 1)],
        }
    if kind in _MEDIA:
        return _media(world, call, kind, given)
    if kind == "map":
        return {**_MAP, **given}
    return given


def _item(world: World, call: Call, at: int, given: Json) -> Json:
    label = "•" if given.get("value") is None and not given.get("type") else f"{given.get('value', at)}."
    return {**given, "label": label, "blocks": _turned(world, call, given.get("blocks") or [])}


def _media(world: World, call: Call, kind: str, given: Json) -> Json:
    item = {**given.get(kind, {}), "type": kind.removesuffix("_note")}
    content = media.content_of(world, call, item["type"], item.get("media"), item)
    told: Json = {"type": kind, kind: content[item["type"]]}
    if content.get("has_media_spoiler"):
        told["has_spoiler"] = True
    return {**told, "caption": given["caption"]} if given.get("caption") else told
