"""Operators' articles in the index: first in line, at once, and only where they may be read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from core.program import Program
from db.engine import Database
from knowledge.article import Article
from knowledge.asking import Asker
from knowledge.assistant import Assistant
from knowledge.curation import CURATED, Curation, applied, curated_first
from knowledge.retrieval import Findings, Hit
from membership import articles, phrasings
from membership.wordings import Wording
from tests.builders import a_member
from tests.membership.test_articles import approved, drafted

Ask = Callable[..., Asker]


async def publish(db: Database, program: Program, now: datetime, wording: Wording, **given: Any) -> Any:
    return await approved(db, await drafted(db, program, now, wording=wording, **given), now)


async def test_what_was_approved_answers_the_next_question_and_what_was_withdrawn_does_not(
    assistant: Assistant, db: Database, program: Program, now: datetime, asker: Ask
) -> None:
    question = "过年那几天开不开门"
    before = await assistant.answer(question, asker=asker(), now=now)
    card = await publish(
        db, program, now, Wording("春节营业吗？", ("过年开门吗", "过年那几天开门吗"), "初一照常。")
    )
    assert await assistant.library.catch_up()
    assert not await assistant.library.catch_up()
    after = await assistant.answer(question, asker=asker(), now=now)
    assert card.name not in {source.id for source in before.sources}
    assert (after.action, after.mode, after.sources[0].id) == ("answer", "curated", card.name)
    await db.write(articles.withdraw, article_id=card.id, by=901, operators=(901, 902), now=now)
    assert await assistant.library.catch_up()
    gone = await assistant.answer(question, asker=asker(), now=now)
    assert card.name not in {source.id for source in (*gone.sources, *gone.choices)}


async def test_an_exact_question_beats_the_account_and_small_talk_but_not_a_person(
    assistant: Assistant, db: Database, program: Program, now: datetime, asker: Ask
) -> None:
    member = await a_member(db, program, now=now)
    await publish(
        db, program, now, Wording("我有多少积分", ("你好", "转人工", "他有多少积分"), "系统维护，下午再查。")
    )
    await assistant.library.catch_up()
    me = asker(member.member_id)
    assert (await assistant.answer("我有多少積分？", asker=me, now=now)).mode == "curated"
    assert (await assistant.answer("你好！", asker=me, now=now)).mode == "curated"
    assert (await assistant.answer("我还有几个积分可以用", asker=me, now=now)).mode == "account"
    assert (await assistant.answer("转人工", asker=me, now=now)).action == "handoff"
    assert (await assistant.answer("他有多少积分", asker=me, now=now)).action == "refuse"


async def test_a_curated_answer_is_kept_from_tiers_and_days_it_is_not_for(
    assistant: Assistant, db: Database, program: Program, now: datetime, asker: Ask
) -> None:
    await publish(
        db,
        program,
        now,
        Wording("内测码是多少", (), "码是 abc。", ("platinum",), date(2026, 11, 30)),
    )
    await assistant.library.catch_up()
    later = now.replace(month=12)
    vip, other = asker(tier="platinum"), asker(tier="gold")
    assert "abc" in (await assistant.answer("内测码是多少", asker=vip, now=now)).text
    assert "abc" not in (await assistant.answer("内测码是多少", asker=other, now=now)).text
    assert "abc" not in (await assistant.answer("内测码是多少", asker=vip, now=later)).text


async def test_each_reads_the_version_of_their_language(
    assistant: Assistant, db: Database, program: Program, now: datetime, asker: Ask
) -> None:
    chinese = await publish(db, program, now, Wording("有停车位吗", ("parking",), "后院可停。"))
    await publish(
        db,
        program,
        now,
        Wording("Is there parking?", (), "Behind the shop."),
        subject=chinese.subject,
        language="en",
    )
    await assistant.library.catch_up()
    for language, told in (("zh-Hans", "后院"), ("zh-Hant", "后院"), ("en", "Behind")):
        answer = await assistant.answer("Parking", asker=asker(language=language), now=now)
        assert told in answer.text


async def test_an_added_phrasing_finds_a_written_article(
    assistant: Assistant, db: Database, now: datetime, asker: Ask
) -> None:
    question = "毛孩子能一起来嘛"
    before = await assistant.answer(question, asker=asker(), now=now)
    assert before.action != "answer"
    await db.write(phrasings.add, article="pets", phrases=[question], by=901, now=now)
    assert await assistant.library.catch_up()
    after = await assistant.answer(question, asker=asker(), now=now)
    assert (after.action, after.sources[0].id) == ("answer", "pets")


def an_article(name: str, title: str, *alternates: str, **given: Any) -> Article:
    values: dict[str, Any] = {"answer": name, "lang": "zh-Hans"}
    return Article(id=name, title=title, alternates=alternates, **(values | given))


def test_a_written_page_gives_way_only_to_what_answers_its_question_for_everybody() -> None:
    page = an_article("page", "几点關門？", "打烊时间")
    other = an_article("other", "有停车位吗", "几点关门")
    english = an_article("page.en", "几点关门", lang="en")
    mine = an_article("mine", "几点关门", tags=(CURATED,))
    limited = an_article("vip", "几点关门", tags=(CURATED,), tiers=("gold",))
    names = [one.id for one in applied([page, other, english], Curation((limited,), {}))]
    assert names == ["page", "other", "page.en", "vip"]
    told = applied([page, other, english], Curation((mine,), {"other": ("停哪儿", "有停車位嗎")}))
    assert [one.id for one in told] == ["other", "page.en", "mine"]
    assert told[0].alternates == ("停哪儿",)


@pytest.mark.parametrize(
    ("title", "score", "first"),
    [("几点关门呢", 0.9, "mine"), ("几点关门呢", 0.5, "page"), ("有停车位吗", 0.9, "page")],
)
def test_a_curated_article_overtakes_only_near_and_of_the_same_question(
    title: str, score: float, first: str
) -> None:
    hits = (
        Hit(an_article("page", "几点关门"), 1.0),
        Hit(an_article("mine", title, tags=(CURATED,)), score),
        Hit(an_article("third", "低因咖啡"), 0.2),
    )
    found = curated_first(Findings(hits, (1.0,), score))
    assert found.hits[0].article.id == first
    assert found.runner_up == (0.2 if first == "mine" else score)
