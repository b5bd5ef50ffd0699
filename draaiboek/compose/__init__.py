"""`Source` → `Variant`: the core with one sector's overlays applied, fail closed. Pure.

`overlays` is what an overlay does to a page, `overlay_rules` when it does not fit, `own_first` puts the own part of a
list in front; `fill_in` puts in variables, citations and terms, `emergency` numbers that a phone can call.
`normal_form` is what counts as the same text, `fingerprint` its short name, `readings` who has read which
(`core_text`); `paragraphs` numbers a text, and finds a paragraph back, `excerpt` is what goes into a thinner book,
`side_by_side` the variant of all sectors; `rewriting` is the way through a text that these go.
"""
