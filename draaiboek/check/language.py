"""Advice about the language of a text, which stops nothing (TX…): one function for each rule. Pure.

`spelling` has to be given a function that knows words, because a dictionary is on disk (`pipeline.spelling`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from draaiboek.base.diagnostics import Diagnostic, Severity
from draaiboek.base.memo import Memo
from draaiboek.base.model import Citation, Inline, Preferred, Source, Text, Variable, deep
from draaiboek.check import readability
from draaiboek.check.running_text import Run, Written, says_law
from draaiboek.content import content_paths

LONGEST = 30
_AUXILIARY = re.compile(r"\b(?:word(?:t|en)|werd(?:en)?)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"\b(?:ge|be|ver|ont|her|toege|aange|afge|opge|inge|uitge|voorge|mee?ge|bijge)[a-zë]{2,}(?:d|t|en)\b"
)
_NO_PARTICIPLE = frozenset(
    {
        "gemeente",
        "gemeenten",
        "gegevens",
        "gevallen",
        "genoeg",
        "geheimen",
        "gebieden",
        "beelden",
        "bedrijven",
        "beroepen",
        "vertrouwen",
        "verhalen",
        "verslagen",
        "geen",
        "gesprekken",
        "gezinnen",
        "gebeurt",
        "beleid",
        "verschillen",
        "hert",
    }
)
_NEAR = 90  # characters between the auxiliary and the participle of a passive
_FULL: Mapping[str, str] = {
    "a.d.h.v.": "aan de hand van",
    "bijv.": "bijvoorbeeld",
    "bv.": "bijvoorbeeld",
    "d.m.v.": "door",
    "d.w.z.": "dat wil zeggen",
    "e.a.": "en anderen",
    "e.d.": "en dergelijke",
    "enz.": "enzovoort",
    "etc.": "enzovoort",
    "evt.": "eventueel",
    "i.f.v.": "voor",
    "i.k.v.": "in het kader van",
    "i.p.v.": "in plaats van",
    "i.v.m.": "over",
    "incl.": "met",
    "m.a.w.": "met andere woorden",
    "m.b.t.": "over",
    "m.b.v.": "met",
    "n.a.v.": "na",
    "nl.": "namelijk",
    "o.a.": "onder andere",
    "o.b.v.": "op basis van",
    "o.v.v.": "met vermelding van",
    "resp.": "respectievelijk",
    "t.a.v.": "voor",
    "t.e.m.": "tot en met",
    "t.g.v.": "door",
    "t.o.v.": "tegenover",
    "z.s.m.": "zo snel mogelijk",
}
_SHORT = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, sorted(_FULL, key=len, reverse=True)))})", re.IGNORECASE)
_MUST = re.compile(r"\b(moet(?:en)?|mag(?:en)? niet|mogen niet|verplicht(?:e)?|verboden)\b", re.IGNORECASE)
_NO_DUTY = re.compile(r"\b(niet verplicht|hoef(?:t|ven)? niet|moet(?:en)? (?:je|we|ik) (?:niet )?\w+\?)", re.IGNORECASE)
_ARTICLE = re.compile(r"\b[Aa]rt(?:\.|ikel(?:en)?)\s*(?P<number>\d+[a-z]*(?:/\d+)*)(?:,? §\s*\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CAPITALS = re.compile(r"[A-Z].*[A-Z]")  # an abbreviation, or a compound with one; PG014 checks those


@dataclass(frozen=True, slots=True)
class Words:
    """What the guidebook says about words: those that it prefers, and pairs of a variable's value and its name."""

    preferred: tuple[Preferred, ...]
    variables: tuple[tuple[str, str], ...]
    cited: tuple[tuple[str, str], ...]
    """Pairs of a source and a variable that is a place in it, as some text cites them."""


Rule = Callable[[Words, Sequence[Run]], Iterator[Diagnostic]]


def check(source: Source, texts: Iterable[Written], memo: Memo) -> Iterator[Diagnostic]:
    """Yield all advice about the language of *texts*, which are those of *source*, except about spelling."""
    texts = tuple(texts)
    places = {pair for written in texts for run in written.runs for pair in _places(run.content)}
    variables = tuple((value, name) for name, value in source.variables.items())
    words = memo.same("words", Words(source.preferred, variables, tuple(sorted(places))))
    for written in texts:
        yield from memo.of(written.origin, _check_one, words, written.runs)


def _check_one(words: Words, runs: tuple[Run, ...]) -> tuple[Diagnostic, ...]:
    ours = tuple(_ours(runs))
    return tuple(advice for rule in _RULES for advice in rule(words, ours))


def _ours(runs: Iterable[Run]) -> Iterator[Run]:
    """Yield those of *runs* that are the guidebook's own words: not titles of sources, not measurements."""
    return (run for run in runs if run.origin.path not in _NOT_OURS)


_NOT_OURS = frozenset({content_paths.REFERENCES, content_paths.ACCESSIBILITY})


def _advice(code: str, run: Run, at: int, word: str, text: str, hint: str) -> Diagnostic:
    return Diagnostic(code, run.at(at), text, hint, Severity.ADVICE, word=" ".join(word.split()))


def _preferred(words: Words, runs: Sequence[Run]) -> Iterator[Diagnostic]:
    """Yield words for which the guidebook prefers another one (voorkeurswoorden.yml)."""
    found, pattern = _instead_of(words.preferred)
    if not found:
        return
    for run in runs:
        for match in () if run.quoted else pattern.finditer(run.words):
            written = " ".join(match[0].split())
            preferred = found[written.lower()]
            if run.where not in preferred.allowed:
                text = f"'{written}': schrijf '{preferred.word}'"
                yield _advice("TX001", run, match.start(), written, text, preferred.reason)


@lru_cache(maxsize=1)  # every text is checked against the same list
def _instead_of(preferred: tuple[Preferred, ...]) -> tuple[Mapping[str, Preferred], re.Pattern[str]]:
    """Return the preferences by each discouraged form in lower case, and the pattern that finds those forms."""
    found = {" ".join(form.split()).lower(): each for each in preferred for form in each.instead_of}
    longest_first = sorted(found, key=lambda form: (-len(form), form))
    forms = "|".join(r"\s+".join(map(re.escape, form.split())) for form in longest_first)
    return found, re.compile(rf"(?<![\w-])({forms})(?![\w-])", re.IGNORECASE)


def _long(_words: Words, runs: Sequence[Run]) -> Iterator[Diagnostic]:
    for run in runs:
        if not run.running or len(run.words.split()) <= LONGEST:
            continue
        for start, sentence in readability.sentences(run.words):
            if (words := readability.length(sentence)) > LONGEST:
                opening = " ".join(sentence.split()[:5])
                text = f"deze zin telt {words} woorden: '{opening} …'"
                hint = f"Maak er twee zinnen van (liefst hoogstens {LONGEST} woorden)."
                yield _advice("TX002", run, _first(sentence, start), opening, text, hint)


def _first(sentence: str, start: int) -> int:
    """Return the index of the first word of *sentence*, which itself begins at *start*."""
    return start + len(sentence) - len(sentence.lstrip())


def _passive(_words: Words, runs: Sequence[Run]) -> Iterator[Diagnostic]:
    for run in runs:
        if not run.running or not _AUXILIARY.search(run.words):
            continue
        for start, sentence in readability.sentences(run.words):
            for auxiliary in _AUXILIARY.finditer(sentence):
                near = sentence[max(auxiliary.start() - _NEAR, 0) : auxiliary.end() + _NEAR]
                found = next((each for each in _PARTICIPLE.finditer(near) if each[0] not in _NO_PARTICIPLE), None)
                if found:
                    text = f"'{auxiliary[0]} … {found[0]}' is de lijdende vorm"
                    hint = "Zeg wie het doet, of wat je doet."
                    yield _advice("TX003", run, start + auxiliary.start(), auxiliary[0], text, hint)
                    break


def _shortened(_words: Words, runs: Sequence[Run]) -> Iterator[Diagnostic]:
    for run in runs:
        for match in _SHORT.finditer(run.words):
            full = _FULL[match[0].lower()]
            text = f"'{match[0]}' is een afkorting"
            yield _advice("TX004", run, match.start(), match[0], text, f"Schrijf '{full}'.")


def _duty(_words: Words, runs: Sequence[Run]) -> Iterator[Diagnostic]:
    """Yield each duty in a run that nothing marks as required by law."""
    for run in runs:
        if not run.running or run.law or not _MUST.search(run.words) or says_law(run.content):
            continue
        for start, sentence in readability.sentences(run.words):
            match = _MUST.search(sentence)
            if match and not sentence.rstrip().endswith("?") and not _NO_DUTY.search(sentence):
                text = f"'{match[0]}' zonder bron: vraagt de wet dit?"
                hint = "Ja: citeer ze, of zet {wet} achter de zin. Nee: schrijf wat je doet, in de gebiedende wijs."
                yield _advice("TX005", run, start + match.start(), match[0], text, hint)


def _typed_article(words: Words, runs: Sequence[Run]) -> Iterator[Diagnostic]:
    # Of two variables with the same value, the first wins.
    by_value = {_as_article(value): name for value, name in reversed(words.variables)}
    for run in runs:
        at = 0
        for text, key in _typed(run.content):
            # In a citation, only a number of the same source: another law's would change with that law.
            known = {value: name for value, name in by_value.items() if not key or (key, name) in words.cited}
            for match in _ARTICLE.finditer(text):
                at = max(run.words.find(match[0]), 0)
                number = _as_article(match[0])
                name = known.get(number) or next(
                    (name for value, name in known.items() if value.startswith(number)), ""
                )
                other = "" if key else f" Is het een artikel van een andere tekst? {_NEW_VARIABLE}"
                same = f"Schrijf {{{{ {name} }}}}: dan verandert het nummer overal tegelijk.{other}"
                hint = same if name else _NEW_VARIABLE
                yield _advice("TX006", run, at, match[0], f"'{match[0]}' is getypt", hint)


def _as_article(words: str) -> str:
    """Return *words*, an article as people write it, as the list of variables does: 'art. 3, § 1'."""
    apart = re.sub(r"\s*,?\s*§\s*", ", § ", words)
    return re.sub(r"^art(?:\.|ikel(?:en)?)\s*", "art. ", apart, flags=re.IGNORECASE)


_NEW_VARIABLE = "Zet het nummer in docs/_data/variabelen.yml en gebruik de naam; dan verandert het overal tegelijk."


def _typed(content: Sequence[Inline]) -> Iterator[tuple[str, str]]:
    """Yield each text of *content* that somebody typed, and the source that it is a place in, or ''; no variables."""
    for inline in deep(content):
        if isinstance(inline, Text):
            yield inline.text, ""
        elif isinstance(inline, Citation):
            for cited in inline.sources:
                yield from ((each.text, cited.key) for each in cited.place if isinstance(each, Text))


def _places(content: Sequence[Inline]) -> Iterator[tuple[str, str]]:
    """Yield each source that *content* cites with each variable in the place there."""
    for inline in deep(content):
        if isinstance(inline, Citation):
            for cited in inline.sources:
                yield from ((cited.key, each.name) for each in cited.place if isinstance(each, Variable))


_RULES: Sequence[Rule] = (_preferred, _long, _passive, _shortened, _duty, _typed_article)


# --- spelling ---------------------------------------------------------------------------------------------------------


def spelling(
    source: Source,
    texts: Iterable[Written],
    is_word: Callable[[str], bool],
    suggest: Callable[[str], Sequence[str]],
) -> Iterator[Diagnostic]:
    """Yield, once, each word that neither *is_word* nor the guidebook itself knows; *suggest* gives corrections."""
    ours = _words_of_ours(source)
    seen: set[str] = set()
    for written in texts:
        for run in _ours(written.runs):
            for at, word in _spelled(run):
                if word in seen or word.casefold() in ours or is_word(word) or is_word(word.lower()):
                    continue
                seen.add(word)
                others = [f"'{each}'" for each in suggest(word)[:_MOST]]
                meant = f"Bedoel je {' of '.join(others)}? " if others else ""
                hint = f"{meant}Is het juist? Zet het in docs/_data/woordenlijst.yml."
                yield _advice("TX007", run, at, word, f"'{word}' staat niet in het woordenboek", hint)


_MOST = 2


def _words_of_ours(source: Source) -> frozenset[str]:
    """Return the words, case-folded, that the guidebook itself explains or names."""
    said = [*source.words, source.identity.name, source.identity.publisher, *source.identity.keywords]
    said += [form for term in source.terms for form in (term.term, term.full, *term.also)]
    said += [form for each in source.references.values() for form in (each.short, each.title)]
    said += [form for each in source.sectors for form in (each.name, each.title, each.slug)]
    said += [actor.name for each in source.sectors for actor in each.actors]
    return frozenset(match[0].casefold() for text in said for match in _WORD.finditer(text))


def _spelled(run: Run) -> Iterator[tuple[int, str]]:
    """Yield the words of *run* with their index; not those in code, addresses and variables, nor with two capitals."""
    at = 0
    for inline in deep(run.content):
        if isinstance(inline, Text):
            at = max(run.words.find(inline.text, at), at)
            for match in _WORD.finditer(inline.text):
                before, behind = inline.text[: match.start()][-1:], inline.text[match.end() :][:1]
                is_part = (
                    before in {"@", ".", "/"}
                    or behind in {"@", "/"}
                    or (behind == "." and inline.text[match.end() + 1 :][:1].isalnum())
                )
                if not is_part and not _CAPITALS.search(match[0]):
                    yield at + match.start(), match[0]
            at += len(inline.text)
