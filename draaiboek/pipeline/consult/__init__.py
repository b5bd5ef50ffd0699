"""A consultation: a sector reads a text, says what it thinks, and gets an answer (decisions/0020).

A text with numbered paragraphs goes out (`opening`), remarks and decisions come back (`importing`), `reporting` says
how far that is.
"""
