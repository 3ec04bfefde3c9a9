"""The commands that come to an end: each prints what was asked, as text or as one JSON object."""

from __future__ import annotations

import json as jsons
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cli.parts import Parts, embedder_of, opened, with_assistant, with_recommender
from core.errors import BadSettings, NotFound
from core.program import load_program
from core.settings import Settings
from core.texts import DEFAULT_LANGUAGE, LANGUAGES, Language
from ingest.contracts import Kind
from ingest.fields import Terms
from ingest.load import Progress, Report, load
from knowledge.asking import Asker
from knowledge.assistant import Assistant
from knowledge.languages import spoken
from membership import members, recommendations, tiers


async def ask(settings: Settings, *, text: str, member: str | None, lang: str | None, json: bool) -> int:
    """Print what the assistant answers, in `lang` or else in the question's own language."""
    question = sys.stdin.read().strip() if text == "-" else text
    language = spoken(question, DEFAULT_LANGUAGE) if lang is None else _language(lang)
    async with opened(settings) as parts, with_assistant(parts, beside=True) as assistant:
        await _indexed(assistant)
        member_id, tier = await _asking(parts, member)
        asker = Asker(member_id, language, tier, private=True)
        answer = await assistant.answer(question, asker=asker, now=parts.clock.now())
    if json:
        told = {
            "action": answer.action,
            "text": answer.text,
            "sources": [asdict(source) for source in answer.sources],
            "receipts": list(answer.receipts),
            "handoff": answer.handoff,
        }
        return _print(told)
    print(answer.text)  # noqa: T201
    for choice in answer.choices:
        print(f"  · {choice.title}")  # noqa: T201
    return 0


async def import_files(
    settings: Settings,
    *,
    files: list[str],
    kind: Kind,
    channel: str | None,
    dry_run: bool,
    shift_days: int,
    json: bool,
) -> int:
    """Import files one after another; the object that is printed sums them up."""
    async with opened(settings) as parts:
        reports = [
            await load(
                parts.db,
                file,
                kind,
                program=parts.program,
                clock=parts.clock,
                vault=parts.vault,
                channel=channel,
                dry_run=dry_run,
                rejects=settings.data / "rejects",
                shift_days=shift_days,
                progress=_Bar(file),
            )
            for file in files
        ]
    if json:
        _print(_summed(reports))
    else:
        for file, report in zip(files, reports, strict=True):
            _tell(file, report)
    return 0 if all(report.ok and not _useless(report) for report in reports) else 1


async def index(settings: Settings, *, faq: Path | None, json: bool) -> int:
    """Index all sources, and say where what is written disagrees with the rules or with itself."""
    async with opened(settings) as parts, with_assistant(parts) as assistant:
        report = await assistant.library.index(faq)
        found = await assistant.library.contradictions()
    told = asdict(report)
    if json:
        return _print(told | {"contradictions": [asdict(one) for one in found]})
    pairs = told.pop("duplicates")
    _lines(told)
    for first, other in pairs:
        print(f"the same question twice: {first}, {other}")  # noqa: T201
    for one in found:
        print(f"contradiction: {one}")  # noqa: T201
    return 0


async def recommend(settings: Settings, *, member: str, count: int, lang: str, json: bool) -> int:
    """Print picks for one member with the facts behind each; they count as shown."""
    from bot.recommendation_cards import reason

    language = _language(lang)
    async with opened(settings) as parts, with_recommender(parts) as recommender:
        texts = parts.catalogue[language]
        shown = await recommender.suggest(
            member_id=await _member(parts, member),
            count=count,
            placement="asked",
            program=parts.program,
            now=parts.clock.now(),
        )
        told = [
            {
                "product": one.product.id,
                "name": one.product.name.in_(language),
                "score": round(one.pick.score, 4),
                "reason": one.pick.reason.kind.value,
                "text": reason(one, texts),
            }
            for one in shown
        ]
    if json:
        return _print({"member": member, "model": recommender.version, "picks": told})
    for one in told:
        print(f"{one['name']}  ·  {one['text']}")  # noqa: T201
    return 0


async def train(settings: Settings, *, json: bool) -> int:
    async with opened(settings) as parts, with_recommender(parts) as recommender:
        version = await recommender.train(now=parts.clock.now())
        stored = await parts.db.read(recommendations.newest_model)
    size = len(stored[1]) if stored else 0
    return _print({"model": version, "bytes": size}) if json else _lines({"model": version, "bytes": size})


async def evaluate_faq(
    settings: Settings, *, faq: Path, questions: Path, embedding: str | None, json: bool
) -> int:
    from knowledge.evaluation import evaluate_faq as evaluate

    chosen = settings.model_copy(update={"embedding": embedding}) if embedding else settings
    figures = evaluate(faq, questions, await embedder_of(chosen))
    return _print(figures) if json else _lines(figures)


async def evaluate_recommendations(
    settings: Settings, *, orders: Path, splits: Path | None, json: bool
) -> int:
    from insight.evaluation import evaluate_recommendations as evaluate

    figures = evaluate(orders, splits, zone=load_program(settings.program).time_zone)
    return _print(figures) if json else _lines(figures)


async def evaluate_lapse(settings: Settings, *, orders: Path, at: datetime, horizon: int, json: bool) -> int:
    from insight.evaluation import evaluate_lapse as evaluate

    figures = evaluate(orders, at.date(), horizon, zone=load_program(settings.program).time_zone)
    return _print(figures) if json else _lines(figures)


async def _indexed(assistant: Assistant) -> None:
    """Index the FAQ in force if nothing has ever been indexed; otherwise ask what is there."""
    if not await assistant.library.ready():
        await assistant.library.index()


async def _asking(parts: Parts, member: str | None) -> tuple[int | None, str | None]:
    if member is None:
        return None, None
    member_id = await _member(parts, member)
    held = await parts.db.read(
        tiers.standing,
        member_id=member_id,
        program=parts.program,
        now=parts.clock.now(),
    )
    return member_id, held.tier


async def _member(parts: Parts, ref: str) -> int:
    terms = Terms(parts.program, parts.vault, parts.clock.now())
    try:
        return await parts.db.read(members.find, ref=terms.ref({"member_ref": ref}))
    except NotFound:
        raise BadSettings(f"--member: nobody is known as {ref!r}") from None


def _language(given: str) -> Language:
    for language in LANGUAGES:
        if given.lower() == language.lower():
            return language
    raise BadSettings(f"--lang: expected one of {', '.join(LANGUAGES)}, got {given!r}")


class _Bar:
    """A progress line on a terminal's stderr; silent elsewhere."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._shown = sys.stderr.isatty()

    def __call__(self, progress: Progress) -> None:
        if self._shown:
            share = f"{progress.share:4.0%}" if progress.share is not None else ""
            print(f"\r{self._file}: {progress.done:,} rows {share} ", end="", file=sys.stderr)  # noqa: T201


def _summed(reports: list[Report]) -> dict[str, Any]:
    summed: dict[str, Any] = {
        name: sum(getattr(report, name) for report in reports)
        for name in ("read", "created", "updated", "duplicate", "rejected", "points")
    }
    files = [report.rejects_file for report in reports if report.rejects_file]
    summed["rejects_file"] = files[0] if len(files) == 1 else files or None
    summed["seconds"] = round(sum(report.seconds for report in reports), 3)
    summed["failed"] = next((report.failed for report in reports if report.failed), None)
    return summed


def _useless(report: Report) -> bool:
    """Say whether nothing of a file could be used, which is more likely the wrong file than bad rows."""
    return report.read > 0 and report.rejected == report.read


def _tell(file: str, report: Report) -> None:
    print(  # noqa: T201
        f"{file}: {report.read:,} rows read, {report.created:,} created, {report.updated:,} updated, "
        f"{report.duplicate:,} known already, {report.rejected:,} rejected, {report.points:,} points, "
        f"{report.seconds:.1f} s{' (dry run: nothing was written)' if report.dry_run else ''}",
    )
    for reject in report.rejects:
        print(f"  line {reject.line}: {reject.reason}", file=sys.stderr)  # noqa: T201
    if report.rejects_file:
        print(f"  all rejected rows: {report.rejects_file}", file=sys.stderr)  # noqa: T201
    if report.failed:
        print(f"  stopped before the end: {report.failed}", file=sys.stderr)  # noqa: T201


def _print(told: dict[str, Any]) -> int:
    print(jsons.dumps(told, ensure_ascii=False, default=str))  # noqa: T201
    return 0


def _lines(told: dict[str, Any]) -> int:
    for name, value in told.items():
        print(f"{name}: {value}")  # noqa: T201
    return 0
