"""Documents to fill in: pieces of the text, or a letter of our own, as .docx (Word) and .odt (LibreOffice).

`sheet` is what a document holds, whatever its form, and `kit` makes one of the text of a variant; `word` and
`open_document` write it, with the same bytes every time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from draaiboek.forms.office.open_document import write as open_document
from draaiboek.forms.office.sheet import Sheet
from draaiboek.forms.office.word import write as word

WRITERS: Mapping[str, Callable[[Sheet, int], bytes]] = {"docx": word, "odt": open_document}
"""The forms of a document by the ending of its file; each takes the date of its files, in seconds since 1970."""
