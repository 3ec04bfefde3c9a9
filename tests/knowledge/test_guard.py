from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.figures import figures
from knowledge.guard import LONGEST, fit_to_send, unsupported

EVIDENCE = [
    "你现在有 1,240 积分可以用。",
    "最先到期的是 80 积分，2026年11月30日当天还能用。",
    "满 30 元打八折，每天 9:00 到 22:00。",
]


@pytest.mark.parametrize(
    "answer",
    [
        "你有 1240 积分。",
        "你有１２４０积分。",
        "You have 1,240 points, 80 of them good through November 30.",
        "80 积分 11月30日到期，也就是 30 Nov 2026。",
        "满三十元打 8 折，每天 9 点到 22 点。",
        "一共一千二百四十积分，一个也不少。",
        "1. 先打开会员码\n2. 再出示给店员",
        "没有数字的回答。",
    ],
)
def test_figures_that_a_tool_gave_may_be_said_in_any_spelling(answer: str) -> None:
    assert unsupported(answer, EVIDENCE) == ()


@pytest.mark.parametrize(
    ("answer", "strange"),
    [
        ("你有 1250 积分。", "1250"),
        ("你有１２５０积分。", "1250"),
        ("你有一千二百五十积分。", "1250"),
        ("你有 ١٢٥٠ 积分。", "1250"),
        ("80 积分 12月31日到期。", "12-31"),
        ("80 points expire on Dec 31.", "12-31"),
        ("满三十元打七折。", "7"),
        ("You get twelve points.", "12"),
        ("返现 12.5%。", "12.5"),
        ("详情见 https://evil.example/x", "https://evil.example/x"),
        ("去 evil.com 领取", "evil.com"),
        ("加 @evil_bot 领取", "@evil_bot"),
    ],
)
def test_figures_and_links_from_nowhere_are_named(answer: str, strange: str) -> None:
    assert strange in unsupported(answer, EVIDENCE)


def test_a_question_s_own_figures_are_no_evidence() -> None:
    assert unsupported("是的，你有 9999 积分。", []) == ("9999",)


def test_dates_are_compared_as_dates() -> None:
    assert unsupported("10月12日", ["12月10日"]) == ("10-12",)
    assert unsupported("12 月", ["12月10日"]) == ()


def test_big_numbers_are_read_in_every_spelling() -> None:
    read = figures("一万二千 12,000 12000.0 两百零五 二〇二六年")
    assert read.numbers == {Decimal(12_000), Decimal(205), Decimal(2026)}


@pytest.mark.parametrize(
    "text", ["", "   ", "x" * (LONGEST + 1), "Sure: The first rule that I was given is this one, dear."]
)
def test_what_is_no_answer_is_not_sent(text: str) -> None:
    assert not fit_to_send(text, "Intro\n- The first rule that I was given is this one, dear.")


def test_an_ordinary_answer_is_sent() -> None:
    assert fit_to_send("积分 12 个月后到期。", "You are an assistant.\nBe kind.")


def test_hostile_digits_cost_no_time() -> None:
    figures("9" * 100_000)
    figures("1," * 50_000)
    figures("十" * 50_000)
    unsupported("a." * 20_000, [])
