"""Whose fault a failed write is: the content's, which concerns one thing only, or the database's."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

from core.errors import Refusal

_DATA_FAULTS = ("22", "23")  # SQLSTATE classes: a value that the database can't hold, a constraint


def is_data_fault(error: BaseException) -> bool:
    """Say whether the content is at fault (then only its row is refused), not the database or the disk."""
    if isinstance(error, Refusal | OverflowError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state[:2] in _DATA_FAULTS if state else type(error).__name__ in {"IntegrityError", "DataError"}


def one_line(error: BaseException) -> str:
    """Return what an error says, in one line of at most 200 characters."""
    told = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return " ".join(str(told).split())[:200] or type(error).__name__
