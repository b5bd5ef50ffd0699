"""What joins the rooms: examine, build, publish, compare, rebuild, pack, consult.

One module per task, named after it: `examine` loads, composes and checks, `build` makes out/site (`unchanged` says
whether there is anything to make, `outcome` what the build produced, `earlier` what is still there when it failed,
`kept_runs` keeps laid-out runs of chapters), `preview` shows the text while it is being written, `publish` makes an
edition of it, `rebuild` makes an edition again (`theme_only` says what a reskin may change); `review` records what a
sector has read, `reading_again` shows what it has to read again; `proposal` says what somebody's commits change,
`sign_off` adds to them what a comment asks for; `consult/` asks sectors what they think of the text. `lookup` finds
what somebody names on the command line.
"""
