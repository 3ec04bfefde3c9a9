"""The trained recommender as one frozen value that can be stored as bytes and read back without pickle."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

import numpy as np

from insight.blend import KNOTS, Blend
from insight.features import FEATURES
from insight.sources import Sources
from insight.states import BASKET_HALF_LIVES, DAY_HALF_LIVES

FORMAT = 1
MATRICES = ("taste", "likeness", "beside", "within")
SHAPE = {
    "features": list(FEATURES),
    "knots": KNOTS,
    "basket_half_lives": list(BASKET_HALF_LIVES),
    "day_half_lives": list(DAY_HALF_LIVES),
}


class BadModel(ValueError):
    """The bytes are no model that this program can read; the text says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """What was learnt from everybody, as of the day `trained_at` (days since 1970)."""

    items: tuple[str, ...]
    index: dict[str, int]
    sources: Sources
    blend: Blend
    trained_at: float
    members: int
    baskets: int

    @property
    def version(self) -> str:
        """Return a name that tells models apart, to be kept with every recommendation that was shown."""
        seen = hashlib.blake2b(
            json.dumps([self.items, self.trained_at, self.baskets]).encode(), digest_size=6
        )
        for learnt in (self.blend.heights, self.blend.effects, self.blend.intercept, self.sources.ever):
            seen.update(np.ascontiguousarray(learnt).tobytes())
        return f"{FORMAT}-{seen.hexdigest()}"


def to_bytes(model: Model) -> bytes:
    """Return the model as a compressed archive of plain arrays and one JSON text."""
    sources, blend = model.sources, model.blend
    arrays: dict[str, Any] = {
        "keys": sources.keys,
        "moments": sources.moments[-1:],
        "popular": sources.popular[-1:].astype(np.float32),
        "ever": sources.ever,
        "repeat": sources.repeat,
        "curve_knots": blend.knots,
        "curve_heights": blend.heights,
        "effects": blend.effects,
        "intercept": blend.intercept,
    }
    for name in MATRICES:
        matrix = getattr(sources, name)
        arrays[f"{name}_start"] = matrix.indptr.astype(np.int64)
        arrays[f"{name}_item"] = matrix.indices.astype(np.int32)
        arrays[f"{name}_value"] = matrix.data.astype(np.float32)
    told = {
        "format": FORMAT,
        "shape": SHAPE,
        "items": list(model.items),
        "learned": blend.learned,
        "basket_size": sources.size,
        "trained_at": model.trained_at,
        "members": model.members,
        "baskets": model.baskets,
    }
    arrays["told"] = np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), np.uint8)
    target = io.BytesIO()
    np.savez_compressed(target, **arrays)
    return target.getvalue()


def from_bytes(content: bytes) -> Model:
    """Read a model back; bytes of another format or another set of features are refused."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        told = json.loads(arrays["told"].tobytes())
        fits = told["format"] == FORMAT and told["shape"] == SHAPE
        model = _built(arrays, told) if fits else None
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile) as wrong:
        raise BadModel(f"not a recommendation model: {wrong}") from wrong
    if model is None:
        raise BadModel("the model was trained by another version of the program; train it again")
    return model


def _built(arrays: dict[str, Any], told: dict[str, Any]) -> Model:
    from scipy.sparse import csr_matrix

    items, company = len(told["items"]), len(arrays["keys"])
    shapes = {"taste": (company, items), "likeness": (items, company)}
    matrices = {
        name: csr_matrix(
            (arrays[f"{name}_value"], arrays[f"{name}_item"], arrays[f"{name}_start"]),
            shape=shapes.get(name, (items, items)),
        )
        for name in MATRICES
    }
    return Model(
        items=tuple(told["items"]),
        index={item: code for code, item in enumerate(told["items"])},
        sources=Sources(
            keys=arrays["keys"],
            moments=arrays["moments"],
            popular=arrays["popular"],
            ever=arrays["ever"],
            size=float(told["basket_size"]),
            repeat=arrays["repeat"],
            **matrices,
        ),
        blend=Blend(
            knots=arrays["curve_knots"],
            heights=arrays["curve_heights"],
            effects=arrays["effects"],
            intercept=arrays["intercept"],
            learned=bool(told["learned"]),
        ),
        trained_at=float(told["trained_at"]),
        members=int(told["members"]),
        baskets=int(told["baskets"]),
    )
