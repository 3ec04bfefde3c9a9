from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from time import perf_counter

from core.program import Program, load_program
from core.settings import ROOT
from sandbox import synthetic
from sandbox.synthetic import OrderLine, RefundLine, SyntheticMember

UNTIL = datetime(2026, 11, 22, 4, tzinfo=UTC)


@cache
def brand() -> Program:
    return load_program(ROOT / "program")


def history(seed: int = 7) -> tuple[list[SyntheticMember], list[OrderLine], list[RefundLine]]:
    people = synthetic.members(brand(), seed=seed, until=UNTIL.date())
    lines = list(synthetic.orders(brand(), people, seed=seed, until=UNTIL))
    return people, lines, list(synthetic.refunds(lines, seed=seed, until=UNTIL))


def test_the_same_seed_gives_the_same_history_and_another_seed_another() -> None:
    assert history(3) == history(3)
    assert history(3)[1] != history(4)[1]


def test_there_are_enough_members_months_and_lines_and_they_are_made_fast() -> None:
    started = perf_counter()
    people, lines, refunds = history()
    assert perf_counter() - started < 10  # about 0.3 s on an idle core; CI may be busy
    assert len(people) == 360
    assert 6_000 <= len(lines) <= 10_000
    assert len({line.ordered_at.strftime("%Y-%m") for line in lines}) >= 8
    assert 20 <= len(refunds) <= 120


def test_members_say_that_they_are_synthetic_and_have_no_phone() -> None:
    people, _, _ = history()
    assert all(member.tags == ("synthetic",) for member in people)
    assert all(member.ref[-4:] == member.name[-4:] and member.ref.startswith("demo-") for member in people)
    assert not any("phone" in field for field in SyntheticMember.__dataclass_fields__)


def test_nothing_happens_before_joining_nor_after_the_end() -> None:
    people, lines, refunds = history()
    joined = {member.ref: member.joined_at for member in people}
    assert all(joined[line.member_ref] <= line.ordered_at <= UNTIL for line in lines)
    assert all(refund.refunded_at <= UNTIL for refund in refunds)
    assert [line.ordered_at for line in lines] == sorted(line.ordered_at for line in lines)


def test_people_buy_their_favourites_again() -> None:
    _, lines, _ = history()
    seen: set[tuple[str, str]] = set()
    again = 0
    for line in lines:
        again += (line.member_ref, line.product_id) in seen
        seen.add((line.member_ref, line.product_id))
    assert 0.5 < again / len(lines) < 0.85


def test_some_never_buy_some_buy_once_and_some_stop_coming() -> None:
    people, lines, _ = history()
    orders = Counter({line.order_id: line.member_ref for line in lines}.values())
    last = {line.member_ref: line.ordered_at for line in lines}
    repeating = [ref for ref, count in orders.items() if count >= 4]
    gone = [ref for ref in repeating if UNTIL - last[ref] > timedelta(days=60)]
    assert 10 <= len(people) - len(orders) <= 60
    assert 30 <= sum(count == 1 for count in orders.values()) <= 90
    assert 0.1 < len(gone) / len(repeating) < 0.35


def test_new_members_keep_joining() -> None:
    people, _, _ = history()
    months = Counter(member.joined_at.strftime("%Y-%m") for member in people)
    assert all(months[f"2026-{month:02}"] >= 10 for month in range(5, 11))


def test_products_are_only_sold_in_their_season_and_iced_ones_sell_in_summer() -> None:
    _, lines, _ = history()
    products = brand().products
    for line in lines:
        assert products[line.product_id].sold_on(line.ordered_at.date()), line
    iced: Counter[int] = Counter()
    month: Counter[int] = Counter()
    for line in lines:
        product = products[line.product_id]
        if product.category in {"espresso", "milk"}:
            month[line.ordered_at.month] += 1
            iced[line.ordered_at.month] += "冰" in product.tags
    assert iced[7] / month[7] > 1.5 * iced[11] / month[11]


def test_shops_sell_in_their_hours_and_every_channel_is_used() -> None:
    _, lines, _ = history()
    shop = brand().shop
    assert all(shop.opens <= line.ordered_at.time() <= shop.closes for line in lines)
    assert {line.channel for line in lines} == {"pos", "miniprogram", "delivery", "mall"}
    assert all(line.amount >= 0 and line.quantity >= 1 for line in lines)


def test_members_spread_over_all_tiers() -> None:
    people, lines, _ = history()
    spent: Counter[str] = Counter()
    for line in lines:
        spent[line.member_ref] += int(line.amount)
    tiers = Counter(
        max((tier.reach, tier.id) for tier in brand().tiers if tier.reach <= spent[member.ref])[1]
        for member in people
    )
    assert all(tiers[tier.id] >= 5 for tier in brand().tiers), tiers


def test_a_refund_gives_back_a_line_that_was_bought() -> None:
    _, lines, refunds = history()
    bought = {(line.order_id, line.product_id): line for line in lines}
    for refund in refunds:
        line = bought[refund.order_id, refund.product_id]
        assert (refund.amount, refund.quantity) == (line.amount, line.quantity)
        assert refund.refunded_at > line.ordered_at
    assert len({refund.refund_id for refund in refunds}) == len(refunds)


def test_the_files_have_the_columns_that_import_reads(tmp_path: Path) -> None:
    written = synthetic.write(tmp_path, program=brand(), seed=7, until=UNTIL)
    with gzip.open(written.orders, "rt", encoding="utf-8", newline="") as file:
        orders = list(csv.DictReader(file))
    members = list(csv.DictReader(written.members.read_text(encoding="utf-8").splitlines()))
    refunds = list(csv.DictReader(written.refunds.read_text(encoding="utf-8").splitlines()))
    columns = "order_id,member_ref,ordered_at,product_id,quantity,amount,channel,store,currency"
    assert ",".join(orders[0]) == columns
    assert ",".join(members[0]) == "member_ref,name,birthday,joined_at,language,tags,consents"
    assert ",".join(refunds[0]) == "refund_id,order_id,refunded_at,amount,product_id,quantity"
    assert (written.line_count, written.member_count, written.refund_count) == (
        len(orders),
        len(members),
        len(refunds),
    )
    assert datetime.fromisoformat(orders[0]["ordered_at"]).utcoffset() == timedelta(hours=8)
    again = synthetic.write(tmp_path / "again", program=brand(), seed=7, until=UNTIL)
    assert again.orders.read_bytes() == written.orders.read_bytes()
