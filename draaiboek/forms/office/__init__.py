"""Documents to fill in, made of parts of the text or a letter of our own, and forms that come back.

`sheet` is the content of a document in any format, and `kit` makes one from the text of a variant; `word` (.docx) and
`open_document` (.odt) write it, with the same bytes every time. `spreadsheet` is the content of a form as cells, and
refuses files that are not spreadsheets; `xlsx` and `ods` own the two formats, `web_form` is the page that saves a file.
No formula of anybody's is ever calculated: a cell is text, whatever it begins with (decisions/0020).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from defusedxml.ElementTree import fromstring

from draaiboek.forms.office.open_document import write as open_document
from draaiboek.forms.office.sheet import Sheet
from draaiboek.forms.office.word import write as word

WRITERS: Mapping[str, Callable[[Sheet, int], bytes]] = {"docx": word, "odt": open_document}
"""The formats of a document by file extension; each takes the date of its files, in seconds since 1970."""


def title_of(document: bytes) -> str:
    """Return the title in the metadata of *document*, which we made."""
    with zipfile.ZipFile(io.BytesIO(document)) as file:
        names = file.namelist()
        words = file.read("docProps/core.xml" if "docProps/core.xml" in names else "meta.xml")
    return fromstring(words).findtext(".//{http://purl.org/dc/elements/1.1/}title") or ""
