"""Telegram's rich HTML: paragraphs, headings, lists, tables, details and the text inside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sandbox.rich.tree import BLOCKS, HEADINGS, INLINE, INSIDE, Node, tree_of
from sandbox.things import Json

RichText = str | list[Any] | Json


def blocks_of(source: str) -> list[Json]:
    """Return the blocks of a rich message written in HTML."""
    return _blocks(tree_of(source))


def _blocks(parent: Node) -> list[Json]:
    made: list[Json] = []
    loose: list[Node | str] = []

    def end_paragraph() -> None:
        text = _text(loose)
        if plain(text).strip():
            made.append({"type": "paragraph", "text": text})
        loose.clear()

    for child in parent.children:
        if isinstance(child, Node) and child.tag in BLOCKS:
            end_paragraph()
            made.append(_block(child))
        elif isinstance(child, str) or child.tag not in INSIDE:
            loose.append(child)
    end_paragraph()
    return made


def _block(node: Node) -> Json:
    if node.tag in HEADINGS:
        return {"type": "heading", "text": _text(node.children), "size": HEADINGS[node.tag]}
    if node.tag in _MAKERS:
        return _MAKERS[node.tag](node)
    kind = {"aside": "pullquote", "footer": "footer", "tg-thinking": "thinking"}.get(node.tag, "paragraph")
    return {"type": kind, "text": _text(node.children)}


def _divider(_node: Node) -> Json:
    return {"type": "divider"}


def _list(node: Node) -> Json:
    return {"type": "list", "items": [_item(each, at, node) for at, each in enumerate(node.all("li"), 1)]}


def _details(node: Node) -> Json:
    summary = next(iter(node.all("summary")), Node("summary"))
    opened = {"is_open": True} if "open" in node.attributes else {}
    return {"type": "details", "summary": _text(summary.children), "blocks": _blocks(node), **opened}


def _item(node: Node, at: int, parent: Node) -> Json:
    if parent.tag == "ul":
        return {"label": "•", "blocks": _blocks(node)}
    start = parent.attributes.get("start", "1")
    number = (int(start) if start.isdigit() else 1) + at - 1
    return {"label": f"{number}.", "blocks": _blocks(node), "value": number, "type": "1"}


def _quotation(node: Node) -> Json:
    cite = next(iter(node.all("cite")), None)
    credit = {"credit": _text(cite.children)} if cite else {}
    if "collapsed" in node.attributes:
        inside = [each for each in node.children if isinstance(each, str) or each.tag != "cite"]
        return {"type": "expandable_blockquote", "text": _text(inside), **credit}
    return {"type": "blockquote", "blocks": _blocks(node), **credit}


def _preformatted(node: Node) -> Json:
    code = next(iter(node.all("code")), None)
    told: Json = {"type": "pre", "text": plain(_text(code.children if code else node.children))}
    language = code.attributes.get("class", "").removeprefix("language-") if code else ""
    return {**told, "language": language} if language else told


def _table(node: Node) -> Json:
    groups = [node, *node.all("thead", "tbody")]
    rows = [row for group in groups for row in group.all("tr")]
    told: Json = {"type": "table", "cells": [[_cell(cell) for cell in row.all("td", "th")] for row in rows]}
    told |= {f"is_{name}": True for name in ("bordered", "striped", "compact") if name in node.attributes}
    caption = next(iter(node.all("caption")), None)
    return {**told, "caption": _text(caption.children)} if caption else told


def _cell(node: Node) -> Json:
    told: Json = {"text": _text(node.children)}
    if node.tag == "th":
        told["is_header"] = True
    for span in ("colspan", "rowspan"):
        if node.attributes.get(span, "").isdigit():
            told[span] = int(node.attributes[span])
    return {
        **told,
        "align": node.attributes.get("align", "left"),
        "valign": node.attributes.get("valign", "middle"),
    }


_MAKERS: Final[dict[str, Callable[[Node], Json]]] = {
    "hr": _divider,
    "ul": _list,
    "ol": _list,
    "table": _table,
    "details": _details,
    "blockquote": _quotation,
    "pre": _preformatted,
}


def _text(children: list[Node | str]) -> RichText:
    parts = [part for child in children if (part := _piece(child))]
    merged: list[Any] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return merged[0] if len(merged) == 1 else (merged or "")


def _piece(child: Node | str) -> RichText:
    if isinstance(child, str):
        return child
    if child.tag == "br":
        return "\n"
    text = _text(child.children)
    kind = INLINE.get(child.tag) or ("spoiler" if child.attributes.get("class") == "tg-spoiler" else None)
    if kind is not None:
        return {"type": kind, "text": text}
    if child.tag == "a" and child.attributes.get("href"):
        return {"type": "url", "text": text, "url": child.attributes["href"]}
    if child.tag == "tg-emoji":
        number = child.attributes.get("emoji-id", "")
        return {"type": "custom_emoji", "custom_emoji_id": number, "alternative_text": plain(text)}
    return text


def plain(value: Any) -> str:
    """Return rich text, or whole blocks, as words only."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        blocks = bool(value) and all(
            isinstance(each, dict) and ("blocks" in each or _is_block(each)) for each in value
        )
        return ("\n" if blocks else "").join(plain(each) for each in value)
    if not isinstance(value, dict):
        return ""
    label = f"{value['label']} " if "label" in value else ""
    named = (
        "summary",
        "text",
        "expression",
        "alternative_text",
        "items",
        "cells",
        "blocks",
        "buttons",
        "credit",
    )
    return label + "\n".join(plain(value[name]) for name in named if value.get(name))


def _is_block(value: Json) -> bool:
    return value.get("type") in {
        "paragraph",
        "heading",
        "pre",
        "footer",
        "divider",
        "list",
        "table",
        "pullquote",
    }
