"""`Source`, `Variant`s → diagnostics and answers about the text as a whole. Pure.

`links` follows every link, `rules` looks at names, sources, waivers and readings, `kit` at documents to fill in,
`functions` at the duties of secrecy of functions, `readability` at sentences, `consultation` at remarks and their
answers, `personal_data` at addresses of persons, `language` at words and sentences, as advice; `running_text` is the
text run by run. `coverage` is what each sector did with the core text, `impact` what depends on a source, an article or
a variable.
"""
