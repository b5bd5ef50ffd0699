"""`build.py demo`: a guidebook with made-up editions in a folder of its own, and a server to look at it."""

from __future__ import annotations

import argparse
import re
from urllib.parse import urlsplit

from draaiboek.base import web_server
from draaiboek.base.errors import UsageError
from draaiboek.base.project import Project
from draaiboek.cli.printing import answer, say
from draaiboek.lab.demo import demonstration
from draaiboek.pipeline.published import folder_outside

_WEB_ADDRESS = re.compile(r"http://127\.0\.0\.1:([1-9]\d{0,4})(/[a-z0-9-]+)*", re.ASCII)
_LAST_PORT = 65535


def show(project: Project, options: argparse.Namespace) -> int:
    """Make the demonstration in an empty folder and, with --serve, serve it; one made before is only served."""
    folder = folder_outside(project, options.folder)
    if not options.serve or not demonstration.is_ready(folder):
        address = _address(options.address)
        make = demonstration.make_real if options.real else demonstration.make_small
        for line in make(project, folder, address, say=lambda text: say(f"demo: {text}")):
            answer(line)
    answer("\n".join(demonstration.where(folder)))
    if options.serve:
        where = urlsplit(demonstration.address_of(folder))
        web_server.host(folder / demonstration.WEB, where, told=say)
    return 0


def _address(name: str) -> str:
    address = name.rstrip("/")
    known = _WEB_ADDRESS.fullmatch(address)
    if not known or int(known[1]) > _LAST_PORT:
        message = f"'{name}' is geen adres op deze machine met een poort"
        raise UsageError(message, hint="Schrijf bijvoorbeeld http://127.0.0.1:8000 of http://127.0.0.1:8000/draaiboek.")
    return address
