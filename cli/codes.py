"""The command that takes a partner's codes in."""

from __future__ import annotations

import json as jsons
import sys
from dataclasses import asdict

from cli.parts import opened
from core.settings import Settings
from ingest.partner_codes import load_codes


async def codes(settings: Settings, *, file: str, reward: str, json: bool) -> int:
    """Print what became of the file; 1 when nothing of it could be used."""
    async with opened(settings) as parts:
        partners = [one.id for one in parts.program.rewards.values() if one.kind == "partner"]
        if reward not in partners:
            known = ", ".join(partners) or "none in rewards.yaml yet"
            raise ValueError(f"--reward: expected a reward of kind partner ({known}), got {reward!r}")
        report = await load_codes(parts.db, file, reward=reward, program=parts.program, clock=parts.clock)
    if json:
        print(jsons.dumps(asdict(report), ensure_ascii=False))  # noqa: T201
    else:
        print(  # noqa: T201
            f"{file}: {report.read:,} codes read, {report.new:,} new, {report.known:,} known already, "
            f"{report.rejected:,} rejected; {report.free:,} of {reward} are free to give"
        )
        for reject in report.rejects:
            print(f"  line {reject.line}: {reject.reason}", file=sys.stderr)  # noqa: T201
    return int(report.read in {0, report.rejected})
