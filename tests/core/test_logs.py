from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from core.logs import pseudonym, redact, start_logging

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            f"POST https://api.telegram.org/bot{TOKEN}/getMe",
            "POST https://api.telegram.org/bot[secret]/getMe",
        ),
        (f"token={TOKEN}", "token=[secret]"),
        ("key sk-proj-abcdefghijklmnopqrstuvwxyz", "key [secret]"),
        ("postgresql://guanjia:hunter2@db/x", "postgresql://guanjia:[secret]@db/x"),
        ("电话 13800000000。", "电话 [phone]。"),
        ("+86 13800000000", "[phone]"),
        ("order 20261118123456", "order 20261118123456"),
        ("12:30:45 took 1380 ms", "12:30:45 took 1380 ms"),
    ],
)
def test_secrets_and_phones_are_blacked_out_and_the_rest_is_kept(said: str, kept: str) -> None:
    assert redact(said) == kept


@pytest.mark.parametrize("as_json", [True, False])
def test_nothing_secret_reaches_the_log_by_any_way(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: FBT001
    start_logging(json=as_json)
    log = structlog.get_logger("test")
    said = f"said {TOKEN}"
    log.info(said, url=f"/bot{TOKEN}/x", nested={"phones": ["13800000000"]})
    logging.getLogger("other").warning("late %s", f"bot{TOKEN}")
    try:
        int(f"bad {TOKEN}")
    except ValueError:
        log.exception("failed")
        logging.getLogger("other").exception("failed too")
    told = capsys.readouterr()
    assert told.out == ""
    assert "[secret]" in told.err
    assert TOKEN not in told.err
    assert "13800000000" not in told.err
    assert "ValueError" in told.err


def test_json_logs_are_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(json=True)
    structlog.get_logger("test").info("你好", n=1)
    logging.getLogger("other").warning("two\nlines")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["event"] for line in lines] == ["你好", "two\nlines"]
    assert lines[0]["n"] == 1
    assert lines[0]["level"] == "info"


def test_a_stand_in_is_stable_and_tells_nothing() -> None:
    assert pseudonym(7_001) == pseudonym("7001") != pseudonym(7_002)
    assert "7001" not in pseudonym(7_001)
