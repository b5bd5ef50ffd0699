"""`Source` → `Variant`: the core with one sector's overlays applied, fail closed. Pure."""
