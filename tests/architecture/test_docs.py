"""The documents are true where a machine can tell: links, pictures, commands, names in the code."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.main import get_command

from core.settings import ROOT
from main import app

DOCUMENTS = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "sandbox" / "README.md"], key=str
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
LARGEST_PICTURE = 300 * 1024


def _text(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def _name(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def _links(document: Path) -> Iterator[tuple[str, str]]:
    """Return (path, anchor) of all links that stay in the repository."""
    for target in LINK.findall(FENCE.sub("", _text(document))):
        if not re.match(r"[a-z]+:", target):
            path, _, anchor = target.partition("#")
            yield unquote(path), unquote(anchor)


def _anchors(document: Path) -> set[str]:
    """Return the anchors of a document's headings as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", _text(document)), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.strip().lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_links_lead_somewhere(document: Path) -> None:
    for path, anchor in _links(document):
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{_name(document)}: {path} does not exist"
        if anchor and target.suffix == ".md":
            assert anchor in _anchors(target), f"{_name(document)}: {path}#{anchor} names no heading"


def test_every_picture_is_shown_and_small() -> None:
    shown = {(document.parent / path).resolve() for document in DOCUMENTS for path, _ in _links(document)}
    for picture in (ROOT / "docs" / "images").iterdir():
        assert picture in shown, f"{_name(picture)} is shown nowhere: use it or delete it"
        assert picture.stat().st_size <= LARGEST_PICTURE, f"{_name(picture)} is larger than 300 KiB"


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_commands_exist_with_their_options(document: Path) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for line in re.findall(r"\bmain\.py ([a-z]+[^`\n#]*)", _text(document)):
        words = line.split()
        command = commands.get(words[0])
        assert command, f"{_name(document)}: main.py has no command {words[0]}"
        if hasattr(command, "commands") and len(words) > 1:
            command = command.commands.get(words[1])
            assert command, f"{_name(document)}: {words[0]} has no {words[1]}"
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        used = set(re.findall(r"(?<!\S)\[?(--[a-z-]+)", line))
        assert used <= known, f"{_name(document)}: main.py {words[0]} does not know {sorted(used - known)}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", _text(ROOT / "Makefile"), re.MULTILINE))
    used = set(re.findall(r"(?:`|^)make ([a-z]+)", _text(document), re.MULTILINE))
    assert used <= targets, f"{_name(document)}: the Makefile has no {sorted(used - targets)}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=_name)
def test_files_that_are_named_exist(document: Path) -> None:
    """A path in backticks that begins with a folder of ours is a file or folder; `*` and `<` are patterns."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()}
    for path in re.findall(r"`([a-z_]+/[\w./-]+)`", FENCE.sub("", _text(document))):
        if path.partition("/")[0] in folders - {"data"}:
            exists = (ROOT / path).exists() or "wishes" in path
            assert exists, f"{_name(document)}: {path} does not exist"


def test_the_glossarys_names_exist_in_the_code() -> None:
    names = re.findall(r"^\|[^|]+\|[^|]+\| `([\w.]+)` \|", _text(ROOT / "GLOSSARY.md"), re.MULTILINE)
    assert len(names) > 40
    for name in names:
        assert _exists(name), f"GLOSSARY.md: {name} is not in the code"


def _exists(name: str) -> bool:
    """Say whether a dotted name is a module or something in one."""
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        module, _, attribute = name.rpartition(".")
        try:
            return hasattr(importlib.import_module(module), attribute)
        except ModuleNotFoundError:
            return False
    return True


def test_the_licence_is_the_projects() -> None:
    assert 'license = "MIT"' in _text(ROOT / "pyproject.toml")
    assert _text(ROOT / "LICENSE").startswith("MIT License")
