"""What examines the program and its output from outside: audit, benchmarks, demonstration.

`audit/` looks at a finished site as readers do (accessibility, search, words), `bench/` measures against other
programs, `demo/` shows successive editions.
"""
