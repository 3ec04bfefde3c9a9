"""How a folder of articles is read, and what is said when it is wrong."""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core.texts import DEFAULT_LANGUAGE, LANGUAGES, language_of
from knowledge.article import Article, from_json

_JSONL = (".jsonl", ".jsonl.gz")
_PAGE_BYTES = 1 << 20
_FAULTS_A_FILE = 5  # a binary file would name thousands
# Marks that turn the reading order round, by which a text can show other words than it holds.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# What word processors and chats leave behind; the joiner between emoji stays.
_LEFT_BEHIND = re.compile("[\u00ad\u200b\u2060\ufeff]")


class BadArticles(ValueError):
    """The FAQ can't be used as it is; `faults` holds one line a fault: file, line or key, expectation."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


def _listed(value: Any) -> Any:
    return () if value is None else value


Strings = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], BeforeValidator(_listed)]


class _Given(BaseModel):
    """What one file or line says, as it is written."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, coerce_numbers_to_str=True)

    id: str = Field(min_length=1, max_length=200)
    title: str = Field(min_length=1, max_length=2_000)
    answer: str = Field(min_length=1, max_length=100_000)
    alternates: Strings = ()
    lang: str = DEFAULT_LANGUAGE
    tags: Strings = ()
    tiers: Strings = ()
    valid_from: date | None = None
    valid_until: date | None = None
    source: str | None = None
    negatives: Strings = ()
    covers: tuple[str, ...] | None = None
    about: Strings = ()
    own: Strings = ()
    enabled: bool = True


@dataclass(slots=True)
class _Reading:
    """One folder being read: what is known of the program, and the faults so far."""

    tiers: Collection[str] | None = None
    topics: Collection[str] | None = None
    faults: list[str] = field(default_factory=list)

    def check(self, read: _Given, at: _Place) -> bool:
        """Note what is wrong with an article that has the right form; say whether nothing is."""
        before = len(self.faults)
        if read.lang.lower().startswith(("zh", "en")):
            read.lang = language_of(read.lang)  # zh-TW, zh_CN, en-GB …
        if read.lang not in LANGUAGES:
            self.faults.append(f"{at('lang')}: expected one of {', '.join(LANGUAGES)}, got {read.lang!r}")
        if read.valid_from and read.valid_until and read.valid_until < read.valid_from:
            self.faults.append(
                f"{at('valid_until')}: expected a day from {read.valid_from} on, got {read.valid_until}"
            )
        for key, given, known in (
            ("tiers", read.tiers, self.tiers),
            ("covers", read.covers or (), self.topics),
            ("about", read.about, self.topics),
        ):
            if known is not None and (strange := [one for one in given if one not in known]):
                expected = f"expected any of {', '.join(sorted(known))}"
                self.faults.append(f"{at(key)}: {expected}, got {', '.join(strange)}")
        return len(self.faults) == before


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an article stands; called with a key it says the line of that key, as far as there is one."""

    name: str
    head: tuple[str, ...] | None = None

    def __call__(self, key: str) -> str:
        for number, line in enumerate(self.head or (), 2):
            if line.startswith(f"{key}:"):
                return f"{self.name}:{number}: {key}"
        return f"{self.name}: {key}"


def load_articles(
    place: Path, *, tiers: Collection[str] | None = None, topics: Collection[str] | None = None
) -> tuple[Article, ...]:
    """Read an FAQ folder (`*.md`, `*.jsonl[.gz]`) or one such file; raise BadArticles with all faults at once.

    A JSONL file of questions with `expected` answers is a test set that lies beside an FAQ; it is passed over.
    Names of tiers and topics are checked where those of the program are given.
    """
    if not place.exists():
        raise BadArticles([f"{place}: expected a folder of *.md or *.jsonl files, found nothing"])
    reading = _Reading(tiers, topics)
    articles: list[Article] = []
    for file in sorted(place.iterdir()) if place.is_dir() else [place]:
        if file.name.endswith(_JSONL):
            articles += _from_lines(file, reading)
        elif file.suffix == ".md" and file.name.lower() != "readme.md":
            articles += _from_page(file, reading)
    faults = [*reading.faults, *_taken(articles)]
    if not articles and not faults:
        faults.append(f"{place}: expected at least one article (*.md or *.jsonl)")
    if faults:
        raise BadArticles(faults)
    return tuple(articles)


def _taken(articles: Sequence[Article]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for article in articles:
        if article.id in seen:
            yield f"{article.source}: id: {article.id!r} is taken by {seen[article.id]}"
        seen.setdefault(article.id, article.source)


def _text(file: Path, faults: list[str]) -> str | None:
    """Return what a file holds, or None when that is no text that can be shown."""
    try:
        if file.suffix == ".md" and file.stat().st_size > _PAGE_BYTES:
            faults.append(f"{file.name}: expected at most 1 MiB, got {file.stat().st_size:,} bytes")
            return None
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        faults.append(f"{file.name}: expected readable UTF-8 text: {error}")
        return None
    text = text.replace("\r\n", "\n")
    strange = [
        f"{file.name}:{number}: expected visible text, got U+{ord(mark):04X}"
        for number, line in enumerate(text.split("\n"), 1)
        if (mark := _hidden(line))
    ]
    faults += strange[:_FAULTS_A_FILE]
    return None if strange else _LEFT_BEHIND.sub("", text)


def _hidden(line: str) -> str:
    """Return the first mark of a line that nobody can see and that changes what is read; mostly there is none."""
    if line.isascii() and line.isprintable():
        return ""
    turning = _TURNING.search(line)
    if turning:
        return turning.group()
    return next((mark for mark in line if mark != "\t" and unicodedata.category(mark) == "Cc"), "")


def _from_page(file: Path, reading: _Reading) -> Iterator[Article]:
    text = _text(file, reading.faults)
    if text is None:
        return
    lines = text.split("\n")
    if lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        reading.faults.append(f"{file.name}:1: expected front matter between two lines of ---")
        return
    end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    try:
        head = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        reading.faults.append(f"{file.name}:{line}: expected YAML: {getattr(error, 'problem', error)}")
        return
    if not isinstance(head, dict):
        reading.faults.append(f"{file.name}:2: expected keys (id, title, …) in the front matter")
        return
    at = _Place(file.name, tuple(lines[1:end]))
    yield from _checked({**head, "answer": "\n".join(lines[end + 1 :])}, at, reading)


def _from_lines(file: Path, reading: _Reading) -> Iterator[Article]:
    text = _text(file, reading.faults)
    if text is None:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{file.name}:{number}"
        try:
            given = json.loads(line)
        except ValueError as error:
            reading.faults.append(f"{where}: expected one JSON object: {error}")
            continue
        if not isinstance(given, dict):
            reading.faults.append(f"{where}: expected one JSON object, got {type(given).__name__}")
            continue
        if "expected" in given and "answer" not in given:
            return
        if "question" in given:
            given["title"] = given.pop("question")
        yield from _checked(given, _Place(where), reading)


def _visible(value: Any) -> Any:
    """Return a value as it can be shown; ValueError when an escape has brought in what nobody can see."""
    if isinstance(value, list):
        return [_visible(one) for one in value]
    if not isinstance(value, str):
        return value
    for line in value.split("\n"):
        if mark := _hidden(line):
            raise ValueError(f"expected visible text, got U+{ord(mark):04X}")
    return _LEFT_BEHIND.sub("", value)


def _checked(given: dict[Any, Any], at: _Place, reading: _Reading) -> Iterator[Article]:
    for key, value in given.items():
        try:
            given[key] = _visible(value)
        except ValueError as error:
            reading.faults.append(f"{at(str(key))}: {error}")
            return
    try:
        read = _Given.model_validate(given)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            key, *rest = (str(part) for part in fault["loc"] or ("",))
            where = ".".join([at(key), *rest])
            reading.faults.append(f"{where}: {fault['msg']}, got {str(fault['input'])[:80]!r}")
        return
    if reading.check(read, at) and read.enabled:
        told = read.model_dump(exclude={"enabled"})
        yield Article(**{**told, "source": read.source or at.name})


__all__ = ["Article", "BadArticles", "from_json", "load_articles"]
