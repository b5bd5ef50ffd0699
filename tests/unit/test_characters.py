"""Which characters hide something, and how they are named: checked one by one against the Unicode standard."""

from __future__ import annotations

import sys
from unicodedata import category

import pytest

from draaiboek.base import characters

# First and last of each range that no text may contain, grouped by kind (Unicode 15, Default_Ignorable, Bidi_Control).
TURNING = ((0x061C, 0x061C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069))
UNSEEN = (
    *((0x00AD, 0x00AD), (0x034F, 0x034F), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200D)),
    *((0x2028, 0x2029), (0x2060, 0x2065), (0x206A, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFEFF, 0xFEFF)),
    *((0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
    *((0xFE00, 0xFE0F), (0x13430, 0x13455), (0x1D159, 0x1D159)),  # selectors, controls and a null notehead
)


def _in(ranges: tuple[tuple[int, int], ...], number: int) -> bool:
    return any(first <= number <= last for first, last in ranges)


def _is_no_text(number: int) -> bool:
    control = category(chr(number)) in {"Cc", "Cs"} and chr(number) not in "\t\n"
    return control or 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE


def test_every_character_of_unicode_is_safe_or_not_as_the_standard_has_it() -> None:
    for number in range(sys.maxunicode + 1):
        unsafe = _is_no_text(number) or _in(TURNING, number)
        hidden = unsafe or _in(UNSEEN, number)
        found = bool(characters.UNSAFE.match(chr(number))), bool(characters.HIDDEN.match(chr(number)))
        assert found == (unsafe, hidden), f"U+{number:04X}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gewoon é en € en \t.", []),
        ("a\u202eb", [(1, "U+202E")]),
        ("\u200ba\U000e0041", [(0, "U+200B"), (2, "U+E0041")]),
        ("a\x07", [(1, "U+0007")]),
        ("a&#x202e;b", [(1, "U+202E, geschreven als &#x202e;")]),
        ("a&#X202E;b", [(1, "U+202E, geschreven als &#X202E;")]),
        ("&#8238;", [(0, "U+202E, geschreven als &#8238;")]),
        ("&#0000000000008238;", [(0, "U+202E, geschreven als &#0000000000008238;")]),
        ("&shy;&zwnj;", [(0, "U+00AD, geschreven als &shy;"), (5, "U+200C, geschreven als &zwnj;")]),
        ("&#0;", [(0, "U+0000, geschreven als &#0;")]),
        ("&#1114111;", [(0, "U+10FFFF, geschreven als &#1114111;")]),
        (
            "&#0001114111;&#x10FFFE;",
            [(0, "U+10FFFF, geschreven als &#0001114111;"), (13, "U+10FFFE, geschreven als &#x10FFFE;")],
        ),
        ("&#111411100000;", [(0, "geen teken, geschreven als &#111411100000;")]),
        ("&#x10FFFF000000;", [(0, "geen teken, geschreven als &#x10FFFF000000;")]),
        ("&#1114112;", [(0, "geen teken, geschreven als &#1114112;")]),
        ("&#x12345678;", [(0, "geen teken, geschreven als &#x12345678;")]),
        ("&#123456789;", [(0, "geen teken, geschreven als &#123456789;")]),
        (f"&#{'9' * 5000};", [(0, f"geen teken, geschreven als &#{'9' * 18}")]),
        (f"&#{'9' * 50};", [(0, f"geen teken, geschreven als &#{'9' * 18}")]),
        ("&amp; &euro; &#233; &onzin; &#x41;", []),
        ("\u26a0\ufe0f en 1\ufe0f\u20e3 en \u2714\ufe0e", []),
        ("a\ufe00b\ufe0f", [(1, "U+FE00"), (3, "U+FE0F")]),
        ("\ufe0f\u26a0\ufe0f\ufe0e", [(0, "U+FE0F"), (3, "U+FE0E")]),
        ("\u26a0&#xfe01;", [(1, "U+FE01, geschreven als &#xfe01;")]),
        ("&shy;\u200b", [(0, "U+00AD, geschreven als &shy;"), (5, "U+200B")]),
    ],
)
def test_what_is_hidden_is_named_in_the_order_in_which_it_stands(text: str, said: list[tuple[int, str]]) -> None:
    assert list(characters.hidden(text)) == said


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("één naïef façade", -1),
        ("a\u0301\u0302 b", -1),
        ("ab\u0301\u0302\u0303", 2),
        ("b\u0483\u1ab0\u20d0", 1),
        ("b\u1dc0\ufe20\u0489", 1),
        ("xb&#x301;\u0302&#771;", 2),
        ("xb&#x301;\u0302", -1),
        ("b&#0000000000000769;\u0302\u0303", 1),
        ("b\u0301\u0302&#x00000000301;", 3),
        ("b&onzin;&#9999999999769;&#1114112;\u0302\u0303", -1),
        ("b\u0301&#1114112;\u0302\u0303", 2),
        ("b&DownBreve;&#x301;&#x302;", 1),
        ("&amp; b", -1),
        ("", -1),
    ],
)
def test_accents_in_a_pile_are_found(text: str, at: int) -> None:
    assert characters.piled(text) == at


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\u00adb\u200bc\u200dd\u2060e\ufeff", "abcde"),
        ("a\u00a0b\u2003c\u202fd\u205fe\u3000f\u2028g\u2029h\u200ai\u2000", "a b c d e f g h i "),
        ("a&shy;b&#8203;c&#x200B;d", "abcd"),
        ("a&nbsp;b &amp; &#233; \u202e", "a&nbsp;b &amp; &#233; \u202e"),
        ("&#99999999999;&#1114112;", "&#99999999999;&#1114112;"),
        ("a&#00000000008203;&#x00000200D;b&ZeroWidthSpace;&fjlig;&onzin;", "ab&fjlig;&onzin;"),
    ],
)
def test_what_another_program_left_can_go(text: str, left: str) -> None:
    for start, end, instead in sorted(characters.remnants(text), reverse=True):
        text = text[:start] + instead + text[end:]
    assert text == left


@pytest.mark.parametrize(
    ("text", "is_plain"), [("Gewone tekst.", True), ("", True), ("é", False), ("a&b", False), ("a\tb", False)]
)
def test_a_plain_line_is_known_at_one_look(text: str, is_plain: object) -> None:
    assert characters.plain(text) == is_plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pas op \u26a0\ufe0f", "pas op \u26a0\ufe0f"),
        ("a\ufe0fb\u202ec", "a⟨U+FE0F⟩b⟨U+202E⟩c"),
        ("\x1b[2J", "⟨U+001B⟩[2J"),
    ],
    ids=["picture", "hidden", "terminal"],
)
def test_what_nobody_sees_is_named_and_a_picture_stays(text: str, said: str) -> None:
    assert characters.named(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a.md:1:1: ##[error]b", "a.md:1:1: ⟨U+0023⟩#[error]b"),
        ("###[add-mask]e ##vso[task.setvariable]", "#⟨U+0023⟩#[add-mask]e ⟨U+0023⟩#vso[task.setvariable]"),
        ("::error::a\n\n \t::stop-commands::b", "⟨U+003A⟩:error::a\n\n \t⟨U+003A⟩:stop-commands::b"),
        ("#\u200b#[x]\u2003\r::y", "#⟨U+200B⟩#[x]\u2003⟨U+000D⟩::y"),
        (": a\n :b\n#a [x] ##", ": a\n :b\n#a [x] ##"),
        ("## Kop {#kop}\na::b # [x] #[x] : ::", "## Kop {#kop}\na::b # [x] #[x] : ::"),
    ],
)
def test_what_is_told_is_obeyed_by_no_machine(text: str, said: str) -> None:
    assert characters.told(text) == said
