"""The arguments of the command line as a table: one function for each subcommand.

A command is imported only when it is used: `check` needs no Typst, no mike and no browser.
"""

from __future__ import annotations

import argparse
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import draaiboek
from draaiboek.base.action import Action
from draaiboek.base.project import Project
from draaiboek.cli import printing
from draaiboek.cli.dutch_parser import Number, Parser

_Commands = Any
"""What add_subparsers returns; argparse does not name it."""
HEAD = "HEAD"
"""The commit that is trusted by default: the one that is checked out."""
_OF_ALL = ("-h", "--help", "--version")
SHELLS = ("bash", "zsh", "fish")
_ROUNDS, _CHAPTERS = 1000, 100_000  # more would take days


@dataclass(frozen=True, slots=True)
class Command:
    """The *function* of a *module* of this room that executes a subcommand; imported when it is needed."""

    module: str
    function: str

    def load(self) -> Callable[[Project, argparse.Namespace], int]:
        """Import and return the function."""
        function: Callable[[Project, argparse.Namespace], int] = getattr(
            import_module(f"draaiboek.cli.{self.module}"), self.function
        )
        return function

    def __call__(self, project: Project, options: argparse.Namespace) -> int:
        """Execute the subcommand, and return the exit code."""
        return self.load()(project, options)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse *arguments*, with `command` set to the function to call; raises UsageError.

    Options without a command are those of `build`.
    """
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in _OF_ALL):
        arguments = ("build", *arguments)
    for_pytest = arguments[:1] == ["test"] and list(arguments[1:]) not in (["-h"], ["--help"])
    command, words = (arguments[:1], arguments[1:]) if for_pytest else (arguments, [])
    options = _table().parse_args(command)
    options.words_for_pytest = list(words)
    return options


def _table() -> argparse.ArgumentParser:
    parser = Parser(prog="build.py", description="Maakt en publiceert dit draaiboek.")
    parser.add_argument("--version", action="version", version=_version(), help="zeg welke versie dit is")
    commands = parser.add_subparsers(title="opdrachten", metavar="opdracht", required=True, parser_class=Parser)
    for family in (_making, _writing, _asking, _consulting, _proposing, _publishing, _maintaining):
        family(commands)
    completion = _command(commands, "completion", "druk af wat je shell nodig heeft om met Tab aan te vullen")
    completion.add_argument("shell", choices=SHELLS, help="de shell")
    completion.set_defaults(command=Command("completing", "completion"), table=parser)
    return parser


def _command(commands: _Commands, name: str, what: str) -> argparse.ArgumentParser:
    """Add the subcommand *name* to *commands*; *what* it does is told in the list, and first in its own explanation."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=what, description=f"{what[0].upper()}{what[1:]}.")
    return parser


def _version() -> str:
    """Return the versions that a bug report has to name."""
    where = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    return f"draaiboek {draaiboek.__version__} ({where})"


def _making(commands: _Commands) -> None:
    build = _command(commands, "build", "controleer en maak alles, in out/ (dit gebeurt ook zonder opdracht)")
    _form(build)
    _fresh(build)
    build.set_defaults(command=Command("making", "build"))

    for name, function, what in (
        ("site", "site", "maak alleen de websites"),
        ("pdf", "pdf", "maak alleen de pdf's"),
    ):
        part = _command(commands, name, what)
        part.add_argument("--sector", action="append", default=[], metavar="S", help="alleen deze sector (herhaalbaar)")
        _form(part)
        _fresh(part)
        part.set_defaults(command=Command("making", function))

    serve = _command(commands, "serve", "toon het draaiboek in de browser terwijl je schrijft, tot Ctrl-C")
    serve.add_argument("--sector", action="append", default=[], metavar="S", help="noem het adres van deze sector")
    serve.add_argument("--port", type=Number(0, 65535), default=8000, metavar="POORT", help="de poort (anders: 8000)")
    serve.add_argument("--pdf", action="store_true", help="noem ook het adres van elke pdf")
    serve.set_defaults(command=Command("serving", "serve"))

    check = _command(commands, "check", "zeg wat er fout is in de tekst, zonder iets te maken")
    _form(check)
    check.add_argument("--codes", action="store_true", help="toon alle codes met hun betekenis")
    check.add_argument("--fix", action="store_true", help="herstel wat kan zonder te raden; toont het eerst")
    check.add_argument("--yes", action="store_true", help="met --fix: schrijf zonder te vragen")
    signed = "met --fix: deze sector las de kerntekst onder haar overlays na; schrijf dat op"
    check.add_argument("--sector", metavar="S", default="", help=signed)
    check.add_argument("--by", metavar="FUNCTIE", default="", help="met --sector: de functie van wie las")
    check.add_argument("--all", action="store_true", help="toon elke plaats, ook wat uit één oorzaak volgt")
    check.add_argument("--advice", action="store_true", help="toon ook de adviezen over de taal")
    check.set_defaults(command=Command("checking", "check"))


def _form(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=sorted(printing.FORMATS), default="text", help="de vorm van de meldingen")


def _fresh(parser: argparse.ArgumentParser) -> None:
    what = "maak alles opnieuw, ook wat niet gewijzigd is sinds de vorige keer"
    parser.add_argument("--fresh", action="store_true", help=what)


def _writing(commands: _Commands) -> None:
    new = _command(commands, "new", "maak een bestand dat meteen juist is")
    kinds = new.add_subparsers(title="soorten", metavar="soort", required=True, parser_class=Parser)
    overlay = _command(kinds, "overlay", "een wijziging van een sector in de kerntekst")
    overlay.add_argument("sector", help="de sector: een map in sectors/")
    overlay.add_argument("target", metavar="PAGINA#ID", help="het doel, bijvoorbeeld afspraken.md#bewaren")
    overlay.add_argument("--action", choices=[str(action) for action in Action], help="de bewerking (anders: einde)")
    overlay.set_defaults(command=Command("new_files", "new_overlay"))
    page = _command(kinds, "page", "een pagina die alleen een sector heeft")
    page.add_argument("sector", help="de sector")
    page.add_argument("file", metavar="BESTAND", help="de naam, bijvoorbeeld stage.md")
    page.set_defaults(command=Command("new_files", "new_page"))
    sector = _command(kinds, "sector", "een sector: een groep lezers met een eigen versie")
    sector.add_argument("sector", metavar="NAAM", help="de naam van de map, bijvoorbeeld vrije-tijd")
    sector.set_defaults(command=Command("new_files", "new_sector"))
    guidebook = _command(kinds, "guidebook", "een tweede draaiboek in een eigen map, met het programma erbij")
    guidebook.add_argument("folder", metavar="MAP", help="een map die nog niet bestaat, buiten dit draaiboek")
    guidebook.add_argument("--name", metavar="NAAM", default="", help="de naam, bijvoorbeeld 'Draaiboek Ouderpunt'")
    guidebook.add_argument("--sector", metavar="S", default="voorbeeld", help="de eerste sector (anders: voorbeeld)")
    guidebook.set_defaults(command=Command("new_files", "new_guidebook_in"))
    edition = _command(kinds, "edition", "de pagina van een nieuwe editie")
    edition.add_argument("edition", metavar="EDITIE", help="het nummer, bijvoorbeeld 2026.2")
    edition.set_defaults(command=Command("new_files", "new_edition"))

    review = _command(commands, "review", "toon wat een sector opnieuw moet lezen, met de gewijzigde woorden eerst")
    review.add_argument("files", nargs="*", metavar="BESTAND", help="alleen deze overlays; met --sector: kernteksten")
    review.add_argument("--accept", action="store_true", help="de tekst is nagelezen: schrijf dat op")
    review.add_argument("--by", metavar="FUNCTIE", default="", help="de functie van wie las (anders: redactie)")
    review.add_argument("--sector", metavar="S", help="teken kernteksten (PAGINA of PAGINA#ID) af voor deze sector")
    review.set_defaults(command=Command("reviewing", "review"))


def _asking(commands: _Commands) -> None:
    shown = _command(commands, "status", "toon per pagina wat elke sector met de kerntekst deed")
    shown.add_argument("--format", choices=("text", "json"), default="text", help="de vorm")
    shown.set_defaults(command=Command("status", "status"))

    impact = _command(commands, "impact", "toon wat een bron, een artikel of een variabele gebruikt")
    impact.add_argument("name", metavar="BRON[#ARTIKEL]", help="bijvoorbeeld wet-2018#art3, of wet.lijst")
    impact.add_argument("--format", choices=("text", "json"), default="text", help="de vorm")
    impact.set_defaults(command=Command("status", "show_impact"))


def _consulting(commands: _Commands) -> None:
    consult = _command(commands, "consult", "laat een sector de tekst nalezen, en beantwoord elke opmerking")
    acts = consult.add_subparsers(title="stappen", metavar="stap", required=True, parser_class=Parser)
    opened = _command(acts, "open", "maak een leeskopie met nummers, en een formulier")
    opened.add_argument("sector", help="de sector die naleest")
    opened.add_argument(
        "--edition",
        metavar="EDITIE",
        required=True,
        help="de editie waaraan je werkt, ook als ze nog geen pagina heeft",
    )
    opened.add_argument("--until", metavar="JJJJ-MM-DD", required=True, help="de laatste dag om te reageren")
    opened.set_defaults(command=Command("consulting", "open_round"))
    imported = _command(acts, "import", "lees formulieren en besluiten in die terugkwamen")
    imported.add_argument("files", nargs="+", metavar="BESTAND", help="een .xlsx, .ods of .json")
    imported.set_defaults(command=Command("consulting", "bring_in"))
    report = _command(acts, "report", "toon hoe ver elke sector staat, en maak de tabel om te beslissen")
    report.add_argument("--edition", metavar="EDITIE", default="", help="de editie (anders: de nieuwste)")
    report.add_argument("--format", choices=("text", "json"), default="text", help="de vorm")
    report.set_defaults(command=Command("consulting", "report"))


def _proposing(commands: _Commands) -> None:
    proposal = _command(commands, "pr-report", "zeg wat een voorstel voor lezers en sectoren wijzigt")
    proposal.add_argument(
        "base", metavar="BASIS", nargs="?", help="de tak of commit waar het bij komt, bijvoorbeeld main"
    )
    proposal.add_argument(
        "head", metavar="VOORSTEL", nargs="?", help="de tak of commit van het voorstel, bijvoorbeeld HEAD"
    )
    proposal.add_argument("--format", choices=("markdown", "html", "json"), default="markdown", help="de vorm")
    proposal.add_argument("--fast", action="store_true", help="tel de bladzijden van de pdf's niet")
    proposal.add_argument("--at", metavar="ADRES", default="", help="waar het voorstel op het web staat, voor de links")
    proposal.add_argument("--branch", metavar="TAK", default="", help="de tak van het voorstel daar")
    proposal.add_argument("--home", metavar="ADRES", default="", help="waar een programma doet wat iemand antwoordt")
    proposal.add_argument("--preview", metavar="ADRES", default="", help="waar de voorvertoning staat")
    proposal.add_argument("--read", metavar="BESTAND", help="vertel een verslag dat als json gemaakt werd")
    proposal.set_defaults(command=Command("proposing", "show"))

    sign = _command(commands, "pr-sign", "teken voor een sector af wat een voorstel van haar vraagt")
    sign.add_argument("base", metavar="BASIS", help="de tak of commit waar het voorstel bij komt")
    sign.add_argument("head", metavar="VOORSTEL", help="de tak of commit van het voorstel; de aftekening komt erop")
    sign.add_argument("--sector", metavar="S", required=True, help="de sector die las")
    sign.add_argument("--account", metavar="@NAAM", required=True, help="wie het zegt, zoals in sector.yml")
    sign.set_defaults(command=Command("proposing", "sign"))

    fix = _command(commands, "pr-fix", "herstel in een voorstel wat zonder gissen kan")
    fix.add_argument("base", metavar="BASIS", help="de tak of commit waar het voorstel bij komt")
    fix.add_argument("head", metavar="VOORSTEL", help="de tak of commit van het voorstel; het herstel komt erop")
    fix.set_defaults(command=Command("proposing", "repair"))

    owners = _command(commands, "owners", "schrijf .github/CODEOWNERS uit draaiboek.yml en de sectoren")
    owners.add_argument("--check", action="store_true", help="zeg alleen of het bestand klopt")
    owners.set_defaults(command=Command("proposing", "owners"))


def _publishing(commands: _Commands) -> None:
    approve = _command(
        commands, "approve", "schrijf op de editiepagina wie de editie goedkeurde; zonder --by en --for: toon de regels"
    )
    approve.add_argument("edition", metavar="EDITIE", help="het nummer, bijvoorbeeld 2026.1")
    approve.add_argument("--by", metavar="FUNCTIE", default="", help="de functie van wie goedkeurt (nooit een naam)")
    approve.add_argument(
        "--for", dest="organisation", metavar="ORGANISATIE", default="", help="de organisatie waarvoor die goedkeurt"
    )
    approve.set_defaults(command=Command("publishing", "approve"))

    publish = _command(commands, "publish", "publiceer een goedgekeurde editie")
    publish.add_argument("edition", metavar="EDITIE", help="het nummer, bijvoorbeeld 2026.1")
    _target(publish)
    _signing(publish)
    _form(publish)
    publish.set_defaults(command=Command("publishing", "publish"))
    _following(commands)

    diff = _command(commands, "diff", "toon wat er gewijzigd is tussen twee edities")
    diff.add_argument("old", metavar="VAN", help="een gepubliceerde editie, of 'werk' voor de tekst van nu")
    diff.add_argument("new", metavar="NAAR", help="een gepubliceerde editie, of 'werk' voor de tekst van nu")
    diff.add_argument("--sector", action="append", default=[], metavar="S", help="alleen deze sector (herhaalbaar)")
    diff.add_argument("--in", dest="folder", metavar="MAP", help="lees de edities uit deze map, niet van de tak")
    diff.set_defaults(command=Command("comparing", "diff"))

    pack = _command(commands, "pack", "maak het pakket voor de verspreider, van een gepubliceerde editie")
    pack.add_argument("edition", metavar="EDITIE", help="het nummer, bijvoorbeeld 2026.1")
    pack.add_argument("--in", dest="folder", metavar="MAP", help="in deze map in plaats van op de tak gh-pages")
    pack.set_defaults(command=Command("packing", "pack"))


def _following(commands: _Commands) -> None:
    verify = _command(commands, "verify", "vergelijk elke byte van wat gepubliceerd is met het manifest")
    verify.add_argument("editions", nargs="*", metavar="EDITIE", help="alleen deze edities")
    verify.add_argument("--in", dest="folder", metavar="MAP", help="in deze map in plaats van op de tak gh-pages")
    verify.add_argument("--rebuild", action="store_true", help="maak de editie opnieuw uit haar commit en vergelijk")
    _trusted(verify, "met --rebuild")
    verify.add_argument(
        "--signers",
        metavar="BESTAND",
        help="wie je vertrouwt, als in 'ALLOWED SIGNERS' van ssh-keygen: kijk de handtekeningen na",
    )
    verify.set_defaults(command=Command("verifying", "verify"))

    for name, function, what, why in (
        ("withdraw", "withdraw", "trek een editie in: er blijft een grafsteen met de reden", True),
        ("rollback", "roll_back", "laat een vroegere editie opnieuw gelden", False),
        ("reskin", "reskin", "vernieuw alleen het uiterlijk van een editie", False),
    ):
        act = _command(commands, name, what)
        act.add_argument("edition", metavar="EDITIE", help="het nummer, bijvoorbeeld 2026.1")
        act.add_argument(
            "--reason", metavar="REDEN", required=why, default="", help="waarom; de lezer krijgt dit te zien"
        )
        _target(act)
        _signing(act)
        if function == "reskin":
            _trusted(act, "om de editie opnieuw te maken")
        act.set_defaults(command=Command("lifecycle", function))

    sign = _command(commands, "sign", "onderteken wat gepubliceerd is, met een sleutel van OpenSSH")
    sign.add_argument("edition", metavar="EDITIE", help="het nummer, bijvoorbeeld 2026.1")
    _target(sign)
    sign.add_argument("--key", metavar="BESTAND", default="", help="de sleutel (anders: die waarmee git ondertekent)")
    sign.set_defaults(command=Command("lifecycle", "sign"), sign=True)

    day = _command(commands, "on-date", "zeg welke editie op een dag gold")
    day.add_argument("day", metavar="JJJJ-MM-DD", help="de dag, bijvoorbeeld 2027-03-01")
    day.add_argument("--in", dest="folder", metavar="MAP", help="in deze map in plaats van op de tak gh-pages")
    day.add_argument("--format", choices=("text", "json"), default="text", help="de vorm")
    day.set_defaults(command=Command("verifying", "on_date"))


def _target(parser: argparse.ArgumentParser) -> None:
    target = parser.add_mutually_exclusive_group()
    target.add_argument("--to", metavar="MAP", help="in een map in plaats van op de tak gh-pages")
    target.add_argument("--push", action="store_true", help="op de tak gh-pages van de server (origin)")


def _signing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sign", action="store_true", help="onderteken het ook, met een sleutel van OpenSSH")
    parser.add_argument("--key", metavar="BESTAND", default="", help="met deze sleutel (anders: die van git)")


def _trusted(parser: argparse.ArgumentParser, when: str) -> None:
    what = f"{when}: voer alleen uit wat in deze tak of dit label zit (anders: HEAD, waar je nu staat)"
    parser.add_argument("--trusted", metavar="TAK", default=HEAD, help=what)


def _maintaining(commands: _Commands) -> None:
    schemas = _command(commands, "schemas", "schrijf de schema's voor je editor opnieuw")
    schemas.set_defaults(command=Command("new_files", "write_schemas"))

    bench = _command(commands, "bench", "meet wat alles kost, naast andere programma's (in alles: uren)")
    bench.set_defaults(command=Command("benching", "everything"), rounds=3, sizes=[])
    more = bench.add_subparsers(title="een deel ervan", metavar="meting", parser_class=Parser)
    for name, function, what in (
        ("site", "site", "meet websites naast MkDocs, ProperDocs, Zensical en Hugo"),
        ("serve", "serve", "meet hoe snel je ziet wat je bewaart, met Chromium"),
        ("pdf", "pdf", "meet websites en pdf's naast MkDocs met mkdocs-to-pdf (heeft Pango nodig)"),
    ):
        part = _command(more, name, what)
        part.add_argument(
            "--rounds", type=Number(1, _ROUNDS), default=3, metavar="N", help="hoe vaak, om beurten (anders: 3)"
        )
        part.set_defaults(command=Command("benching", function))
    publication = _command(more, "publish", "meet hoe een publicatie groeit met het aantal edities")
    publication.set_defaults(command=Command("benching", "publication"))
    growth = _command(more, "scale", "meet hoe alles groeit met de tekst, en werk de tabel en de tekening bij")
    growth.add_argument(
        "sizes", nargs="*", type=Number(1, _CHAPTERS), metavar="HOOFDSTUKKEN", help="zoveel (anders: 30 tot 1920)"
    )
    growth.set_defaults(command=Command("benching", "scale"))

    demo = _command(commands, "demo", "toon in een lege map hoe edities elkaar opvolgen")
    demo.add_argument("folder", metavar="MAP", help="een map die nog niet bestaat, buiten het draaiboek")
    demo.add_argument(
        "--real", action="store_true", help="met de echte tekst (minuten), niet met een klein, verzonnen draaiboek"
    )
    demo.add_argument("--serve", action="store_true", help="toon de demonstratie daarna in de browser, tot Ctrl-C")
    demo.add_argument(
        "--address", metavar="ADRES", default="http://127.0.0.1:8000", help="waar ze te zien is, op deze machine"
    )
    demo.set_defaults(command=Command("demonstrating", "show"))

    audit = _command(commands, "audit", "kijk of iedereen elke pagina van out/site kan gebruiken (met Chromium)")
    audit.add_argument("--accept", action="store_true", help="bewaar de cijfers voor de toegankelijkheidsverklaring")
    audit.set_defaults(command=Command("auditing", "check_reach"))
    looking = audit.add_subparsers(title="iets anders bekijken", metavar="onderwerp", parser_class=Parser)
    search = _command(looking, "search", "kijk of lezers op de website vinden wat ze zoeken (met Chromium)")
    search.set_defaults(command=Command("searching", "check_search"))
    tasks = _command(looking, "tasks", "kijk of lezers op een telefoon snel bij hun antwoord zijn (met Chromium)")
    tasks.set_defaults(command=Command("task_audit", "check_tasks"))
    texts = _command(looking, "words", "kijk of elk woord van de tekst in elke vorm van out/site staat")
    texts.set_defaults(command=Command("word_audit", "check_words"))
    pdfs = _command(looking, "pdf", "kijk of elke pdf van out/site voor iedereen is (met veraPDF, als die er is)")
    pdfs.set_defaults(command=Command("pdf_audit", "check_pdfs"))
    epubs = _command(looking, "epub", "kijk of elk e-boek van out/site er een is (met epubcheck en Java)")
    epubs.set_defaults(command=Command("epub_audit", "check_epubs"))

    test = _command(commands, "test", "voer de tests uit; wat volgt gaat naar pytest")
    test.epilog = "Bijvoorbeeld: test -k overlay. Alle keuzes van pytest: .venv/bin/pytest --help"
    test.set_defaults(command=Command("testing", "test"))
