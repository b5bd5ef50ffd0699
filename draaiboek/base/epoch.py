"""Dates as timestamps: seconds since 1970, whatever the time zone of the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime

YEARS = range(1980, 2100)
"""The years in which an event of an edition can happen: those that a zip entry and a gzip header can hold."""
_FIRST, _LAST = 315_532_800, 4_102_444_799  # of their seconds


def borne(moment: int) -> int:
    """Return *moment* in seconds since 1970, or the nearest that all our files can hold: a commit may claim any."""
    return min(max(moment, _FIRST), _LAST)


def midnight(day: date) -> int:
    """Return the first second of *day* in UTC, in seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
