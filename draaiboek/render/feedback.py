"""Where a reader reports how a section works out in practice: a mail or an issue that already says what it is about."""

from __future__ import annotations

import re
from urllib.parse import quote

from draaiboek.base.git_host import new_issue
from draaiboek.base.model import Identity, Page, Section, Variant
from draaiboek.render.layout import page_url, permalink

_MAIL = re.compile(r"[^\s@<>?&]+@[^\s@<>?&]+\.[a-z]{2,}", re.IGNORECASE)


def asks(identity: Identity, repository: str) -> bool:
    """Return whether somebody awaits readers' reports: at a mail address (`feedback`), or in *repository*."""
    return bool(repository or _MAIL.fullmatch(identity.feedback))


def address(variant: Variant, page: Page, section: Section, repository: str) -> str:
    """Return the address that the link of *section* opens; nothing is sent until the reader sends it.

    A mail when `feedback` in draaiboek.yml is a mail address, otherwise an issue in *repository*.
    """
    to = variant.identity.feedback
    title = f"Editie {variant.edition.id}, {variant.title}: {section.title}"
    words = "\n".join(
        (
            f"Over: {permalink(variant)}{page_url(page.path)}#{section.id}",
            "",
            "Noem geen personen en vertel niets over een casus.",
            "",
            "Wat staat er, en hoe loopt het bij jullie?",
            "",
            "Wat zou helpen?",
            "",
        )
    )
    if _MAIL.fullmatch(to):
        return f"mailto:{quote(to, safe='@')}?subject={quote(title)}&body={quote(words)}"
    return new_issue(repository, title, words)
