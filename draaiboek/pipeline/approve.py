"""Record who approved an edition: on its page, with the fingerprint of what was approved."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import yaml

from draaiboek.base.errors import UsageError
from draaiboek.base.model import Approval, Edition, EditionStatus, Source, Variant
from draaiboek.base.project import Project
from draaiboek.content.lines import is_role
from draaiboek.editions import approval

_BLOCK = re.compile(r"(?m)^goedkeuring:.*\n(?:[ \t-].*\n)*")
_STATUS = re.compile(r"(?m)^status:.*$")
_LINE = "\n"


def fingerprint(project: Project, source: Source, variants: Sequence[Variant]) -> str:
    """Return the fingerprint of what readers get of *source*; '' when the text has no variants, so nothing is made."""
    if not variants:
        return ""
    files = {each.path: project.root / each.origin.path for each in source.media}
    digests = {path: sha256(file.read_bytes()).hexdigest() if file.is_file() else "" for path, file in files.items()}
    return approval.fingerprint(source, variants, digests)


def judged(variants: Sequence[Variant], present: str) -> tuple[Variant, ...]:
    """Return *variants*, with their edition a draft again when its approval was for another text than *present*."""
    return tuple(replace(each, edition=_judged(each.edition, present)) for each in variants)


def _judged(edition: Edition, present: str) -> Edition:
    if not approval.void(edition, present):
        return edition
    return replace(edition, status=EditionStatus.DRAFT, voided=True)


def write(project: Project, edition: Edition, present: str, *, role: str, organisation: str, day: date) -> Path:
    """Record on the page of *edition* that its text *present* (a fingerprint) is approved, and return the page's path.

    An earlier approval by the same function of the same organisation is replaced. Raises UsageError when *role* is no
    function, *organisation* no organisation, or either names a person.
    """
    for words, key in ((role, "functie"), (organisation, "organisatie")):
        if not is_role(words):
            message = f"'{words}' is geen {key}"
            raise UsageError(message, hint="Schrijf gewone woorden en geen naam: --by directeur --for 'een vereniging'")
    others = [each for each in edition.approvals if (each.role, each.organisation) != (role, organisation)]
    mine = Approval(role, organisation, day, present, edition.origin)
    path = project.root / edition.origin.path
    text = path.read_bytes().decode("utf-8")
    front, mark, body = text.partition("\n---")
    ends = "\r\n" if "\r\n" in front else _LINE
    lines = _STATUS.sub("status: goedgekeurd", _BLOCK.sub("", front.replace("\r\n", _LINE).rstrip("\r") + _LINE))
    said = {"goedkeuring": [_entry(each) for each in (*others, mine)]}
    lines += yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=math.inf)
    cut = "\r" if front.endswith("\r") else ""
    path.write_bytes(f"{lines.rstrip().replace(_LINE, ends)}{cut}{mark}{body}".encode())
    return path


def _entry(each: Approval) -> dict[str, object]:
    return {"functie": each.role, "organisatie": each.organisation, "op": each.day, "tekst": each.fingerprint}
