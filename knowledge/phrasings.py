"""How people word what they want: the shipped examples that the recogniser learns from, as a typed list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FAQ, PERSON = "faq", "person"
SHIPPED = Path(__file__).with_name("phrasings.txt")

_HEAD = re.compile(r"\[(?P<label>[a-z_|]+) (?P<language>zh-Hans|zh-Hant|en)\]")


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to word it; `label` is a tool's name, PERSON or FAQ."""

    label: str
    language: str
    text: str


def read(file: Path) -> tuple[Phrasing, ...]:
    """Read a file of phrasings: one a line under `[label language]`; raise ValueError at a line without a head."""
    found = []
    head: re.Match[str] | None = None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("["):
            head = _HEAD.fullmatch(text)
        elif head is not None:
            found.append(Phrasing(head["label"], head["language"], text))
        if head is None:
            raise ValueError(f"{file.name}:{number}: expected [label language], got {text!r}")
    return tuple(found)
