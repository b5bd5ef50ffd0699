"""What looks at the program and its output from outside: audit, benchmarks, demonstration."""
