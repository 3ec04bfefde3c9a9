"""How a folder of articles is read, and what is said when it is wrong."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from core.texts import DEFAULT_LANGUAGE, LANGUAGES, language_of
from knowledge.article import Article, from_json

_JSONL = (".jsonl", ".jsonl.gz")


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
    enabled: bool = True


def load_articles(place: Path) -> tuple[Article, ...]:
    """Read an FAQ folder (`*.md`, `*.jsonl[.gz]`) or one such file; raise BadArticles with all faults at once.

    A JSONL file of questions with `expected` answers is a test set that lies beside an FAQ; it is passed over.
    """
    if not place.exists():
        raise BadArticles([f"{place}: expected a folder of *.md or *.jsonl files, found nothing"])
    files = sorted(place.iterdir()) if place.is_dir() else [place]
    faults: list[str] = []
    articles: list[Article] = []
    for file in files:
        if file.name.endswith(_JSONL):
            articles += _from_lines(file, faults)
        elif file.suffix == ".md" and file.name.lower() != "readme.md":
            articles += _from_page(file, faults)
    seen: dict[str, str] = {}
    for article in articles:
        if article.id in seen:
            faults.append(f"{article.source}: id: {article.id!r} is taken by {seen[article.id]}")
        seen.setdefault(article.id, article.source)
    if not articles and not faults:
        faults.append(f"{place}: expected at least one article (*.md or *.jsonl)")
    if faults:
        raise BadArticles(faults)
    return tuple(articles)


def _text(file: Path, faults: list[str]) -> str | None:
    try:
        raw = file.read_bytes()
        return (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8-sig")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        faults.append(f"{file.name}: expected readable UTF-8 text: {error}")
        return None


def _from_page(file: Path, faults: list[str]) -> Iterator[Article]:
    text = _text(file, faults)
    if text is None:
        return
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != "---" or "---" not in (line.strip() for line in lines[1:]):
        faults.append(f"{file.name}:1: expected front matter between two lines of ---")
        return
    end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == "---")
    try:
        head = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 2
        faults.append(f"{file.name}:{line}: expected YAML: {getattr(error, 'problem', error)}")
        return
    if not isinstance(head, dict):
        faults.append(f"{file.name}:2: expected keys (id, title, …) in the front matter")
        return
    yield from _checked({**head, "answer": "\n".join(lines[end + 1 :])}, file.name, file.name, faults)


def _from_lines(file: Path, faults: list[str]) -> Iterator[Article]:
    text = _text(file, faults)
    if text is None:
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{file.name}:{number}"
        try:
            given = json.loads(line)
        except ValueError as error:
            faults.append(f"{where}: expected one JSON object: {error}")
            continue
        if not isinstance(given, dict):
            faults.append(f"{where}: expected one JSON object, got {type(given).__name__}")
            continue
        if "expected" in given and "answer" not in given:
            return
        if "question" in given:
            given["title"] = given.pop("question")
        yield from _checked(given, where, where, faults)


def _checked(given: dict[Any, Any], where: str, source: str, faults: list[str]) -> Iterator[Article]:
    try:
        read = _Given.model_validate(given)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            key = ".".join(str(part) for part in fault["loc"])
            faults.append(f"{where}: {key}: {fault['msg']}, got {str(fault['input'])[:80]!r}")
        return
    if read.lang.lower().startswith(("zh", "en")):
        read.lang = language_of(read.lang)  # zh-TW, zh_CN, en-GB …
    if read.lang not in LANGUAGES:
        faults.append(f"{where}: lang: expected one of {', '.join(LANGUAGES)}, got {read.lang!r}")
        return
    if read.valid_from and read.valid_until and read.valid_until < read.valid_from:
        faults.append(
            f"{where}: valid_until: expected a day from {read.valid_from} on, got {read.valid_until}"
        )
        return
    told = read.model_dump(exclude={"enabled"})
    if read.enabled:
        yield Article(**{**told, "source": read.source or source})


__all__ = ["Article", "BadArticles", "from_json", "load_articles"]
