#!/usr/bin/env python3
"""The command of the guidebook: `python3 build.py` builds everything, `python3 build.py test` runs the tests.

A launcher that nothing imports. It must be readable by any Python, to say which one it needs.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  # this file is what says so
    sys.stderr.write(
        "Dit programma heeft Python 3.11 of nieuwer nodig; dit is Python %d.%d.\n" % sys.version_info[:2]  # noqa: UP031
    )
    sys.exit(3)

if __name__ == "__main__":
    import gc

    # Containers often tell Python to keep no bytecode, for the size of their image. To compile the modules of
    # this program anew would be an eighth of each build.
    sys.dont_write_bytecode = False
    gc.set_threshold(500_000, 20, 20)  # of the program and the tree of the text nearly all stays

    from draaiboek.base import interrupts

    with interrupts.told():
        from pathlib import Path

        from draaiboek import bootstrap

        root = Path(__file__).resolve().parent
        code = bootstrap.enter(root, test=sys.argv[1:2] in (["test"], ["audit"], ["bench"]))
        if code is None:
            os.environ.pop("DRAAIBOEK_IN_VENV", None)
            from draaiboek.cli import main

            code = main(sys.argv[1:], root)
        gc.freeze()  # else Python looks through all that we hold, to end with it: a tenth of a check
        sys.exit(code)
