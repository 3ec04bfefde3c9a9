from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from insight.baskets import Baskets
from insight.evaluation import (
    Trial,
    evaluate_lapse,
    evaluate_recommendations,
    figures,
    foretell,
    global_top,
    measure,
    personal_top,
    split_trial,
    trial_of,
)
from insight.orders import BadOrders
from insight.recommender import fit
from tests.conftest import SHARED_DATA
from tests.insight.histories import DAY_ONE, baskets_of, habits, noise, on

ORDERS = SHARED_DATA / "orders"
FIELDS = {
    *("users", "items", "baskets", "recall@10", "ndcg@10", "phr@10", "recall@20", "ndcg@20", "phr@20"),
    *("repeat_share", "coverage", "fit_seconds", "score_seconds", "peak_mib", "model"),
}


def written(path: Path, baskets: Baskets) -> Path:
    rows = ["order_id,member_ref,ordered_at,product_id,quantity,amount"]
    for number in range(len(baskets)):
        at = on(float(baskets.time[number]) - DAY_ONE).isoformat()
        name = baskets.members[baskets.member[number]]
        rows += [f"o{number},{name},{at},{baskets.items[item]},1,2.5" for item in baskets.of(number)]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def test_figures_are_those_of_the_books() -> None:
    coming = baskets_of([("ann", 1, "a b c"), ("bo", 1, "d")])
    ranked = np.full((2, 20), -1)
    ranked[0, :3] = [0, 3, 1]  # hits at ranks 1 and 3 of a basket of three
    ranked[1, 10] = 3  # a hit below the first ten

    told = figures(ranked, coming)

    ideal = 1 + 1 / math.log2(3) + 1 / 2
    assert told["recall@10"] == pytest.approx((2 / 3 + 0) / 2, abs=1e-4)
    assert told["ndcg@10"] == pytest.approx((1.5 / ideal + 0) / 2, abs=1e-4)
    assert (told["phr@10"], told["phr@20"]) == (0.5, 1.0)
    assert told["recall@20"] == pytest.approx((2 / 3 + 1) / 2, abs=1e-4)
    assert told["ndcg@20"] == pytest.approx((1.5 / ideal + 1 / math.log2(12)) / 2, abs=1e-4)


def test_baselines_rank_by_count_then_recency_then_everybodys_favourites() -> None:
    orders = [("ann", 1, "a b"), ("ann", 2, "a c"), ("bo", 3, "d e"), ("bo", 4, "d"), ("cy", 9, "d")]
    known = baskets_of(orders)
    coming = known.keep(np.array([False, True, False, False, False]))

    assert global_top(known, coming)[0, :2].tolist() == [known.items.index("d"), known.items.index("a")]
    ranked = [known.items[item] for item in personal_top(known, coming)[0, :5]]
    assert ranked == ["a", "c", "b", "d", "e"]


def test_the_protocol_holds_back_the_last_basket_of_members_with_four() -> None:
    orders = [("ann", float(day), "a") for day in range(4)] + [("bo", float(day), "a") for day in range(3)]

    trial = trial_of(baskets_of(orders))

    assert trial.coming.member.tolist() == [0]
    assert trial.coming.time.tolist() == [3.0]
    assert len(trial.known) == 6


def test_a_published_split_keeps_every_last_basket_out_of_the_history() -> None:
    orders = [(member, float(day), "a b") for member in ("ann", "bo", "cy", "di") for day in range(4)]
    trial = split_trial(baskets_of(orders), {"train": ["ann"], "val": ["bo"], "test": ["cy", "gone"]})

    assert trial.lessons is not None
    assert (trial.lessons.member.tolist(), trial.coming.member.tolist()) == ([0, 1], [2])
    assert len(trial.known) == 12
    assert trial.known.time.max() == 2.0


def test_what_is_in_the_test_baskets_changes_no_recommendation() -> None:
    trial = trial_of(habits())
    other = replace(trial.coming, item=(trial.coming.item + 7) % len(trial.coming.items))

    before, _ = foretell(fit(trial.known, moments=trial.coming.time.tolist()), trial.known, trial.coming)
    after, _ = foretell(fit(trial.known, moments=other.time.tolist()), trial.known, other)

    assert (before == after).all()


def test_random_purchases_are_foretold_no_better_than_by_chance() -> None:
    told = measure(trial_of(noise()))

    low, high = told["ci95"]["recall@10"]
    assert low <= 10 / 100 <= high


def test_outcomes_of_other_members_teach_nothing_about_one_of_them() -> None:
    baskets = habits(members=200)
    third = {
        "train": list(baskets.members[:140]),
        "val": list(baskets.members[140:150]),
        "test": list(baskets.members[150:]),
    }
    trial = split_trial(baskets, third)
    assert trial.lessons is not None
    order = np.random.default_rng(2).permutation(len(trial.lessons))
    mixed = replace(trial.lessons, member=trial.lessons.member[order].copy())
    resorted = np.argsort(mixed.member)
    mixed = _resorted(mixed, resorted)

    honest = measure(trial)["recall@10"]
    permuted = measure(Trial(known=trial.known, lessons=mixed, coming=trial.coming))["recall@10"]

    assert honest > 0.65
    assert permuted < honest - 0.1


def _resorted(baskets: Baskets, order: Any) -> Baskets:
    sizes = baskets.sizes[order]
    return replace(
        baskets,
        member=baskets.member[order],
        time=baskets.time[order],
        amount=baskets.amount[order],
        start=np.concatenate([[0], np.cumsum(sizes)]),
        item=np.concatenate([baskets.of(int(number)) for number in order]),
    )


def test_the_report_has_the_agreed_fields_and_beats_the_baselines_where_there_are_habits(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "orders.csv", habits())

    told = evaluate_recommendations(path)

    assert set(told) == FIELDS | {"ci95", "baselines"}
    assert (told["users"], told["items"], told["baskets"]) == (120, 60, 1080)
    assert told["recall@10"] > told["baselines"]["global_top"]["recall@10"] + 0.3
    assert json.loads(json.dumps(told)) == {**told, "ci95": {k: list(v) for k, v in told["ci95"].items()}}


def test_members_split_apart_are_read_from_a_file(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", habits())
    names = [f"m{number}" for number in range(120)]
    splits = tmp_path / "split.json"
    splits.write_text(json.dumps({"train": names[:80], "val": names[80:90], "test": names[90:]}))

    assert evaluate_recommendations(path, splits)["users"] == 30

    splits.write_text('{"train": []}')
    with pytest.raises(BadOrders, match="expected"):
        evaluate_recommendations(path, splits)


def test_nobody_to_test_on_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", baskets_of([("ann", DAY_ONE, "a"), ("bo", DAY_ONE, "b")]))

    with pytest.raises(BadOrders, match="no member has 4 baskets"):
        evaluate_recommendations(path)


def test_lapse_needs_a_file_that_reaches_over_the_horizon(tmp_path: Path) -> None:
    path = written(tmp_path / "orders.csv", habits())

    with pytest.raises(BadOrders, match="until 30 days after"):
        evaluate_lapse(path, date(2026, 12, 1), 30)


def test_orders_of_the_next_day_that_bear_only_a_date_are_not_known(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = ["order_id,member_ref,ordered_at,product_id,quantity,amount"]
    rows += [f"a{number},m{number},2026-01-01,tea,1,2" for number in range(4)]
    rows += ["b,m0,2026-01-11,tea,1,2", "c,m1,2026-01-20,tea,1,2"]
    path.write_text("\n".join(rows))

    told = evaluate_lapse(path, date(2026, 1, 10), 10)

    assert (told["members"], told["bought_again"], told["model"]) == (4, 0.5, "recency")


@pytest.mark.shared_data
@pytest.mark.skipif(not ORDERS.exists(), reason="the public order sets are not beside the repository")
@pytest.mark.parametrize(
    ("name", "recall", "ndcg"),
    [("tafeng_dnntsp", 0.189, 0.172), ("dc_dnntsp", 0.485, 0.356), ("online_retail", 0.23, 0.36)],
)
def test_public_sets_are_foretold_better_than_published_and_baselines(
    name: str, recall: float, ndcg: float
) -> None:
    split = ORDERS / f"{name}.split.json"

    told = evaluate_recommendations(ORDERS / f"{name}.csv.gz", split if split.exists() else None)

    assert told["recall@10"] > recall
    assert told["ndcg@10"] > ndcg
    for baseline in told["baselines"].values():
        assert all(told[figure] > value for figure, value in baseline.items())


@pytest.mark.shared_data
@pytest.mark.skipif(not ORDERS.exists(), reason="the public order sets are not beside the repository")
@pytest.mark.parametrize(
    ("name", "at", "horizon"), [("cdnow", date(2024, 9, 30), 180), ("online_retail", date(2024, 10, 1), 90)]
)
def test_lapse_of_public_sets_is_foretold_no_worse_than_by_any_baseline(
    name: str, at: date, horizon: int
) -> None:
    told = evaluate_lapse(ORDERS / f"{name}.csv.gz", at, horizon)

    assert told["auroc"] >= max(told["baselines"].values())
    assert told["auroc"] > 0.72
