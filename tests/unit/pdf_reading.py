"""What a reader program finds in a PDF."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf


def bookmarks(pdf: pikepdf.Pdf) -> Iterator[tuple[int, str]]:
    """Yield level and title of each bookmark."""
    with pdf.open_outline(max_depth=6) as outline:
        waiting = [(1, item) for item in reversed(outline.root)]
        while waiting:
            level, item = waiting.pop()
            yield level, item.title
            waiting += [(level + 1, child) for child in reversed(item.children)]


def tags(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the structure types of *pdf* in reading order."""
    waiting = [pdf.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting += list(reversed(list(node)))
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S)
            if "/K" in node:
                waiting.append(node.K)
