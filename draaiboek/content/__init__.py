"""Files → `Source`: the only reader of what editors write.

`source` reads it all; `files`, `strict_yaml` and `markdown/` what stands in a file. What an editor may write is in
`schema` and, for one kind of file each, in the modules whose names end so (`sector_schema`, `identity_schema`), in the
words of `validation`; what is refused in `safety`, `addresses`, `budgets` and `personal`. `pictures` and `drawings`
write anew what is published of a picture. `data_files` and `sector_data` make values of data; `listings`,
`decision_aids`, `figures`, `statement`, `consultation` and `menu` make text of it; `content_paths` names the pages and
files that the program knows.
"""
