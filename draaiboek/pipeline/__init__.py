"""What joins the rooms: examine, build, publish, compare, rebuild, pack, consult.

One module a task, named after it: `examine` loads, composes and checks, `build` makes out/site, `preview` shows the
text while it is written, `publish` makes an edition of it; `consult/` asks
sectors what they think of it.
"""
