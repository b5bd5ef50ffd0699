"""Take the Dutch stemmer in vendor/ out of the wheels that it is published in; see README.md.

Run by hand when the stemmer changes, never by a build: `python draaiboek/search/make.py FOLDER`, where FOLDER holds
the wheels. Refuses a wheel whose SHA-512 is not the one below; writes exactly the bytes of the wheel.
"""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

VENDOR = Path(__file__).parent / "vendor"
WHEELS = {
    "sphinx-9.0.4-py3-none-any.whl": (
        "a0a0a73d6887697aced3ba03fff04fa05733f84e3b39dfb0146924c53233d3fb"
        "5eda93e77045eee35afd1a3380c094d1327b7110f0bb69c5318843aa71449513"
    ),
    "snowballstemmer-3.1.1-py3-none-any.whl": (
        "685e97ea41ea570d626a7f1549c3648a8abc191cc3f71b0ecb77268e8ce2a7f8"
        "ea65fef58b196fde36a1c0378ce703be9f29b2304e8e640c01c34b0694a90d95"
    ),
}
FILES = (
    ("sphinx-9.0.4-py3-none-any.whl", "sphinx/search/minified-js/base-stemmer.js", "base-stemmer.js"),
    ("sphinx-9.0.4-py3-none-any.whl", "sphinx/search/minified-js/dutch_porter-stemmer.js", "dutch_porter-stemmer.js"),
    ("snowballstemmer-3.1.1-py3-none-any.whl", "snowballstemmer-3.1.1.dist-info/licenses/COPYING", "COPYING.txt"),
)


def main(folder: Path) -> None:
    """Write the files of vendor/ from the wheels in *folder*."""
    VENDOR.mkdir(exist_ok=True)
    for wheel, member, name in FILES:
        found = hashlib.sha512((folder / wheel).read_bytes()).hexdigest()
        if found != WHEELS[wheel]:
            sys.exit(f"{wheel} is not the file that was reviewed: its SHA-512 is {found}")
        with zipfile.ZipFile(folder / wheel) as archive:
            (VENDOR / name).write_bytes(archive.read(member))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
