"""Finding an article among 100 to 100,000, beside numpy brute force and a bare Chroma on the same vectors.

Chroma takes an hour to be given 100,000 articles with three phrasings each, so there the words alone are measured, which is what answers
when no vectors can be had; `WHOLE=1` in the environment gives it the hour. Also how long indexing takes, what it keeps in memory, and how late the event loop is while fifty people ask at once. The articles
are made of everyday words by a fixed seed; each has a title and two phrasings.
"""

from __future__ import annotations

import asyncio
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from knowledge.articles import Article
from knowledge.calibration import calibrate
from knowledge.domain import small_talk
from knowledge.embedders import HashedEmbedder, Vectors
from knowledge.lexical import Lexicon
from knowledge.normalise import terms
from knowledge.retrieval import NOWHERE, Asked, Shelf, find, rank
from knowledge.store import Store

SIZES = (100, 1_000, 10_000, 100_000)
INDEXED = 10_000
ASKED, PEOPLE = 60, 50
WORDS = sorted(
    {term for line in small_talk() for term in terms(line) if len(term) == 2 and term[0] > "\u3400"}
)


def made(size: int) -> list[Article]:
    pick = random.Random(7)

    def phrase(least: int, most: int) -> str:
        return "".join(pick.choices(WORDS, k=pick.randint(least, most)))

    return [
        Article(str(at), phrase(3, 8), (phrase(3, 8), phrase(3, 8)), phrase(20, 60), "zh-Hans")
        for at in range(size)
    ]


def questions(articles: list[Article]) -> list[str]:
    pick = random.Random(8)
    return [pick.choice(articles).title[:8] + "".join(pick.choices(WORDS, k=2)) for _ in range(ASKED)]


def timed(work: Callable[[str], object], asked: list[str]) -> str:
    work(asked[0])
    took = []
    for question in asked:
        begun = time.perf_counter()
        work(question)
        took.append((time.perf_counter() - begun) * 1_000)
    return f"{np.percentile(took, 50):8.1f} {np.percentile(took, 95):8.1f}"


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


def measure(size: int) -> None:
    articles, embedder = made(size), HashedEmbedder()
    asked, before = questions(articles), peak()
    whole = size <= INDEXED or "WHOLE" in os.environ  # noqa: TID251
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        begun = time.perf_counter()
        name = ""
        vectors = embedder.embed([text for article in articles for text in article.questions])
        if whole:
            name = store.write(articles, vectors, embedder.embed([article.answer for article in articles]))
        shelf = Shelf(name, tuple(articles), Lexicon(articles))
        if whole:
            calibrate(shelf, store, embedder, vectors)
        took = time.perf_counter() - begun

        def ours(question: str) -> object:
            if whole:
                return find(shelf, store, embedder, question, terms(question), Asked("zh-Hans"))
            return by_words(shelf, question)

        what = "ours       " if whole else "words alone"
        print(
            f"{size:7} {what}   {timed(ours, asked)}   indexed {took * 1_000 / size:6.2f} s per 1,000", end=""
        )
        print(f", peak {peak():.0f} MiB ({peak() - before:+.0f})", flush=True)
        print(f"{size:7} numpy exact   {timed(lambda one: _nearest(vectors, embedder, one), asked)}")
        if whole:
            bare = timed(lambda one: store.near(name, "questions", embedder.embed([one]), 10), asked)
            print(f"{size:7} bare Chroma   {bare}")
        if size == INDEXED:
            asyncio.run(_crowd(ours, asked))
        store.close()


def by_words(shelf: Shelf, question: str) -> object:
    asked = Asked("zh-Hans")
    nothing = (NOWHERE, NOWHERE, 0)
    wording = shelf.lexicon.score(terms(question))
    return rank(shelf, wording, nothing, weight=0.0, asked=asked, allowed=shelf.allowed(asked))


def _nearest(vectors: Vectors, embedder: HashedEmbedder, question: str) -> object:
    likeness = vectors @ embedder.embed([question])[0]
    return np.argpartition(-likeness, 10)[:10]


async def _crowd(ours: Callable[[str], object], asked: list[str]) -> None:
    """Ask fifty questions at once from the package's own kind of pool, and see how late the loop's beats are."""
    loop, late, going = asyncio.get_running_loop(), [0.0], True

    async def beat() -> None:
        while going:
            due = loop.time() + 0.005
            await asyncio.sleep(0.005)
            late.append((loop.time() - due) * 1_000)

    with ThreadPoolExecutor(4) as pool:
        async with asyncio.TaskGroup() as group:
            group.create_task(beat())
            begun = loop.time()
            await asyncio.gather(*(loop.run_in_executor(pool, ours, one) for one in asked[:PEOPLE]))
            took, going = loop.time() - begun, False
    print(
        f"        {PEOPLE} at once   answered in {took:.2f} s; the loop's beats were late by "
        f"p50 {np.percentile(late, 50):.1f}, p95 {np.percentile(late, 95):.1f}, at most {max(late):.1f} ms"
    )


if __name__ == "__main__":
    print(f"articles              {'p50 ms':>8} {'p95 ms':>8}", flush=True)
    for one in [int(given) for given in sys.argv[1:]] or SIZES:
        measure(one)
        sys.stdout.flush()
