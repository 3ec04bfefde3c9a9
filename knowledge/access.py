"""How to reach a language model and an embedding server, and which embedder follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from knowledge.embedders import Embedder, EndpointEmbedder, HashedEmbedder
from membership.usages import UNCAPPED, Caps

_KEYLESS = "x"  # servers without keys still want the header


@dataclass(frozen=True, slots=True)
class ModelAccess:
    """How to reach the model.

    `seconds` bounds a whole turn, tools and corrections included, and `call_seconds` the silence within one
    request. Prices are for a million tokens.
    """

    model: str
    api_key: str
    base_url: str | None = None
    fallback: str | None = None
    embedding: str | None = None
    embedding_batch: int = 64
    seconds: float = 30.0
    max_tokens: int = 600
    call_seconds: float = 12.0
    failures: int = 3
    rest_seconds: float = 60.0
    price_in: float = 0.0
    price_out: float = 0.0
    caps: Caps = UNCAPPED


def model_access(
    *,
    api_key: str | None,
    base_url: str | None,
    model: str,
    fallback: str | None = None,
    embedding: str | None = None,
    embedding_batch: int = 64,
    **limits: Any,
) -> ModelAccess | None:
    """Return the access that settings describe, or None when neither a key nor an address is set."""
    if not api_key and not base_url:
        return None
    return ModelAccess(
        model,
        api_key or _KEYLESS,
        base_url,
        fallback,
        embedding,
        embedding_batch,
        **limits,
    )


def choose_embedder(access: ModelAccess | None) -> Embedder:
    """Return the endpoint's embedder when one is named, else the built-in one."""
    if access is None or access.embedding is None:
        return HashedEmbedder()
    return EndpointEmbedder(
        access.embedding,
        api_key=access.api_key,
        base_url=access.base_url,
        batch=access.embedding_batch,
        seconds=access.seconds,
    )
