from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from knowledge.guard import unsupported
from knowledge.intents import understand
from knowledge.tools.account import Desk
from knowledge.tools.forecasts import WHAT_IF, Plan, plan
from knowledge.tools.tiers import STANDING
from membership import tiers
from tests.builders import a_member, some_points
from tests.conftest import NOW
from tests.tiering import on_tier


@pytest.mark.parametrize(
    ("question", "amount", "each", "orders"),
    [
        ("再消费 200 元能保级吗?", 200, False, None),
        ("再消费三百能保级吗", 300, False, None),
        ("能升级吗，如果再消费两百五十块", 250, False, None),
        ("再买兩單能升金卡嗎", None, False, 2),
        ("再买两单,每单50元能升金卡吗", 50, True, 2),
        ("再花1,200块能到白金吗", 1_200, False, None),
        ("再買一杯能續等嗎", None, False, 1),
        ("two more orders, do I stay gold?", None, False, 2),
        ("If I spend 200 more do I keep silver?", 200, False, None),
        ("will I reach platinum if I spend ¥1,500.50", Decimal("1500.5"), False, None),
        ("3 more orders of 40 yuan each, would I be gold?", 40, True, 3),
    ],
)
def test_figures_are_read_from_the_question_and_it_finds_its_tool(
    question: str, amount: int | None, orders: int | None, *, each: bool
) -> None:
    wanted = None if amount is None else Decimal(amount)
    assert plan(question) == Plan(wanted, each, orders)
    intent = understand(question)
    assert intent is not None
    assert intent.tool is WHAT_IF


@pytest.mark.parametrize("question", ["再消费 -5 元能升级吗", "再消费－5元能保级吗"])
def test_a_sum_below_zero_is_asked_about_and_not_read_without_its_sign(question: str) -> None:
    assert plan(question) == Plan(None, each=False, orders=None)


@pytest.mark.parametrize(
    "question",
    [
        "怎么升级金卡",
        "消费多少是金卡",
        "保级要消费多少",
        "再买多少能升",
        "买一杯咖啡多少积分",
        "how do I get gold",
    ],
)
def test_questions_about_the_rules_are_none_of_its(question: str) -> None:
    intent = understand(question)
    assert intent is None or intent.tool is not WHAT_IF


async def answered(
    db: Database,
    program: Program,
    catalogue: Catalogue,
    member: int,
    question: str,
    language: str = "zh-Hans",
) -> str:
    desk = Desk(db, program, catalogue[language], member, NOW, question)
    told = await WHAT_IF.answer(desk)
    assert told.receipts or "200" in told.text
    return told.text


async def test_the_answer_holds_the_rules_own_figures(
    db: Database, program: Program, catalogue: Catalogue
) -> None:
    member = await on_tier(db, program, "silver")
    text = await answered(db, program, catalogue, member, "再消费 200 元能保级吗")
    assert "成长值 500 → 700" in text
    assert "还不够保级：到 2027年11月18日前，再积 100 成长值" in text
    text = await answered(db, program, catalogue, member, "再消费 300 元能保级吗")
    assert "够保级了 ✅" in text
    text = await answered(db, program, catalogue, member, "if I spend 1000 do I reach gold?", "en")
    assert "You would reach Gold ✅" in text
    model_says = "If you spend ¥1,000 more your qualifying points go from 500 to 1,500: Gold."
    assert unsupported(model_says, [text]) == ()
    assert unsupported("You would have 1,600 points.", [text]) != ()


@pytest.mark.parametrize(
    ("question", "already"),
    [
        ("再消费 300 元能升金卡吗", True),
        ("再消费 300 元能升银卡吗", True),
        ("再消費 300 元能升白金嗎", False),
        ("再消费 300 元能保住金卡吗", False),
        ("if I spend 300 more do I reach gold?", True),
        ("if I spend 300 more do I keep gold?", False),
    ],
)
async def test_who_asks_to_reach_what_they_have_is_told_so(
    db: Database, program: Program, catalogue: Catalogue, question: str, *, already: bool
) -> None:
    member = await on_tier(db, program, "gold")
    assert ("已经是金卡" in await answered(db, program, catalogue, member, question)) is already


async def test_without_a_figure_it_asks_for_one_and_refuses_what_can_t_be(
    db: Database, program: Program, catalogue: Catalogue
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=1, now=NOW)
    assert "例如" in await answered(db, program, catalogue, member, "再买两单能升级吗")
    assert "例如" in await answered(db, program, catalogue, member, "能升级吗")


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
async def test_my_tier_tells_of_grace_and_of_a_card(
    db: Database, program: Program, catalogue: Catalogue, language: str
) -> None:
    member = await on_tier(db, program, "silver")
    in_grace = Desk(db, program, catalogue[language], member, NOW + timedelta(days=370))
    assert "300" in (await STANDING.answer(in_grace)).text
    until = NOW + timedelta(days=30)
    await db.write(tiers.set_floor, member_id=member, tier="gold", until=until, program=program, now=NOW)
    told = (await STANDING.answer(Desk(db, program, catalogue[language], member, NOW))).text
    names = [program.tier_by_id[one].name.in_(language) for one in ("gold", "silver", "platinum")]
    assert all(name in told for name in names)
    assert "2,000" in told
