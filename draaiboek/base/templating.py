"""Templates of a package of ours: every word in them is escaped, and a word that is missing is an error.

What is escaped follows from the name: `.html` is HTML, `.md` is Markdown as GitHub and GitLab show it in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from draaiboek.base import characters

# Every sign of ASCII that can mean something: a look, a link or HTML.
_SIGNS = re.compile(r"[!-+.-/:<-@\[-`{-~-]")


# A Git host looks for these in what Markdown became, so that an entity hides nothing: somebody called by name, who then
# gets a mail, and the number of an issue. Within a block of code it does not look.
_CALLS = re.compile(r"@(?=[A-Za-z0-9])|#(?=\d)|(?<=GH)-(?=\d)", re.IGNORECASE)
_NOTHING = "\u200b"


class Code(str):
    """Words for a block of code, to be copied: every space of them stays, and nothing comes between them."""

    __slots__ = ()


def render(package: str, name: str, words: Mapping[str, Any]) -> str:
    """Return template *name* of *package* ('draaiboek.editions.publish') with *words* filled in."""
    return _environment(package, markdown if name.endswith(".md") else None).get_template(name).render(words)


def render_strangers(package: str, name: str, words: Mapping[str, Any]) -> str:
    """Return template *name* of *package*, in HTML, with *words* of anybody filled in: what nobody sees is named."""
    return _environment(package, _named).get_template(name).render(words)


def markdown(words: object) -> str:
    """Return *words* so that Markdown shows them as they are, on one line, and a Git host calls nobody.

    What nobody sees is named: the name of a file can turn around what stands behind it, or write on a terminal.
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
