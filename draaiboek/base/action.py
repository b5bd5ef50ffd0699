"""What an overlay can do. Not in the model, because the command line names it without loading a text."""

from __future__ import annotations

from enum import StrEnum


class Action(StrEnum):
    """What an overlay does to its target; the values are the editor's words."""

    BEGIN = "begin"
    END = "einde"
    REPLACE = "vervang"
    OMIT = "weglaten"
    FILL = "vul"
