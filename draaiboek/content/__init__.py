"""Files → `Source`: the only reader of what editors write.

`source` reads it all; `files`, `strict_yaml` and `markdown/` what stands in a file. What an editor may write is in
`schema` (`identity_schema` for draaiboek.yml, `accessibility_schema` for the accessibility of the website), in the
words of `validation`; what is refused in `safety`, `addresses` and `budgets`. `pictures` and `drawings` write anew what
is published of a picture. `listings`, `decision_aids`, `statement` and `menu` make text of data; `content_paths` names
the pages and files that the program knows.
"""
