#!/usr/bin/env python3
"""The command of the guidebook: `python3 build.py` builds everything, `python3 build.py test` runs the tests.

A launcher that nothing imports. Any version of Python must be able to parse it, so that it can say which one it needs.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  # this file is where it is checked
    sys.stderr.write(
        "Dit programma heeft Python 3.11 of nieuwer nodig; dit is Python %d.%d.\n" % sys.version_info[:2]  # noqa: UP031
    )
    sys.exit(3)

if __name__ == "__main__":
    import gc

    # Containers often tell Python not to write bytecode, to keep their image small. Compiling the modules of this
    # program each time would take an eighth of each build.
    sys.dont_write_bytecode = False
    gc.set_threshold(500000, 20, 20)  # nearly all of the program and the tree of the text stays alive
    here = os.path.dirname(os.path.realpath(__file__))  # noqa: PTH120  # an import that Ctrl-C might interrupt
    if here not in sys.path:  # Python leaves it out with -I, -P or PYTHONSAFEPATH
        sys.path.insert(0, here)

    from draaiboek.base import interrupts

    with interrupts.told():
        from pathlib import Path

        from draaiboek import bootstrap

        root = Path(here)
        explains = sys.argv[-1] in ("-h", "--help") and "--" not in sys.argv  # with the standard library only
        tests = sys.argv[1:2] in (["test"], ["audit"], ["bench"])
        code = None if explains else bootstrap.enter(root, test=tests)
        if code is None:
            os.environ.pop("DRAAIBOEK_IN_VENV", None)
            from draaiboek.cli import main

            code = main(sys.argv[1:], root)
        gc.freeze()  # else at exit Python's collector goes through all objects: a tenth of a check
        sys.exit(code)
