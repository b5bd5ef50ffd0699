"""`Book` → PDF. The only place that knows Typst and pikepdf."""
