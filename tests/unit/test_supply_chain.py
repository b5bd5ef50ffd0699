"""What an edition is made with: every package has a compatible licence, and every third-party file its digest."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

from draaiboek.editions import supply_chain
from draaiboek.pipeline.examine import examine
from tests.guidebook import guidebook

ROOT = Path(__file__).parents[2]
LISTED: dict[str, Any] = yaml.safe_load((ROOT / "requirements" / "licences.yml").read_text(encoding="utf-8"))
# Licences under which code may be used, changed and distributed together with a program under the EUPL 1.2.
FITS = {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-3.0", "LGPL-2.1-only", "MIT", "MIT-CMU", "MPL-2.0"}
FITS |= {"OFL-1.1", "PSF-2.0"}
COMMIT = "0123456789abcdef0123456789abcdef01234567"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==", re.MULTILINE)


def _locked(name: str) -> set[str]:
    return set(PIN.findall((ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")))


def test_every_pinned_package_has_a_licence_and_no_other() -> None:
    assert LISTED["packages"].keys() == _locked("build") | _locked("test") | _locked("fuzz")


def test_every_licence_fits() -> None:
    licences = [*LISTED["packages"].values(), *(each["licence"] for each in LISTED["vendored"].values())]
    assert {part for each in licences for part in re.split(r" (?:AND|OR) ", each)} - FITS == set()


@pytest.mark.parametrize("name", sorted(LISTED["packages"]))
def test_the_licence_is_what_the_package_itself_says(name: str) -> None:
    try:
        said = metadata(name).json.get("license_expression")
    except PackageNotFoundError:
        pytest.skip("not needed on this system")
    assert said in {None, LISTED["packages"][name]}


def test_every_file_from_elsewhere_is_the_one_that_was_looked_at() -> None:
    there = [*(ROOT / "draaiboek/search/vendor").glob("*.js"), *(ROOT / "draaiboek").rglob("*.ttf")]
    there += [*(ROOT / "draaiboek").rglob("*.woff2"), *(ROOT / "draaiboek/dictionary").glob("nl.*")]
    found = {path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in there}
    assert found == {path: each["sha256"] for path, each in LISTED["vendored"].items()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with its bill of materials and its provenance statement."""
    folder = tmp_path_factory.mktemp("site")
    edition = examine(guidebook({}, folder / "guidebook")).source.edition
    assert edition
    site = folder / "site"
    for name in ("index.html", "b/index.html", "a.pdf"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name, encoding="utf-8")
    supply_chain.write(site, ROOT, edition, commit=COMMIT)
    return site


def test_the_bill_names_every_package_and_file(made: Path) -> None:
    bill = json.loads((made / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    assert bill["metadata"]["component"]["version"] == COMMIT
    packages = {each["name"] for each in bill["components"] if each["type"] == "library"}
    assert packages == _locked("build")
    (typst,) = (each for each in bill["components"] if each["name"] == "typst")
    assert typst["purl"] == f"pkg:pypi/typst@{typst['version']}"
    assert f"typst=={typst['version']} " in (ROOT / "requirements/build.txt").read_text(encoding="utf-8")
    assert typst["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    files = {each["name"] for each in bill["components"] if each["type"] == "file"}
    assert "draaiboek/search/vendor/base-stemmer.js" in files
    known = {each["bom-ref"] for each in bill["components"]}
    assert len(known) == len(bill["components"])
    assert {*bill["dependencies"][0]["dependsOn"]} == known


def test_the_statement_says_where_every_file_comes_from(made: Path) -> None:
    (made / "editie.json").write_text("{}", encoding="utf-8")  # written later, and not covered by it
    statement = json.loads((made / "herkomst.intoto.json").read_text(encoding="utf-8"))
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicateType"] == "https://slsa.dev/provenance/v1"
    names = ["a.pdf", "b/index.html", "index.html", "sbom.cdx.json"]
    sums = subprocess.run(["sha256sum", *names], cwd=made, capture_output=True, check=True).stdout
    assert statement["subject"] == [
        {"name": "2026.1 SHA256SUMS", "digest": {"sha256": hashlib.sha256(sums).hexdigest()}}
    ]
    lock = hashlib.sha256((ROOT / "requirements/build.txt").read_bytes()).hexdigest()
    assert statement["predicate"]["buildDefinition"]["resolvedDependencies"] == [
        {"name": "tekst en programma", "digest": {"gitCommit": COMMIT}},
        {"name": "requirements/build.txt", "digest": {"sha256": lock}},
    ]
