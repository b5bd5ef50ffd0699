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

from draaiboek.base.errors import ToolError
from draaiboek.forms.office.open_document import write as open_document
from draaiboek.forms.office.sheet import Sheet
from draaiboek.forms.office.spreadsheet import DAMAGED
from draaiboek.forms.office.word import write as word

WRITERS: Mapping[str, Callable[[Sheet, int], bytes]] = {"docx": word, "odt": open_document}
"""The formats of a document by file extension; each takes the date of its files, in seconds since 1970."""


_MOST = 100_000  # bytes in which a document of ours says what it is


def title_of(document: bytes) -> str:
    """Return the title in the metadata of *document*, which we made; raises ToolError when we did not."""
    try:
        with zipfile.ZipFile(io.BytesIO(document)) as file:
            inside = "docProps/core.xml" if "docProps/core.xml" in file.namelist() else "meta.xml"
            with file.open(inside) as stream:
                words = stream.read(_MOST)  # a longer one is cut off, and so is not XML
        return fromstring(words).findtext(".//{http://purl.org/dc/elements/1.1/}title") or ""
    except DAMAGED as error:
        message = "een document om in te vullen is geen document van het draaiboek"
        raise ToolError(message, output=str(error)) from error
