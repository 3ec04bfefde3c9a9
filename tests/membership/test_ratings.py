"""Thumbs, reasons and words: one's own, changeable for a while, forgotten in time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.program import Program
from db.engine import Database
from knowledge.privacy import mask
from membership import answers, merges, ratings, verdicts
from membership.answers import AnswerGone
from membership.verdicts import surely_bad
from tests.builders import a_member

ASKER, OTHER = 55, 56


async def an_answer(db: Database, now: datetime, **given: Any) -> int:
    values: dict[str, Any] = {
        "member_id": None,
        "telegram_id": ASKER,
        "question": "几点关门",
        "action": "answer",
        "mode": "extractive",
        "text": "22:00",
        "sources": ["hours"],
        "prompt_version": None,
        "language": "zh-Hans",
        "score": 0.9,
    }
    return await db.write(answers.record, **(values | given), now=now)


async def test_a_thumb_down_with_a_reason_and_words_is_one_rating(db: Database, now: datetime) -> None:
    one = await an_answer(db, now)
    mine: dict[str, Any] = {"answer_id": one, "telegram_id": ASKER, "now": now}
    assert (await db.write(ratings.rate, helpful=False, **mine)).new
    assert (await db.write(ratings.explain, reason="outdated", **mine)).new
    assert not (await db.write(ratings.explain, reason="outdated", **mine)).new
    rated = await db.write(ratings.add_words, words="  现在 23:00 才关 ", **mine)
    assert (rated.helpful, rated.reason) == (False, "outdated")
    told = await db.read(verdicts.report, days=1, limit=5, now=now)
    assert (told.all.up, told.all.down, told.all.given) == (0, 1, 1)
    (blamed,) = told.articles
    assert (blamed.article, blamed.down, blamed.reasons) == ("hours", 1, {"outdated": 1})
    assert blamed.examples[0].words == "现在 23:00 才关"


async def test_a_changed_mind_takes_the_reason_back(db: Database, now: datetime) -> None:
    mine: dict[str, Any] = {"answer_id": await an_answer(db, now), "telegram_id": ASKER, "now": now}
    await db.write(ratings.explain, reason="wrong", **mine)
    await db.write(ratings.add_words, words="不对", **mine)
    up = await db.write(ratings.rate, helpful=True, **mine)
    assert (up.helpful, up.reason, up.new) == (True, None, True)
    assert not (await db.write(ratings.rate, helpful=True, **mine)).new
    told = await db.read(verdicts.report, days=1, limit=5, now=now)
    assert (told.all.up, told.all.down, told.articles) == (1, 0, ())
    down = await db.write(ratings.rate, helpful=False, **mine)
    assert down.reason is None


async def test_nobody_rates_what_somebody_else_asked(db: Database, now: datetime) -> None:
    one = await an_answer(db, now)
    theirs: dict[str, Any] = {"answer_id": one, "telegram_id": OTHER, "now": now}
    with pytest.raises(ratings.NotYours):
        await db.write(ratings.rate, helpful=True, **theirs)
    with pytest.raises(ratings.NotYours):
        await db.write(ratings.explain, reason="wrong", **theirs)
    with pytest.raises(ratings.NotYours):
        await db.write(ratings.add_words, words="x", **theirs)
    with pytest.raises(AnswerGone):
        await db.write(ratings.rate, answer_id=one + 1, telegram_id=ASKER, helpful=True, now=now)
    assert not (await db.read(verdicts.report, days=1, limit=5, now=now)).all.rated


async def test_a_rating_stands_after_two_days(db: Database, now: datetime) -> None:
    mine: dict[str, Any] = {"answer_id": await an_answer(db, now), "telegram_id": ASKER}
    await db.write(ratings.rate, helpful=True, now=now + timedelta(days=2), **mine)
    with pytest.raises(ratings.RatedLate):
        await db.write(ratings.rate, helpful=False, now=now + timedelta(days=2, seconds=1), **mine)


@pytest.mark.parametrize("words", ["", "  \n", "\0"])
async def test_words_without_a_word_are_refused(db: Database, now: datetime, words: str) -> None:
    mine: dict[str, Any] = {"answer_id": await an_answer(db, now), "telegram_id": ASKER, "now": now}
    with pytest.raises(ratings.WordsEmpty):
        await db.write(ratings.add_words, words=words, **mine)


async def test_very_long_words_are_kept_up_to_a_limit(db: Database, now: datetime) -> None:
    mine: dict[str, Any] = {"answer_id": await an_answer(db, now), "telegram_id": ASKER, "now": now}
    rated = await db.write(ratings.add_words, words="长" * 10_000, **mine)
    assert rated.reason == "other"
    told = await db.read(verdicts.report, days=1, limit=5, now=now)
    assert told.articles[0].examples[0].words == "长" * ratings.LONGEST_WORDS


async def test_old_questions_lose_their_asker_and_their_numbers_and_then_go(
    db: Database, now: datetime
) -> None:
    await an_answer(db, now, question="我的手机 13800001234 怎么没积分", text="你有 5 积分")
    young = await an_answer(db, now + timedelta(days=20))
    later = now + timedelta(days=31)
    aged = await db.read(ratings.aged, limit=10, now=later)
    assert young not in aged
    masked = {one: mask(question) for one, question in aged.items()}
    assert await db.write(ratings.detach, masked=masked, now=later) == 1
    assert not await db.read(ratings.aged, limit=10, now=later)
    (one,) = aged
    with pytest.raises(AnswerGone):
        await db.read(answers.question_of, answer_id=one, telegram_id=ASKER)
    assert "[phone]" in masked[one]
    assert await db.write(ratings.forget, now=now + timedelta(days=366)) == 1
    assert await db.write(ratings.forget, now=now + timedelta(days=386)) == 1


async def test_a_pick_is_kept_with_the_question_it_answers(db: Database, now: datetime) -> None:
    one = await an_answer(db, now, action="clarify", sources=["hours", "wifi"])
    picked = await db.write(answers.choose, answer_id=one, telegram_id=ASKER, place=1)
    assert (picked.article, picked.question) == ("wifi", "几点关门")
    wrongs: tuple[dict[str, int], ...] = (
        {"telegram_id": OTHER, "place": 0},
        {"telegram_id": ASKER, "place": 2},
    )
    for wrong in wrongs:
        with pytest.raises(AnswerGone):
            await db.write(answers.choose, answer_id=one, **wrong)


async def test_shares_are_told_by_mode_language_and_prompt(db: Database, now: datetime) -> None:
    for helpful, given in (
        (True, {"mode": "agent", "prompt_version": "answer/3", "language": "en", "sources": []}),
        (False, {"mode": "agent", "prompt_version": "answer/4", "language": "en", "sources": []}),
        (True, {}),
        (None, {}),
    ):
        one = await an_answer(db, now, **given)
        if helpful is not None:
            await db.write(ratings.rate, answer_id=one, telegram_id=ASKER, helpful=helpful, now=now)
    told = await db.read(verdicts.report, days=1, limit=5, now=now)
    assert [(one.name, one.up, one.down, one.given) for one in told.modes] == [
        ("agent", 1, 1, 2),
        ("extractive", 1, 0, 2),
    ]
    assert {one.name for one in told.prompts} == {"answer/3", "answer/4"}
    assert {one.name: one.rated for one in told.languages} == {"en": 2, "zh-Hans": 1}
    assert [one.question for one in told.unsourced] == ["几点关门"]
    assert not (await db.read(verdicts.report, days=1, limit=5, now=now + timedelta(days=2))).all.given


def test_many_complaints_weigh_more_than_one() -> None:
    assert surely_bad(2, 8) > surely_bad(0, 1) > surely_bad(9, 1) > surely_bad(5, 0) == 0


async def test_ratings_go_with_the_member_who_is_merged(
    db: Database, program: Program, now: datetime
) -> None:
    source = await a_member(db, program, now=now, telegram_id=ASKER)
    target = await a_member(db, program, now=now, telegram_id=OTHER)
    one = await an_answer(db, now, member_id=source.member_id)
    await db.write(
        merges.merge,
        source=source.member_id,
        target=target.member_id,
        actor="cli",
        reason="same person",
        origin="cli",
        program=program,
        now=now,
    )
    assert (await db.write(ratings.rate, answer_id=one, telegram_id=ASKER, helpful=True, now=now)).new
