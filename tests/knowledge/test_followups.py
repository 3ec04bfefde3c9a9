from __future__ import annotations

import pytest

from core.program import Program
from knowledge.followups import Last, last_from, meant
from knowledge.intents import understand

POINTS = Last("我有多少积分", tool="my_points")
COUPONS = Last("我的优惠券", tool="my_open_coupons")


@pytest.mark.parametrize(
    ("last", "said", "tool"),
    [
        (POINTS, "那过期了呢？", "my_expiring_points"),
        (POINTS, "什么时候到期", "my_expiring_points"),
        (POINTS, "那什麼時候過期呢", "my_expiring_points"),
        (POINTS, "and when do they expire?", "my_expiring_points"),
        (POINTS, "什么时候到账", "my_points"),
        (POINTS, "为什么", "my_points_history"),
        (POINTS, "去哪了", "my_points_history"),
        (POINTS, "能换什么", "rewards_i_can_afford"),
        (POINTS, "那优惠券呢", "my_open_coupons"),
        (POINTS, "what about my coupons?", "my_open_coupons"),
        (POINTS, "等级呢", "my_tier"),
        (COUPONS, "什么时候到期？", "my_open_coupons"),
        (COUPONS, "有什么条件", "my_coupon_terms"),
        (Last("我是什么等级", tool="my_tier"), "还差多少", "my_tier"),
        (Last("我的订单", tool="my_recent_orders"), "为什么", "why_no_points"),
        (Last("my refund", tool="my_refunds"), "when will it arrive", "my_refunds"),
    ],
)
def test_a_few_words_after_an_answer_lead_to_the_right_tool(
    program: Program, last: Last, said: str, tool: str
) -> None:
    found = meant(said, last, program)
    assert found is not None
    intent = understand(found.question)
    assert intent is not None
    assert intent.tool is not None
    assert intent.tool.name == tool


@pytest.mark.parametrize(
    ("asked", "said", "question"),
    [
        ("银卡有什么权益", "那金卡呢", "金卡有什么权益"),
        ("怎么升金卡", "白金呢？", "怎么升白金"),
        ("what are the perks of gold", "how about silver?", "what are the perks of silver"),
        ("積分怎麼獲得", "那優惠券呢", "优惠券怎么获得"),
    ],
)
def test_another_thing_of_the_same_kind_takes_the_place_of_the_first(
    program: Program, asked: str, said: str, question: str
) -> None:
    found = meant(said, Last(asked, article="x"), program)
    assert found is not None
    assert found.question == question


@pytest.mark.parametrize(
    ("said", "article"),
    [("2", "b"), ("第二个", "b"), ("選第一個", "a"), ("the third one", "c"), ("3.", "c"), ("最后一个", "c")],
)
def test_a_choice_may_be_typed(program: Program, said: str, article: str) -> None:
    found = meant(said, Last("券", choices=("a", "b", "c")), program)
    assert found is not None
    assert found.article == article


def test_none_of_a_choice_leads_to_a_person(program: Program) -> None:
    found = meant("都不是", Last("券", choices=("a", "b")), program)
    assert found is not None
    assert found.kind == "person"


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("and in Traditional characters", "zh-Hant"),
        ("用英文再说一遍", "en"),
        ("简体呢", "zh-Hans"),
        ("中文", "zh-Hans"),
    ],
)
def test_the_last_answer_is_wanted_in_another_language(program: Program, said: str, language: str) -> None:
    found = meant(said, Last("积分会过期吗", article="x"), program)
    assert found is not None
    assert (found.kind, found.language, found.question) == ("language", language, "积分会过期吗")


@pytest.mark.parametrize("said", ["还有呢", "还有吗", "what else", "继续", "more"])
def test_more_is_wanted(program: Program, said: str) -> None:
    found = meant(said, Last("积分会过期吗", article="x"), program)
    assert found is not None
    assert found.kind == "more"


@pytest.mark.parametrize(
    "said",
    [
        "我的优惠券什么时候到期",
        "门店几点开门",
        "你好",
        "谢谢",
        "2 杯拿铁多少钱",
        "为什么我的券用不了",
        "还有没有低因咖啡",
        "what about bringing my dog to the shop on sunday",
        "金卡有什么权益",
        "转人工",
        "4",
        "how do I earn points?",
        "继续签到有什么奖励",
        "第二杯半价吗",
    ],
)
def test_a_whole_question_leans_on_nothing(program: Program, said: str) -> None:
    for last in (POINTS, Last("银卡有什么权益", article="x"), Last("券", choices=("a", "b"))):
        assert meant(said, last, program) is None


def test_what_a_turn_left_survives_being_stored() -> None:
    last = Last("券", tool=None, choices=("a", "b"), rest=("c",), said=5, times=3)
    assert last_from(last.to_json()) == last
    assert last_from({}) is None
