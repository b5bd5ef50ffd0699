"""Which line of which file a problem in a chapter names."""

from __future__ import annotations

import lxml.html
import pytest

from draaiboek.forms.link_targets import Addresses
from draaiboek.forms.pdf import find_text, line_numbers, tree
from draaiboek.forms.pdf.convert import convert
from tests.unit.export_books import book, chapter

# What Python-Markdown makes of the lines of docs/delen.md from line 57 on, with the number of each line in it.
RUN = """<div data-bron="docs/delen.md:57">
<p>57<br />
58 <strong>58</strong>
59</p>
<ul>
<li>61</li>
<li>62
63<ul>
<li>64</li>
</ul>
</li>
<li>65</li>
</ul>
<table>
<thead>
<tr>
<th>67</th>
</tr>
</thead>
<tbody>
<tr>
<td>69</td>
</tr>
<tr>
<td>70 <a href="#">70</a></td>
</tr>
</tbody>
</table>
<div class="admonition note">
<p class="admonition-title">72</p>
<p>73</p>
<p>75</p>
</div>
<ol>
<li>
<p>77</p>
</li>
<li>
<p>79</p>
<p>81</p>
</li>
</ol>
<blockquote>
<p>83
84</p>
</blockquote>
<pre><code>86
87
</code></pre>
<p>91</p>
</div>
"""


def test_every_element_has_its_line() -> None:
    body = lxml.html.fragment_fromstring(RUN, create_parent="div")
    line_numbers.number(body)
    leaves = [element for element in tree.elements(body) if element.tag in {"p", "li", "th", "td", "strong", "a"}]
    found = {(element.text or "").strip(): line_numbers.of(element) for element in leaves}
    assert {words: str(place) for words, place in found.items() if words} == {
        words: f"docs/delen.md:{words.split()[0]}:1" for words in found if words
    }


@pytest.mark.parametrize("line", [57, 58, 59, 61, 62, 63, 64, 65, 67, 69, 70, 72, 73, 75, 77, 79, 81, 83, 84, 91])
def test_a_text_is_found_on_its_line(line: int) -> None:
    places_found = {str(place) for place, _ in find_text.find(str(line), chapter(RUN))}
    assert places_found == {f"docs/delen.md:{line}:1"}


def test_a_text_in_a_footnote_is_found_where_the_note_is_referred_to() -> None:
    note = '<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>'
    run = f'<div data-bron="overlays/jeugd/x.md:5"><p>a\nb{note}</p></div>'
    page = chapter(f'<h2 id="k">K</h2>{run}<div class="footnote"><ol><li id="fn:a"><p>weg →</p></li></ol></div>')
    ((place, heading),) = find_text.find("→", page)
    assert (str(place), heading) == ("overlays/jeugd/x.md:6:1", "k")


BLOCK = '<div data-bron="{}">{}</div>'
NOTE = '<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>'
NOTES = '<div class="footnote"><hr><ol><li id="fn:a">{}</li></ol></div>'
PROBLEMS = {
    "in a block": (BLOCK.format("overlays/jeugd/x.md:9", "<p>a</p><video></video>"), "overlays/jeugd/x.md:11:1"),
    "in a heading": (
        f"<h2><video></video></h2>{BLOCK.format('docs/delen.md:12', '<p>a</p>')}",
        "docs/delen.md:12:1",
    ),
    "in the last heading": (
        f"{BLOCK.format('sectors/jeugd/delen.md:7', '<p>a</p>')}<h2><video></video></h2>",
        "sectors/jeugd/delen.md:7:1",
    ),
    "in a footnote": (
        BLOCK.format("docs/delen.md:5", f"<p>a\nb{NOTE}</p>") + NOTES.format("<video></video>"),
        "docs/delen.md:6:1",
    ),
    "in a footnote without reference": (
        BLOCK.format("sectors/jeugd/delen.md:5", "<p>a</p>") + NOTES.format("b"),
        "sectors/jeugd/delen.md:1:1",
    ),
}


@pytest.mark.parametrize(("html", "place"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_problem_names_the_file_of_the_editor(html: str, place: str) -> None:
    page = chapter(html)
    (problem,) = convert(page, Addresses.of(book(page)), {}, opens=True).problems
    assert str(problem.origin) == place
