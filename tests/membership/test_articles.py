"""Operators' articles: drafted by one, approved by another, live until replaced or withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.program import Program
from db.engine import Database
from membership import articles, audits, notices, phrasings, staff, wordings
from membership.articles import Card
from membership.wordings import Wording

OWNER, SECOND, AGENT = 901, 902, 903
TWO = (OWNER, SECOND)
HOURS = Wording("春节营业吗？", ("过年开门吗",), "除夕 18:00 关门，初一照常。")


async def drafted(db: Database, program: Program, now: datetime, **given: Any) -> Card:
    values: dict[str, Any] = {
        "wording": HOURS,
        "language": "zh-Hans",
        "subject": None,
        "origin": "scratch",
        "by": OWNER,
    }
    return await db.write(articles.draft, **(values | given), program=program, now=now)


async def approved(db: Database, card: Card, now: datetime, **given: Any) -> Card:
    values: dict[str, Any] = {"number": card.newest.number, "by": SECOND, "operators": TWO}
    return await db.write(articles.approve, article_id=card.id, **(values | given), now=now)


async def test_a_draft_is_live_once_a_second_person_approved_it(
    db: Database, program: Program, now: datetime
) -> None:
    card = await drafted(db, program, now)
    assert await db.read(articles.published) == ()
    with pytest.raises(articles.OwnDraft):
        await approved(db, card, now, by=OWNER)
    assert await db.read(articles.published) == ()
    live = await approved(db, card, now)
    (one,) = await db.read(articles.published)
    assert (one.name, one.wording) == (live.name, HOURS)
    deeds = await db.read(audits.of_subject, subject=f"article:{live.name}")
    assert [(deed.action, deed.actor) for deed in deeds] == [
        ("articles.publish", f"telegram:{SECOND}"),
        ("articles.draft", f"telegram:{OWNER}"),
    ]
    told = await db.write(notices.arm, limit=10, now=now)
    assert [(notice.text, notice.chat_id) for notice in told] == [("articles-approved", OWNER)]


async def test_whoever_is_alone_may_approve_their_own_and_the_log_says_so(
    db: Database, program: Program, now: datetime
) -> None:
    card = await drafted(db, program, now)
    await approved(db, card, now, by=OWNER, operators=(OWNER,))
    deeds = await db.read(audits.of_subject, subject=f"article:{card.name}")
    assert deeds[0].reason == "alone"


async def test_an_agent_writes_but_does_not_approve(db: Database, program: Program, now: datetime) -> None:
    await db.write(
        staff.grant,
        by=OWNER,
        telegram_id=AGENT,
        role="agent",
        name=None,
        store=None,
        operators=TWO,
        now=now,
    )
    card = await drafted(db, program, now, by=AGENT)
    theirs: dict[str, Any] = {"by": AGENT, "operators": TWO, "now": now}
    other = await drafted(db, program, now, by=OWNER)
    for rule in (articles.approve, articles.decline):
        with pytest.raises(articles.NotApprover):
            await db.write(rule, article_id=other.id, number=other.newest.number, **theirs)
    await approved(db, other, now)
    with pytest.raises(articles.NotApprover):
        await db.write(articles.withdraw, article_id=other.id, **theirs)
    declined = await db.write(articles.decline, article_id=card.id, number=card.newest.number, **theirs)
    assert (declined.draft, declined.newest.state) == (None, "declined")


async def test_what_was_changed_after_the_look_is_not_approved(
    db: Database, program: Program, now: datetime
) -> None:
    card = await drafted(db, program, now)
    changed = await drafted(
        db, program, now, subject=card.subject, wording=replace(HOURS, answer="初一到初三休息。")
    )
    assert changed.id == card.id
    with pytest.raises(articles.DraftChanged):
        await approved(db, card, now)
    await approved(db, changed, now)
    with pytest.raises(articles.DraftChanged):
        await approved(db, changed, now)
    (one,) = await db.read(articles.published)
    assert one.wording.answer == "初一到初三休息。"


async def test_members_get_the_old_wording_until_the_new_one_is_approved(
    db: Database, program: Program, now: datetime
) -> None:
    first = await approved(db, await drafted(db, program, now), now)
    later = now + timedelta(days=1)
    second = await drafted(
        db, program, later, subject=first.subject, wording=replace(HOURS, answer="全年无休。")
    )
    assert (second.live and second.live.number, second.draft and second.draft.number) == (1, 2)
    assert (await db.read(articles.published))[0].wording.answer == HOURS.answer
    await approved(db, second, later)
    history = await db.read(articles.history, article_id=first.id)
    assert [(one.number, one.state, one.decided_by) for one in history] == [
        (2, "published", SECOND),
        (1, "replaced", SECOND),
    ]
    gone = await db.write(articles.withdraw, article_id=first.id, by=OWNER, operators=TWO, now=later)
    assert (gone.live, gone.newest.state) == (None, "withdrawn")
    assert await db.read(articles.published) == ()
    with pytest.raises(articles.NothingLive):
        await db.write(articles.withdraw, article_id=first.id, by=OWNER, operators=TWO, now=later)


async def test_one_subject_has_a_version_a_language(db: Database, program: Program, now: datetime) -> None:
    chinese = await approved(db, await drafted(db, program, now), now)
    english = await drafted(
        db,
        program,
        now,
        subject=chinese.subject,
        language="en",
        wording=Wording("Open at New Year?", (), "Until 6 pm on the eve."),
    )
    await approved(db, english, now)
    names = [one.name for one in await db.read(articles.published)]
    assert names == [chinese.subject, f"{chinese.subject}.en"]
    with pytest.raises(articles.ArticleGone):
        await drafted(db, program, now, subject="expiry")


async def test_everybody_who_may_approve_is_asked_once_a_version(
    db: Database, program: Program, now: datetime
) -> None:
    card = await drafted(db, program, now)
    for _ in range(2):
        asked = await db.write(
            articles.submit, article_id=card.id, number=card.newest.number, operators=TWO, now=now
        )
        assert asked == 1
    told = await db.write(notices.arm, limit=10, now=now)
    assert [(notice.text, notice.chat_id) for notice in told] == [("articles-asked", SECOND)]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"title": "  "}, wordings.TitleWrong),
        ({"title": "🎉🎉"}, wordings.TitleWrong),
        ({"title": "长" * 201}, wordings.TitleWrong),
        ({"answer": "\u200b\n"}, wordings.AnswerEmpty),
        ({"answer": "🍵"}, wordings.AnswerEmpty),
        ({"answer": "长" * 4_001}, wordings.AnswerTooLong),
        ({"tiers": ("emperor",)}, wordings.TierUnknown),
        ({"valid_until": date(2026, 11, 17)}, wordings.DayPassed),
        ({"alternates": tuple(f"问法{n}" for n in range(51))}, wordings.AlternatesTooMany),
    ],
)
async def test_what_can_not_be_an_article_is_refused_and_nothing_is_kept(
    db: Database, program: Program, now: datetime, change: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await drafted(db, program, now, wording=replace(HOURS, **change))
    assert await db.read(articles.listed) == ((), False)


async def test_marks_that_nobody_sees_and_repetitions_are_left_out(
    db: Database, program: Program, now: datetime
) -> None:
    card = await drafted(
        db,
        program,
        now,
        wording=Wording(
            "春节\u202e营业\n吗？\0",
            ("过年 开门吗", "过年  开门吗", "🍵", "春节营业 吗？"),
            " <b>初一</b>照常 \0",
        ),
    )
    wording = card.newest.wording
    assert wording == Wording("春节营业 吗？", ("过年 开门吗",), "<b>初一</b>照常")


def test_hosts_that_a_text_links_to_are_found_however_they_are_written() -> None:
    text = "看https://Evil.example/a?b，或www.shop.example。还有 bad.io/x 和 a@mail.example 与 3.5/5 分"
    assert wordings.hosts(text) == ("evil.example", "shop.example", "bad.io")


async def test_a_phrasing_is_added_once_and_taken_away(db: Database, now: datetime) -> None:
    mine: dict[str, Any] = {"article": "expiry", "by": OWNER, "now": now}
    assert await db.write(phrasings.add, phrases=["积分啥时候没", "积分啥时候没 "], **mine) == 1
    assert await db.write(phrasings.add, phrases=["积分啥时候没"], **mine) == 0
    assert await db.read(phrasings.added) == {"expiry": ("积分啥时候没",)}
    for wrong in ([], ["🍵"], ["长" * 201]):
        with pytest.raises(phrasings.PhrasingWrong):
            await db.write(phrasings.add, phrases=wrong, **mine)
    with pytest.raises(phrasings.PhrasingsTooMany):
        await db.write(phrasings.add, phrases=[f"问法{n}" for n in range(200)], **mine)
    assert await db.write(phrasings.drop, phrase="积分啥时候没", **mine)
    assert not await db.write(phrasings.drop, phrase="积分啥时候没", **mine)
    assert await db.read(phrasings.added) == {}
