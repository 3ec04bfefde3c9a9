from __future__ import annotations

import gzip
import io
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest

from ingest.reading import LONGEST_LINE, BadFile, Reject, Row, open_source


def rows_of(content: bytes, *, name: str = "f.csv", folder: Path) -> list[Row | Reject]:
    (folder / name).write_bytes(content)
    with open_source(folder / name) as source:
        return list(source)


def test_rows_come_with_their_line_and_their_values_by_column(tmp_path: Path) -> None:
    rows = rows_of(b"a,b\n1,2\n\n3,4\n", folder=tmp_path)
    assert [(row.line, row.cells) for row in rows if isinstance(row, Row)] == [
        (2, {"a": "1", "b": "2"}),
        (4, {"a": "3", "b": "4"}),
    ]


@pytest.mark.parametrize("content", ["\ufeffa,b\r\n1,二\r\n", "a,b\n1,二", " A ,B\n1,二\n"])
def test_bom_line_ends_and_the_case_of_columns_do_not_matter(content: str, tmp_path: Path) -> None:
    (row,) = rows_of(content.encode(), folder=tmp_path)
    assert isinstance(row, Row)
    assert row.cells == {"a": "1", "b": "二"}


@pytest.mark.parametrize("name", ["f.csv.gz", "no-ending"])
def test_what_is_gzipped_is_unzipped_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    (row,) = rows_of(gzip.compress(b"a\n1\n"), name=name, folder=tmp_path)
    assert isinstance(row, Row)
    assert row.cells == {"a": "1"}


def test_standard_input_is_read_too_gzipped_or_not() -> None:
    for content in (b"a\n1\n", gzip.compress(b"a\n1\n")):
        with open_source("-", stdin=io.BytesIO(content)) as source:
            assert [row.cells for row in source if isinstance(row, Row)] == [{"a": "1"}]
            assert source.share is None


def test_a_quoted_value_may_hold_commas_quotes_and_line_ends(tmp_path: Path) -> None:
    rows = rows_of(b'a,b\n"x, ""y""\nz",2\n3,4\n', folder=tmp_path)
    assert [(row.line, row.cells) for row in rows if isinstance(row, Row)] == [
        (2, {"a": 'x, "y"\nz', "b": "2"}),
        (4, {"a": "3", "b": "4"}),
    ]


@pytest.mark.parametrize("bad", ['"x,2', '"x"y,2', 'x,"y'])
def test_an_open_quote_costs_one_row_not_the_rest_of_the_file(bad: str, tmp_path: Path) -> None:
    rows = rows_of(f"a,b\n{bad}\n3,4\n5,6\n".encode(), folder=tmp_path)
    assert isinstance(rows[0], Reject)
    assert (rows[0].line, "quote" in rows[0].reason) == (2, True)
    assert [row.cells["a"] for row in rows[1:] if isinstance(row, Row)] == ["3", "5"]


def test_a_quote_inside_a_bare_value_is_a_character_like_any_other(tmp_path: Path) -> None:
    (row,) = rows_of(b'a,b\n5" cup,2\n', folder=tmp_path)
    assert isinstance(row, Row)
    assert row.cells["a"] == '5" cup'


def test_an_open_quote_before_an_unreadable_line_hides_neither(tmp_path: Path) -> None:
    rows = rows_of(b'a,b\n"x,2\n\xff,1\n5,6\n', folder=tmp_path)
    assert [(type(row), row.line) for row in rows] == [(Reject, 2), (Reject, 3), (Row, 4)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"1", "1 values; expected 2"),
        (b"1,2,3", "3 values; expected 2"),
        ("1,\u4f60".encode("gb18030"), "not UTF-8"),
        (b"1,\x00", "zero byte"),
        (b"1," + b"x" * (LONGEST_LINE + 10), f"longer than {LONGEST_LINE}"),
    ],
)
def test_a_faulty_line_is_named_and_the_next_one_is_read(bad: bytes, reason: str, tmp_path: Path) -> None:
    rows = rows_of(b"a,b\n0,0\n" + bad + b"\n8,9\n", folder=tmp_path)
    reject = rows[1]
    assert isinstance(reject, Reject)
    assert reject.line == 3
    assert reason in reject.reason
    assert isinstance(rows[2], Row)
    assert (rows[2].line, rows[2].cells) == (4, {"a": "8", "b": "9"})


def test_json_lines_keep_numbers_exact_and_name_what_is_no_object(tmp_path: Path) -> None:
    content = b'{"a": 0.1, "b": [1]}\n[1]\n{"a": NaN}\n{"a": \n' + b"[" * 5_000 + b'\n\n{"a": 2}\n'
    rows = rows_of(content, name="f.jsonl", folder=tmp_path)
    assert [row.line for row in rows] == [1, 2, 3, 4, 5, 7]
    assert [type(row) for row in rows] == [Row, Reject, Reject, Reject, Reject, Row]
    first = rows[0]
    assert isinstance(first, Row)
    assert str(first.cells["a"]) == "0.1"
    assert type(first.cells["a"]) is not float


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"a,a\n1,2\n", "each column once"),
        ("\u8ba2\u5355,b\n".encode("gb18030"), "not UTF-8"),
        ("a,b\n".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_at_all_says_why(content: bytes, reason: str, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=reason):
        rows_of(content, folder=tmp_path)


def test_a_missing_file_and_a_folder_are_refused_in_one_line(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.csv", tmp_path):
        with pytest.raises(BadFile, match=str(path)), open_source(path):
            pass


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("order_id,amount\n")
    with (
        open_source(tmp_path / "f.csv") as source,
        pytest.raises(BadFile, match="quantity missing, found order_id, amount"),
    ):
        source.need("order_id", "quantity")


def test_a_cut_off_gzip_gives_its_beginning_and_then_says_so(tmp_path: Path) -> None:
    whole = gzip.compress(b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * 7919) for n in range(50_000)))
    (tmp_path / "f.csv.gz").write_bytes(whole[: len(whole) // 2])
    seen: list[Row | Reject] = []
    with (
        open_source(tmp_path / "f.csv.gz") as source,
        pytest.raises(BadFile, match=r"after line \d+: .*gzip"),
    ):
        seen.extend(source)
    with open_source(tmp_path / "f.csv.gz") as source:
        taken = 0
        try:
            for _ in source:
                taken += 1
        except BadFile:
            pass
    assert taken > 1_000


def test_a_big_file_is_read_in_little_memory_and_says_how_far_it_is(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "f.csv.gz", "wb", compresslevel=1) as out:
        out.write(b"a,b\n")
        for n in range(200_000):
            out.write(b"%d,some words that fill the line up to a plausible length\n" % n)
    shares: list[float] = []
    tracemalloc.start()
    with open_source(tmp_path / "f.csv.gz") as source:
        for number, _ in enumerate(source):
            if number % 50_000 == 0:
                shares.append(source.share or 0)
        assert source.share == pytest.approx(1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
    assert shares == sorted(shares)


def test_raw_cells_stay_what_they_were(tmp_path: Path) -> None:
    (row,) = rows_of(b"a,b\n =1 ,2\n", folder=tmp_path)
    raw: Sequence[str] | str = row.raw
    assert raw == [" =1 ", "2"]
