from __future__ import annotations

import pytest

from knowledge.normalise import LONGEST, key, readable, terms, without_advert


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＡＴＭ　轉帳", "atm 转帐"),
        ("通過(guò)網路", "通过网络"),
        ("密码(PIN)", "密码(pin)"),
        ("點數什麼時候過期", "积分什么时候过期"),
        ("什么时候", "什么时候"),
        ("zero\u200bwidth\u202e", "zerowidth"),
    ],
)
def test_scripts_widths_and_noise_are_levelled(written: str, read: str) -> None:
    assert readable(written) == read


def test_chinese_is_matched_by_characters_and_pairs() -> None:
    assert terms("会员卡") == ["会", "员", "卡", "会员", "员卡"]


def test_a_latin_word_among_chinese_ones_counts_once() -> None:
    assert [term for term in terms("wifi密码") if term.isascii()] == ["=wifi"]


def test_inflected_words_share_a_stem() -> None:
    assert set(terms("transfers")) & set(terms("transferred")) >= {"^tra", "tran"}
    assert "=point" in terms("points")


@pytest.mark.parametrize("text", ["", "   ", "🎉🎉🎉", "？！……", "\u200b\u200d"])
def test_what_has_no_word_has_no_terms(text: str) -> None:
    assert terms(text) == []


def test_a_huge_text_is_cut_before_it_costs_anything() -> None:
    assert len(readable("积分" * 50_000)) == LONGEST


def test_the_same_question_has_the_same_key() -> None:
    assert key("积分 会过期吗？") == key("積分　會過期嗎?").replace("  ", " ")
    assert key("How are you?") == key("how are YOU")
    assert key("积分会过期吗") != key("积分不会过期吗")


def test_sentences_that_only_send_people_elsewhere_are_dropped() -> None:
    assert without_advert("年费 99 元。了解更多请访问官网 https://a.example/x") == "年费 99 元。"
    assert without_advert("点击此处申请") == "点击此处申请"
    assert without_advert("第一步，打开小程序。第二步，点申请。") == "第一步，打开小程序。第二步，点申请。"
