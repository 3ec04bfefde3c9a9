from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any, get_args

import pytest

from bot.campaign_cards import CampaignButton, Do, Follow, OptIn, OptOut, card, letter, report, to_member
from bot.campaign_dialogue import PickLanguage, PickSegment
from core.program import Program
from core.texts import LANGUAGES, Catalogue
from membership.campaigns import Card, Figures
from membership.letters import Content, Link, Written
from membership.reach import Outlook
from membership.recipients import Letter
from membership.segments import Example

LARGEST = 2**63 - 1
EMPTY = Figures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
OUTLOOK = Outlook(
    ready=1_001, quiet=0, capped=3, capped_later=2, no_consent=4, blocked=5, absent=6, quiet_until=None
)


def a_card(**given: Any) -> Card:
    values: dict[str, Any] = {
        "id": 7,
        "name": "Winter",
        "segment": "all",
        "state": "draft",
        "content": Content({"zh-Hans": Written("x")}),
        "content_hash": "h",
        "language": "zh-Hans",
        "created_by": 1,
        "edited_by": 1,
        "tested": False,
        "approved_by": None,
        "scheduled_at": None,
        "started_at": None,
        "deadline_at": None,
        "planned": False,
        "pause_reason": None,
        "ended_at": None,
        "figures": EMPTY,
        "progress": None,
        "shown": None,
    }
    return Card(**(values | given))


def steps(shown: Card, catalogue: Catalogue, program: Program) -> set[str]:
    _, buttons = card(shown, None, texts=catalogue["zh-Hans"], program=program)
    return {
        CampaignButton.unpack(one.callback_data or "").do for row in buttons.inline_keyboard for one in row
    }


def test_every_button_fits_into_64_bytes_with_the_largest_ids() -> None:
    data = [
        *(CampaignButton(do=do, id=LARGEST) for do in get_args(Do)),
        *(OptOut(id=LARGEST), OptIn(id=LARGEST), Follow(id=LARGEST)),
        PickSegment(id="x" * 32),
        PickLanguage(language="zh-Hant", id=LARGEST),
    ]
    assert max(len(one.pack().encode()) for one in data) <= 64


@pytest.mark.parametrize(
    ("state", "possible", "impossible"),
    [
        ("draft", {"text", "test", "preview", "cancel"}, {"approve", "start", "time", "pause"}),
        ("tested", {"text", "test", "approve"}, {"start", "time", "pause"}),
        ("approved", {"text", "start", "time"}, {"approve", "pause", "resume"}),
        ("running", {"pause", "cancel"}, {"text", "start", "resume", "approve"}),
        ("paused", {"resume", "cancel"}, {"text", "start", "pause"}),
        ("finished", {"show"}, {"text", "start", "pause", "resume", "cancel"}),
        ("cancelled", {"show"}, {"text", "start", "pause", "resume", "cancel", "resend"}),
    ],
)
def test_a_card_offers_what_its_state_allows(
    catalogue: Catalogue, program: Program, state: Any, possible: set[str], impossible: set[str]
) -> None:
    found = steps(a_card(state=state), catalogue, program)
    assert possible <= found
    assert not impossible & found


def test_the_unknown_can_be_sent_again_only_where_there_are_some(
    catalogue: Catalogue, program: Program
) -> None:
    done = a_card(state="finished", figures=replace(EMPTY, total=2, sent=1, unknown=1))
    assert "resend" in steps(done, catalogue, program)
    assert "resend" not in steps(a_card(state="finished"), catalogue, program)
    assert "补发" in report(done, catalogue["zh-Hans"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lines_of_the_preview_add_up_to_its_first(
    catalogue: Catalogue, program: Program, now: datetime, language: str
) -> None:
    quiet = replace(OUTLOOK, quiet=20, quiet_until=now)
    text, _ = card(a_card(), quiet, texts=catalogue[language], program=program)
    lines = [re.sub(r"[（(].*", "", line).replace(",", "") for line in text.split("\n")]
    numbers = [int(re.findall(r"\d+", line)[-1]) for line in lines if line.startswith("·")]
    assert sum(numbers) == quiet.total
    assert any(str(quiet.total) in line for line in lines)


def test_a_large_audience_is_announced_to_need_two_people(catalogue: Catalogue, program: Program) -> None:
    text, _ = card(a_card(state="tested"), OUTLOOK, texts=catalogue["zh-Hans"], program=program)
    assert f"超过 {program.approval_above} 人" in text


def test_what_a_member_gets_equals_the_preview_of_it(catalogue: Catalogue, program: Program) -> None:
    content = Content(
        {"zh-Hans": Written("你好 {name} {points} {tier}")}, link=Link("A", "https://a.example")
    )
    got = letter(
        Letter(3, 7, 1, 55, "zh-Hans", content, "林", 12, "gold"), program=program, catalogue=catalogue
    )
    seen = to_member(
        content,
        chat_id=99,
        recipient_id=0,
        reader=Example("林", "gold", 12, "zh-Hans"),
        program=program,
        catalogue=catalogue,
    )
    apart = {"chat_id", "reply_markup"}
    assert got.model_dump(exclude=apart) == seen.model_dump(exclude=apart)
    labels = [
        [one.text for row in method.reply_markup.inline_keyboard for one in row]  # type: ignore[union-attr]
        for method in (got, seen)
    ]
    assert labels[0] == labels[1]


def test_a_counted_link_is_a_button_that_tells_us(catalogue: Catalogue, program: Program) -> None:
    content = Content({"zh-Hans": Written("x")}, link=Link("A", "https://a.example", counted=True))
    seen = to_member(
        content,
        chat_id=9,
        recipient_id=4,
        reader=Example(None, "gone", 0, None),
        program=program,
        catalogue=catalogue,
    )
    first = seen.reply_markup.inline_keyboard[0][0]  # type: ignore[union-attr]
    assert (first.url, Follow.unpack(first.callback_data or "").id) == (None, 4)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["draft", "scheduled", "running", "paused", "finished"])
def test_every_card_can_be_worded_in_every_language(
    catalogue: Catalogue, program: Program, now: datetime, language: str, state: Any
) -> None:
    begun = now if state in {"running", "paused", "finished"} else None
    at = now if state == "scheduled" else None
    figures = Figures(10, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1)
    for planned in (True, False):
        shown = a_card(
            state=state,
            started_at=begun,
            scheduled_at=at,
            planned=planned,
            figures=figures,
            pause_reason="errors",
            content=Content({"zh-Hans": Written("x")}, link=Link("A", "https://a.example")),
        )
        text, _ = card(shown, OUTLOOK, texts=catalogue[language], program=program)
        assert len(text) < 4096
