"""`Variant` → website. The only place that knows MkDocs and Material.

`article` is how each node looks in HTML, `typography` the signs that a keyboard has not, `page_contents` what the theme
is told of the sections of a page and `site_settings` what it is told of a site, `appearance` what mkdocs.yml may say,
`stage` what a site engine gets, `engine` MkDocs itself, `sites` all of it for several variants. `letters` and
`long_list` are ways into a page that is a list. `search_texts` is what the search finds, `policy` what a page may load,
`layout` where things stand.
"""
