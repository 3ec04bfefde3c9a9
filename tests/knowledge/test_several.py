from __future__ import annotations

import pytest

from core.texts import Language
from knowledge.languages import is_foreign, spoken
from knowledge.several import MOST, split


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1. 积分会过期吗\n2. 几点开门\n3. 可以带狗吗", 3),
        ("积分会过期吗\n几点开门\n可以带狗吗", 3),
        ("1、积分会过期吗 2、几点开门 3、可以带狗吗", 3),
        ("积分会过期吗？门店几点开门？可以带狗进店吗？", 3),
        ("Do points expire? When do you open?", 2),
        ("积分会过期吗？几点关门？可以带狗吗？", 3),
        ("积分过期吗；年卡多少钱；怎么开发票；可以带狗吗；几点开门", 5),
        ("几点关门，另外年卡多少钱", 2),
        ("怎么升级？升级有什么好处？", 2),
        ("\n".join(f"{n}. 第 {n} 家门店几点开门" for n in range(1, 21)), MOST),
    ],
)
def test_several_questions_are_told_apart(text: str, count: int) -> None:
    assert len(split(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "积分会过期吗？什么时候？",
        "我的积分呢？为什么少了？",
        "什么是成长值？有什么用？",
        "我昨天买了咖啡，怎么没积分？",
        "你好\n我想问一下积分会过期吗",
        "我昨天买了一杯拿铁。\n味道很怪，退款怎么弄？",
        "我花了 2.5 元，有积分吗",
        "Hi! Do points expire?",
        "",
    ],
)
def test_one_question_stays_one(text: str) -> None:
    assert split(text) == (text,)


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [
        ("how do I earn points?", "zh-Hans", "en"),
        ("my balance", "zh-Hans", "en"),
        ("latte", "zh-Hans", "zh-Hans"),
        ("wifi", "zh-Hant", "zh-Hant"),
        ("積分會過期嗎", "zh-Hans", "zh-Hant"),
        ("點數怎麼用", "en", "zh-Hant"),
        ("我要客訴", "zh-Hans", "zh-Hant"),
        ("還差多少升等", "zh-Hans", "zh-Hant"),
        ("积分怎么用", "en", "zh-Hans"),
        ("积分怎么用", "zh-Hant", "zh-Hans"),
        ("几点关门", "zh-Hant", "zh-Hans"),
        ("有低因的嗎", "zh-Hant", "zh-Hant"),
        ("我要 latte", "zh-Hant", "zh-Hant"),
        ("🙂", "en", "en"),
        ("สวัสดี", "zh-Hans", "zh-Hans"),
    ],
)
def test_a_question_is_answered_in_its_own_language_if_that_is_clear(
    text: str, otherwise: Language, language: Language
) -> None:
    assert spoken(text, otherwise) == language


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("สวัสดีครับ", True),
        ("مرحبا", True),
        ("Привет, где кофе", True),
        ("café latte", False),
        ("积分", False),
        ("??", False),
    ],
)
def test_a_script_that_nobody_here_reads_is_noticed(text: str, *, foreign: bool) -> None:
    assert is_foreign(text) is foreign
