"""MkDocs with mkdocs-to-pdf, to measure against: an environment of its own, and a configuration beside ours."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import yaml

from draaiboek.base import process
from draaiboek.base.errors import ToolError
from draaiboek.base.project import Project
from draaiboek.bootstrap import BENCH, INSTALL

_PANGO = "Installeer Pango (Debian en Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."


def environment(root: Path, into: Path) -> Path:
    """Return the Python of an environment in *into* that has the packages of the lock `BENCH` in *root*.

    It is made once. Raises ToolError when mkdocs-to-pdf cannot draw here.
    """
    pins = root / BENCH
    python = into / "bin" / "python"
    stamp = into / hashlib.sha256(pins.read_bytes()).hexdigest()[:16]
    if not stamp.exists():
        shutil.rmtree(into, ignore_errors=True)
        process.run([sys.executable, "-m", "venv", into], cwd=root)
        process.run([python, "-I", *INSTALL, "--quiet", "-r", pins], cwd=root)
        stamp.touch()
    try:
        process.run([python, "-I", "-c", "import weasyprint"], cwd=root)
    except ToolError as error:
        message = "mkdocs-to-pdf kan niet starten: het systeem heeft de bibliotheek Pango niet"
        raise ToolError(message, hint=_PANGO, output=error.output) from error
    return python


def configure(project: Project, slug: str, into: Path) -> Path:
    """Write in *into* the configuration that makes site and book of the composed text of *slug*, and return it."""
    settings = {
        "INHERIT": str(project.stage / slug / "mkdocs.yml"),
        "docs_dir": str(project.stage / slug / "docs"),
        "site_dir": str(into / "site"),
        "strict": False,
        "theme": {"custom_dir": str(project.root / "draaiboek" / "theme")},
        "plugins": [
            {"search": {"lang": "nl"}},
            {"to-pdf": {"author": "-", "copyright": "-", "output_path": "book.pdf"}},
        ],
    }
    into.mkdir(parents=True, exist_ok=True)
    path = into / "mkdocs.yml"
    path.write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")
    return path


def build(python: Path, configuration: Path) -> int:
    """Make site and book; return 0."""
    process.run(
        [python, "-I", "-X", "utf8", "-m", "mkdocs", "build", "--clean", "-f", configuration], cwd=configuration.parent
    )
    return 0
