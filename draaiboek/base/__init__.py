"""What every room stands on: the values that travel, diagnostics, errors, places, processes. It imports no room.

`model/` is the text as a tree and what is made of it (`origin`, a place in its files, and `action`, what an overlay
does, are had without it); `diagnostics` the closed list of codes and how messages look (`sarif` for code hosts);
`process` and `workers` start programs and our own processes, `writing` holds one to its folders, `scratch` has their
folders for a moment; `in_place` puts a file or folder in the place of another; `git_host` has the addresses where a
browser edits a text; `watch` and `live_server` are what `serve` needs; `cache` keeps the results of steps, `memo` and
`kept_values` what was made of a text, `up_to_date` writes what differs, in folders that `own_folders` looked at;
`lock` keeps a second build or publication out; `dutch` writes dates and numbers, `epoch` counts days in seconds,
`file_digest` is what a file's bytes come to.
"""
