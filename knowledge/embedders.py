"""Texts to vectors: a built-in embedder that needs nothing, and any OpenAI-compatible endpoint.

Models that run on this machine are in `local_models`.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections import Counter
from collections.abc import Sequence
from typing import Any, Protocol

import httpx
import numpy as np
from numpy.typing import NDArray

from knowledge.normalise import readable, terms

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """What turns texts into unit vectors; a change of `id` means that old vectors are worthless."""

    @property
    def id(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def weight(self) -> float:
        """The share, 0 to 1, that these vectors deserve beside the lexical legs."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row a text, of length 1 (or 0 for a text without terms). May block on the network."""

    def close(self) -> None:
        """Let go of connections."""


class HashedEmbedder:
    """Terms hashed into 1,024 signed places: deterministic, offline, as good as exact TF-IDF on short questions."""

    id = "hashed-terms-1024-v1"
    dimension = 1_024
    weight = 0.15

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for term, times in Counter(terms(text)).items():
                place = zlib.crc32(term.encode())
                # A single character says half of what a pair says.
                size = (1 + math.log(times)) * (0.5 if len(term) == 1 else 1.0)
                row[place % self.dimension] += size if place >> 31 else -size
        return unit(rows)

    def close(self) -> None:
        """There is nothing to let go of."""


class EndpointEmbedder:
    """Embeddings from an OpenAI-compatible server; `batch` texts a request, since some servers take only 10."""

    weight = 0.5

    def __init__(self, model: str, *, api_key: str, base_url: str | None, batch: int, seconds: float) -> None:
        self._model = model
        self._base_url = base_url
        self._options: dict[str, Any] = {
            "api_key": api_key,
            "base_url": base_url,
            "chunk_size": batch,
            "timeout": seconds,
        }
        self._client: Any = None
        self._http = httpx.Client(timeout=seconds)
        self._dimension: int | None = None

    @property
    def id(self) -> str:
        where = hashlib.blake2s((self._base_url or "").encode(), digest_size=4).hexdigest()
        return f"endpoint-{self._model}-{where}"

    @property
    def dimension(self) -> int:
        if self._dimension is None:
            self.embed(["dimension"])
        return self._dimension or 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        if self._client is None:
            from langchain_openai import OpenAIEmbeddings

            # With the length check on, the library would download a tokenizer.
            self._client = OpenAIEmbeddings(
                model=self._model,
                check_embedding_ctx_length=False,
                max_retries=2,
                http_client=self._http,
                **self._options,
            )
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = np.asarray(
            self._client.embed_documents([readable(text) or " " for text in texts]), dtype=np.float32
        )
        self._dimension = rows.shape[1]
        return unit(rows)

    def close(self) -> None:
        self._http.close()


def unit(rows: Vectors) -> Vectors:
    """Return the rows with length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
