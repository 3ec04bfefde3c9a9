from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.program import Program
from handlers.launches import _moment
from handlers.letters import _link
from membership.letters import Link

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # noon in Shanghai


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-12-01 10:30", datetime(2026, 12, 1, 2, 30, tzinfo=UTC)),
        ("2026/12/1  9:05", datetime(2026, 12, 1, 1, 5, tzinfo=UTC)),
        ("12-01 10：30", datetime(2026, 12, 1, 2, 30, tzinfo=UTC)),
        (" 18:00 ", datetime(2026, 11, 18, 10, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_the_programs_zone(program: Program, text: str, at: datetime) -> None:
    assert _moment(text, program, NOW) == at


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "25:00", "2026-02-30 10:00", "10:30 x", "2026-12-01", "1e9:00"]
)
def test_what_is_no_time_is_none(program: Program, text: str) -> None:
    assert _moment(text, program, NOW) is None


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("看看 新品 https://a.example/x", Link("看看 新品", "https://a.example/x")),
        ("Open | https://a.example", Link("Open", "https://a.example")),
        ("Open\nhttps://a.example", Link("Open", "https://a.example")),
        ("https://a.example", Link("", "https://a.example")),
        ("-", None),
    ],
)
def test_a_link_is_a_label_and_an_address(text: str, link: Link | None) -> None:
    assert _link(text, counted=False) == link
