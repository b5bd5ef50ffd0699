"""Dates as timestamps: seconds since 1970, whatever the time zone of the machine."""

from __future__ import annotations

from datetime import UTC, date, datetime


def midnight(day: date) -> int:
    """Return the first second of *day* in UTC, in seconds since 1970."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
