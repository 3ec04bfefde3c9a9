from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.program import Program
from core.settings import ROOT
from core.texts import Catalogue
from db.engine import Database
from knowledge.asking import Asker
from knowledge.assistant import Assistant
from knowledge.embedders import HashedEmbedder
from knowledge.index import ArticleIndex
from knowledge.store import Store
from membership import checkins, orders
from membership.earning import Line
from tests import builders
from tests.knowledge.conftest import write_page

Ask = Callable[..., Asker]


async def test_an_faq_question_is_answered_with_its_source(
    assistant: Assistant, asker: Ask, now: datetime
) -> None:
    answer = await assistant.answer("你们几点关门", asker=asker(), now=now)
    assert (answer.action, answer.mode, answer.handoff) == ("answer", "extractive", False)
    assert "8:00 到 22:00" in answer.text
    assert "来源：门店几点营业？" in answer.text
    assert [source.id for source in answer.sources] == ["hours"]
    assert 0.5 < answer.sources[0].score <= 1


async def test_a_traditional_asker_gets_the_traditional_version(
    assistant: Assistant, asker: Ask, now: datetime
) -> None:
    answer = await assistant.answer("點數會過期嗎", asker=asker(language="zh-Hant"), now=now)
    assert "積分自獲得起" in answer.text
    assert answer.sources[0].id == "expiry.zh-Hant"


async def test_what_nobody_wrote_down_is_not_made_up(assistant: Assistant, asker: Ask, now: datetime) -> None:
    answer = await assistant.answer("唐朝有哪些诗人", asker=asker(), now=now)
    assert (answer.action, answer.handoff, answer.sources) == ("handoff", True, ())
    assert "不知道" in answer.text


async def test_points_come_from_the_ledger_with_a_receipt(
    assistant: Assistant, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    joined = await builders.a_member(db, program, now=now)
    await builders.some_points(db, program, member_id=joined.member_id, amount=1_234, now=now)
    await builders.some_points(db, program, member_id=joined.member_id, amount=66, pending_days=7, now=now)
    answer = await assistant.answer("我有多少积分", asker=asker(joined.member_id), now=now)
    assert (answer.action, answer.mode) == ("answer", "account")
    assert "1,234 积分" in answer.text
    assert "66 积分" in answer.text
    assert "2026年11月25日" in answer.text
    assert answer.receipts
    assert answer.receipts[0].startswith("points:")
    english = await assistant.answer("my balance", asker=asker(joined.member_id, language="en"), now=now)
    assert "You have 1,234 points" in english.text


async def test_expiring_points_are_told_by_their_last_good_day(
    assistant: Assistant, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    joined = await builders.a_member(db, program, now=now)
    await builders.some_points(db, program, member_id=joined.member_id, amount=80, now=now)
    answer = await assistant.answer("我的积分什么时候过期", asker=asker(joined.member_id), now=now)
    assert "2027年11月30日" in answer.text
    later = now + timedelta(days=380)
    answer = await assistant.answer("我的积分什么时候过期", asker=asker(joined.member_id), now=later)
    assert "没有要过期的" in answer.text


async def test_tier_coupons_orders_and_check_ins_are_told(
    assistant: Assistant, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    joined = await builders.a_member(db, program, now=now)
    me = asker(joined.member_id)
    order = builders.an_order(number=joined.number, now=now, lines=(Line("E01", 1, 2_800),))
    await db.write(orders.take_in, orders=[order], program=program, now=now)
    await db.write(checkins.check_in, member_id=joined.member_id, program=program, now=now)
    tier = await assistant.answer("我是什么等级", asker=me, now=now)
    assert "普通会员" in tier.text
    assert "472" in tier.text
    coupons = await assistant.answer("我的优惠券", asker=me, now=now)
    assert program.coupons[program.welcome_coupon].title.in_("zh-Hans") in coupons.text
    bought = await assistant.answer("我最近买过什么", asker=me, now=now)
    assert program.products["E01"].name.in_("zh-Hans") in bought.text
    assert "¥28" in bought.text
    streak = await assistant.answer("我连续签到几天了", asker=me, now=now)
    assert "连续签到 1 天" in streak.text
    assert all(answer.mode == "account" and answer.receipts for answer in (tier, coupons, bought, streak))


async def test_a_member_with_nothing_is_told_so_kindly(
    assistant: Assistant, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    joined = await builders.a_member(db, program, now=now)
    me = asker(joined.member_id, language="en")
    for question, said in (
        ("my points", "0 points"),
        ("my orders", "can't find any orders"),
        ("my streak", "haven't checked in"),
        ("when do my points expire", "none is about to expire"),
    ):
        answer = await assistant.answer(question, asker=me, now=now)
        assert said in answer.text
        assert answer.action == "answer"


async def test_own_data_is_never_told_in_a_group(
    assistant: Assistant, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    joined = await builders.a_member(db, program, now=now)
    await builders.some_points(db, program, member_id=joined.member_id, amount=4_711, now=now)
    answer = await assistant.answer("我有多少积分", asker=asker(joined.member_id, private=False), now=now)
    assert answer.private_only
    assert answer.action == "refuse"
    assert "4,711" not in answer.text
    public = await assistant.answer("几点关门", asker=asker(joined.member_id, private=False), now=now)
    assert public.action == "answer"
    assert not public.private_only


async def test_a_stranger_is_invited_to_join_before_asking_for_an_account(
    assistant: Assistant, asker: Ask, now: datetime
) -> None:
    for who in (asker(None), asker(987_654)):
        answer = await assistant.answer("我有多少积分", asker=who, now=now)
        assert answer.action in {"refuse", "answer"}
        assert "/start" in answer.text or "0 积分" in answer.text
    assert "/start" in (await assistant.answer("my tier", asker=asker(None, language="en"), now=now)).text


async def test_nobody_is_told_about_somebody_else(
    assistant: Assistant, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    joined = await builders.a_member(db, program, now=now)
    answer = await assistant.answer("会员 1 的积分有多少", asker=asker(joined.member_id), now=now)
    assert answer.action == "refuse"


async def test_a_person_is_fetched_when_one_is_asked_for(
    assistant: Assistant, asker: Ask, now: datetime
) -> None:
    answer = await assistant.answer("转人工", asker=asker(), now=now)
    assert (answer.action, answer.handoff) == ("handoff", True)


@pytest.mark.parametrize(
    "question",
    ["", "   ", "🎉🎉🎉", "？？", "\u200b\u200b", "x" * 10_000, "积分" * 5_000, "\x00\x01", "ي" * 3_000],
)
@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
async def test_what_is_no_question_gets_a_kind_clear_outcome(
    assistant: Assistant, asker: Ask, now: datetime, question: str, language: str
) -> None:
    answer = await assistant.answer(question, asker=asker(language=language), now=now)
    assert answer.action == "clarify"
    assert 10 < len(answer.text) < 200


@pytest.mark.parametrize(
    "question",
    ["SELECT * FROM members;--", "{{7*7}} ${x}", "<script>alert(1)</script>", "مرحبا كيف الحال", "%s%n {0}"],
)
async def test_code_and_foreign_scripts_are_only_text(
    assistant: Assistant, asker: Ask, now: datetime, question: str
) -> None:
    answer = await assistant.answer(question, asker=asker(), now=now)
    assert answer.action in {"clarify", "handoff", "refuse"}


async def test_close_calls_become_a_choice_that_can_be_answered(
    assistant: Assistant, faq: Path, asker: Ask, now: datetime
) -> None:
    write_page(faq, "card-a", "银卡停车票怎么领", [], "甲。")
    write_page(faq, "card-b", "金卡停车票怎么领", [], "乙。")
    await assistant.library.index(faq)
    answer = await assistant.answer("停车票怎么领", asker=asker(), now=now)
    assert answer.action == "clarify"
    assert {"card-a", "card-b"} <= {choice.id for choice in answer.choices}
    assert "1. " in answer.text
    picked = await assistant.choose("card-b", asker=asker(), now=now)
    assert "乙。" in picked.text
    gone = await assistant.choose("lounge", asker=asker(tier="gold"), now=now)
    assert gone.action == "handoff"


async def test_a_curated_answer_overrides_the_account(
    assistant: Assistant, db: Database, program: Program, faq: Path, asker: Ask, now: datetime
) -> None:
    joined = await builders.a_member(db, program, now=now)
    write_page(faq, "notice", "我有多少积分", [], "系统维护中，积分稍后可查。", tags=["curated"])
    await assistant.library.index(faq)
    answer = await assistant.answer("我有多少积分？", asker=asker(joined.member_id), now=now)
    assert answer.mode == "curated"
    assert "维护中" in answer.text


async def test_without_an_index_there_is_still_an_account_and_a_person(
    db: Database, program: Program, catalogue: Catalogue, asker: Ask, now: datetime
) -> None:
    made = Assistant(
        index=ArticleIndex(Store(), HashedEmbedder()), db=db, program=program, catalogue=catalogue
    )
    joined = await builders.a_member(db, program, now=now)
    assert (await made.answer("几点关门", asker=asker(), now=now)).action == "handoff"
    balance = await made.answer("我的积分", asker=asker(joined.member_id), now=now)
    assert "0 积分" in balance.text
    await made.close()


def test_answering_without_a_model_never_loads_what_only_a_model_needs() -> None:
    script = (
        "import sys, knowledge.assistant\nfrom pathlib import Path\nfrom knowledge.index import ArticleIndex\n"
        "from knowledge.store import Store\nfrom knowledge.embedders import HashedEmbedder\n"
        "from knowledge.retrieval import Asked\nprint('chromadb' in sys.modules)\n"
        "index = ArticleIndex(Store(), HashedEmbedder())\nindex.index(Path('program/faq'))\n"
        "index.search('积分会过期吗', Asked())\nindex.close()\n"
        "print(*(name for name in ('langchain', 'langchain_openai', 'openai', 'sklearn', 'aiogram', 'fastembed') if name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True, timeout=100
    )
    assert done.stdout == "False\n\n"


async def test_the_event_loop_goes_on_while_fifty_members_ask(
    assistant: Assistant, asker: Ask, now: datetime
) -> None:
    beats = 0
    asking = True

    async def beat() -> None:
        nonlocal beats
        while asking:
            await asyncio.sleep(0.005)
            beats += 1

    async with asyncio.TaskGroup() as group:
        group.create_task(beat())
        started = asyncio.get_running_loop().time()
        answers = await asyncio.gather(
            *(assistant.answer("几点关门", asker=asker(), now=now) for _ in range(50))
        )
        seconds = asyncio.get_running_loop().time() - started
        asking = False
    assert all(answer.action == "answer" for answer in answers)
    # A loop that waits for the searches would not beat at all; a busy machine still lets it beat now and then.
    assert beats >= min(5, seconds / 0.05)
