"""`build.py serve`: the guidebook in the browser while somebody writes it."""

from __future__ import annotations

import argparse
import signal
import threading
from functools import partial

from draaiboek.base import watch
from draaiboek.base.errors import ToolError, why
from draaiboek.base.live_server import live_server
from draaiboek.base.project import Project
from draaiboek.cli.printing import say, show
from draaiboek.editions.revision import epoch
from draaiboek.pipeline import lookup, preview, review
from draaiboek.render.layout import folder_of, pdf_name


def serve(project: Project, options: argparse.Namespace) -> int:
    """Show the text in the browser, and every change to it at once, until Ctrl-C."""
    shown = preview.open_preview(project, epoch(project, default=0))
    known = [variant.slug for variant in shown.checked.variants] if shown.checked else options.sector
    for slug in options.sector:
        lookup.refuse_unknown(slug, known)
    try:
        server = live_server(partial(preview.answer, shown), shown.news, options.port)
    except OSError as error:
        message = f"de poort {options.port} is niet vrij: {why(error)}"
        raise ToolError(message, hint="Stop wat er draait, of kies een andere met --port.") from error
    # A shell ignores Ctrl-C for what a script starts in the background; that has to be stoppable too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    start = f"http://127.0.0.1:{server.server_port}/"
    places = (project.docs, project.sectors, project.overlays, project.identity, project.theme, project.config)
    with server, watch.watched(places) as changes:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        _tell(shown, start, options)
        try:
            for changed in changes:
                show(preview.renew(shown, changed).problems)
        except KeyboardInterrupt:
            say("Gestopt.")
        server.shutdown()
    return 0


def _tell(shown: preview.Preview, start: str, options: argparse.Namespace) -> None:
    """Say where to look."""
    if shown.checked is None:
        say("De tekst heeft fouten; los ze op, dan verschijnt het draaiboek vanzelf.")
    for variant in shown.checked.variants if shown.checked else ():
        if not options.sector or variant.slug in options.sector:
            say(f"{start}{folder_of(variant)} {variant.title}")
            if options.pdf:
                say(f"{start}{pdf_name(variant)} de pdf")
    if shown.checked and any(review.stale(shown.checked.source, shown.checked.read)):
        say(f"{start}{preview.READING.removeprefix('/')} wat sectoren opnieuw moeten lezen")
    say(f"{start} volgt wat je bewaart; stop met Ctrl-C")
