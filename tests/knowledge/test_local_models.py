from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from knowledge.access import LocalAccess, choose_embedder
from knowledge.embedders import HashedEmbedder
from knowledge.errors import EmbedderMismatch, EmbedderUnavailable
from knowledge.index import ArticleIndex
from knowledge.local_models import LocalEmbedder, files_of
from knowledge.retrieval import Asked
from knowledge.store import Store
from tests.knowledge import model_hub
from tests.knowledge.model_hub import MODEL, Hub

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with model_hub.serving() as serving:
        monkeypatch.setenv("HF_ENDPOINT", serving.url)
        yield serving


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    model_hub.put(folder)
    return folder


def local(folder: Path, seconds: float = 60.0, model: str = MODEL) -> LocalAccess:
    return LocalAccess(model, folder, seconds)


def test_a_model_whose_files_are_here_is_loaded_and_gives_unit_vectors(here: Path) -> None:
    embedder = LocalEmbedder(MODEL, here)
    same, alike, other = embedder.embed(["积分会过期吗", "積分多久過期", "门店几点开门"])
    assert (embedder.dimension, same.shape) == (512, (512,))
    assert np.linalg.norm(same) == pytest.approx(1.0, abs=1e-5)
    assert same @ alike > 0.5 > same @ other


def test_an_index_works_with_a_local_model_and_tells_other_weights_apart(
    here: Path, faq: Path, tmp_path: Path
) -> None:
    index = ArticleIndex(Store(tmp_path / "chroma"), LocalEmbedder(MODEL, here))
    index.index(faq)
    assert index.search("几点关门呀", Asked("zh-Hans")).found.hits[0].article.id == "hours"
    index.close()
    model_hub.put(tmp_path / "newer", seed=8)
    newer = ArticleIndex(Store(tmp_path / "chroma"), LocalEmbedder(MODEL, tmp_path / "newer"))
    with pytest.raises(EmbedderMismatch):
        newer.search("几点关门", Asked())
    newer.index(faq)
    assert newer.search("几点关门", Asked()).found.hits[0].article.id == "hours"
    newer.close()


def test_auto_takes_the_local_model_that_is_here_and_asks_no_network(here: Path, hub: Hub) -> None:
    choice = choose_embedder("auto", None, local(here))
    assert choice.embedder.id.startswith(f"local-{MODEL}-")
    assert str(here) in choice.why
    assert hub.asked == []


def test_a_model_that_is_not_here_is_fetched_from_the_hub_once(tmp_path: Path, hub: Hub) -> None:
    choice = choose_embedder("auto", None, local(tmp_path / "models"))
    assert choice.embedder.id.startswith(f"local-{MODEL}-")
    assert "fetched" in choice.why
    asked = len(hub.asked)
    assert choose_embedder("local", None, local(tmp_path / "models")).embedder.id == choice.embedder.id
    assert len(hub.asked) == asked > 0


def test_a_silent_hub_holds_the_start_up_no_longer_than_allowed_and_only_once(
    tmp_path: Path, hub: Hub
) -> None:
    hub.silent = True
    started = time.perf_counter()
    choice = choose_embedder("auto", None, local(tmp_path / "models", 4.0))
    assert time.perf_counter() - started < 8.0
    assert choice.embedder.id == HashedEmbedder.id
    assert "within 4 s" in choice.why
    started = time.perf_counter()
    again = choose_embedder("auto", None, local(tmp_path / "models", 4.0))
    assert time.perf_counter() - started < 1.0
    assert "not tried again" in again.why


def test_a_hub_that_fails_or_is_not_there_leads_to_the_built_in_embedder(
    tmp_path: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub.broken = True
    assert choose_embedder("auto", None, local(tmp_path / "one", 30.0)).embedder.id == HashedEmbedder.id
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    started = time.perf_counter()
    choice = choose_embedder("auto", None, local(tmp_path / "two", 30.0))
    assert time.perf_counter() - started < 10.0
    assert "refused" in choice.why


def test_local_that_cannot_be_had_is_refused_and_tried_again_each_time(tmp_path: Path, hub: Hub) -> None:
    hub.silent = True
    with pytest.raises(EmbedderUnavailable, match="within 3 s"):
        choose_embedder("local", None, local(tmp_path / "models", 3.0))
    hub.silent = False
    assert choose_embedder("local", None, local(tmp_path / "models")).embedder.id.startswith("local-")


def test_nothing_is_fetched_when_fetching_is_off(tmp_path: Path, hub: Hub) -> None:
    choice = choose_embedder("auto", None, local(tmp_path / "models", 0.0))
    assert choice.embedder.id == HashedEmbedder.id
    assert "nothing is fetched" in choice.why
    assert hub.asked == []


def test_a_name_that_no_model_has_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(EmbedderUnavailable, match=r"knows no model 'no/such'.*bge-small-zh"):
        choose_embedder("local", None, local(tmp_path, model="no/such"))


def test_damaged_files_are_no_model(here: Path) -> None:
    for file in here.rglob("*.onnx"):
        file.write_bytes(b"damaged")
    with pytest.raises(EmbedderUnavailable, match="can't be loaded"):
        LocalEmbedder(MODEL, here)
    assert choose_embedder("auto", None, local(here, 0.0)).embedder.id == HashedEmbedder.id
    for file in here.rglob("tokenizer.json"):
        file.unlink()
    assert files_of(MODEL, here) is None
