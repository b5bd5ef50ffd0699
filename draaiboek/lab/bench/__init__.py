"""What the work costs beside other programs, and how it grows; each bench yields the lines of its tables.

`site`, `serve` and `pdf` are measured in turns with other programs (`peers`), which get the same text as ordinary
Markdown (`markdown`); `publication` and `scale` with made-up texts (`guidebooks`).
"""

from draaiboek.lab.bench import pdf, publication, scale, serve, site

__all__ = ["pdf", "publication", "scale", "serve", "site"]
