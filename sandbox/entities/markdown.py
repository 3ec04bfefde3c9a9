"""Telegram's MarkdownV2 and the old Markdown, with the words of their complaints."""

from __future__ import annotations

import re
from typing import Final

from sandbox.entities.marks import FindUser, Mark, Unparsable, Written, byte_offset, link
from sandbox.things import Json

_RESERVED: Final = frozenset("_*[]()~`>#+-=|{}.!")
_SAID: Final = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "blockquote": "BlockQuote",
}
_CLOSERS: Final = {
    "bold": "*",
    "underline": "__",
    "strikethrough": "~",
    "spoiler": "||",
    "code": "`",
    "pre": "```",
    "text_link": "]",
    "custom_emoji": "]",
}
_OPENERS: Final = (
    ("```", "pre"),
    ("`", "code"),
    ("__", "underline"),
    ("_", "italic"),
    ("*", "bold"),
    ("~", "strikethrough"),
    ("||", "spoiler"),
    ("![", "custom_emoji"),
    ("[", "text_link"),
)
_LANGUAGE: Final = re.compile(r"([^\s`]*)\n")


class _Second:
    """A pass over one MarkdownV2 text."""

    def __init__(self, text: str, find: FindUser) -> None:
        self.text = text
        self.find = find
        self.at = 0
        self.out = Written()
        self.open: list[Mark] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.text):
            self._step()
        self._end_quote()
        if self.open:
            raise self._no_end(self.open[-1])
        return self.out.done()

    def _no_end(self, mark: Mark) -> Unparsable:
        return Unparsable(
            f"Can't find end of {_SAID[mark.type]} entity at byte offset {byte_offset(self.text, mark.source)}"
        )

    def _step(self) -> None:
        each = self.text[self.at]
        verbatim = bool(self.open) and self.open[-1].type in {"code", "pre"}
        following = self.text[self.at + 1 : self.at + 2]
        if each == "\\" and following and ord(following) <= 126:
            self.out.add(following)
            self.at += 2
        elif each == "\n" and not verbatim:
            self._newline()
        elif each not in _RESERVED or (verbatim and each != "`"):
            self.out.add(each)
            self.at += 1
        elif not self._closes(each):
            self._opens(each)

    def _in_quote(self) -> bool:
        return bool(self.open) and self.open[0].type == "blockquote"

    def _newline(self) -> None:
        if self._in_quote() and not self.text.startswith(">", self.at + 1):
            self._end_quote()
        self.out.add("\n")
        self.at += 1
        if self._in_quote():
            self.at += 1

    def _end_quote(self) -> None:
        if not self._in_quote():
            return
        if len(self.open) == 2 and self.open[-1].type == "spoiler" and self.open[-1].start == self.out.length:
            self.open.pop()
            self.open[0].type = "expandable_blockquote"
        if len(self.open) > 1:
            raise self._no_end(self.open[-1])
        quote = self.open.pop()
        self.out.close(quote.type, quote.start)

    def _closes(self, each: str) -> bool:
        if not self.open:
            return False
        mark = self.open[-1]
        if mark.type == "italic":
            closed = each == "_" and not self.text.startswith("__", self.at)
            closer = "_"
        else:
            closer = _CLOSERS.get(mark.type, "")
            closed = bool(closer) and self.text.startswith(closer, self.at)
        if not closed:
            return False
        if mark.type == "spoiler" and mark.start == self.out.length:
            return False
        self.open.pop()
        self.at += len(closer)
        if mark.type in {"text_link", "custom_emoji"}:
            self._close_link(mark)
        elif mark.type == "pre":
            self.out.close("pre", mark.start, **mark.extra)
        else:
            self.out.close(mark.type, mark.start)
        return True

    def _close_link(self, mark: Mark) -> None:
        target = self.out.since(mark.start)
        if self.text.startswith("(", self.at):
            target = self._target()
        elif mark.type == "custom_emoji":
            raise Unparsable(
                f"Custom emoji entity must contain a tg://emoji URL at byte offset {byte_offset(self.text, self.at)}"
            )
        if target.startswith("tg://emoji?id=") and mark.type == "custom_emoji":
            self.out.close("custom_emoji", mark.start, custom_emoji_id=target.removeprefix("tg://emoji?id="))
        elif made := link(target, self.find):
            self.out.close(made[0], mark.start, **made[1])

    def _target(self) -> str:
        begun = self.at
        self.at += 1
        target = []
        while self.at < len(self.text) and self.text[self.at] != ")":
            if (
                self.text[self.at] == "\\"
                and self.at + 1 < len(self.text)
                and ord(self.text[self.at + 1]) <= 126
            ):
                self.at += 1
            target.append(self.text[self.at])
            self.at += 1
        if self.at >= len(self.text):
            raise Unparsable(f"Can't find end of a URL at byte offset {byte_offset(self.text, begun)}")
        self.at += 1
        return "".join(target)

    def _opens(self, each: str) -> None:
        line_start = self.at == 0 or self.text[self.at - 1] == "\n"
        if each == ">" and line_start and not self.open:
            self.open.append(Mark("blockquote", self.at, self.out.length))
            self.at += 1
            return
        for opener, kind in _OPENERS:
            if self.text.startswith(opener, self.at):
                mark = Mark(kind, self.at, self.out.length)
                self.at += len(opener)
                if kind == "pre":
                    self._language(mark)
                self.open.append(mark)
                return
        raise Unparsable(f"Character '{each}' is reserved and must be escaped with the preceding '\\'")

    def _language(self, mark: Mark) -> None:
        if found := _LANGUAGE.match(self.text, self.at):
            if found[1]:
                mark.extra["language"] = found[1]
            self.at = found.end()


def parse_second(text: str, find: FindUser) -> tuple[str, list[Json]]:
    """Parse MarkdownV2; raise `Unparsable`."""
    return _Second(text, find).parse()


def parse_first(text: str, find: FindUser) -> tuple[str, list[Json]]:
    """Parse the old Markdown, where nothing nests; raise `Unparsable`."""
    out = Written()
    at = 0
    while at < len(text):
        each = text[at]
        if each == "\\" and text[at + 1 : at + 2] in {"_", "*", "`", "["}:
            out.add(text[at + 1])
            at += 2
        elif each not in "_*`[":
            out.add(each)
            at += 1
        else:
            at = _first_entity(text, at, out, find)
    return out.done()


def _first_entity(text: str, at: int, out: Written, find: FindUser) -> int:
    closer = "```" if text.startswith("```", at) else {"[": "]"}.get(text[at], text[at])
    begun = at + len(closer)
    end = text.find(closer, begun)
    if end < 0:
        raise Unparsable(f"Can't find end of the entity starting at byte offset {byte_offset(text, at)}")
    start = out.length
    if closer == "```" and (found := _LANGUAGE.match(text, begun)):
        out.add(text[found.end() : end])
        out.close("pre", start, **({"language": found[1]} if found[1] else {}))
        return end + 3
    out.add(text[begun:end])
    after = end + len(closer)
    if closer == "]":
        if not text.startswith("(", after):
            return after
        target_end = text.find(")", after)
        target_end = len(text) if target_end < 0 else target_end
        if made := link(text[after + 1 : target_end], find):
            out.close(made[0], start, **made[1])
        return target_end + 1
    out.close({"*": "bold", "_": "italic", "`": "code", "```": "pre"}[closer], start)
    return after
