from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from core.settings import ROOT
from tests.cli.conftest import Ran, environment, one_object

Main = Callable[..., Ran]
ORDERS = (
    "order_id,member_ref,ordered_at,product_id,quantity,amount\n"
    "A1,card:9001,2026-11-01T10:00:00+08:00,latte,1,28.00\n"
    "A2,card:9001,2026-11-02T10:00:00+08:00,latte,1,28.00\n"
    "A3,card:9002,not a day,latte,1,28.00\n"
)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    file = tmp_path / "orders.csv"
    file.write_text(ORDERS, encoding="utf-8")
    return file


def test_import_train_and_recommend_print_one_object_each(main: Main, orders: Path) -> None:
    told = one_object(main("import", str(orders), "--kind", "orders", "--channel", "pos", "--json"))
    assert (told["read"], told["created"], told["rejected"]) == (3, 2, 1)
    assert "not a day" in Path(told["rejects_file"]).read_text(encoding="utf-8")
    again = one_object(main("import", str(orders), "--kind", "orders", "--channel", "pos", "--json"))
    assert (again["created"], again["duplicate"]) == (0, 2)
    picks = one_object(main("recommend", "card:9001", "--json"))
    assert len(picks["picks"]) == 3
    assert all(one["product"] and one["text"] for one in picks["picks"])


def test_ask_prints_one_object(main: Main) -> None:
    told = one_object(main("ask", "积分什么时候过期？", "--json"))
    assert set(told) == {"action", "text", "sources", "receipts", "handoff"}
    assert told["sources"][0]["id"] == "points-expiry"


def test_ask_reads_a_question_from_standard_input_and_answers_in_its_language(tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "ask", "-", "--json"]
    done = subprocess.run(
        command,
        input="Do points expire?\n",
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment(tmp_path),
        timeout=100,
    )
    assert "12 months" in json.loads(done.stdout)["text"]


def test_ask_for_a_member_whom_nobody_knows_is_one_clear_line(main: Main) -> None:
    done = main("ask", "积分", "--member", "nobody")
    assert done.returncode == 1
    assert "nobody is known as 'nobody'" in done.stderr


def test_evaluate_prints_one_object(main: Main, tmp_path: Path) -> None:
    (tmp_path / "faq.jsonl").write_text(
        '{"id": "a", "question": "When do you open?", "answer": "At eight."}\n'
        '{"id": "b", "question": "Do you have oat milk?", "answer": "Yes."}\n',
        encoding="utf-8",
    )
    asked = tmp_path / "asked.jsonl"
    asked.write_text(
        '{"question": "Do you have oat milk?", "expected": "b"}\n{"question": "Is Mars red?", "expected": null}\n',
        encoding="utf-8",
    )
    told = one_object(main("evaluate", "faq", "--faq", str(tmp_path), "--questions", str(asked), "--json"))
    assert (told["n"], told["in_scope"], told["out_of_scope"]) == (2, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("import", "no-such-file.csv", "--kind", "orders"), "no-such-file.csv"),
        (("recommend", "number:00000000"), "nobody is known as 'number:00000000'"),
        (("ask", "?", "--lang", "klingon"), "klingon"),
    ],
)
def test_what_fails_is_said_in_one_line(main: Main, arguments: tuple[str, ...], named: str) -> None:
    ran = main(*arguments)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert named in ran.stderr


def test_a_database_that_another_process_holds_is_a_clear_failure(main: Main, orders: Path) -> None:
    assert main("migrate").returncode == 0
    holder = sqlite3.connect(orders.parent / "data" / "guanjia.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        ran = main("import", str(orders), "--kind", "orders", "--channel", "pos")
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert ran.returncode == 1
    assert "locked" in ran.stderr
    assert "Traceback" not in ran.stderr
    again = one_object(main("import", str(orders), "--kind", "orders", "--channel", "pos", "--json"))
    assert again["created"] == 2
