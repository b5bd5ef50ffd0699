"""`Variant` → website. The only place that knows MkDocs and Material."""
