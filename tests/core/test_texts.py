from __future__ import annotations

from pathlib import Path

import pytest

from core.texts import LANGUAGES, BadText, Catalogue, UnknownText, language_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for language, hello in zip(
        LANGUAGES, ("你好，{ $name }", "妳好，{ $name }", "Hello { $name }"), strict=True
    ):
        (tmp_path / language).mkdir()
        (tmp_path / language / "test.ftl").write_text(f"test-hello = {hello}\n", encoding="utf-8")
    return tmp_path


def test_a_text_is_filled_in_without_invisible_marks(folder: Path) -> None:
    catalogue = Catalogue(folder)
    assert catalogue["zh-Hans"]("test-hello", name="小明") == "你好，小明"
    assert catalogue["en"]("test-hello", name="Ann") == "Hello Ann"
    assert list(catalogue) == list(LANGUAGES)


def test_what_a_member_is_called_is_data_and_never_a_text(folder: Path) -> None:
    assert Catalogue(folder)["en"]("test-hello", name="{ $x } <b>") == "Hello { $x } <b>"


def test_a_file_that_fluent_reads_only_in_part_is_refused(folder: Path) -> None:
    (folder / "en" / "bad.ftl").write_text(
        'bad-empty =\n    { $who ->\n        [""] nobody\n       *[other] somebody\n    }\n', encoding="utf-8"
    )
    with pytest.raises(BadText, match=r"bad\.ftl: .*bad-empty"):
        Catalogue(folder)


def test_a_value_may_be_as_long_as_the_longest_message(folder: Path) -> None:
    assert Catalogue(folder)["en"]("test-hello", name="x" * 4_096) == "Hello " + "x" * 4_096


def test_a_missing_text_or_value_is_an_error_not_a_blank(folder: Path) -> None:
    texts = Catalogue(folder)["en"]
    with pytest.raises(UnknownText, match="test-nothing"):
        texts("test-nothing")
    with pytest.raises(UnknownText, match="test-hello"):
        texts("test-hello")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        (None, "zh-Hans"),
        ("", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh_TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-Hant", "zh-Hant"),
        ("en-GB", "en"),
        ("de", "en"),
    ],
)
def test_telegrams_language_becomes_one_of_ours(code: str | None, language: str) -> None:
    assert language_of(code) == language
