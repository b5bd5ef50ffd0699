"""Run by the engines' Python: render templates of the theme with both Jinja and MiniJinja.

Reads `{"theme": folder, "icons": folder, "words": [context, …]}` from standard input and writes
`[{template: [by Jinja, by MiniJinja]}, …]`, one mapping for each context.
"""

import json
import sys
from pathlib import Path

import jinja2
import minijinja

# The template that the theme's blocks extend: an engine's own frame, without what only that engine supports.
BASE = """{% import "partials/languages/" ~ config.theme.language ~ ".html" as lang %}
<html lang="{{ lang.t('language') }}"><head>
{% block site_meta %}{% endblock %}{% block htmltitle %}{% endblock %}{% block styles %}{% endblock %}</head><body>
{% block header %}{% endblock %}{% block hero %}{% endblock %}{% block site_nav %}{% endblock %}
{% block content %}{% include "partials/content.html" %}{% endblock %}
{% block footer %}{% include "partials/footer.html" %}{% endblock %}
{% block scripts %}{% endblock %}{% block config %}{% endblock %}</body></html>"""
FRAMES = ("main.html", "404.html")


def main() -> None:
    """Render the templates for standard input, and write the result to standard output."""
    asked = json.load(sys.stdin)
    theme = Path(asked["theme"])

    def source(name: str) -> str | None:
        if name == "base.html":
            return BASE
        if name.startswith(".icons/"):
            return f"<svg data-icon={json.dumps(name)}></svg>"
        path = theme / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def url(path: str) -> str:
        return f"../{path}"

    one = jinja2.Environment(loader=jinja2.FunctionLoader(source))  # noqa: S701  # as MkDocs: nothing is escaped by itself
    one.filters["url"] = url
    other = minijinja.Environment(loader=source)
    other.add_filter("url", url)
    said = []
    for words in asked["words"]:
        name = FRAMES[words["page"] is None]
        said.append({name: [one.get_template(name).render(words), other.render_template(name, **words)]})
    json.dump(said, sys.stdout)


main()
