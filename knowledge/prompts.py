"""Versioned prompt files: front matter that declares version and variables, and text with `{{name}}` places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from core.settings import ROOT
from knowledge.errors import BadPrompt

FOLDER = ROOT / "prompts"
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt; `version` is stored with every answer that it took part in."""

    name: str
    version: str
    variables: frozenset[str]
    text: str

    def fill(self, **values: str) -> str:
        """Put the values in; raise BadPrompt unless they are exactly the declared ones."""
        if values.keys() != self.variables:
            raise BadPrompt(
                f"{self.name}: expected the values {sorted(self.variables)}, got {sorted(values)}"
            )
        return _PLACE.sub(lambda place: values[place.group(1)], self.text)


def load_prompt(name: str, folder: Path = FOLDER) -> Prompt:
    """Read `<name>.md`; raise BadPrompt when it lacks a version or its variables are not those of its text."""
    file = folder / f"{name}.md"
    try:
        _, head, text = file.read_text(encoding="utf-8-sig").split("---\n", 2)
        told = yaml.safe_load(head)
        version, declared = str(told["version"]), frozenset(told.get("variables") or ())
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise BadPrompt(f"{file.name}: expected front matter with version and variables: {error!r}") from None
    used = frozenset(_PLACE.findall(text))
    if used != declared:
        raise BadPrompt(
            f"{file.name}: variables: expected the places of the text {sorted(used)}, got {sorted(declared)}"
        )
    return Prompt(name, version, declared, text.strip())
