"""Files → `Source`: the only reader of what editors write.

`source` reads it all; `files`, `strict_yaml` and `markdown/` what stands in a file. What an editor may write is in
`schema` (`sector_schema` for sectors and their functions, `identity_schema` for draaiboek.yml, `consultation_schema`
for remarks, `accessibility_schema` for the accessibility of the website), in the words of `validation`; what is refused
in `safety`, `addresses`, `drawings` and `personal`. `listings`, `decision_aids`, `statement`, `consultation` and `menu`
make text of data; `content_paths` names the pages and files that the program knows.
"""
