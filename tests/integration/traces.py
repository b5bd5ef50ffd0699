"""What a machine and its user could leave in a file: conspicuous names to search for, and an unpacker of archives."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Iterator

import pikepdf

FOLDER, HOME, USER, HOST, AUTHOR = "zolder-9f3a", "thuis-7b1c", "gebruiker-5d2e", "machine-8c4d", "auteur-6e5f"
# A path on a machine, of Linux, macOS or Windows; and the names that tools give their temporary folders.
PATHS = re.compile(
    rb"/(?:home|root|tmp|var|private|Users|usr|opt|mnt)/[\w.-]+/|[A-Z]:\\\\?Users|draaiboek-[a-z0-9_]{8}\b"
)


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield *content* and everything packed in it, each with its path through the archives."""
    yield name, content
    if name.endswith((".zip", ".epub", ".docx", ".odt", ".xlsx", ".ods")):
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            yield f"{name} (comment)", pack.comment
            for info in pack.infolist():
                yield f"{name}!{info.filename} (kept beside it)", info.extra + info.comment + info.filename.encode()
                yield from unpacked(f"{name}!{info.filename}", pack.read(info))
    elif name.endswith(".gz"):
        yield f"{name}!", gzip.decompress(content)
    elif name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for number, thing in enumerate(pdf.objects):
                yield f"{name}!{number}", thing.unparse(resolved=False)
                if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") != "/Image":
                    yield f"{name}!{number} (stream)", thing.read_bytes()
