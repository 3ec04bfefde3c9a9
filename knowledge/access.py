"""How to reach a language model and an embedding server, and which embedder follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from knowledge.embedders import Embedder, EndpointEmbedder, HashedEmbedder
from knowledge.errors import EmbedderUnavailable
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


Kind = Literal["auto", "endpoint", "local", "builtin"]


@dataclass(frozen=True, slots=True)
class LocalAccess:
    """A model that runs here: its name, where its files are kept, and how long fetching them may take (0: never)."""

    model: str
    folder: Path
    seconds: float = 20.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The embedder that is used, and why it is this one."""

    embedder: Embedder
    why: str


def choose_embedder(kind: Kind, access: ModelAccess | None, local: LocalAccess) -> Choice:
    """Return the embedder that the settings ask for; may take `local.seconds`, so call it at the start, never later.

    `auto` takes the best that can be had: the endpoint's if one is named, a local model, the built-in one. What was
    asked for by name and can't be had raises EmbedderUnavailable.
    """
    if kind == "builtin":
        return Choice(HashedEmbedder(), "asked for")
    if kind == "endpoint" or (kind == "auto" and access is not None and access.embedding is not None):
        return Choice(
            _of_endpoint(access), "asked for" if kind == "endpoint" else "an endpoint is configured"
        )
    try:
        return _local(local, again=kind == "local")
    except EmbedderUnavailable as error:
        if kind == "local":
            raise
        return Choice(HashedEmbedder(), str(error))


def _of_endpoint(access: ModelAccess | None) -> Embedder:
    if access is None or access.embedding is None:
        raise EmbedderUnavailable(
            "GUANJIA_EMBEDDING=endpoint: GUANJIA_MODEL__EMBEDDING and OPENAI_API_KEY or OPENAI_BASE_URL must be set"
        )
    return EndpointEmbedder(
        access.embedding,
        api_key=access.api_key,
        base_url=access.base_url,
        batch=access.embedding_batch,
        seconds=access.seconds,
    )


def _local(local: LocalAccess, *, again: bool) -> Choice:
    from knowledge.local_models import LocalEmbedder, described, fetch, files_of

    if again:
        described(local.model)  # a name that nobody knows should be told before a network is asked
    why = f"{local.model} is in {local.folder}"
    if files_of(local.model, local.folder) is None:
        if not local.seconds:
            raise EmbedderUnavailable(f"{local.model} is not in {local.folder}, and nothing is fetched now")
        failed = fetch(local.model, local.folder, seconds=local.seconds, again=again)
        if failed:
            raise EmbedderUnavailable(f"{local.model} is not in {local.folder}, and {failed}")
        why = f"{local.model} was fetched into {local.folder}"
    return Choice(LocalEmbedder(local.model, local.folder), why)
