"""Written numbers against live rules: the demo has none, and a rule that changes is noticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.program import Program, load_program
from core.texts import Catalogue
from knowledge.article import Article
from knowledge.sources import Sources, gather

# (file, as it is, as it becomes, an article that is wrong then)
CHANGES = [
    ("program.yaml", "per_unit: 1 ", "per_unit: 2 ", "points-earn"),
    ("program.yaml", "months: 12}\n", "months: 18}\n", "points-expiry.zh-Hant"),
    ("program.yaml", "expiry_reminder_days: 30", "expiry_reminder_days: 45", "points-expiry"),
    ("program.yaml", "{beans: 7, cups: 7, home: 7}", "{beans: 10, cups: 10, home: 10}", "points-missing.en"),
    ("program.yaml", "inviter_points: 100", "inviter_points: 120", "referral-how"),
    ("program.yaml", "    valid_days: 90", "    valid_days: 60", "referral-when"),
    ("program.yaml", "review: 10,", "review: 12,", "feedback"),
    ("program.yaml", "points_per_unit: 20", "points_per_unit: 10", "points-cash"),
    ("program.yaml", "reach: 500", "reach: 600", "tiers-overview.en"),
    ("program.yaml", "keep: 300", "keep: 350", "tier-keep"),
    ("program.yaml", "multiplier: 1.1\n", "multiplier: 1.15\n", "points-earn.zh-Hant"),
    ("program.yaml", "grace_days: 30", "grace_days: 14", "tier-downgrade"),
    ("program.yaml", "price: 129", "price: 149", "join-cost"),
    ("program.yaml", "stars: 900", "stars: 950", "paid-card.en"),
    ("program.yaml", "[1, 1, 2, 2, 3, 3, 10]", "[1, 1, 2, 2, 3, 5, 10]", "checkin-points"),
    ("program.yaml", "30: 60, 100", "30: 80, 100", "checkin-milestone"),
    ("program.yaml", "freeze_max: 2", "freeze_max: 3", "checkin-freeze"),
    ("program.yaml", "marketing_per_month: 4", "marketing_per_month: 6", "message-frequency"),
    ("program.yaml", 'closes: "21:00"', 'closes: "20:00"', "human.zh-Hant"),
    ("program.yaml", "redemption_hold_days: 14", "redemption_hold_days: 21", "redeem-pickup"),
    ("program.yaml", "delivery_fee: 5", "delivery_fee: 6", "delivery-fee"),
    ("program.yaml", "delivery_minutes: 40", "delivery_minutes: 50", "delivery-late.en"),
    ("program.yaml", "own_cup_discount: 3", "own_cup_discount: 5", "coupons-stack"),
    ("program.yaml", "gift_card_years: 3", "gift_card_years: 2", "gift-card"),
    ("coupons.yaml", "  value: 36\n", "  value: 40\n", "birthday"),
    ("rewards.yaml", "points: 420", "points: 450", "redeem-list.zh-Hant"),
    ("earning.yaml", "factor: 2", "factor: 3", "points-earn.en"),
]


def found(folder: Path, faq: Path, catalogue: Catalogue) -> dict[str, str]:
    sources = gather(faq, program=load_program(folder), catalogue=catalogue)
    return {one.article: str(one) for one in sources.contradictions()}


def changed(program: Program, to: Path, file: str, old: str, new: str) -> Path:
    shutil.copytree(program.folder, to, ignore=shutil.ignore_patterns("*.md"))
    text = (to / file).read_text(encoding="utf-8")
    assert old in text
    (to / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return to


def test_the_demo_names_no_number_against_its_rules(program: Program, catalogue: Catalogue) -> None:
    assert found(program.folder, program.faq, catalogue) == {}


@pytest.mark.parametrize(("file", "old", "new", "article"), CHANGES, ids=[one[2].strip() for one in CHANGES])
def test_a_rule_that_changes_is_noticed_in_what_is_written(
    program: Program, catalogue: Catalogue, tmp_path: Path, file: str, old: str, new: str, article: str
) -> None:
    folder = changed(program, tmp_path / "program", file, old, new)
    assert article in found(folder, program.faq, catalogue)


def test_a_coupon_s_own_title_is_held_against_its_terms(
    program: Program, catalogue: Catalogue, tmp_path: Path
) -> None:
    folder = changed(program, tmp_path / "program", "coupons.yaml", "  value: 12\n", "  value: 15\n")
    told = found(folder, program.faq, catalogue)["coupons.yaml: welcome"]
    assert "12" in told
    assert "15" in told


def test_a_finding_names_what_is_written_and_what_holds(program: Program, catalogue: Catalogue) -> None:
    wrong = Article("x", "积分会过期吗", (), "积分 24 个月后过期。", "zh-Hans", source="x.md")
    (one,) = Sources(program, catalogue, (wrong,)).contradictions()
    assert (one.kind, one.said, one.against, one.instead) == ("rule", "24 个月", "expiry", ("12 个月",))


def test_a_number_of_its_own_is_nobody_s_rule(program: Program, catalogue: Catalogue) -> None:
    said = Article("x", "积分会过期吗", (), "豆子 24 个月过期。", "zh-Hans", own=("24 个月",))
    assert Sources(program, catalogue, (said,)).contradictions() == ()


def test_versions_of_one_article_agree_in_their_numbers(program: Program, catalogue: Catalogue) -> None:
    ours = Article("x", "停车收费吗", (), "停车 8 元。", "zh-Hans", covers=())
    theirs = Article("x.en", "Is parking free?", (), "Parking is ¥10.", "en", covers=())
    (one,) = Sources(program, catalogue, (ours, theirs)).contradictions()
    assert (one.kind, one.article, one.said, one.against, one.instead) == (
        *("translation", "x.en", "¥10", "x"),
        ("8 元",),
    )
