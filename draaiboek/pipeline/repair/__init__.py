"""What is wrong in the text and can be repaired without guessing (decisions/0021).

`edits` changes places in files and nothing else; `word_remnants`, `heading_ids`, `moves`, `references` and `readings`
say which changes to make; `repairing` tries them on a copy of the text until there is nothing left to do.
"""
