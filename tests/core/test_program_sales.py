from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.errors import BadProgram
from core.program import Window, load_program
from core.settings import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copied = tmp_path / "program"
    shutil.copytree(ROOT / "program", copied)
    return copied


SALE = "one:\n  title: 秒杀\n  description: 少\n  stock: 5\n"
WEEKLY = '  every: {weekdays: [fri], at: "15:00", minutes: 30}\n'


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (SALE + WEEKLY, "sales.yaml: one"),
        (SALE + "  coupon: free-latte\n  reward: mug\n" + WEEKLY, "either a coupon or a reward"),
        (SALE + "  coupon: free-latte\n", "either opens and closes, or a window"),
        (SALE + "  coupon: free-latte\n  opens: 2026-12-01T10:00\n", "either opens and closes, or a window"),
        (
            SALE + "  coupon: free-latte\n  opens: 2026-12-01T10:00\n  closes: 2026-12-01T09:00\n",
            "closes after opens",
        ),
        (SALE + "  coupon: nothing\n" + WEEKLY, "sales.yaml: one.coupon"),
        (SALE + "  reward: nothing\n" + WEEKLY, "expected a reward that exists"),
        (SALE + "  coupon: free-latte\n" + WEEKLY.replace("30", "1441"), "1 to 1440 minutes"),
        (SALE.replace("5", "0") + "  coupon: free-latte\n" + WEEKLY, "sales.yaml: one.stock"),
        (SALE + "  coupon: free-latte\n  point: 9\n" + WEEKLY, "did you mean points?"),
    ],
)
def test_a_sale_that_makes_no_sense_is_named(written: str, fault: str, folder: Path) -> None:
    (folder / "sales.yaml").write_text(written, encoding="utf-8")
    with pytest.raises(BadProgram) as refused:
        load_program(folder)
    assert fault in str(refused.value)


def test_a_brand_without_flash_sales_needs_no_file(folder: Path) -> None:
    with_sales = load_program(folder)
    (folder / "sales.yaml").unlink()
    without = load_program(folder)
    assert (without.sales, bool(with_sales.sales)) == ({}, True)
    assert without.version != with_sales.version


def test_a_brand_that_pays_for_spending_alone_needs_no_file_of_earning_rules(folder: Path) -> None:
    (folder / "earning.yaml").unlink()
    assert load_program(folder).earning == {}


def test_a_window_keeps_its_wall_time_when_the_clocks_change() -> None:
    window = Window(weekdays=("sat", "sun"), at="15:00", minutes=60)
    berlin = ZoneInfo("Europe/Berlin")
    saturday, _ = window.running_or_next(datetime(2026, 10, 24, 6, tzinfo=UTC), berlin)
    sunday, _ = window.running_or_next(datetime(2026, 10, 25, 6, tzinfo=UTC), berlin)
    assert (saturday, sunday) == (
        datetime(2026, 10, 24, 13, tzinfo=UTC),
        datetime(2026, 10, 25, 14, tzinfo=UTC),
    )


def test_a_window_over_midnight_is_still_the_one_of_the_evening() -> None:
    window = Window(weekdays=("fri",), at="23:30", minutes=60)
    shanghai = ZoneInfo("Asia/Shanghai")
    opens = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    closes = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    assert window.running_or_next(datetime(2026, 11, 20, 16, 29, tzinfo=UTC), shanghai) == (opens, closes)
    following, _ = window.running_or_next(closes, shanghai)
    assert following == datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
