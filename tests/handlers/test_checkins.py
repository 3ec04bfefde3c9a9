from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from aiogram.types import Chat, Message, User

from bot.filters import STAND_INS, Person
from core.texts import LANGUAGES, Catalogue
from handlers.checkins import SaysCheckIn, calendar, told
from membership.challenges import Done
from membership.checkins import CheckedIn, Diary
from membership.streaks import Run

TODAY = date(2026, 11, 18)
LONGEST_TOAST = 200


def a_message(text: str | None, **more: object) -> Message:
    sender = User(id=5, is_bot=False, first_name="Lin")
    values = {"message_id": 1, "date": datetime.now(UTC), "chat": Chat(id=-1, type="group")}  # noqa: TID251
    return Message.model_validate(values | {"from_user": sender, "text": text} | more)


def a_check_in(**given: object) -> CheckedIn:
    values = {
        "day": TODAY,
        "new": True,
        "points": 2,
        "bonus": 0,
        "streak": 3,
        "saved": 0,
        "freezes": 0,
        "task": None,
    }
    return CheckedIn(**(values | given))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["签到", " 簽到 ", "Check in", "CHECK  IN", "check in", "签到\n"])
async def test_the_word_is_taken_however_it_is_typed(text: str) -> None:
    assert await SaysCheckIn()(a_message(text))


@pytest.mark.parametrize("text", ["签到了吗", "打卡", "签 到", "check in please", "", None])
async def test_nothing_but_the_word_is_taken(text: str | None) -> None:
    assert not await SaysCheckIn()(a_message(text))


async def test_a_person_is_no_bot_channel_stand_in_or_forward() -> None:
    person = Person()
    assert await person(a_message("签到"))
    bot = User(id=6, is_bot=True, first_name="Bot")
    channel = Chat(id=-100, type="channel")
    origin = {"type": "hidden_user", "date": 0, "sender_user_name": "x"}
    assert not await person(a_message("签到", from_user=bot))
    assert not await person(a_message("签到", sender_chat=channel))
    assert not await person(a_message("签到", forward_origin=origin))
    assert not await person(a_message("签到", from_user=None))
    for number in STAND_INS:
        stand_in = User(id=number, is_bot=False, first_name="Channel")
        assert not await person(a_message("签到", from_user=stand_in))


def test_a_toast_says_what_was_paid_and_why(catalogue: Catalogue) -> None:
    texts = catalogue["zh-Hans"]
    assert told(a_check_in(), texts) == "签到成功 +2，连续 3 天"
    assert told(a_check_in(new=False), texts) == "今天已签到，连续 3 天，明天见"
    rich = told(a_check_in(points=20, bonus=10, streak=7, saved=1, task=Done("x", 2, new=True)), texts)
    assert "+20" in rich
    assert "里程碑奖励 +10" in rich
    assert "漏签的 1 天" in rich
    assert "今日任务一并完成 +2" in rich


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_toast_fits(catalogue: Catalogue, language: str) -> None:
    done = a_check_in(points=1_510, bonus=1_500, streak=365, saved=2, task=Done("x", 100, new=True))
    assert len(told(done, catalogue[language])) <= LONGEST_TOAST


def test_a_calendar_shows_each_day_of_the_month_under_its_weekday() -> None:
    checked = frozenset({TODAY, TODAY - timedelta(days=1), TODAY - timedelta(days=4)})
    diary = Diary(TODAY, Run(), True, checked, frozenset({TODAY - timedelta(days=2)}), 1, 7)
    lines = [line.split(" ") for line in calendar(diary).splitlines()]
    assert lines[0] == ["\u3000"] * 6 + ["·"]  # the first of November 2026 is a Sunday
    assert lines[2] == ["·"] * 5 + ["●", "○"]  # 9th to 15th: the first check-in ever was on the 14th
    assert lines[3] == ["◐", "●", "●", "·", "·", "·", "·"]
    assert sum(len([cell for cell in line if cell != "\u3000"]) for line in lines) == 30
