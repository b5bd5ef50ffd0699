"""handtekeningen.json: who vouches for which act, with OpenSSH signatures (PROTOCOL.sshsig in OpenSSH's source).

A signature is made over a statement about one entry of the ledger. The seal in it stands for all entries so far, for
every manifest and for wortel.json: whoever signs vouches for every byte that is published. The file stands beside the
ledger and in no list, because it can only be made when both are done; a signature proves its own validity.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from draaiboek.base import process, published_json, scratch
from draaiboek.base.errors import ToolError, UsageError
from draaiboek.editions.ledger import Entry

NAME = "handtekeningen.json"
NAMESPACE = "draaiboek-editie"
"""The purpose of a signature: one made for git or for a letter is not valid for an edition."""

_MOST = 1000  # far more than there will ever be: checking one takes two processes
_ARMOR = re.compile(r"-----BEGIN SSH SIGNATURE-----\n[A-Za-z0-9+/=\n]+\n-----END SSH SIGNATURE-----\n?\Z")
_PROGRAM = "ssh-keygen"
_KEY = re.compile(rb"^[ \t]*[^\s#].*(?:ssh|sk-ssh|ecdsa|sk-ecdsa)-\S+[ \t]+AAAA[A-Za-z0-9+/]{40,}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature: of the entry with *seal*, made on top of commit *before* ('' in a folder), *armored* as text."""

    seal: str
    before: str
    armored: str


def read(text: str | None) -> tuple[Signature, ...]:
    """Return the signatures in *text*, in the order in which they were added; None stands for a missing file.

    Raises ToolError when it is not as we write it.
    """
    if text is None:
        return ()
    try:
        found = tuple(_signature(each) for each in published_json.read(text))
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged() from error
    if as_text(found) != text or len({*map(_bare, found)}) < len(found) or len(found) > _MOST:
        raise _damaged()
    return found


def _bare(signature: Signature) -> tuple[str, str, bytes]:
    """Return *signature* without what its text may vary in, as where a line ends: two that have this are the same."""
    return signature.seal, signature.before, _packed(signature.armored)


def as_text(signatures: Sequence[Signature]) -> str:
    """Return *signatures* as handtekeningen.json."""
    found = [{"zegel": each.seal, "vorige": each.before, "handtekening": each.armored} for each in signatures]
    return json.dumps(found, indent=1) + "\n"


def statement(number: int, entry: Entry, before: str) -> str:
    """Return what is signed: entry *number* of the ledger, counted from 1, on top of commit *before*."""
    lines = {
        "handeling": f"{number} {entry.act} {entry.edition}",
        "datum": entry.day.isoformat(),
        "manifest": entry.manifest,
        "zegel": entry.seal,
        "vorige": before,
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


def sign(number: int, entry: Entry, before: str, *, key: Path) -> Signature:
    """Return a signature with *key*, a private key, or a public key whose private half is held by an agent.

    Raises UsageError when there is no such key, ToolError with ssh-keygen's output when signing fails.
    """
    key = key.expanduser().absolute()
    if not key.is_file():
        message = f"er is geen sleutel {key.name}"
        raise UsageError(message, hint="Maak er een: ssh-keygen -t ed25519 -f BESTAND, en noem die: --key BESTAND")
    words: list[str | Path] = [_PROGRAM, "-q", "-Y", "sign", "-n", NAMESPACE, "-f", key]
    try:
        armored = process.run(words, cwd=key.parent, stdin=statement(number, entry, before).encode())
    except ToolError as error:
        message = f"ondertekenen met {key.name} lukt niet"
        hint = "Er is niets gewijzigd. Kijk of de sleutel van jou is en, met een wachtwoord, of ssh-agent ze kent."
        raise ToolError(message, hint=hint, output=error.output or str(error)) from error
    return Signature(entry.seal, before, f"{armored}\n")


def signer(text: str, armored: str, day: str, *, signers: Path, namespace: str = NAMESPACE) -> str:
    """Return who of *signers*, a file as in ALLOWED SIGNERS of ssh-keygen(1), signed *text* on *day*; '' for nobody.

    *day*, YYYYMMDD, is compared with the period in which a key is allowed.
    """
    if not _ARMOR.match(armored) or not _can_be_listed(armored, signers):
        return ""
    with scratch.folder() as folder:
        place = folder / "handtekening"
        place.write_text(armored, encoding="ascii")
        when: list[str | Path] = ["-f", signers.absolute(), "-s", place, f"-Overify-time={day}120000Z"]
        try:
            names = process.run([_PROGRAM, "-Y", "find-principals", *when], cwd=signers.absolute().parent)
        except ToolError:
            return ""
        for name in names.splitlines():
            words: list[str | Path] = [_PROGRAM, "-Y", "verify", "-n", namespace, "-I", name, *when]
            try:
                process.run(words, cwd=signers.absolute().parent, stdin=text.encode())
            except ToolError:
                continue
            return name
    return ""


def is_by_listed(text: str, armored: str, *, signers: Path) -> bool:
    """Return whether a key listed in *signers* signed *text*, even if only allowed for other days or purposes."""
    with scratch.folder() as folder:
        place = folder / "handtekening"
        place.write_text(armored, encoding="ascii")
        words: list[str | Path] = [_PROGRAM, "-Y", "check-novalidate", "-n", NAMESPACE, "-s", place]
        try:
            process.run(words, cwd=folder, stdin=text.encode())
        except ToolError:
            return False
    return _is_listed(_key_of(armored), signers)


def _can_be_listed(armored: str, signers: Path) -> bool:
    """Return whether *signers* has the key in *armored*, or one that certifies others: ssh-keygen need not look else.

    Anybody who may push can add hundreds of signatures, each by a key of its own.
    """
    return _is_listed(_key_of(armored), signers) or b"cert-authority" in signers.read_bytes()


def _is_listed(key: bytes, signers: Path) -> bool:
    lines = (line.split() for line in signers.read_bytes().splitlines() if not line.lstrip().startswith(b"#"))
    return any(key in words for words in lines)


def _key_of(armored: str) -> bytes:
    """Return the public key in *armored*, in the form used in a file of signers; b'' when there is none."""
    packed = _packed(armored)
    start = len(b"SSHSIG") + 4 + 4  # after the version and the length of the key
    return base64.b64encode(packed[start : start + int.from_bytes(packed[start - 4 : start])])


def _packed(armored: str) -> bytes:
    """Return the bytes in *armored*, b'' when there are none."""
    try:
        return base64.b64decode("".join(armored.splitlines()[1:-1]))
    except ValueError:
        return b""


def checked_signers(name: str) -> Path:
    """Return the path of the signers file *name*.

    Raises UsageError when it does not exist or names nobody, ToolError when there is no ssh-keygen.
    """
    path = Path(name)
    hint = "Een regel per ondertekenaar: FUNCTIE ssh-ed25519 AAAA… (zie SECURITY.md)."
    if not path.is_file():
        message = f"er is geen bestand met ondertekenaars '{name}'"
        raise UsageError(message, hint=hint)
    if not _KEY.search(path.read_bytes()):
        message = f"in '{name}' staat geen enkele ondertekenaar"
        raise UsageError(message, hint=hint)
    try:
        process.run([_PROGRAM, "-?"], cwd=Path.cwd())
    except ToolError as error:
        if not error.output:  # it did not start; if it did, it would have printed its usage
            raise
    return path


def _signature(found: Any) -> Signature:
    seal, before, armored = (published_json.as_text(found[name]) for name in ("zegel", "vorige", "handtekening"))
    if not _ARMOR.match(armored):
        raise _damaged()
    return Signature(seal, before, armored)


def _damaged() -> ToolError:
    message = f"{NAME} is beschadigd"
    return ToolError(message, hint="Haal het bestand terug uit de geschiedenis van de tak; er is niets gewijzigd.")
