"""Rule versions: kept when first used, so that what was earned under one can be computed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy.orm import Session

from core.program import EarningTerms, Program
from db.queries import versions as rows


@dataclass(frozen=True, slots=True)
class Recorded:
    """A version as it stands in the table; `new` is false when it was there before."""

    version: str
    new: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A version that was used: since when, and its rules, unless this software can't read them any more."""

    version: str
    effective_at: datetime
    terms: EarningTerms | None


def record(session: Session, *, program: Program, now: datetime) -> Recorded:
    """Keep the program's version with all that earning is computed by; once, however many processes start."""
    # Defaults are written out: a later release may have others, and the past must not change with them.
    rules = program.earning_terms.model_dump(mode="json", by_alias=True)
    return Recorded(program.version, rows.put(session, program.version, now, rules))


def recall(session: Session, *, version: str) -> Past | None:
    """Return a version that was recorded here, or None for one of a time before versions were kept."""
    found = rows.get(session, version)
    if found is None:
        return None
    effective_at, rules = found
    try:
        return Past(version, effective_at, EarningTerms.model_validate(rules))
    except ValidationError:
        return Past(version, effective_at, None)
