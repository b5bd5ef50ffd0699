"""`Variant` → website. The only place that knows MkDocs and Material.

`article` writes each node as HTML, `typography` makes the characters that a keyboard lacks, `page_contents` is what the
theme is told about the sections of a page and `site_settings` what it is told about a site, `appearance` reads
mkdocs.yml, `stage` writes what a site engine gets, `engine` is MkDocs itself, `sites` runs all of it for several
variants. `letters` and `long_list` help a reader into a page that is one list. `search_texts` is what the search finds,
`policy` what a page may load, `layout` the places in an edition.
"""
