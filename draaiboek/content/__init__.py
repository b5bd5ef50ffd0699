"""Files → `Source`: the only reader of what editors write.

`source` reads it all; `files`, `strict_yaml` and `markdown/` read what is in a file. What an editor may write is in
`schema` and, for one kind of file each, in the modules whose names end in `_schema`, with the types in `lines` and
`dates`; `validation` words the messages about it, and `yaml_slips` those about what is not YAML. What is refused is
in `safety`, `addresses`, `budgets` and `personal`. `pictures` and `drawings` rewrite pictures for publication.
`data_files` and `sector_data` turn data into values; `listings`, `decision_aids`, `figures`, `statement`,
`consultation` and `menu` turn it into text; `content_paths` names the pages and files that the program knows.
"""
