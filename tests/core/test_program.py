from __future__ import annotations

import shutil
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from core.errors import BadProgram
from core.program import Localized, Program, QuietHours, load_program
from core.settings import ROOT

BRAND = ROOT / "program"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the demo brand without its FAQ's articles, free to be broken."""
    copy = tmp_path / "program"
    shutil.copytree(BRAND, copy, ignore=shutil.ignore_patterns("*.md"))
    return copy


def change(folder: Path, file: str, old: str, new: str) -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r} any more"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder: Path) -> list[str]:
    with pytest.raises(BadProgram) as refusal:
        load_program(folder)
    return str(refusal.value).splitlines()


def fault(folder: Path) -> str:
    lines = faults(folder)
    assert len(lines) == 1, lines
    return lines[0]


def test_the_demo_brand_is_sound() -> None:
    program = load_program(BRAND)
    assert isinstance(program, Program)
    assert program.points.per_unit == Decimal(1)
    assert program.time_zone.key == "Asia/Shanghai"
    assert program.quiet_hours == QuietHours(start=time(22), end=time(9))
    assert program.products["E01"].price_minor == 1600
    assert program.products["S01"].season == (3, 4)
    assert program.faq.is_dir()


def test_a_wrong_number_is_named_with_file_key_value_and_expectation(folder: Path) -> None:
    change(folder, "program.yaml", "per_unit: 1 ", "per_unit: abc ")
    assert fault(folder) == 'program.yaml: points.per_unit: "abc": expected a number ≥ 0'


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (
            "program.yaml",
            "pending_days: 0",
            "pending_days: true",
            "program.yaml: points.pending_days: true: expected a whole number ≥ 0",
        ),
        (
            "program.yaml",
            "Asia/Shanghai",
            "Asia/Shanghi",
            'program.yaml: time_zone: "Asia/Shanghi": expected an IANA time zone such as Asia/Shanghai',
        ),
        (
            "program.yaml",
            'closes: "21:00"',
            'closes: "25:00"',
            'program.yaml: support.closes: "25:00": expected a time of day as HH:MM',
        ),
        (
            "program.yaml",
            "refund_policy:",
            "refund_polcy:",
            'program.yaml: points.refund_polcy: "within_balance": unknown key, did you mean refund_policy?',
        ),
        (
            "program.yaml",
            "    keep: 1000",
            "    keep: 1600",
            "program.yaml: tiers[2].keep: 1600: expected at most what it takes to reach the tier, 1500",
        ),
        (
            "program.yaml",
            "reach: 2500",
            "reach: 1500",
            (
                "program.yaml: tiers: [0, 500, 1500, 1500]: expected tiers from low to high,"
                " the first at reach 0, each higher than the last"
            ),
        ),
        (
            "program.yaml",
            "consent_version:",
            "consent_vers:",
            "program.yaml: consent_version: expected a value, but the key is missing",
        ),
        (
            "program.yaml",
            "  - {id: orders,",
            "  - {id: parcels,",
            (
                'program.yaml: topics: ["campaigns", "community", "coupons", "parcels", "points",'
                ' "recommendations", "…: expected these topics too: orders'
            ),
        ),
        (
            "program.yaml",
            "{mode: months, months: 12}",
            "{mode: fixed}",
            'program.yaml: points.expiry: "fixed": expected month_day (MM-DD) beside mode: fixed',
        ),
        (
            "program.yaml",
            "mode: months",
            "mode: monthly",
            "program.yaml: points.expiry.mode: \"monthly\": expected 'never', 'months', 'fixed' or 'inactivity'",
        ),
        (
            "coupons.yaml",
            "  value: 20\n",
            "  value: 120\n",
            "coupons.yaml: morning-8.value: 120: expected per cent off, above 0 and at most 100",
        ),
        (
            "rewards.yaml",
            "  coupon: free-latte\n",
            "",
            'rewards.yaml: latte: "latte": expected a coupon beside kind: coupon',
        ),
        (
            "rewards.yaml",
            "  stock: 120",
            "  opens: 2026-13-01\n  stock: 120",
            'rewards.yaml: drip-week.opens: "2026-13-01": expected a date and time as YYYY-MM-DDTHH:MM',
        ),
        (
            "challenges.yaml",
            "  answer: 2\n",
            "  answer: 4\n",
            'challenges.yaml: brew-ratio: "brew-ratio": expected an answer, 0 to 3 (the option\'s place)',
        ),
        (
            "groups.yaml",
            "leaderboard_weekday: sun",
            "leaderboard_weekday: sunday",
            "groups.yaml: leaderboard_weekday: \"sunday\": expected 'mon', 'tue', 'wed', 'thu', 'fri', 'sat' or 'sun'",
        ),
    ],
)
def test_a_wrong_value_is_told_in_one_line(folder: Path, file: str, old: str, new: str, line: str) -> None:
    change(folder, file, old, new)
    assert line in faults(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "where"),
    [
        (
            "program.yaml",
            "welcome_coupon: welcome",
            "welcome_coupon: hello",
            'welcome_coupon: "hello": expected a coupon',
        ),
        ("program.yaml", "{tier: gold,", "{tier: jade,", 'paid_card.tier: "jade": expected a tier'),
        (
            "program.yaml",
            "{beans: 7,",
            "{bean: 7,",
            'pending_days_by_category.bean: "bean": expected a category',
        ),
        ("coupons.yaml", "[E01, E02]", "[E01, E99]", 'free-americano.products[1]: "E99": expected a product'),
        (
            "coupons.yaml",
            "[espresso, milk]",
            "[espresso, silk]",
            'morning-8.categories[1]: "silk": expected a category',
        ),
        ("rewards.yaml", "tier: platinum", "tier: jade", 'roastery.tier: "jade": expected a tier'),
        ("rewards.yaml", "product: G07", "product: G77", 'drip-week.product: "G77": expected a product'),
        (
            "challenges.yaml",
            "reward_coupon: beans-15",
            "reward_coupon: b",
            '.reward_coupon: "b": expected a coupon',
        ),
        ("groups.yaml", "[gold, platinum]", "[gold, jade]", 'kinds.koc.tiers[1]: "jade": expected a tier'),
        (
            "segments.yaml",
            "[bakery]",
            "[pastry]",
            'bakery_fans.where.categories[0]: "pastry": expected a category',
        ),
    ],
)
def test_a_name_that_does_not_exist_is_told_with_those_that_do(
    folder: Path, file: str, old: str, new: str, where: str
) -> None:
    change(folder, file, old, new)
    line = fault(folder)
    assert line.startswith(f"{file}: ")
    assert where in line
    assert " that exists: " in line


def test_faults_of_all_files_come_at_once(folder: Path) -> None:
    change(folder, "program.yaml", "per_unit: 1 ", "per_unit: -1 ")
    change(folder, "program.yaml", "welcome_coupon: welcome", "welcome_coupon: hello")
    change(folder, "coupons.yaml", "valid_days: 14", "valid_days: soon")
    change(folder, "catalog.csv", "espresso,16,", "espresso,1x6,")
    (folder / "groups.yaml").unlink()
    files = [line.split(":")[0] for line in faults(folder)]
    assert sorted(set(files)) == ["catalog.csv", "coupons.yaml", "groups.yaml", "program.yaml"]
    assert files.count("program.yaml") == 2


def test_a_key_that_stands_twice_is_told_with_its_line(folder: Path) -> None:
    lines = (folder / "groups.yaml").read_text(encoding="utf-8").splitlines()
    (folder / "groups.yaml").write_text("\n".join([*lines, "quiet_after_days: 9"]), encoding="utf-8")
    assert fault(folder) == (
        f"groups.yaml: line {len(lines) + 1}: expected valid YAML, but 'quiet_after_days' stands twice"
    )


def test_broken_yaml_is_told_with_its_line(folder: Path) -> None:
    (folder / "segments.yaml").write_text("all:\n  title: {zh-Hans: 全体\n", encoding="utf-8")
    assert fault(folder).startswith("segments.yaml: line 3: expected valid YAML, but ")


def test_a_list_where_keys_belong_is_told(folder: Path) -> None:
    (folder / "segments.yaml").write_text("- all\n", encoding="utf-8")
    assert fault(folder) == 'segments.yaml: ["all"]: expected keys with values'


def test_another_encoding_is_told_with_its_line(folder: Path) -> None:
    text = (folder / "segments.yaml").read_text(encoding="utf-8").replace("–", "-")
    (folder / "segments.yaml").write_bytes(text.encode("gb18030"))
    assert fault(folder).startswith("segments.yaml: expected UTF-8, but byte 0x")
    assert "in line 2" in fault(folder)


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    lines = faults(tmp_path / "nowhere")
    assert "program.yaml: expected this file, but it is missing" in lines
    assert "catalog.csv: expected this file, but it is missing" in lines
    assert "faq: expected this folder, but it is missing" in lines


def test_a_byte_order_mark_and_other_line_ends_change_nothing(folder: Path) -> None:
    before = load_program(folder)
    for name in ("program.yaml", "catalog.csv", "coupons.yaml"):
        text = (folder / name).read_bytes().decode()
        (folder / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    after = load_program(folder)
    assert after.version == before.version
    assert after == before


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "espresso,16,",
            "espresso,1x6,",
            'line 2: price: "1x6": expected a price ≥ 0 with at most the currency\'s decimals',
        ),
        ("espresso,16,", "espresso,16.005,", 'line 2: price: "16.005": expected a price ≥ 0'),
        ("espresso,16,", "espresso,-1,", 'line 2: price: "-1": expected a price ≥ 0'),
        ("espresso,16,", "espresso,99999999999999,", 'line 2: price: "99999999999999": expected a price ≥ 0'),
        (
            "espresso,16,",
            "expresso,16,",
            'line 2: category: "expresso": expected a category that exists: bakery',
        ),
        ("E01,", "E 01,", 'line 2: product_id: "E 01": expected at most 32 letters, digits, -, _ and .'),
        ("\nE02,", "\nE01,", 'line 3: product_id: "E01": expected each id once, line 2 has it'),
        ("E01,檐下美式,", "E01,,", 'line 2: name: "": expected a text'),
        (",3 4,", ",3 14,", 'season[1]: "14": expected a month, 1 to 12'),
        ("E02,冰美式,", "E02,冰美式,,", "line 3: expected as many values as the first line has columns"),
        ("name_en", "name_fr", 'line 1: "name_fr": unknown column, expected product_id, name, name_en'),
    ],
)
def test_a_broken_line_of_the_catalogue_is_told_with_its_number(
    folder: Path, old: str, new: str, line: str
) -> None:
    change(folder, "catalog.csv", old, new)
    lines = [told for told in faults(folder) if told.startswith("catalog.csv")]
    assert len(lines) == 1
    assert line in lines[0]


def test_sale_dates_must_be_in_order(folder: Path) -> None:
    change(
        folder,
        "catalog.csv",
        "espresso,16,日常 提神 低卡,,,,",
        "espresso,16,日常 提神 低卡,,2026-05-01,2026-04-01,",
    )
    assert "line 2: active_until" in fault(folder)
    assert "expected a date not before active_from, 2026-05-01" in fault(folder)


def test_the_version_follows_the_rules_and_not_the_catalogue(folder: Path) -> None:
    before = load_program(folder).version
    change(folder, "catalog.csv", "espresso,16,", "espresso,17,")
    assert load_program(folder).version == before
    change(folder, "program.yaml", "per_unit: 1 ", "per_unit: 2 ")
    assert load_program(folder).version != before


def test_decimals_are_exact_and_times_are_not_numbers(folder: Path) -> None:
    change(folder, "program.yaml", "per_unit: 1 ", "per_unit: 0.1 ")
    change(folder, "program.yaml", 'closes: "21:00"', "closes: 21:00")
    program = load_program(folder)
    assert program.points.per_unit == Decimal("0.1")
    assert program.support.closes == time(21)


def test_money_follows_the_currency(folder: Path) -> None:
    change(folder, "program.yaml", "minor_units: 2", "minor_units: 0")
    program = load_program(folder)
    assert program.products["E01"].price_minor == 16
    assert program.minor(Decimal("12.9")) == 12


def test_a_program_can_not_be_changed() -> None:
    program = load_program(BRAND)
    with pytest.raises(ValidationError, match="frozen"):
        program.currency = "EUR"  # type: ignore[misc]


def test_a_text_falls_back_to_the_nearest_language() -> None:
    bare = Localized.model_validate("咖啡")
    assert [bare.in_(language) for language in ("zh-Hans", "zh-Hant", "en", "fr")] == ["咖啡"] * 4
    full = Localized.model_validate({"zh-Hans": "软", "zh-Hant": "軟", "en": "soft"})
    assert [full.in_(language) for language in ("zh-Hans", "zh-Hant", "en")] == ["软", "軟", "soft"]


@pytest.mark.parametrize(
    ("start", "end", "at", "quiet"),
    [
        (time(22), time(9), time(22), True),
        (time(22), time(9), time(3), True),
        (time(22), time(9), time(9), False),
        (time(22), time(9), time(21, 59), False),
        (time(1), time(5), time(4, 59), True),
        (time(1), time(5), time(5), False),
        (time(0), time(0), time(12), False),
    ],
)
def test_quiet_hours_may_run_over_midnight(start: time, end: time, at: time, *, quiet: bool) -> None:
    assert QuietHours(start=start, end=end).covers(at) is quiet


def test_a_seasonal_product_is_sold_in_its_months_only() -> None:
    product = load_program(BRAND).products["S11"]
    assert product.sold_on(date(2026, 12, 31))
    assert product.sold_on(date(2026, 2, 1))
    assert not product.sold_on(date(2026, 3, 1))


def test_a_product_is_sold_from_its_first_to_its_last_day() -> None:
    product = (
        load_program(BRAND)
        .products["E01"]
        .model_copy(update={"active_from": date(2026, 5, 1), "active_until": date(2026, 5, 31)})
    )
    days = (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [product.sold_on(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "factor: 2",
            "factor: 1",
            'earning.yaml: morning-beans: "1": expected a factor above 1',
        ),
        (
            "factor: 2",
            "points: 2",
            'earning.yaml: morning-beans: "morning-beans": expected either a rate or a factor beside kind: spend',
        ),
        (
            "kind: unit",
            "kind: unit\n  event: review",
            'earning.yaml: cup-points: "cup-points": expected no event beside kind: unit',
        ),
        (
            "categories: [cups]",
            "categories: [mugs]",
            'earning.yaml: cup-points.categories[0]: "mugs": expected a category that exists: ',
        ),
        (
            "event: event",
            "event: dance",
            'earning.yaml: first-event.event: "dance": expected a behaviour that exists: ',
        ),
        (
            "{lifetime: {times: 1}}",
            "{lifetime: {}}",
            "earning.yaml: first-event.limits.member.lifetime: {}: expected points or times, or both",
        ),
        (
            '{from: "07:30", until: "10:00"}',
            '{from: "07:30", until: "25:00"}',
            'earning.yaml: morning-beans.hours.until: "25:00": expected a time of day as HH:MM',
        ),
    ],
)
def test_a_wrong_earning_rule_is_named_with_what_was_expected(
    folder: Path, old: str, new: str, line: str
) -> None:
    change(folder, "earning.yaml", old, new)
    assert fault(folder).startswith(line)


def test_a_limit_names_where_points_come_from(folder: Path) -> None:
    change(folder, "program.yaml", "  limits: {referral: {", "  limits: {gifts: {")
    assert fault(folder).startswith(
        'program.yaml: points.limits: ["gifts"]: expected limits of: all, challenge'
    )
