"""How time and memory grow with the text, beside other programs; each bench yields the lines of its table."""

from draaiboek.lab.bench import pdf, publication, text

__all__ = ["pdf", "publication", "text"]
