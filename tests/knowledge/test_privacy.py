from __future__ import annotations

import pytest

from knowledge.privacy import mask


@pytest.mark.parametrize(
    ("said", "masked"),
    [
        ("我的手机号13812345678能改吗", "我的手机号[phone]能改吗"),
        ("打138 1234 5678找我", "打[phone]找我"),
        ("call +86 138-1234-5678", "call [phone]"),
        ("手機0912-345-678", "手機[phone]"),
        ("邮箱是li.lei@example.com请查收", "邮箱是[email]请查收"),
        ("卡号6222 0212 3456 7890 123被扣了", "卡号[card]被扣了"),
        ("身份证11010119900307123X丢了", "身份证[id]丢了"),
        ("电话１３８１２３４５６７８呢", "电话[phone]呢"),
        ("电话138.1234.5678呢", "电话[phone]呢"),
        ("身分證A123456789遺失了", "身分證[id]遺失了"),
        ("护照E12345678过期", "护照[id]过期"),
        ("会员号12345678查一下", "会员号[number]查一下"),
        ("my member number is 12345678", "my member number is [number]"),
        ("买了3杯A12拿铁，2026年11月18日", "买了3杯A12拿铁，2026年11月18日"),
        ("订单 20261118 花了 128 元", "订单 20261118 花了 128 元"),
    ],
)
def test_personal_numbers_are_masked_beside_chinese_too(said: str, masked: str) -> None:
    assert mask(said) == masked
