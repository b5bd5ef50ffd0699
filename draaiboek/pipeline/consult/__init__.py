"""A consultation: a sector reads a text, says what it thinks, and gets an answer (decisions/0020).

`opening` sends out a text with numbered paragraphs, `importing` reads back remarks and decisions, and `reporting` says
how far the consultation has come.
"""
