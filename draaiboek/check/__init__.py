"""`Source`, `Variant`s → diagnostics and answers about the text as a whole. Pure.

`rules` looks at links, names and waivers, `functions` at what binds whom, `readability` at sentences, `language` at
words, as advice; `coverage` is what each sector did with the core text, `impact` what hangs on a source, an article or
a variable.
"""
