"""Generations of an FAQ in Chroma: each is written whole beside the last, then a pointer is moved to it."""

from __future__ import annotations

import json
import shutil
import tempfile
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from knowledge.articles import Article, from_json
from knowledge.embedders import Vectors
from knowledge.errors import IndexUnreachable
from knowledge.ownership import Ownership

_BATCH = 5_000  # Chroma takes at most 5,461 rows at once
_POINTER = "guanjia-faq"
_LEGS = ("questions", "answers")


@dataclass(frozen=True, slots=True)
class Generation:
    """What the pointer says: which collections are current, who embedded them, how answers are decided."""

    name: str
    embedder: str
    dimension: int
    calibration: str


@dataclass(frozen=True, slots=True)
class Near:
    """For each asked vector the places of the nearest rows and their cosine similarity, best first."""

    places: tuple[NDArray[np.int64], ...]
    similarities: tuple[NDArray[np.float64], ...]


class Store:
    """Collections of an embedded Chroma in `folder`, of a server at `url`, or of a folder that dies with it."""

    def __init__(self, folder: Path | None = None, url: str | None = None) -> None:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        self._owned: Ownership | None = None
        self._passing: Path | None = None
        if url:
            self._client: Any = _server(url, settings)
            return
        if folder is None:
            folder = self._passing = Path(tempfile.mkdtemp(prefix="guanjia-faq-"))
        self._owned = Ownership(folder)
        self._client = chromadb.PersistentClient(str(folder), settings=settings)

    def close(self) -> None:
        self._client.close()
        if self._owned:
            self._owned.release()
        if self._passing:
            shutil.rmtree(self._passing, ignore_errors=True)

    def current(self) -> Generation | None:
        """Return the published generation, or None when nothing has ever been indexed."""
        try:
            if _POINTER not in self._names():
                return None
            told = self._collection(_POINTER).metadata or {}
        except Exception as error:
            raise IndexUnreachable(f"Chroma does not answer: {type(error).__name__}: {error}") from error
        return Generation(**json.loads(told["current"])) if "current" in told else None

    def articles(self, generation: Generation) -> tuple[Article, ...]:
        """Read back the articles of a generation, in the order in which its rows are numbered."""
        rows = self._rows(generation, "answers", "documents")
        return tuple(from_json(document) for _, document in sorted(rows))

    def vectors(self, generation: Generation) -> dict[str, NDArray[np.float32]]:
        """Return the vector of every text of a generation, so that only new texts need embedding."""
        found: dict[str, NDArray[np.float32]] = {}
        articles = self.articles(generation)
        texts = {"questions": [text for one in articles for text in one.questions]}
        texts["answers"] = [one.answer for one in articles]
        for leg in _LEGS:
            for place, vector in self._rows(generation, leg, "embeddings"):
                found[texts[leg][place]] = np.asarray(vector, dtype=np.float32)
        return found

    def write(self, articles: Sequence[Article], questions: Vectors, answers: Vectors) -> str:
        """Write a generation that nobody sees yet and return its name."""
        name = uuid.uuid4().hex[:12]
        texts = [text for article in articles for text in article.questions]
        self._fill(f"questions-{name}", questions, texts)
        self._fill(f"answers-{name}", answers, [article.to_json() for article in articles])
        return name

    def publish(self, generation: Generation) -> None:
        """Move the pointer to `generation` and drop what is older than the one before it."""
        before = self.current()
        pointer = self._client.get_or_create_collection(_POINTER, embedding_function=None)
        pointer.modify(metadata={"current": json.dumps(asdict(generation), ensure_ascii=False)})
        # A query that began a moment ago still reads the generation before.
        kept = {generation.name, before.name if before else ""}
        for name in self._names():
            leg, _, tail = name.partition("-")
            if leg in _LEGS and tail not in kept:
                self._client.delete_collection(name)

    def near(self, generation: str, leg: str, asked: Vectors, limit: int) -> Near:
        """Find the `limit` rows nearest to each row of `asked` in the `questions` or the `answers`."""
        collection = self._collection(f"{leg}-{generation}")
        count = min(limit, collection.count())
        if not len(asked) or not count:
            return Near((), ())
        found = collection.query(query_embeddings=asked, n_results=count, include=["distances"])
        return Near(
            tuple(np.array([int(place) for place in row], dtype=np.int64) for row in found["ids"]),
            tuple(1.0 - np.array(row, dtype=np.float64) for row in found["distances"]),
        )

    def _names(self) -> set[str]:
        return {collection.name for collection in self._client.list_collections()}

    def _collection(self, name: str) -> Any:
        return self._client.get_collection(name, embedding_function=None)

    def _rows(self, generation: Generation, leg: str, part: str) -> list[tuple[int, Any]]:
        collection = self._collection(f"{leg}-{generation.name}")
        rows: list[tuple[int, Any]] = []
        for start in range(0, collection.count(), _BATCH):
            page = collection.get(include=[part], limit=_BATCH, offset=start)
            rows += zip((int(place) for place in page["ids"]), page[part], strict=True)
        return rows

    def _fill(self, name: str, vectors: Vectors, documents: Sequence[str]) -> None:
        collection = self._client.create_collection(
            name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_search": 100}},
        )
        rows = vectors.copy()
        # A text without a term has no direction, and cosine needs one.
        rows[~rows.any(axis=1), 0] = 1.0
        for start in range(0, len(documents), _BATCH):
            part = slice(start, start + _BATCH)
            collection.add(
                ids=[str(place) for place in range(start, min(start + _BATCH, len(documents)))],
                embeddings=rows[part],
                documents=list(documents[part]),
            )


def _server(url: str, settings: Any) -> Any:
    import chromadb

    address = urlsplit(url)
    secure = address.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=address.hostname or "localhost",
            port=address.port or (443 if secure else 8_000),
            ssl=secure,
            settings=settings,
        )
    except Exception as error:
        # Chroma asks the server for its tenant at once, and reports a refusal as it comes.
        raise IndexUnreachable(f"CHROMA_URL: no Chroma server answers at {url}: {error}") from error
