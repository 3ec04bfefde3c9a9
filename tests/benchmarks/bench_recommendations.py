"""How long training and one recommendation take, how much memory, and how both grow with the members.

`python -m tests.benchmarks.bench_recommendations [--members 10000 100000 …]` prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from typing import Any

import numpy as np

from insight.baskets import Baskets, from_lines
from insight.evaluation import evaluate_recommendations, peak_mib, personal_top, trial_of
from insight.model import from_bytes, to_bytes
from insight.orders import read_orders
from insight.recommender import fit, history_of, recommend
from tests.conftest import SHARED_DATA
from tests.insight.histories import DAY_ONE, on

ORDERS = SHARED_DATA / "orders"
ITEMS = 5_000
ORDERS_EACH = 50
ASKED = 300


def synthetic(members: int, *, seed: int = 1) -> Baskets:
    """Draw members with ~50 orders of ~2 items over two years: mostly favourites, else what is popular."""
    chance = np.random.default_rng(seed)
    orders = chance.poisson(ORDERS_EACH, members)
    owner = np.repeat(np.arange(members), orders)
    day = DAY_ONE + chance.uniform(0, 730, len(owner))
    favourites = (ITEMS * chance.power(0.3, (members, 8))).astype(np.int64) % ITEMS
    who, when = np.repeat(owner, 2), np.repeat(day, 2)
    loyal = chance.random(len(who)) < 0.7
    usual = favourites[who, chance.integers(0, 8, len(who))]
    other = (ITEMS * chance.power(0.3, len(who))).astype(np.int64) % ITEMS
    return from_lines(
        (f"m{number}" for number in range(members)),
        (f"p{number}" for number in range(ITEMS)),
        member=who,
        item=np.where(loyal, usual, other),
        time=when,
    )


def grown(members: int) -> dict[str, Any]:
    """Train on so many members, then ask for some of them as `/foryou` does."""
    baskets = synthetic(members)
    begun = time.perf_counter()
    model = fit(baskets)
    fitted = time.perf_counter() - begun
    content = to_bytes(model)
    model = from_bytes(content)
    took = []
    first = baskets.first_basket
    for member in range(ASKED):
        own = range(first[member], first[member] + baskets.per_member[member])
        history = history_of(
            f"m{member}",
            [
                (on(float(baskets.time[number]) - DAY_ONE), [f"p{item}" for item in baskets.of(number)])
                for number in own
            ],
        )
        asked = time.perf_counter()
        recommend(model, history, now=on(731.0), k=10)
        took.append(time.perf_counter() - asked)
    return {
        "members": members,
        "lines": len(baskets.item),
        "fit_seconds": round(fitted, 2),
        "model_mib": round(len(content) / 1024**2, 1),
        "recommend_ms": {
            "p50": round(1000 * float(np.median(took)), 2),
            "p95": round(1000 * float(np.quantile(took, 0.95)), 2),
        },
        "peak_mib": peak_mib(),
    }


def public() -> dict[str, Any]:
    """Evaluate the public sets, with the time that the personal-top baseline takes on the same data."""
    told = {}
    for path in sorted(ORDERS.glob("*.csv.gz")):
        trial = trial_of(read_orders(path).baskets)
        if len(trial.known.items) < 2:
            continue
        split = path.with_name(path.name.replace(".csv.gz", ".split.json"))
        figures = evaluate_recommendations(path, split if split.exists() else None)
        begun = time.perf_counter()
        personal_top(trial.known, trial.coming)
        figures["personal_top_seconds"] = round(time.perf_counter() - begun, 2)
        told[path.name.removesuffix(".csv.gz")] = figures
    return told


def apart(*arguments: str) -> Any:
    """Run one part in a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_recommendations", *arguments]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--members", type=int, nargs="+", default=[10_000, 100_000])
    asked.add_argument("--only", choices=["grown", "public"])
    told = asked.parse_args()
    if told.only == "public":
        print(json.dumps(public()))
    elif told.only == "grown":
        print(json.dumps(grown(told.members[0])))
    else:
        sizes = [apart("--only", "grown", "--members", str(members)) for members in told.members]
        print(json.dumps({"growth": sizes, "public": apart("--only", "public")}, indent=2))


if __name__ == "__main__":
    main()
