"""What looks at the program and its output from outside: audit, benchmarks, demonstration.

`audit/` looks at a finished site as readers do (accessibility, search, words), `bench/` measures beside other
programs, `demo/` shows editions that follow each other.
"""
