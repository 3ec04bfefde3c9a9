"""Make `sandbox/schema.json` from the Bot API description in aiogram's source distribution.

pip download --no-binary :all: --no-deps aiogram==3.31.0 && tar xzf aiogram-3.31.0.tar.gz
python tools/make_schema.py aiogram-3.31.0/.butcher sandbox/schema.json
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

CONSTANT = re.compile(r"(?:always|must be) (?!one of)[“”'\"]?([a-z_]+)[“”'\"]?\.?(?:$| )")
NAMED = re.compile(r"(?:return|success|will return|sent)", re.IGNORECASE)
ANSWER = re.compile(r"(Array of [A-Z]\w+|\b[A-Z]\w+\b)")
# What the prose does not say in a form that a pattern can read.
SPOKEN = {
    "getMyCommands": "Array of BotCommand",
    "getGameHighScores": "Array of GameHighScore",
    "setGameScore": "Message or True",
    "getWebhookInfo": "WebhookInfo",
    "copyMessage": "MessageId",
    "getChatMemberCount": "Integer",
    "exportChatInviteLink": "String",
    "createInvoiceLink": "String",
    "getManagedBotToken": "String",
    "replaceManagedBotToken": "String",
}


# What is taken as well, as the prose of the description says or old clients rely on.
ALSO = {
    ("ReplyKeyboardMarkup", "keyboard"): "Array of Array of KeyboardButton or String",
    ("sendPoll", "options"): "Array of InputPollOption or String",
}


def constant(kind: str, text: str) -> str:
    found = CONSTANT.search(text) if kind == "String" else None
    return f"={found[1]}" if found else ""


def fields(entity: dict[str, Any]) -> dict[str, str]:
    """Map a name to its type; `!` marks a required one, `=x` one that is always `x`."""
    return {
        each["name"]: ALSO.get((entity["name"], each["name"]), each["type"])
        + ("!" if each.get("required") else "")
        + (
            constant(each["type"], each["description"])
            if each["name"] in {"type", "status", "source"}
            else ""
        )
        for each in entity["annotations"]
    }


def returned(entity: dict[str, Any], known: set[str]) -> str:
    if entity["name"] in SPOKEN:
        return SPOKEN[entity["name"]]
    sentences = re.split(r"(?<=\.)\s", entity["description"])
    for sentence in reversed([each for each in sentences if NAMED.search(each)]):
        named = [
            each
            for each in ANSWER.findall(sentence)
            if each.removeprefix("Array of ") in known or each == "True"
        ]
        if "Message" in named and "True" in named:
            return "Message or True"
        if named:
            return str(named[0])
    return "True"


def main(butcher: Path, target: Path) -> None:
    described = json.loads((butcher / "schema" / "schema.json").read_text())
    entities = [child for group in described["items"] for child in group["children"]]
    types = {each["name"]: each for each in entities if each["category"] == "types"}
    methods = {each["name"]: each for each in entities if each["category"] == "methods"}
    unions, objects = {}, {}
    for name, each in types.items():
        parts = re.findall(r"^ ?- (\w+)$", each["description"], re.MULTILINE)
        if each["annotations"] or not parts:
            objects[name] = fields(each)
        else:
            unions[name] = parts
    # A block of rich text nests itself; a String or an Array of it is valid too.
    if "RichText" in unions:
        unions["RichText"] += ["String", "Array of RichText"]
    table = {
        "api": described["api"]["version"],
        "methods": {n: {"params": fields(e), "returns": returned(e, set(types))} for n, e in methods.items()},
        "unions": unions,
        "types": objects,
    }
    lines = [
        f' "{key}": '
        + (
            json.dumps(part, ensure_ascii=False)
            if isinstance(part, str)
            else "{\n"
            + ",\n".join(
                f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False, separators=(',', ':'))}"
                for name, value in sorted(part.items())
            )
            + "\n }"
        )
        for key, part in table.items()
    ]
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{target}: {len(methods)} methods, {len(types)} types, {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
