"""The demo brand as a whole: is there enough of everything, and does the FAQ say what the rules say?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml

from core.program import Localized, Program, load_program
from core.settings import ROOT
from membership import passes

NUMBER = re.compile(r"\d+(?:[.:]\d+)?")


@dataclass(frozen=True, slots=True)
class Told:
    """One FAQ file, as it is written."""

    head: dict[str, Any]
    answer: str


@cache
def brand() -> Program:
    return load_program(ROOT / "program")


@cache
def faq() -> dict[str, Told]:
    told = {}
    for file in sorted(brand().faq.glob("*.md")):
        _, head, answer = file.read_text(encoding="utf-8").split("---\n", 2)
        told[file.stem] = Told(yaml.safe_load(head), answer.strip())
    return told


def test_there_is_enough_of_everything() -> None:
    program = brand()
    assert len(program.products) >= 88
    assert len({product.category for product in program.products.values()}) >= 9
    assert {product.category for product in program.products.values()} == set(program.categories)
    assert [tier.name.zh_hans for tier in program.tiers] == ["普通会员", "银卡会员", "金卡会员", "白金会员"]
    assert len(program.rewards) >= 12
    assert len(program.coupons) >= 8
    daily = [challenge for challenge in program.challenges.values() if challenge.daily and challenge.active]
    assert len(daily) >= 14
    assert len(daily) > 2 * program.groups.task_rest_days
    assert len(program.challenges) - len(daily) >= 4
    assert len(program.segments) >= 5


def test_every_text_of_the_brand_is_in_three_languages() -> None:
    def localized(part: Any, place: str) -> list[tuple[str, Localized]]:
        if isinstance(part, Localized):
            return [(place, part)]
        if isinstance(part, dict):
            return [found for key, inner in part.items() for found in localized(inner, f"{place}.{key}")]
        if isinstance(part, tuple):
            return [
                found for index, inner in enumerate(part) for found in localized(inner, f"{place}[{index}]")
            ]
        if hasattr(type(part), "model_fields"):
            names = type(part).model_fields
            return [found for name in names for found in localized(getattr(part, name), f"{place}.{name}")]
        return []

    texts = localized(brand(), "program")
    assert len(texts) > 200
    numerals = re.compile(r"[\d\s.:]+")
    lacking = [
        place
        for place, text in texts
        if (text.zh_hant is None or text.en is None) and not numerals.fullmatch(text.zh_hans)
    ]
    assert lacking == []


def test_there_are_articles_enough_each_with_ways_to_ask() -> None:
    languages = Counter(told.head["lang"] for told in faq().values())
    assert languages["zh-Hans"] >= 64
    assert languages["zh-Hant"] >= 20
    assert languages["en"] >= 20
    for name, told in faq().items():
        assert told.head["id"] == name
        assert len(told.head["alternates"]) >= 4, name
        assert told.answer, name


def test_no_question_leads_to_two_articles() -> None:
    asked: dict[str, set[str]] = {}
    for name, told in faq().items():
        for question in (told.head["title"], *told.head["alternates"]):
            asked.setdefault(question.strip().lower(), set()).add(name.partition(".")[0])
    assert {question: articles for question, articles in asked.items() if len(articles) > 1} == {}


def test_a_translation_belongs_to_an_article_and_says_the_same_numbers() -> None:
    for name, told in faq().items():
        article, _, language = name.partition(".")
        if language:
            assert told.head["lang"] == language
            assert set(NUMBER.findall(told.answer)) == set(NUMBER.findall(faq()[article].answer)), name


def plain(number: Decimal | int) -> str:
    return f"{Decimal(number).normalize():f}"


def rules() -> list[tuple[str, list[str]]]:
    """What an article must say, as the rules stand, in the Chinese words around each number."""
    program = brand()
    points, shop, checkin, support = program.points, program.shop, program.checkin, program.support
    tiers = program.tiers
    welcome = program.coupons[program.welcome_coupon]
    birthday = program.coupons["birthday"]
    card, spending = program.paid_card, points.spending
    assert card is not None
    assert spending is not None
    morning, cups = program.earning["morning-beans"], program.earning["cup-points"]
    early, cups_most = morning.hours, cups.limits.member.month
    assert early is not None
    assert cups_most is not None
    hours = f"{support.opens:%H:%M}–{support.closes:%H:%M}"
    greeting = [f"满 {plain(welcome.min_spend)} 减 {plain(welcome.value)}", f"{welcome.valid_days} 天内有效"]
    return [
        ("join", greeting),
        ("welcome-gift", greeting),
        ("join-cost", [f"{plain(card.price)} 元管 {card.months} 个月"]),
        (
            "points-earn",
            [
                f"每实付 1 元得 {plain(points.per_unit)} 积分",
                *(f"{tier.name.zh_hans[:2]} {plain(tier.multiplier)} 倍" for tier in tiers),
                f"再乘 {plain(points.category_multipliers['beans'])}",
                f"工作日 {early.start:%H:%M} 到 {early.end:%H:%M} 买再翻 {plain(morning.factor or 0)} 倍",
                f"杯壶另加 {cups.points} 积分，一个月最多 {cups_most.points}",
            ],
        ),
        (
            "points-pending",
            [f"{points.pending_days_by_category['cups']} 天后生效", f"{shop.retail_return_days} 天内可以退"],
        ),
        ("points-expiry", [f"有效 {points.expiry.months} 个月", f"前 {points.expiry_reminder_days} 天"]),
        (
            "points-other-ways",
            [
                f"一次性 {points.profile.whole} 积分",
                f"评价 {points.behaviour['review']} 积分",
                f"问卷 {points.behaviour['survey']} 积分",
                f"推荐 {points.behaviour['share']} 积分",
                f"活动 {points.behaviour['event']} 积分，第一次再加 {program.earning['first-event'].points}",
                f"{program.groups.daily_task_at:%H:%M}",
                f"{points.referral.inviter_points} 积分",
            ],
        ),
        (
            "tiers-overview",
            [*(f"：{tier.reach}" for tier in tiers), f"{program.tier_rules.valid_months} 个月"],
        ),
        (
            "tier-keep",
            [
                f"银卡攒满 {tiers[1].keep} 成长值、金卡 {tiers[2].keep}、白金 {tiers[3].keep}",
                " 天和 ".join(str(days) for days in program.tier_rules.warn_days),
            ],
        ),
        ("tier-downgrade", [f"{program.tier_rules.grace_days} 天宽限期"]),
        ("tier-benefits", [f"积分 {plain(tier.multiplier)} 倍" for tier in tiers[1:]]),
        (
            "paid-card",
            [
                f"{plain(card.price)} 元，管 {card.months} 个月",
                f"{card.stars} Stars 买",
                f"每 30 天 {card.monthly_stars} Stars",
                f"{program.products['E01'].price_minor * 12 // 100} 元",
            ],
        ),
        ("birthday", [f"{plain(birthday.value)} 元以内", f"{birthday.valid_days} 天有效"]),
        (
            "checkin-points",
            [
                f"{'、'.join(str(points) for points in checkin.table)} 积分",
                *(f"{days} 天加 {bonus}" for days, bonus in checkin.milestones.items()),
            ],
        ),
        (
            "checkin-milestone",
            [f"{days} 天加 {bonus}" for days, bonus in list(checkin.milestones.items())[1:]],
        ),
        (
            "checkin-makeup",
            [
                f"最近 {checkin.makeup_days} 天",
                f"{'、'.join(str(price) for price in checkin.makeup_prices)} 积分",
            ],
        ),
        ("checkin-freeze", [f"每连续签到 {checkin.freeze_every_days} 天", f"最多存 {checkin.freeze_max} 张"]),
        (
            "challenge-how",
            [f"{program.groups.daily_task_at:%H:%M}", f"{program.groups.task_rest_days} 天内不会重复"],
        ),
        (
            "leaderboard",
            [f"{program.groups.leaderboard_at:%H:%M}", f"前 {program.groups.leaderboard_size} 名"],
        ),
        (
            "points-cash",
            [f"每 {spending.step} 积分抵 {plain(Decimal(spending.step) / spending.points_per_unit)} 元"],
        ),
        ("member-code", [f"{int(passes.LIFE.total_seconds())} 秒"]),
        ("redeem-list", [f"{reward.points} " for reward in program.rewards.values()]),
        (
            "referral-how",
            [
                f"满 {plain(points.referral.min_spend)} 元",
                f"你得 {points.referral.inviter_points} 积分",
                f"朋友得 {points.referral.invitee_points} 积分",
            ],
        ),
        (
            "referral-limit",
            [
                f"每月最多 {points.referral.max_per_month} 位",
                f"{points.referral.review_days} 天内邀请到 {points.referral.review_after} 位",
            ],
        ),
        (
            "delivery-fee",
            [
                f"满 {plain(shop.delivery_min_spend)} 元起送",
                f"配送费 {plain(shop.delivery_fee)} 元",
                f"满 {plain(shop.delivery_free_from)} 元免",
            ],
        ),
        ("delivery-late", [f"{shop.delivery_minutes} 分钟"]),
        ("pickup", [f"{shop.pickup_hold_minutes} 分钟"]),
        ("refund-time", [f"{shop.refund_days} 个工作日"]),
        ("return-retail", [f"{shop.retail_return_days} 天内可退换"]),
        ("own-cup", [f"每杯减 {plain(shop.own_cup_discount)} 元"]),
        ("gift-card", [f"{shop.gift_card_years} 年有效"]),
        ("milk-options", [f"加 {plain(program.coupons['oat-upgrade'].value)} 元"]),
        ("store-hours", [f"{shop.opens:%H:%M}–{shop.closes:%H:%M}"]),
        ("human", [hours, f"{support.answer_within_minutes} 分钟"]),
        ("vip-service", [hours]),
        (
            "message-frequency",
            [
                f"一天最多 {program.caps.marketing_per_day} 条",
                f"一个月最多 {program.caps.marketing_per_month} 条",
                f"{program.quiet_hours.start:%H:%M}–{program.quiet_hours.end:%H:%M}",
                f"{program.recommendations.at:%H:%M}",
                f"{program.recommendations.count} 样",
            ],
        ),
    ]


@pytest.mark.parametrize(("article", "said"), rules(), ids=[article for article, _ in rules()])
def test_the_faq_says_the_numbers_of_the_rules(article: str, said: list[str]) -> None:
    answer = faq()[article].answer
    assert [words for words in said if words not in answer] == []


def test_the_reward_list_names_every_reward_and_no_other_price() -> None:
    listed = [int(number) for number in re.findall(r"· (\d+) ", faq()["redeem-list"].answer)]
    assert listed == sorted(reward.points for reward in brand().rewards.values())
