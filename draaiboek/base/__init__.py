"""What every room stands on: the values that travel, diagnostics, errors, places, processes. It imports no room."""
