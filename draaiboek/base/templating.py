"""Templates of our own packages: every value in them is escaped, and a value that is missing is an error.

The name says how to escape: `.html` is HTML, `.md` is Markdown as GitHub and GitLab show it in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from draaiboek.base import characters

# Every ASCII character that can have a meaning: formatting, a link or HTML.
_SIGNS = re.compile(r"[!-+.-/:<-@\[-`{-~-]")


# A Git host looks for these in the rendered Markdown, so an entity does not hide them: a mention of somebody, who then
# gets a mail, and the number of an issue. It does not look inside a block of code.
_CALLS = re.compile(r"@(?=[A-Za-z0-9])|#(?=\d)|(?<=GH)-(?=\d)", re.IGNORECASE)
_NOTHING = "\u200b"


class Code(str):
    """Words for a block of code, to be copied: their white space is kept, and nothing is inserted between them."""

    __slots__ = ()


def render(package: str, name: str, words: Mapping[str, Any]) -> str:
    """Return template *name* of *package* ('draaiboek.editions.publish') with *words* filled in."""
    return _environment(package, markdown if name.endswith(".md") else None).get_template(name).render(words)


def render_strangers(package: str, name: str, words: Mapping[str, Any]) -> str:
    """Return template *name* of *package*, in HTML, with *words* of anybody filled in: what nobody sees is named."""
    return _environment(package, _named).get_template(name).render(words)


def markdown(words: object) -> str:
    """Return *words* so that Markdown shows them as they are, on one line, and a Git host notifies nobody.

    Invisible characters are named: a file name can reverse the text that follows it, or control a terminal.
    """
    if isinstance(words, Code):
        text = characters.named(words)
    else:
        text = _CALLS.sub(rf"\g<0>{_NOTHING}", characters.named(" ".join(str(words).split())))
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


def _named(words: object) -> object:
    return characters.named(words) if type(words) is str else words  # what a macro made was filled in already


@cache
def _environment(package: str, finalize: Callable[[object], object] | None) -> Environment:
    return Environment(
        loader=PackageLoader(package, "templates"),
        autoescape=finalize is not markdown,  # noqa: S701  # for Markdown `finalize` escapes
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
