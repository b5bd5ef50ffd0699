"""Files → `Source`: the only reader of what editors write."""
