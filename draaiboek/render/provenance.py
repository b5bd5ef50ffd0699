"""The attribute in which a rendered page says where in the editors' files a piece of it was written."""

from __future__ import annotations

from pathlib import PurePosixPath

from lxml.html import HtmlElement

from draaiboek.base.model import Origin

ATTRIBUTE = "data-bron"


def attribute(origin: Origin) -> str:
    """Return the attribute that says *origin*, as HTML."""
    return f'{ATTRIBUTE}="{origin.path}:{origin.line}"'


def marked(element: HtmlElement) -> Origin | None:
    """Return the place that *element* itself carries."""
    path, _, line = element.get(ATTRIBUTE, "").rpartition(":") if isinstance(element.tag, str) else ("", "", "")
    return Origin(PurePosixPath(path), int(line)) if path and line.isdecimal() else None


def of_page(body: HtmlElement, page: PurePosixPath) -> Origin:
    """Return the file of *page*, whose text is *body*: that of its first block, else its place in docs/."""
    first = next((found for element in body.iter() if (found := marked(element))), None)
    return Origin(first.path if first else PurePosixPath("docs") / page)
