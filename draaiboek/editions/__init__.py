"""A site → an edition that never changes: manifest, gate, ledger, publication, and what changed since the last.

`manifest/` says what an edition is made of, `supply_chain` what it was made with, `changes` which sections differ,
`redline/` shows how; `gate` holds the rules that keep an edition back; `publish/` holds the operations on the branch
(`operations`), the records that outlive what a server forgets (`witnesses`) and the test of which commits may be run
(`trust`); the `ledger` records every act, `signatures` who vouches for it. `revision` says at which commit the text is,
`content_dates` when each part of it last changed.
"""
