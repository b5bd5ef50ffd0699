"""What every room is built on: the values that travel, diagnostics, errors, places, processes. It imports no room.

`model/` is the text as a tree and what is made of it (`origin`, a place in its files, and `action`, what an overlay
does, can be imported without it); `diagnostics` is the closed list of codes and how messages look (`sarif` for code
hosts); `process` and `workers` start programs and our own processes, `git` that program, `writing` restricts a process
to its folders, `scratch` makes temporary folders; `in_place` puts a file or folder in the place of another; `git_host`
has the addresses where a browser edits a text; `watch` and `live_server` are what `serve` needs; `cache` keeps the
results of steps, `memo` and `kept_values` what was made of a text; `up_to_date` writes what differs, in folders that
`own_folders` has checked; `lock` keeps a second build or publication out; `dutch` writes dates and numbers, `epoch`
turns days into seconds, `file_digest` hashes a file; `published_json` reads what anybody may have written in a
publication.
"""
