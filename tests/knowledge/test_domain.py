from __future__ import annotations

from collections import Counter

import pytest

from knowledge.domain import Domain, small_talk
from knowledge.normalise import terms

STRINGS = [
    terms(text)
    for text in (
        "积分会过期吗",
        "积分怎么兑换优惠券",
        "会员等级怎么升级",
        "do my points expire",
        "how can I redeem points",
        "where is my coupon",
    )
]
DOMAIN = Domain(STRINGS, [terms("积分自获得起十二个月后到期，门店出示会员码。")])


FOREIGN = ["恐龙为什么会灭绝", "what is the capital of mongolia", "Погода", "🎉", "明天下雨吗"]


@pytest.mark.parametrize("question", ["积分可以兑换什么", "優惠券過期了", "can points become a coupon"])
def test_a_question_of_the_domain_is_nearer_to_it_than_small_talk_and_what_nobody_knows(
    question: str,
) -> None:
    nearest = max(DOMAIN.likeness(terms(foreign)) for foreign in FOREIGN)
    assert DOMAIN.likeness(terms(question)) > nearest


def test_a_string_that_stands_for_itself_says_less_than_one_that_is_counted() -> None:
    told = DOMAIN.likeness(STRINGS[3])
    assert DOMAIN.likeness(STRINGS[3], own=True) < told


def test_a_line_of_small_talk_is_judged_by_the_other_lines() -> None:
    said = Counter(term for line in small_talk() for term in set(terms(line)))
    once = next(term for term, times in said.items() if times == 1 and len(term) > 1)
    assert DOMAIN.likeness([once], spoken=True) == DOMAIN.likeness(["=unheard"]) != DOMAIN.likeness([once])


def test_likeness_stays_within_bounds_however_often_a_term_is_said() -> None:
    for question in (terms("积分" * 500), terms("天气" * 500), terms("积分"), []):
        assert 0.0 <= DOMAIN.likeness(question) <= 1.0


def test_no_line_of_small_talk_is_there_twice() -> None:
    assert len(set(small_talk())) == len(small_talk()) > 400
