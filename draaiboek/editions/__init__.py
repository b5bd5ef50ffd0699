"""A site → an edition that never changes: manifest, gate, ledger, publication, and what changed since the last."""
