"""`Source`, `Variant`s → diagnostics and answers about the text as a whole. Pure."""
