"""ISO 8601 durations that have a fixed length."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from sandbox.telegram.request import Refused

_DURATION: Final = re.compile(
    r"^P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?$"
)


def duration(text: str) -> timedelta:
    """Read `P1D`, `PT1H30M`, `P1W`; months and years have no fixed length and are refused."""
    found = _DURATION.match(text.strip().upper())
    parts = {name: float(value) for name, value in found.groupdict().items() if value} if found else {}
    if not parts:
        raise Refused(400, f"{text!r} is no duration; give one like P1D, PT90M or P1W")
    return timedelta(**parts)
