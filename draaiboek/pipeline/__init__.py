"""What joins the rooms: examine, build, publish, compare, rebuild, pack, consult.

One module a task, named after it: `examine` loads, composes and checks, `build` makes out/site (`unchanged` tells when
there is nothing to make, `outcome` what came of it, `earlier` what still stands when it failed, `kept_runs` what came
of the chapters of books), `preview` shows the text while it is written, `publish` makes an edition of it; `review`
writes what a sector read, `reading_again` shows what it has to read again; `proposal` says what somebody's commits
change, `sign_off` adds to them what a comment asks; `consult/` asks sectors what they think of it. `lookup` finds what
somebody names.
"""
