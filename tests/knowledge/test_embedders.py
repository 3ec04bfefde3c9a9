from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.access import LocalAccess, choose_embedder, model_access
from knowledge.embedders import EndpointEmbedder, HashedEmbedder
from knowledge.errors import EmbedderMismatch, EmbedderUnavailable
from knowledge.index import ArticleIndex
from knowledge.retrieval import Asked
from knowledge.store import Store
from tests.knowledge.model_server import ModelServer


def endpoint(model: ModelServer, name: str = "scripted-embedding") -> EndpointEmbedder:
    return EndpointEmbedder(name, api_key="key", base_url=model.url, batch=10, seconds=5.0)


def test_the_built_in_vectors_are_the_same_on_every_machine() -> None:
    vector = HashedEmbedder().embed(["积分会过期吗"])[0]
    assert vector.shape == (1_024,)
    assert np.linalg.norm(vector) == pytest.approx(1.0)
    assert np.flatnonzero(vector).tolist() == [105, 254, 270, 593, 640, 692, 707, 730, 783, 864, 932]


def test_paraphrases_lie_nearer_than_strangers() -> None:
    asked, alike, other = HashedEmbedder().embed(["积分会过期吗", "积分多久过期", "门店几点开门"])
    assert asked @ alike > 0.4
    assert asked @ other < 0.1


def test_a_text_without_terms_has_no_direction() -> None:
    assert not HashedEmbedder().embed(["🎉"]).any()


def test_an_endpoint_is_asked_in_batches_that_it_can_take(model: ModelServer) -> None:
    embedder = endpoint(model)
    vectors = embedder.embed([f"问题{number}" for number in range(25)])
    embedder.close()
    assert vectors.shape == (25, 64)
    assert [len(texts) for texts in model.embedded] == [10, 10, 5]


def test_the_endpoint_s_id_tells_models_and_servers_apart(model: ModelServer) -> None:
    one = endpoint(model)
    elsewhere = EndpointEmbedder("scripted-embedding", api_key="k", base_url=None, batch=1, seconds=1)
    assert len({one.id, endpoint(model, "other").id, elsewhere.id}) == 3


def test_an_index_works_with_the_endpoint_s_vectors(model: ModelServer, faq: Path) -> None:
    index = ArticleIndex(Store(), endpoint(model))
    index.index(faq)
    assert index.search("几点关门呀", Asked("zh-Hans")).found.hits[0].article.id == "hours"
    index.close()


def test_when_the_endpoint_dies_the_words_alone_still_find_the_answer(model: ModelServer, faq: Path) -> None:
    index = ArticleIndex(Store(), endpoint(model))
    index.index(faq)
    model.close()
    judged = index.search("门店几点关门", Asked("zh-Hans"))
    assert judged.found.hits[0].article.id == "hours"
    assert judged.calibration.zone(judged.found) == "answer"
    index.close()


def test_vectors_of_another_embedder_are_refused_until_indexed_again(
    model: ModelServer, faq: Path, tmp_path: Path
) -> None:
    first = ArticleIndex(Store(tmp_path / "chroma"), HashedEmbedder())
    first.index(faq)
    first.close()
    second = ArticleIndex(Store(tmp_path / "chroma"), endpoint(model))
    with pytest.raises(EmbedderMismatch, match="hashed-terms"):
        second.search("几点关门", Asked())
    assert second.index(faq).unchanged == 9
    assert second.search("几点关门", Asked()).found.hits[0].article.id == "hours"
    second.close()


def test_the_embedder_follows_from_what_is_set(tmp_path: Path) -> None:
    local = LocalAccess("BAAI/bge-small-zh-v1.5", tmp_path, 0.0)
    assert model_access(api_key=None, base_url=None, model="m") is None
    keyless = model_access(api_key=None, base_url="http://127.0.0.1:1/v1", model="m", embedding="e")
    assert keyless is not None
    assert keyless.api_key
    assert choose_embedder("auto", keyless, local).embedder.id.startswith("endpoint-e-")
    assert choose_embedder("builtin", keyless, local).embedder.id == HashedEmbedder.id
    assert choose_embedder("auto", None, local).embedder.id == HashedEmbedder.id
    with pytest.raises(EmbedderUnavailable, match="GUANJIA_MODEL__EMBEDDING"):
        choose_embedder("endpoint", None, local)
