from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import BadPrompt
from knowledge.prompts import FOLDER, load_prompt


@pytest.mark.parametrize("name", sorted(file.stem for file in FOLDER.glob("*.md")))
def test_every_prompt_file_is_versioned_and_declares_its_variables(name: str) -> None:
    prompt = load_prompt(name)
    assert prompt.version.startswith(f"{name}-")
    assert "{{" not in prompt.fill(**dict.fromkeys(prompt.variables, "x"))


def test_no_two_prompts_share_a_version() -> None:
    versions = [load_prompt(file.stem).version for file in FOLDER.glob("*.md")]
    assert len(versions) == len(set(versions)) > 1


@pytest.mark.parametrize(
    "text",
    [
        "no head",
        "---\nvariables: []\n---\nx",
        "---\nversion: a-1\nvariables: [b]\n---\nx",
        "---\nversion: a-1\n---\n{{c}}",
        "---\n[\n---\nx",
    ],
)
def test_a_faulty_prompt_is_refused_by_name(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(BadPrompt, match=r"^a\.md"):
        load_prompt("a", tmp_path)


def test_a_value_that_is_missing_or_unknown_is_refused() -> None:
    with pytest.raises(BadPrompt, match="correction"):
        load_prompt("correction").fill()


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert "{{unsupported}}" in load_prompt("correction").fill(unsupported="{{unsupported}}")
