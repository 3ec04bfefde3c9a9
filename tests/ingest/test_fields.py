from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.crypto import Vault
from core.program import Program
from ingest.fields import Terms, Wrong, birthday, several, whole, words
from membership.members import Ref
from tests.conftest import NOW


@pytest.fixture(scope="module")
def terms(program: Program) -> Terms:
    return Terms(program, Vault(b"k" * 32), NOW)


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("28", 2_800),
        ("28.5", 2_850),
        (" 28.50 ", 2_850),
        ("28.500", 2_850),
        ("0", 0),
        ("0.01", 1),
        ("10000000", 1_000_000_000),
        (28, 2_800),
        (Decimal("0.07"), 7),
    ],
)
def test_money_becomes_minor_units_exactly(written: Any, minor: int, terms: Terms) -> None:
    assert terms.money({"amount": written}, "amount") == minor


@pytest.mark.parametrize(
    "written",
    [
        "",
        None,
        "-1",
        "1e3",
        "NaN",
        "inf",
        "1,000",
        "28.505",
        "10000000.01",
        "¥28",
        "２８",
        "0x10",
        True,
        [],
        9**30,
    ],
)
def test_what_is_no_amount_is_refused_with_what_was_expected(written: Any, terms: Terms) -> None:
    with pytest.raises(Wrong, match=r"amount: .*expected 0 to 10000000"):
        terms.money({"amount": written}, "amount")


@given(st.decimals(0, 10_000_000, places=2))
def test_every_amount_of_two_decimals_survives(program: Program, amount: Decimal) -> None:
    terms = Terms(program, Vault(b"k" * 32), NOW)
    assert terms.money({"amount": str(amount)}, "amount") == int(amount * 100)


@pytest.mark.parametrize("written", ["0", "-1", "1.5", "", "1000001", "two", "1e3", True])
def test_a_quantity_is_a_whole_number_above_nothing(written: Any) -> None:
    with pytest.raises(Wrong, match="quantity"):
        whole({"quantity": written}, "quantity")


def test_a_quantity_may_be_written_with_an_empty_decimal() -> None:
    assert whole({"quantity": "3.0"}, "quantity") == 3
    assert whole({"quantity": 3}, "quantity") == 3


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-11-18T12:00:00", datetime(2026, 11, 18, 4, tzinfo=UTC)),
        ("2026-11-18 12:00", datetime(2026, 11, 18, 4, tzinfo=UTC)),
        ("2026-11-18", datetime(2026, 11, 17, 16, tzinfo=UTC)),
        ("2026-11-18T04:00:00Z", datetime(2026, 11, 18, 4, tzinfo=UTC)),
        ("2026-11-18T06:00:00+02:00", datetime(2026, 11, 18, 4, tzinfo=UTC)),
    ],
)
def test_a_time_without_offset_is_the_programs_time(written: str, at: datetime, terms: Terms) -> None:
    assert terms.instant({"at": written}, "at") == at


@pytest.mark.parametrize(
    "written", ["", "yesterday", "18/11/2026", "0001-01-01", "1989-12-31", "2026-13-01", 5]
)
def test_what_is_no_time_is_refused(written: Any, terms: Terms) -> None:
    with pytest.raises(Wrong, match="at: "):
        terms.instant({"at": written}, "at")


def test_the_future_begins_26_hours_ahead(terms: Terms) -> None:
    edge = NOW + timedelta(hours=26)
    assert terms.instant({"at": edge.isoformat()}, "at") == edge
    with pytest.raises(Wrong, match="a time that has come"):
        terms.instant({"at": (edge + timedelta(seconds=1)).isoformat()}, "at")


def test_a_shift_moves_every_time(program: Program) -> None:
    terms = Terms(program, Vault(b"k" * 32), NOW, shift=timedelta(days=365))
    assert terms.instant({"at": "2024-01-01T00:00:00Z"}, "at") == datetime(2024, 12, 31, tzinfo=UTC)


def test_a_member_is_named_by_number_or_by_an_identity(terms: Terms) -> None:
    assert terms.ref({"member_ref": "m17850"}) == Ref("number", "m17850")
    assert terms.ref({"member_ref": "Card: 0042 "}) == Ref("card", "0042")
    assert terms.ref({"member_ref": "telegram:7001"}) == Ref("telegram", "7001")
    assert terms.ref({"member_ref": 42}) == Ref("number", "42")


def test_a_phone_leaves_only_as_its_blind_index(terms: Terms) -> None:
    ref = terms.ref({"member_ref": "phone:+86 138 0000 0000"})
    assert ref == Ref("phone", terms.vault.blind_phone("13800000000"))
    assert "138" not in ref.value


@pytest.mark.parametrize(
    "written",
    ["", "telegram:me", "telegram:-1", ":1", "a b:1", "card:", "x" * 65, "a\nb", "phone:12", "\ud800"],
)
def test_what_names_no_member_is_refused(written: str, terms: Terms) -> None:
    with pytest.raises(Wrong, match="member_ref"):
        terms.ref({"member_ref": written})


def test_a_refused_phone_is_not_repeated_in_the_reason(terms: Terms) -> None:
    with pytest.raises(Wrong) as refused:
        terms.ref({"member_ref": "phone:5559172"})
    assert "5559172" not in str(refused.value)


def test_another_currency_than_the_programs_is_refused(terms: Terms) -> None:
    assert terms.currency({}) == terms.currency({"currency": "cny"}) == "CNY"
    with pytest.raises(Wrong, match=r"currency: 'USD'; expected CNY"):
        terms.currency({"currency": "USD"})


def test_a_row_names_its_channel_else_the_file_does(program: Program) -> None:
    terms = Terms(program, Vault(b"k" * 32), NOW, channel="mall")
    assert terms.channel_of({"channel": "pos"}) == "pos"
    assert terms.channel_of({}) == "mall"
    assert Terms(program, terms.vault, NOW).channel_of({}) == "import"
    with pytest.raises(Wrong, match="channel"):
        terms.channel_of({"channel": "a:b"})


def test_lists_are_split_trimmed_and_without_repeats() -> None:
    assert several({"tags": " a; b|a ;"}, "tags") == ("a", "b")
    assert several({"tags": ["a", "b"]}, "tags") == ("a", "b")
    assert several({}, "tags") == ()
    with pytest.raises(Wrong, match="tags"):
        several({"tags": [1]}, "tags")


@pytest.mark.parametrize("written", ["1899-12-31", "2026-11-19", "17/05/1990"])
def test_a_birthday_lies_between_1900_and_today(written: str) -> None:
    with pytest.raises(Wrong, match="birthday"):
        birthday({"birthday": written}, today=NOW.date())


def test_words_are_printable_and_bounded() -> None:
    assert words({"store": " 徐汇 "}, "store", most=8) == "徐汇"
    for bad in ("a\x07", "x" * 9, "\u202eabc"):
        with pytest.raises(Wrong, match="store"):
            words({"store": bad}, "store", most=8)
