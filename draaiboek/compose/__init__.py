"""`Source` → `Variant`: the core with one sector's overlays applied, fail closed. Pure.

`overlays` applies overlays to a page, `overlay_rules` says when one does not fit, `own_first` moves the sector's own
part of a list to the front; `fill_in` puts in variables, citations and terms, `emergency` the numbers that a phone can
call. `normal_form` is what counts as the same text, `fingerprint` its hash, `readings` who has read which
(`core_text`); `paragraphs` numbers a text, and finds a paragraph again; `excerpt` is what goes into a thinner book,
`side_by_side` the variant of all sectors; `rewriting` is the traversal that these share.
"""
