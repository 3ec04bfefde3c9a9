"""Telegram's HTML: a few tags, strict nesting, and the words of its complaints."""

from __future__ import annotations

import re
from typing import Final

from sandbox.entities.marks import FindUser, Mark, Unparsable, Written, byte_offset, link
from sandbox.things import Json

_SIMPLE: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPE: Final = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|[a-zA-Z]+);?")
_ATTRIBUTE: Final = re.compile(r"""\s*([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_PLAIN: Final = re.compile(r"[^<&]+")


def parse(text: str, find: FindUser) -> tuple[str, list[Json]]:
    """Return the text without tags and its entities; raise `Unparsable`."""
    out = Written()
    open_marks: list[Mark] = []
    at = 0
    while at < len(text):
        if plain := _PLAIN.match(text, at):
            out.add(plain[0])
            at = plain.end()
        elif text[at] == "&":
            shown, at = _unescaped(text, at)
            out.add(shown)
        elif text.startswith("</", at):
            at = _end_tag(text, at, open_marks, out, find)
        else:
            at = _start_tag(text, at, open_marks, out)
    if open_marks:
        raise Unparsable(f'Can\'t find end tag corresponding to start tag "{open_marks[-1].tag}"')
    return out.done()


def _unescaped(text: str, at: int) -> tuple[str, int]:
    found = _ESCAPE.match(text, at)
    if found is None:
        return "&", at + 1
    name = found[1]
    if name.startswith("#"):
        code = int("0" + name[1:], 0) if name[1] in "xX" else int(name[1:])
        if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000:
            return chr(code), found.end()
    elif name.lower() in _NAMED:
        return _NAMED[name.lower()], found.end()
    return "&", at + 1


def _start_tag(text: str, at: int, open_marks: list[Mark], out: Written) -> int:
    name_end = at + 1
    while name_end < len(text) and not text[name_end].isspace() and text[name_end] != ">":
        name_end += 1
    if name_end >= len(text):
        raise Unparsable(f"Unclosed start tag at byte offset {byte_offset(text, at)}")
    tag = text[at + 1 : name_end].lower()
    if tag not in _SIMPLE:
        raise Unparsable(f'Unsupported start tag "{tag}" at byte offset {byte_offset(text, at)}')
    attributes, end = _attributes(text, name_end, tag, at)
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise Unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {byte_offset(text, at)}')
    open_marks.append(Mark(_SIMPLE[tag], at, out.length, tag, dict(attributes)))
    return end


def _attributes(text: str, at: int, tag: str, tag_at: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            raise Unparsable(f"Unclosed start tag at byte offset {byte_offset(text, tag_at)}")
        if text[at] == ">":
            return found, at + 1
        attribute = _ATTRIBUTE.match(text, at)
        if attribute is None or attribute.end() == at:
            raise Unparsable(
                f'Empty attribute name in the tag "{tag}" at byte offset {byte_offset(text, at)}'
            )
        value = next((each for each in attribute.groups()[1:] if each is not None), "")
        found[attribute[1].lower()] = _ESCAPE.sub(lambda each: _unescaped(each[0], 0)[0], value)
        at = attribute.end()


def _end_tag(text: str, at: int, open_marks: list[Mark], out: Written, find: FindUser) -> int:
    if not open_marks:
        raise Unparsable(f"Unexpected end tag at byte offset {byte_offset(text, at)}")
    end = text.find(">", at)
    if end < 0:
        raise Unparsable(f"Unclosed end tag at byte offset {byte_offset(text, at)}")
    name = text[at + 2 : end].strip().lower()
    mark = open_marks.pop()
    if name and name != mark.tag:
        raise Unparsable(
            f"Unmatched end tag at byte offset {byte_offset(text, at)}, "
            f'expected "</{mark.tag}>", found "</{name}>"'
        )
    _close(mark, open_marks, out, find)
    return end + 1


def _close(mark: Mark, open_marks: list[Mark], out: Written, find: FindUser) -> None:
    if mark.tag == "a":
        made = link(mark.extra.get("href") or out.since(mark.start), find)
        if made is not None:
            out.close(made[0], mark.start, **made[1])
    elif (
        mark.tag == "code"
        and open_marks
        and open_marks[-1].tag == "pre"
        and open_marks[-1].start == mark.start
    ):
        language = mark.extra.get("class", "").removeprefix("language-")
        open_marks[-1].extra["inner"] = (out.length, language)
    elif mark.tag == "pre":
        inner, language = mark.extra.get("inner", (-1, ""))
        named = {"language": language} if language and inner == out.length else {}
        out.close("pre", mark.start, **named)
    elif mark.tag == "blockquote":
        out.close("expandable_blockquote" if "expandable" in mark.extra else "blockquote", mark.start)
    elif mark.tag == "tg-emoji":
        if mark.extra.get("emoji-id", "").isdigit():
            out.close("custom_emoji", mark.start, custom_emoji_id=mark.extra["emoji-id"])
    elif mark.tag == "tg-time":
        _close_time(mark, out)
    else:
        out.close(mark.type, mark.start)


def _close_time(mark: Mark, out: Written) -> None:
    if not mark.extra.get("unix", "").isdigit():
        return
    shown = {"date_time_format": mark.extra["format"]} if mark.extra.get("format") else {}
    out.close("date_time", mark.start, unix_time=int(mark.extra["unix"]), **shown)
