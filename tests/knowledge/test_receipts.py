"""Receipts in words: every condition has its sentence in every language, and questions find their tool."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from core.program import EarningRule, Program
from core.program_rules import Limits
from core.texts import LANGUAGES, Catalogue, Language
from db.engine import Database
from knowledge.intents import understand
from knowledge.receipts import Wording
from knowledge.tools.account import Desk
from knowledge.tools.reasons import WHY
from membership import checkins, coupons, orders, reasons, refunds, replays, versions
from membership.coupon_codes import Half
from membership.earning import Condition, Line
from tests.builders import a_member, an_order
from tests.conftest import NOW

RULES: dict[str, dict[str, Any]] = {
    "channel": {"channels": ("mall",)},
    "store": {"stores": ("s9",)},
    "tier": {"tiers": ("gold", "platinum")},
    "period": {"until": "2026-11-01"},
    "weekday": {"weekdays": ("sat", "sun")},
    "hours": {"hours": {"from": "07:30", "until": "10:00"}},
    "first_order": {"first_order": True},
    "products": {"categories": ("cups",)},
    "min_spend": {"min_spend": Decimal(99)},
    "too_little": {"kind": "spend", "rate": Decimal("0.01"), "points": None},
    "exclusive": {"points": 3, "exclusive": True},
    "winner": {"points": 4, "exclusive": True},
}
LIKE = {
    "zh-Hans": [
        "07:30 到 10:00",
        "要满 ¥99，这单是 ¥28",
        "周六、周日",
        "金卡会员、白金会员",
        "不足 1 分",
        "第一单",
    ],
    "zh-Hant": [
        "07:30 到 10:00",
        "要滿 ¥99，這筆是 ¥28",
        "週六、週日",
        "金卡會員、白金會員",
        "不足 1 點",
        "第一筆",
    ],
    "en": [
        "between 07:30 and 10:00",
        "takes ¥99 and this was ¥28",
        "Saturday, Sunday",
        "Gold, Platinum",
        "less than 1 point",
        "first order",
    ],
}


def strict(program: Program) -> Program:
    made = {
        name.replace("_", "-"): EarningRule(
            **({"id": name.replace("_", "-"), "name": f"规则 {name}", "kind": "unit", "points": 1} | rule)
        )
        for name, rule in RULES.items()
    }
    return program.model_copy(update={"earning": made})


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_condition_that_fails_is_named_in_every_language(
    db: Database, program: Program, catalogue: Catalogue, language: Language
) -> None:
    program = strict(program)
    await db.write(versions.record, program=program, now=NOW)
    joined = await a_member(db, program, now=NOW)
    await db.write(orders.take_in, orders=[an_order(number=joined.number, now=NOW)], program=program, now=NOW)
    await db.write(orders.take_in, orders=[an_order(number=joined.number, now=NOW)], program=program, now=NOW)
    again = await db.read(replays.replay, member_id=joined.member_id, ref=None, program=program)
    assert {one.failed.condition for one in again.parts if one.failed} == set(get_args(Condition))
    told = Wording(catalogue[language], program).replay(again, now=NOW)
    assert told.count("➖") == len(get_args(Condition))
    assert told.count("✅") == 2
    assert [part for part in LIKE[language] if part not in told] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_receipt_writes_the_sum_out(
    db: Database, program: Program, catalogue: Catalogue, language: Language
) -> None:
    limits = {"order": Limits(**{"member": {"day": {"points": 400}}})}  # noqa: PIE804
    program = program.model_copy(update={"points": program.points.model_copy(update={"limits": limits})})
    await db.write(versions.record, program=program, now=NOW)
    joined = await a_member(db, program, now=NOW)
    issued = await db.write(
        coupons.issue, member_id=joined.member_id, template="double-points", key="k", program=program, now=NOW
    )
    beans = next(one.id for one in program.products.values() if one.category == "beans")
    lines = (Line("latte", 1, 2_650), Line(beans, 1, 12_850))
    order = an_order(number=joined.number, now=NOW, lines=lines, coupon=Half(issued.code))
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    refund = refunds.Refund("pos", "r1", order.ref, NOW, 7_750)
    await db.write(refunds.give_back, refund=refund, program=program, now=NOW)
    again = await db.read(replays.replay, member_id=joined.member_id, ref=order.ref, program=program)
    entry = again.parts[0].entry_id
    assert entry is not None
    receipt = await db.read(reasons.explain, member_id=joined.member_id, entry_id=entry, program=program)
    told = Wording(catalogue[language], program).receipt(receipt, now=NOW)
    for part in (f"#{entry}", "+400", "¥26.50 × 2", "¥128.50 × 1.5", "438.5", "438", program.version, "200"):
        assert part in told, told


async def test_a_check_in_and_a_spending_have_receipts_too(
    db: Database, program: Program, catalogue: Catalogue
) -> None:
    joined = await a_member(db, program, now=NOW)
    for day in range(2):
        await db.write(
            checkins.check_in,
            member_id=joined.member_id,
            group_id=None,
            program=program,
            now=NOW + timedelta(days=day),
        )
    receipt = await db.read(reasons.explain, member_id=joined.member_id, entry_id=2, program=program)
    told = Wording(catalogue["zh-Hans"], program).receipt(receipt, now=NOW)
    assert "连续签到第 2 天" in told


@pytest.mark.parametrize(
    "question",
    [
        "为什么我上一单没有积分",
        "我这单为什么没积分？",
        "我昨天那单怎么没给积分",
        "上一单的积分怎么算的",
        "为什么这单才这么点积分",
        "why did my last order earn so few points",
        "why didn't my order earn points?",
    ],
)
def test_whoever_asks_about_their_order_gets_it_judged_again(question: str) -> None:
    intent = understand(question)
    assert intent is not None
    assert intent.tool is WHY


@pytest.mark.parametrize(
    "question",
    [
        "积分怎么攒？",
        "为什么积分显示待生效",
        "礼品卡为什么没有积分",
        "积分会过期吗",
        "how do I earn points?",
        "为什么签到没有积分",
    ],
)
def test_a_question_about_the_rules_stays_with_the_faq(question: str) -> None:
    intent = understand(question)
    assert intent is None or intent.tool is not WHY


async def test_the_tool_tells_of_the_askers_own_newest_order_or_what_to_do(
    db: Database, program: Program, catalogue: Catalogue
) -> None:
    owner, other = [await a_member(db, program, now=NOW) for _ in range(2)]
    order = an_order(number=owner.number, now=NOW)
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    texts = catalogue["zh-Hans"]
    told = await WHY.answer(Desk(db, program, texts, owner.member_id, NOW))
    assert order.ref in told.text
    assert told.receipts == (f"order:pos:{order.ref}",)
    nothing = await WHY.answer(Desk(db, program, texts, other.member_id, NOW))
    assert "/human" in nothing.text
    assert order.ref not in nothing.text
