from __future__ import annotations

import pytest

from knowledge.numbers import numbers


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("每筆點數自取得起 12 個月有效", ["12 month"]),
        ("到期前 30 天和 7 天", ["30 day", "7 day"]),
        ("自购买起 3 年有效，两周内", ["36 month", "14 day"]),
        ("¥20 起送，配送费 5 元", ["20 money", "5 money"]),
        ("银卡 1.1 倍，工作日再翻 2 倍；1.25 times the points", ["1.1 factor", "2 factor", "1.25 factor"]),
        ("每天 09:00–21:00，10 分钟内", ["540 clock", "1260 clock", "10 minute"]),
        ("seven days, three months", ["7 day", "3 month"]),
        ("最多 50%，900 Stars", ["50 percent", "900 star"]),
        ("🥈 银卡：1,500 成长值", ["1500 point"]),
        ("二十一天签到、十天、一百天", ["21 day", "10 day"]),
        ("面额 50 到 1000 元", ["50 money", "1000 money"]),
        ("30 天加 60，100 天加 300", ["30 day", "60 ", "100 day", "300 "]),
    ],
)
def test_numbers_are_read_with_what_they_count(text: str, counted: list[str]) -> None:
    assert [f"{one.value:f} {one.unit}" for one in numbers(text)] == counted


@pytest.mark.parametrize(
    "text",
    [
        "第 7 天最香，第七天最香",
        "门店 3 公里内",
        "2026 年 12 月 1 日",
        "1st of the month",
        "发 /checkin 或 https://a.example/2",
        "容量至少 350 毫升",
    ],
)
def test_what_is_no_amount_of_a_rule_is_left_alone(text: str) -> None:
    assert numbers(text) == ()


@pytest.mark.parametrize(
    "text", ["依次是 1、1、2、10 积分", "依序是 1，1，2，10 點", "1, 1, 2 and 10 points"]
)
def test_numbers_in_a_row_are_one_series(text: str) -> None:
    (series,) = numbers(text)
    assert [int(value) for value in series.series] == [1, 1, 2, 10]
    assert series.unit == "point"


def test_a_huge_line_is_read_in_bounded_time() -> None:
    assert len(numbers("\n".join(["1 天，" * 100] * 50))) >= 50
