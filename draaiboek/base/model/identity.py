"""The identity of a guidebook (draaiboek.yml): its names, its addresses, its licence."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Licence:
    """What a reader may do with the text: *sentence* in full and *brief* say it, each with a name and an address."""

    name: str = ""
    short: str = ""
    address: str = ""
    sentence: str = ""
    brief: str = ""


@dataclass(frozen=True, slots=True)
class Audience:
    """What readers call the groups that have a variant of their own: *one* 'sector', *many* 'sectoren'."""

    one: str = "doelgroep"
    many: str = "doelgroepen"
    question: str = "Voor welke doelgroep lees je?"


@dataclass(frozen=True, slots=True)
class Identity:
    """The words that every published form of the guidebook bears.

    *slug* is part of the names of files, feeds, caches and keys. *address* is where the editions are on the web and
    *repository* where the text is kept, both without a slash at the end. *contact* answers questions, practice reports
    to *feedback*, and is answered *answer_within* some time; these and *repository* may be ''. *keepers* are the
    accounts on the Git host that answer for the program and the core text.
    *status* says what the text is until it is made official ('' from then on), *caution* what it is not.
    Print is for paper with *sides* sides, has the picture *mark* on its cover, and space to write what *fill_in* names.
    *cited* are the short names of its sources that are one hyphenated word, such as that of a law: 'AB-wet'.
    """

    name: str = "Draaiboek"
    short: str = "Draaiboek"
    slug: str = "draaiboek"
    address: str = "https://draaiboek.example"
    repository: str = ""
    publisher: str = ""
    contact: str = ""
    feedback: str = ""
    answer_within: str = ""
    status: str = ""
    caution: str = ""
    keywords: tuple[str, ...] = ()
    licence: Licence = field(default_factory=Licence)
    language: str = "nl-BE"
    audience: Audience = field(default_factory=Audience)
    examples: tuple[str, ...] = ()
    keepers: tuple[str, ...] = ()
    sides: int = 2
    fill_in: tuple[str, ...] = ()
    mark: str = ""
    cited: tuple[str, ...] = ()

    @property
    def status_inside(self) -> str:
        """The status inside a sentence."""
        return self.status[:1].lower() + self.status[1:]

    @property
    def standing(self) -> str:
        """What the text is and what it is not, in sentences; '' for an official text without caution."""
        return " ".join(filter(None, (f"{self.status}." if self.status else "", self.caution)))

    @property
    def unbroken(self) -> tuple[str, ...]:
        """The names whose hyphen may not end a line: the short name and those *cited*, the longest first."""
        names = {self.short, *self.cited}
        return tuple(sorted((name for name in names if "-" in name), key=lambda name: (-len(name), name)))

    @property
    def before_short(self) -> str:
        """What precedes the short name in the name: 'Draaiboek'; the whole name if it does not end in the short one."""
        return self.name.removesuffix(self.short).rstrip() if self.name.endswith(self.short) else self.name
