"""The snippets of docs/api.md and docs/webhooks.md are run as they stand there."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from typing import Any

from core import signatures
from core.clock import Clock
from core.settings import ROOT
from membership import webhooks
from tests.ingest import looks
from tests.web.test_api import Opened, Shop, opened, shop

assert opened
assert shop
assert Opened


def snippet(document: str, language: str) -> str:
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert found, f"{document} has no {language} snippet"
    return found[1]


async def run(*command: str, **more: str) -> str:
    process = await asyncio.create_subprocess_exec(
        *command,
        env=os.environ | more,  # noqa: TID251
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, errors = await process.communicate()
    assert process.returncode == 0, errors.decode()
    return out.decode()


async def test_the_quick_start_works_as_it_is_written(shop: Shop) -> None:
    pos = await shop.channel("orders", "refunds", "read")
    given: dict[str, Any] = {"SECRET": pos.secret, "URL": str(shop.http._base_url).rstrip("/")}
    delivered = await run("bash", "-euc", snippet("api.md", "bash"), **given)
    assert delivered == '{"ref":"T-1001","outcome":"created","points":28}'
    told = await run(sys.executable, "-c", snippet("api.md", "python"), **given)
    refunded, standing = told.splitlines()
    assert refunded == "{'ref': 'R-7', 'outcome': 'created', 'points': -8}"
    assert "'available': 20" in standing
    assert (await shop.db.read(looks.ledger_sums))[0] == 20


async def test_the_receivers_snippet_takes_what_we_sign_and_refuses_what_was_changed() -> None:
    secret, body = signatures.new_secret(), b'{"type":"points.earned"}'
    headers = signatures.headers(secret, message_id="msg_1", at=Clock().now(), body=body)
    program = snippet("webhooks.md", "python") + "\nimport sys\n"
    program += f"print(verified({headers!r}, {body!r})['type'])\n"
    program += (
        f"try:\n    verified({headers!r}, {body + b' '!r})\nexcept ValueError as error:\n    print(error)\n"
    )
    told = await run(sys.executable, "-c", program, SECRET=secret)
    assert told.splitlines() == ["points.earned", "not signed with our key"]


def test_every_kind_of_event_is_documented_and_no_other() -> None:
    text = (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    named = [kind for row in rows for kind in re.findall(r"`([a-z]+\.[a-z]+)`", row)]
    assert sorted(named) == sorted((*webhooks.KINDS, webhooks.TEST))
