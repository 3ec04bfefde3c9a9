from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from insight.orders import BadOrders, read_orders

HEAD = "order_id,member_ref,ordered_at,product_id,quantity,amount"


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_csv_with_a_mark_other_columns_and_gzip_reads_like_the_plain_one(tmp_path: Path) -> None:
    rows = [HEAD, "1,ann,2026-01-02T08:00:00,tea,1,3.5", "1,ann,2026-01-02T08:00:00,milk,2,4", ""]
    plain = read_orders(write(tmp_path / "plain.csv", *rows))
    wider = [
        "\ufeffstore,order_id,member_ref,ordered_at,product_id,quantity,amount",
        *(f"A,{row}" for row in rows[1:3]),
    ]
    zipped = tmp_path / "wide.bin"
    zipped.write_bytes(gzip.compress("\r\n".join(wider).encode()))

    for read in (plain, read_orders(zipped)):
        assert read.lines == 2
        assert len(read.baskets) == 1
        assert read.baskets.amount.tolist() == [7.5]
        assert read.baskets.items == ("tea", "milk")


def test_json_lines_hold_an_order_each(tmp_path: Path) -> None:
    order = {
        "order_id": 1,
        "member_ref": "ann",
        "ordered_at": "2026-01-02T08:00:00+08:00",
        "items": [
            {"product_id": "tea", "quantity": 1, "amount": 3},
            {"product_id": "cup", "amount": None},
            {"product_id": "milk", "quantity": 0, "amount": 2},
        ],
    }
    gone = {**order, "ordered_at": "2026-01-03", "status": "cancelled"}
    path = write(tmp_path / "orders.jsonl", json.dumps(order), json.dumps(gone), "{broken")

    read = read_orders(path)

    assert len(read.baskets) == 1
    assert read.baskets.items == ("tea", "cup")
    assert (read.void, read.rejected) == (4, 1)
    assert read.baskets.time[0] * 24 % 24 == pytest.approx(0.0)


def test_naive_times_are_in_the_programs_zone(tmp_path: Path) -> None:
    path = write(tmp_path / "orders.csv", HEAD, "1,ann,2026-01-02T08:00:00,tea,1,3.5")

    shanghai = read_orders(path, zone=ZoneInfo("Asia/Shanghai")).baskets.time[0]

    assert shanghai == read_orders(path).baskets.time[0] - 8 / 24


def test_wrong_rows_are_left_out_with_line_and_reason(tmp_path: Path) -> None:
    path = write(
        tmp_path / "orders.csv",
        HEAD,
        "1,ann,2026-01-02,tea,1,3.5",
        "2,ann,yesterday,tea,1,3.5",
        "3,,2026-01-02,tea,1,3.5",
        "4,ann,2026-01-02,tea,-1,3.5",
        "5,ann,2026-01-02,tea,1,nan",
        "6,ann",
    )

    read = read_orders(path)

    assert (read.lines, read.void, read.rejected) == (6, 1, 4)
    assert read.rejects[0].startswith("line 3: ")
    assert "yesterday" in read.rejects[0]
    assert read.rejects[1].startswith("line 4: expected a member_ref")


def test_a_file_that_is_no_order_history_is_refused_with_what_was_expected(tmp_path: Path) -> None:
    with pytest.raises(BadOrders, match=r"line 1: no column member_ref, amount; expected order_id"):
        read_orders(
            write(tmp_path / "a.csv", "order_id,ordered_at,product_id,quantity", "1,2026-01-01,tea,1")
        )
    with pytest.raises(BadOrders, match="the file is empty"):
        read_orders(write(tmp_path / "b.csv", ""))
    with pytest.raises(BadOrders, match="expected an order with member_ref"):
        read_orders(write(tmp_path / "c.jsonl", '{"question": "?"}'))


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{HEAD}\n1,ann,2026-01-02,tea,1,3.5\n"))

    assert len(read_orders("-").baskets) == 1


def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path) -> None:
    rows = "\n".join([HEAD, *(f"{n},ann,2026-01-02,tea{n},1,3.5" for n in range(500))])
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(rows.encode())[:-20])
    latin = tmp_path / "latin.csv"
    latin.write_bytes(f"{HEAD}\n1,ann,2026-01-02,caf\u00e9,1,3.5\n".encode("latin-1"))

    for path in (cut, latin, tmp_path / "absent.csv"):
        with pytest.raises(BadOrders, match="cannot be read") as refusal:
            read_orders(path)
        assert "\n" not in str(refusal.value)
