"""Embedding models that run on this machine (ONNX, by fastembed): whether their files are here, and fetching them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embedders import Vectors, unit
from knowledge.errors import EmbedderUnavailable
from knowledge.normalise import readable

_ROOT = Path(__file__).parent.parent
_AGAIN_AFTER = 24 * 3_600.0  # seconds before a fetch that failed is tried anew without being asked to
_ASKED_AS = {"intfloat/multilingual-e5": "query: "}  # what the family was trained with, for like against like


class LocalEmbedder:
    """Sentence vectors of one model whose files lie in `folder`; raises EmbedderUnavailable when they don't."""

    weight = 0.5

    def __init__(self, model: str, folder: Path) -> None:
        path = files_of(model, folder)
        if path is None:
            raise EmbedderUnavailable(f"the files of the embedding model {model} are not in {folder}")
        from fastembed import TextEmbedding

        self._prefix = next((said for family, said in _ASKED_AS.items() if model.startswith(family)), "")
        try:
            self._model: Any = TextEmbedding(
                model_name=model, cache_dir=str(folder), specific_model_path=str(path)
            )
        except Exception as error:  # the runtime throws errors of its own kinds
            raise EmbedderUnavailable(
                f"the embedding model {model} can't be loaded from {folder}: {type(error).__name__}: {error}"
            ) from error
        weights = hashlib.blake2s(digest_size=4)
        with (path / described(model).model_file).open("rb") as file:
            while block := file.read(1 << 20):
                weights.update(block)
        # Another release of the weights is another space.
        self.id = f"local-{model}-{weights.hexdigest()}"
        self.dimension: int = self._model.embedding_size

    def embed(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        told = [self._prefix + (readable(text) or " ") for text in texts]
        return unit(np.stack(list(self._model.embed(told))).astype(np.float32))

    def close(self) -> None:
        """Let the runtime go with the object."""


def files_of(model: str, folder: Path) -> Path | None:
    """Return where the model's files are, asking no network; None when they are not all here."""
    # An installation that never had a model must not pay for the library's import.
    if not any(folder.glob("models--*")):
        return None
    described_as = described(model)
    from fastembed import TextEmbedding

    wanted = [described_as.model_file, *described_as.additional_files]
    try:
        found = TextEmbedding.download_files_from_huggingface(
            described_as.sources.hf, cache_dir=str(folder), extra_patterns=wanted, local_files_only=True
        )
    except Exception:  # noqa: BLE001 - whatever is wrong with the cache, the model is not here
        return None
    path = Path(found)
    return path if all((path / name).exists() for name in (*wanted, "tokenizer.json")) else None


def fetch(model: str, folder: Path, *, seconds: float, again: bool) -> str | None:
    """Fetch the model's files within `seconds`; return why that failed, or None.

    A process of its own does it, since only that can be ended while it waits for a silent server. What failed is
    not tried again within a day unless `again`, lest every command wait for the same unreachable hub.
    """
    mark = folder / f"{hashlib.blake2s(model.encode(), digest_size=6).hexdigest()}.failed"
    if not again and mark.exists() and time.time() - mark.stat().st_mtime < _AGAIN_AFTER:
        return f"{mark.read_text(encoding='utf-8').strip()} (not tried again within a day; remove {mark})"
    folder.mkdir(parents=True, exist_ok=True)
    order = [sys.executable, "-m", "knowledge.fetching", model, str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            order, cwd=_ROOT, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        reason = f"it could not be fetched within {seconds:g} s"
    else:
        if not done.returncode:
            mark.unlink(missing_ok=True)
            return None
        said = done.stderr.strip().splitlines()
        reason = f"it could not be fetched: {said[-1] if said else done.returncode}"
    mark.write_text(reason + "\n", encoding="utf-8")
    return reason


def described(model: str) -> Any:
    """Return how fastembed describes a model; raise EmbedderUnavailable when it knows none of that name."""
    from fastembed import TextEmbedding
    from loguru import logger

    logger.disable("fastembed")  # it tells of a cache miss as of an error
    known = {one.model.lower(): one for one in TextEmbedding._list_supported_models()}  # noqa: SLF001
    try:
        found = known[model.lower()]
    except KeyError:
        raise EmbedderUnavailable(
            f"GUANJIA_EMBEDDING_MODEL: fastembed knows no model {model!r}; the multilingual and Chinese ones are: "
            + ", ".join(sorted(one.model for one in known.values() if _speaks_chinese(one.model)))
        ) from None
    if not found.sources.hf:
        raise EmbedderUnavailable(f"GUANJIA_EMBEDDING_MODEL: {model} can't be had from the model hub")
    return found


def _speaks_chinese(model: str) -> bool:
    return "multilingual" in model.lower() or "zh" in model.lower().split("-")
