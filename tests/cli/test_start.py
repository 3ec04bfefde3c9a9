from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from core.settings import ROOT
from main import app
from tests.cli.conftest import Ran

Main = Callable[..., Ran]
HEAVY = ("aiogram", "langchain", "chromadb", "sqlalchemy", "sklearn", "openai", "fastapi", "pydantic")


def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['main.py', '--help']\n"
        "import main\n"
        "try: main.app()\n"
        "except SystemExit: pass\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "[]"
    for command in ("demo", "run", "ask", "import", "index", "evaluate", "doctor", "backup"):
        assert command in ran.stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("fly",), "fly"),
        (("ask",), "TEXT"),
        (("import", "x.csv"), "--kind"),
        (("import", "x.csv", "--kind", "cats"), "cats"),
        (("demo", "--speed", "0"), "--speed"),
    ],
)
def test_wrong_usage_is_named_and_ends_with_2(arguments: tuple[str, ...], named: str) -> None:
    ran = CliRunner().invoke(app, list(arguments))
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert named.lower() in ran.stderr.lower()


def last_line(ran: Ran) -> str:
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    return ran.stderr.strip().splitlines()[-1]


def test_a_missing_token_is_named_in_one_line(main: Main) -> None:
    missing = last_line(main("run"))
    assert missing.startswith("guanjia: TELEGRAM_TOKEN is not set")
    assert "demo" in missing


def test_a_wrong_setting_is_named_with_its_value_and_expectation(main: Main) -> None:
    told = last_line(main("index", GUANJIA_PORT="ninety"))
    assert "PORT" in told
    assert "'ninety'" in told
    assert "DATABASE_URL" in last_line(main("migrate", DATABASE_URL="mysql://localhost/x"))


def test_a_wrong_program_names_file_key_value_and_expectation(main: Main, tmp_path: Path) -> None:
    folder = tmp_path / "brand"
    shutil.copytree(ROOT / "program", folder)
    file = folder / "program.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("weekday: thu", "weekday: someday"), encoding="utf-8")
    ran = main("migrate", GUANJIA_PROGRAM=str(folder))
    assert ran.returncode == 0  # the schema doesn't depend on it
    told = main("train", GUANJIA_PROGRAM=str(folder))
    assert told.returncode == 1
    for part in ("program.yaml", "weekday", "someday"):
        assert part in told.stderr
    assert "Traceback" not in told.stderr


def test_debug_shows_where_it_came_from(main: Main) -> None:
    ran = main("index", "--debug", GUANJIA_PORT="ninety")
    assert ran.returncode == 1
    assert "Traceback" in ran.stderr
    assert "BadSettings" in ran.stderr
