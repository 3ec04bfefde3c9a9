"""The elements of rich HTML as a tree; what does not nest or is not known is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from sandbox.telegram.request import bad

INLINE: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "mark": "marked",
    "sub": "subscript",
    "sup": "superscript",
    "tg-spoiler": "spoiler",
}
_OTHER_INLINE: Final = frozenset({"a", "br", "span", "tg-emoji"})
HEADINGS: Final = {f"h{size}": size for size in range(1, 7)}
INSIDE: Final = frozenset({"li", "tr", "td", "th", "summary", "thead", "tbody", "caption", "cite"})
BLOCKS: Final = frozenset(
    {
        "p",
        "pre",
        "blockquote",
        "aside",
        "ul",
        "ol",
        "hr",
        "table",
        "details",
        "footer",
        "tg-thinking",
        *HEADINGS,
    }
)
_EMPTY: Final = frozenset({"br", "hr"})
_KNOWN: Final = BLOCKS | INSIDE | _OTHER_INLINE | frozenset(INLINE)


@dataclass(slots=True)
class Node:
    """An element of the source with what is in it."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def all(self, *tags: str) -> list[Node]:
        return [each for each in self.children if isinstance(each, Node) and each.tag in tags]


class _Tree(HTMLParser):
    """Builds the tree, and refuses what does not nest or is not known."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _KNOWN:
            raise bad(f'can\'t parse rich message: unsupported start tag "{tag}"')
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in _EMPTY:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        if len(self.open) == 1 or self.open[-1].tag != tag:
            raise bad(f'can\'t parse rich message: unexpected end tag "{tag}"')
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree_of(source: str) -> Node:
    """Return the root under which all elements of a source stand."""
    tree = _Tree()
    tree.feed(source)
    tree.close()
    if len(tree.open) > 1:
        tag = tree.open[-1].tag
        raise bad(f"can't parse rich message: can't find end tag corresponding to start tag \"{tag}\"")
    return tree.root
