"""From unanswered questions to groups: noise left out, one fold a question, clustered, with the nearest article."""

from __future__ import annotations

import asyncio
import hashlib
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

import numpy as np
import structlog

from core.texts import DEFAULT_LANGUAGE
from db.engine import Database
from insight.gaps import Vectors, centre, clusters
from knowledge.assistant import Assistant
from knowledge.embedders import Embedder, HashedEmbedder
from knowledge.errors import kind_of
from knowledge.intents import understand
from knowledge.normalise import key, readable, terms
from knowledge.privacy import mask
from knowledge.retrieval import Asked
from membership import gaps
from membership.gaps import Found, Settled, Unanswered, Why

log = structlog.get_logger(__name__)
T = TypeVar("T")

DAYS = 28
# Measured on the phrasings of the demo's FAQ, see docs/curation.md; the second is for embedders that know meanings.
THRESHOLD, WITH_MEANING = 0.18, 0.40
_PLACES = 1_024
_READ, _TOLD, _EXAMPLES = 20_000, 100, 5
_AN_ASKER = 40  # questions of one person that count; whoever asks more is testing us
_SHORT, _LONG = 2, 160
_WEEK = timedelta(days=7)
# What is written at a machine, not asked of a shop. It only keeps the list readable: nothing relies on it.
_ATTACK = re.compile(
    r"ignore (?:all|any|the|previous|your)|disregard|system prompt|instructions?\b.*\b(?:above|previous|reveal)|jailbreak|"
    r"pretend (?:to|you)|you are now|developer mode|\bDAN\b|api[_ ]?key|select .+ from |drop table|<script|\{\{|```|base64|"
    r"忽略.{0,8}(?:指令|规则|提示|要求)|系统提示|提示词|扮演|越狱|开发者模式|你现在是|无视.{0,6}(?:指令|规则)|输出.{0,6}(?:指令|prompt)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Kind:
    """All that was asked in the same words."""

    shown: str
    asked: list[Unanswered]


async def find_gaps(assistant: Assistant, db: Database, *, now: datetime, days: int = DAYS) -> int:
    """Make the list of open groups anew from the last `days`, and return how many there are."""
    asked = await db.read(gaps.unanswered, since=now - timedelta(days=days), limit=_READ)
    known = await db.read(gaps.settled, now=now)
    kinds = folded(asked)
    written = [text for article in await assistant.library.articles() for text in article.questions]

    def work() -> list[tuple[Found, Sequence[Unanswered]]]:
        shown = [kind.shown for kind in kinds.values()]
        return grouped(kinds, *_vectors(assistant.library.embedder, shown, written), known, now)

    groups = await _apart(work)
    found = [one for group, sources in groups if (one := await _judged(assistant, group, sources, now))]
    return await db.write(gaps.report, found=found[:_TOLD], now=now)


def folded(asked: Iterable[Unanswered]) -> dict[str, _Kind]:
    """Return questions by what they share when they differ in case, width, script and signs only; noise left out."""
    kinds: dict[str, _Kind] = {}
    of_asker: Counter[int] = Counter()
    for one in asked:
        if one.asker is not None:
            of_asker[one.asker] += 1
            if of_asker[one.asker] > _AN_ASKER:
                continue
        if is_noise(one.question):
            continue
        shown = mask(" ".join(one.question.split()))
        kinds.setdefault(key(shown), _Kind(shown, [])).asked.append(one)
    return kinds


def is_noise(question: str) -> bool:
    """Return whether a question needs no article: small talk, a call for a person, an essay, or an attack."""
    plain = readable(question)
    if len(plain) > _LONG or len(key(plain).replace(" ", "")) < _SHORT or not terms(plain):
        return True
    intent = understand(question)
    return (intent is not None and intent.kind in {"courtesy", "person", "others"}) or bool(
        _ATTACK.search(plain)
    )


def grouped(
    kinds: Mapping[str, _Kind], vectors: Vectors, threshold: float, known: Settled, now: datetime
) -> list[tuple[Found, Sequence[Unanswered]]]:
    """Cluster the kinds and sum each group up, the most askers first; decided ones are left out."""
    folds = [fold_of(one) for one in kinds]
    held = list(kinds.values())
    weights = [float(len({one.asker for one in kind.asked})) for kind in held]
    found: list[tuple[Found, Sequence[Unanswered]]] = []
    for group in clusters(vectors, threshold=threshold):
        mine = [folds[at] for at in group]
        # New ways to ask what was decided don't bring it back until they outnumber the old ones.
        if any(
            2 * sum(fold in done for fold in mine) >= len(mine) for done in (known.ignored, known.written)
        ):
            continue
        middle = centre(vectors, group, [weights[at] for at in group])
        others = sorted((at for at in group if at != middle), key=lambda at: (-weights[at], at))
        asked = [one for at in group for one in held[at].asked]
        found.append((_summed(held, [middle, *others], mine, asked, now), asked))
    return sorted(found, key=lambda pair: (-pair[0].askers, -pair[0].size, pair[0].question))[: 2 * _TOLD]


def _vectors(embedder: Embedder, texts: Sequence[str], written: Sequence[str]) -> tuple[Vectors, float]:
    """Return rows whose products say how alike two questions are, and from which likeness on they are one.

    Words always count; where there is an embedder that knows meanings, it counts as much.
    """
    words = worded(texts, written)
    if embedder.id == HashedEmbedder.id or not texts:
        return words, THRESHOLD
    try:
        meant = embedder.embed(texts)
    except Exception as error:  # noqa: BLE001 - whatever a server throws, the words are still there
        log.warning("grouping by words alone", reason=kind_of(error))
        return words, THRESHOLD
    return np.hstack([words, meant]) * np.float32(math.sqrt(0.5)), WITH_MEANING


def worded(texts: Sequence[str], written: Sequence[str]) -> Vectors:
    """Hash the terms of questions into unit rows; what every question says, asked or written, says little."""
    held = [set(terms(text)) for text in texts]
    spread = Counter(term for one in (*held, *(set(terms(text)) for text in written)) for term in one)
    count = len(texts) + len(written)
    rows = np.zeros((len(texts), _PLACES), dtype=np.float32)
    for row, one in zip(rows, held, strict=True):
        for term in one:
            place = zlib.crc32(term.encode())
            weight = math.log((count + 1) / (spread[term] + 0.5))
            row[place % _PLACES] += weight if place >> 31 else -weight
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit


async def _apart(work: Callable[[], T]) -> T:
    """Compute on a thread of its own: seconds of work must not hold questions up."""
    thread = ThreadPoolExecutor(1, thread_name_prefix="gaps")
    try:
        return await asyncio.get_running_loop().run_in_executor(thread, work)
    finally:
        thread.shutdown(wait=False)


def fold_of(question_key: str) -> str:
    """Return a short digest by which a question is known again when its words are forgotten."""
    return hashlib.blake2b(question_key.encode(), digest_size=8).hexdigest()


def _summed(
    held: Sequence[_Kind],
    order: Sequence[int],
    folds: Sequence[str],
    asked: Sequence[Unanswered],
    now: datetime,
) -> Found:
    known = {one.asker for one in asked if one.asker is not None}
    recent = sum(one.at > now - _WEEK for one in asked)
    before = sum(now - 2 * _WEEK < one.at <= now - _WEEK for one in asked)
    nameless = sum(one.asker is None for one in asked)
    unhelpful = sum(one.unhelpful for one in asked)
    return Found(
        question=held[order[0]].shown,
        examples=tuple(held[at].shown for at in order[1 : 1 + _EXAMPLES]),
        folds=tuple(folds),
        size=len(asked),
        askers=len(known) + nameless,
        recent=recent,
        before=before,
        why="unhelpful" if 2 * unhelpful >= len(asked) else "far",
        near=None,
        near_title=None,
        fit=None,
    )


async def _judged(
    assistant: Assistant, found: Found, asked: Sequence[Unanswered], now: datetime
) -> Found | None:
    """Add the nearest article and why it was not the answer; None when the question is answered by now."""
    language = Counter(one.language or DEFAULT_LANGUAGE for one in asked).most_common(1)[0][0]
    tiers = assistant.program.tiers
    today = now.astimezone(assistant.program.time_zone).date()
    mine = await assistant.library.look(found.question, Asked(language, None, today))
    every = await assistant.library.look(
        found.question, Asked(language, tiers[-1].id if tiers else None, None)
    )
    if found.why == "unhelpful":
        blamed = Counter(source for one in asked for source in one.sources).most_common(1)
        title = next(
            (one.title for one in await assistant.library.articles() if blamed and one.id == blamed[0][0]),
            None,
        )
        return replace(found, near=blamed[0][0] if blamed else None, near_title=title)
    best = every.found.hits[0].article if every is not None and every.found.hits else None
    sure = best is not None and every is not None and every.calibration.zone(every.found) == "answer"
    why: Why = "nothing"
    shown = mine
    if sure and best is not None and (best.tiers or not best.holds_on(today)):
        # Those who may not read it fare no better for somebody else's answer being near.
        shown = every
        why = "limited" if best.holds_on(today) else "expired"
    elif mine is not None and mine.found.hits:
        zone = mine.calibration.zone(mine.found)
        if zone == "answer":
            return None
        why = "unsure" if zone == "clarify" else "far"
    if shown is None or not shown.found.hits:
        return replace(found, why="nothing")
    article = shown.found.hits[0].article
    return replace(
        found, why=why, near=article.id, near_title=article.title, fit=round(100 * shown.probability)
    )
