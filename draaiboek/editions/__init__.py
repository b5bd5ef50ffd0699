"""A site → an edition that never changes: manifest, gate, ledger, publication, and what changed since the last.

`manifest/` says what an edition is made of, `supply_chain` what it was made with, `changes` which sections differ,
`redline/` shows how; `gate` is what keeps an edition back; `publish/` holds the operations on the branch
(`operations`), what remembers more than a server (`witnesses`), which commits may be run (`trust`); the `ledger` keeps
every act, `signatures` who vouches for it. `revision` is where git says that the text stands, `content_dates` when each
piece of it was changed.
"""
