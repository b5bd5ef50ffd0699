"""What the work costs compared with other programs, and how that grows; each bench yields the lines of its tables.

`site`, `serve` and `pdf` alternate with other programs (`peers`), which get the same text as ordinary Markdown
(`markdown`); `publication` and `scale` are measured with made-up texts (`guidebooks`).
"""

from draaiboek.lab.bench import pdf, publication, scale, serve, site

__all__ = ["pdf", "publication", "scale", "serve", "site"]
