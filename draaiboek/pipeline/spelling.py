"""Spell checking against a Dutch dictionary; only this module knows Hunspell.

The dictionary is part of the program (`draaiboek/dictionary/`): nothing is downloaded. Hunspell takes half a second to
load it, so `check` does this only for those who ask for advice.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from draaiboek.base.diagnostics import Diagnostic, ordered
from draaiboek.base.memo import Memo
from draaiboek.base.model import Source
from draaiboek.check import language, running_text

LANGUAGE = "nl"
_DICTIONARY = Path(__file__).parents[1] / "dictionary"
_MOST = 25  # a suggestion costs a third of a second: a text with more mistakes than this needs something else first


def is_possible() -> bool:
    """Return whether Hunspell is installed: it has no wheel for some machines, and nothing else needs it."""
    return find_spec("hunspell") is not None


def check(source: Source) -> tuple[Diagnostic, ...]:
    """Return the words of *source* that no dictionary knows."""
    from hunspell import Hunspell  # noqa: PLC0415  # not there on every machine

    dictionary = Hunspell(LANGUAGE, hunspell_data_dir=str(_DICTIONARY))
    asked = 0

    def is_word(word: str) -> bool:
        # A capital É may be written without its accent; the dictionary only has the lower-case é.
        forms = (word, f"é{word[1:]}") if word.startswith("Eé") else (word,)
        return any(dictionary.spell(form.replace("’", "'")) for form in forms)

    def suggest(word: str) -> Sequence[str]:
        nonlocal asked
        asked += 1
        return dictionary.suggest(word) if asked <= _MOST else ()

    return ordered(language.spelling(source, running_text.texts(source, Memo()), is_word, suggest))
