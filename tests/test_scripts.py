"""The scripts of the websites are linted, typed and tested like the program; the tools for that are in tests/js/.

The tests of the scripts need Node 20 only; linting and types need `npm ci` in tests/js/ first. Without, they say so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "js"
ENGINE = HERE.parents[1] / "draaiboek" / "search"
NODE = shutil.which("node") or ""
OLDEST = 20
LEAST = 0.95  # fraction of the lines of each file of the search engine


def _version() -> int:
    said = subprocess.run([NODE, "--version"], capture_output=True, text=True, check=True).stdout if NODE else ""
    return int((re.match(r"v(\d+)", said) or [0, 0])[1])


needs_node = pytest.mark.skipif(_version() < OLDEST, reason=f"needs Node {OLDEST} or newer")
needs_packages = pytest.mark.skipif(
    not (HERE / "node_modules" / "eslint").exists(), reason="needs the packages of tests/js: npm ci --prefix tests/js"
)


# The scripts that store something on a device; the button of memory.js wipes these names, and no other can be wiped.
KEEPERS = {
    "memory.js": "`draaiboek.${",
    "colours.js": "`draaiboek.${",
    "sw.js": '"draaiboek:@slug@:',
    "decision.js": 'addEventListener("draaiboek:wis"',
}
KEEPS = re.compile(
    r"(?:localStorage|sessionStorage)\.setItem|caches\.open|indexedDB|document\.cookie|cookieStore"
    r"|(?:push|replace)State\(\{|window\.name"
)


def test_nothing_is_kept_on_a_device_but_what_its_button_wipes() -> None:
    scripts = [
        path for path in ENGINE.parent.rglob("*.js") if "node_modules" not in path.parts and "lab" not in path.parts
    ]
    keepers = {path.name: path.read_text(encoding="utf-8") for path in scripts}
    keepers = {name: text for name, text in keepers.items() if KEEPS.search(text)}
    del keepers["preview.js"]  # only for `serve`: no reader ever gets it
    assert keepers.keys() == KEEPERS.keys()
    assert all(KEEPERS[name] in text for name, text in keepers.items())


def run(*command: str) -> str:
    here = {**os.environ, "NO_COLOR": "1"}
    result = subprocess.run(command, cwd=HERE, env=here, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@needs_node
@needs_packages
@pytest.mark.parametrize("what", ["lint", "types"])
def test_the_scripts_are_in_style(what: str) -> None:
    npm = shutil.which("npm")
    assert npm
    run(npm, "run", "--silent", what)


@needs_node
def test_the_scripts_pass_their_own_tests_and_no_file_of_the_engine_is_left_out() -> None:
    lines = run(NODE, "--test", "--experimental-test-coverage", "--test-reporter=lcov").splitlines()
    seen: dict[str, dict[str, str]] = {}
    for line in lines:
        key, _, value = line.partition(":")
        if key == "SF":
            seen[Path(value).name] = {}
        elif seen:
            list(seen.values())[-1][key] = value
    shares = {name: int(found["LH"]) / int(found["LF"]) for name, found in seen.items()}
    engine = {path.name for path in ENGINE.glob("*.js")}
    assert engine <= shares.keys()
    assert {name: share for name, share in shares.items() if name in engine and share < LEAST} == {}
