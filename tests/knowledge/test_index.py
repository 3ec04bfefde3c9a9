from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.settings import ROOT
from knowledge.article import Article
from knowledge.articles import BadArticles, load_articles
from knowledge.embedders import HashedEmbedder, Vectors
from knowledge.errors import IndexBusy, IndexEmpty, IndexUnreachable
from knowledge.index import ArticleIndex, find_duplicates
from knowledge.retrieval import Asked
from knowledge.store import Store
from tests.knowledge.conftest import write_page

ASKED = Asked("zh-Hans")


class CountingEmbedder(HashedEmbedder):
    """The built-in embedder, which notes what it is given to index."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        return super().embed(texts)


def first(index: ArticleIndex, question: str) -> str | None:
    hits = index.search(question, ASKED).found.hits
    return hits[0].article.id if hits else None


def test_what_is_indexed_is_found_after_a_restart(faq: Path, tmp_path: Path) -> None:
    before = ArticleIndex(Store(tmp_path / "chroma"), HashedEmbedder())
    assert before.index(faq).added == 9
    judged = before.search("几点关门", ASKED)
    before.close()
    after = ArticleIndex(Store(tmp_path / "chroma"), HashedEmbedder())
    assert after.search("几点关门", ASKED) == judged
    after.close()


def test_an_index_that_was_never_made_says_how_to_make_it(index: ArticleIndex) -> None:
    with pytest.raises(IndexEmpty, match=r"main\.py index"):
        index.search("几点关门", ASKED)


def test_only_what_changed_is_embedded_again(faq: Path) -> None:
    embedder = CountingEmbedder()
    index = ArticleIndex(Store(), embedder)
    index.index(faq)
    embedder.seen.clear()
    unchanged = index.index(faq)
    assert (unchanged.added, unchanged.changed, unchanged.removed, unchanged.unchanged) == (0, 0, 0, 9)
    assert embedder.seen == []
    (faq / "pets.md").unlink()
    write_page(faq, "hours", "门店几点营业？", ["几点打烊"], "门店每天 9:00 到 21:00 营业。")
    write_page(faq, "gift", "有礼品卡吗？", [], "有，门店都能买。")
    report = index.index(faq)
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 7)
    fresh = [text for text in embedder.seen if "礼品卡" in text or "打烊" in text or "21:00" in text]
    assert {"有礼品卡吗？", "几点打烊", "门店每天 9:00 到 21:00 营业。"} <= set(fresh)
    assert "有低因咖啡吗？" not in embedder.seen[:4]
    assert "21:00" in index.search("几点打烊", ASKED).found.hits[0].article.answer
    assert first(index, "能带狗吗") != "pets"
    index.close()


def test_a_faulty_folder_leaves_the_old_index_as_it_was(index: ArticleIndex, faq: Path) -> None:
    index.index(faq)
    (faq / "broken.md").write_text("oops", encoding="utf-8")
    with pytest.raises(BadArticles, match=r"broken\.md"):
        index.index(faq)
    assert first(index, "几点关门") == "hours"


def test_a_query_never_sees_half_of_an_index(index: ArticleIndex, faq: Path) -> None:
    """Every version of this FAQ holds one date in all its answers; a mixture would show two."""
    for name in [f"a{number}" for number in range(8)]:
        write_page(faq, name, f"活动{name}在哪天", [], "第 0 版")
    index.index(faq)
    seen: set[frozenset[str]] = set()
    failures: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                hits = index.search("活动在哪天", ASKED).found.hits
                seen.add(frozenset(hit.article.answer for hit in hits if hit.article.id.startswith("a")))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test must show it
                failures.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for version in (1, 2, 3):
        for name in [f"a{number}" for number in range(8)]:
            write_page(faq, name, f"活动{name}在哪天", [], f"第 {version} 版")
        index.index(faq)
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert {len(answers - {"十二月每杯一章。"}) for answers in seen if answers} == {1}
    assert len(seen) >= 2


def test_a_second_process_is_told_who_owns_the_index(faq: Path, tmp_path: Path) -> None:
    owner = ArticleIndex(Store(tmp_path / "chroma"), HashedEmbedder())
    owner.index(faq)
    script = (
        "from pathlib import Path\nfrom knowledge.store import Store\nfrom knowledge.errors import IndexBusy\n"
        f"try:\n    Store(Path({str(tmp_path / 'chroma')!r}))\nexcept IndexBusy as error:\n    print(error)\n"
    )
    other = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    assert "belongs to the running process" in other.stdout
    assert first(owner, "几点关门") == "hours"
    owner.close()
    Store(tmp_path / "chroma").close()


def test_the_same_process_can_t_open_a_folder_twice(tmp_path: Path) -> None:
    store = Store(tmp_path / "chroma")
    with pytest.raises(IndexBusy):
        Store(tmp_path / "chroma")
    store.close()


def test_old_generations_do_not_pile_up(faq: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "chroma")
    index = ArticleIndex(store, HashedEmbedder())
    for version in range(5):
        write_page(faq, "hours", "门店几点营业？", [], f"{version} 点")
        index.index(faq)
    assert len(store._names()) == 5  # the pointer, and two legs of the current and the last generation
    index.close()


def test_articles_that_answer_the_same_question_are_reported(faq: Path) -> None:
    write_page(faq, "hours2", "营业时间", [], "全天。")
    write_page(faq, "hours.en", "营业时间", [], "All day.", lang="en")
    assert find_duplicates(load_articles(faq)) == (("hours", "hours2"),)


def test_a_shared_server_s_new_index_is_taken_over_on_refresh(faq: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "chroma")
    reader, writer = ArticleIndex(store, HashedEmbedder()), ArticleIndex(store, HashedEmbedder())
    writer.index(faq)
    assert reader.refresh()
    assert not reader.refresh()
    write_page(faq, "gift", "有礼品卡吗？", [], "有，门店都能买。")
    writer.index(faq)
    assert first(reader, "礼品卡") != "gift"
    assert reader.refresh()
    assert first(reader, "礼品卡") == "gift"
    store.close()


def test_a_chroma_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        IndexUnreachable, match=r"CHROMA_URL: no Chroma server answers at http://127\.0\.0\.1:9"
    ):
        Store(url="http://127.0.0.1:9")


def test_a_process_that_is_killed_while_it_indexes_leaves_the_old_index(faq: Path, tmp_path: Path) -> None:
    """The child writes a whole generation, says so, and dies before it can point to it."""
    folder = tmp_path / "chroma"
    index = ArticleIndex(Store(folder), HashedEmbedder())
    index.index(faq)
    index.close()
    write_page(faq, "hours", "门店几点营业？", ["几点打烊"], "门店每天 9:00 到 21:00 营业。")
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom knowledge.store import Store\n"
        "from knowledge.embedders import HashedEmbedder\nfrom knowledge.index import ArticleIndex\n"
        "class Halting(Store):\n"
        "    def publish(self, generation):\n        print('written', flush=True)\n        time.sleep(60)\n"
        f"ArticleIndex(Halting(Path({str(folder)!r})), HashedEmbedder()).index(Path({str(faq)!r}))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"written\n"
        child.kill()
    store = Store(folder)
    index = ArticleIndex(store, HashedEmbedder())
    assert "8:00" in index.search("几点打烊", ASKED).found.hits[0].article.answer
    assert (
        len(store._names()) == 5
    )  # the pointer, and two legs of the old generation and of the stillborn one
    assert index.index(faq).changed == 1
    assert "9:00" in index.search("几点打烊", ASKED).found.hits[0].article.answer
    assert len(store._names()) == 5  # the stillborn one has gone
    index.close()


def test_an_index_takes_articles_beside_those_of_the_folder(index: ArticleIndex, faq: Path) -> None:
    extra = Article("gift", "有礼品卡吗？", (), "有，门店都能买。", "zh-Hans")
    assert index.index(faq, also=(extra,)).added == 10
    assert first(index, "礼品卡") == "gift"
    assert index.index(faq).removed == 1
