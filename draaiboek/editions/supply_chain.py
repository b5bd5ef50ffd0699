"""What an edition was made with and of: a bill of materials (CycloneDX) and a statement of provenance (in-toto, SLSA).

Both are files of the edition itself, identical for the same commit, and listed in its manifest: what signs the manifest
signs them. Programs that watch for known vulnerabilities read the first, programs that verify provenance the second.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml

from draaiboek.base.file_digest import sha256_of
from draaiboek.base.model import Edition
from draaiboek.editions import manifest

MATERIALS = "sbom.cdx.json"
ORIGIN = "herkomst.intoto.json"
LOCK = Path("requirements", "build.txt")
LICENCES = Path("requirements", "licences.yml")
_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)", re.MULTILINE)
_OURS = UUID("2b0a3b1e-6f0c-5d0e-9a51-3f7f4f0f6c11")  # the namespace of our serial numbers
_PROGRAM, _LICENCE = "draaiboek", "EUPL-1.2"


def write(site: Path, root: Path, edition: Edition, *, commit: str) -> None:
    """Write both into *site*, which is complete except for its manifest; *root* is the project that made it."""
    _write(site / MATERIALS, materials(root, edition, commit=commit))
    _write(site / ORIGIN, origin(site, root, edition, commit=commit))


def pinned(lock: str) -> Mapping[str, str]:
    """Return the version of each package in the text of a *lock* file."""
    return {match["name"]: match["version"] for match in _PINNED.finditer(lock)}


def materials(root: Path, edition: Edition, *, commit: str) -> Mapping[str, Any]:
    """Return the bill of materials of *edition* as CycloneDX 1.6: the packages of the lock file and vendored files."""
    listed = yaml.safe_load((root / LICENCES).read_text(encoding="utf-8"))
    packages = pinned((root / LOCK).read_text(encoding="utf-8"))
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name.lower()}@{version}",
            "name": name,
            "version": version,
            "licenses": [_licence(listed["packages"].get(name, ""))],
            "purl": f"pkg:pypi/{name.lower()}@{version}",
        }
        for name, version in sorted(packages.items())
    ]
    components += [
        {
            "type": "file",
            "bom-ref": path,
            "name": path,
            "group": each["name"],
            "hashes": [{"alg": "SHA-256", "content": each["sha256"]}],
            "licenses": [_licence(each["licence"])],
        }
        for path, each in sorted(listed["vendored"].items())
    ]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(_OURS, f'{edition.id} {commit}')}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": _PROGRAM,
                "name": _PROGRAM,
                "version": commit or edition.id,
                "licenses": [_licence(_LICENCE)],
            },
        },
        "components": components,
        "dependencies": [{"ref": _PROGRAM, "dependsOn": sorted(each["bom-ref"] for each in components)}],
    }


def origin(site: Path, root: Path, edition: Edition, *, commit: str) -> Mapping[str, Any]:
    """Return where the files of *site* come from: an in-toto statement with SLSA provenance.

    Its subject is the list that `sha256sum` would print of all files except this one and the manifest, sorted by name.
    """
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    sums = "".join(f"{sha256_of(site / name)}  {name}\n" for name in names if name not in {ORIGIN, manifest.NAME})
    made_of = [{"name": "tekst en programma", "digest": {"gitCommit": commit}}] if commit else []
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": f"{edition.id} SHA256SUMS", "digest": {"sha256": hashlib.sha256(sums.encode()).hexdigest()}}
        ],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "urn:draaiboek:build.py",
                "externalParameters": {"editie": edition.id},
                "resolvedDependencies": [
                    *made_of,
                    {"name": LOCK.as_posix(), "digest": {"sha256": sha256_of(root / LOCK)}},
                ],
            },
            "runDetails": {"builder": {"id": "urn:draaiboek:build.py"}},
        },
    }


def _licence(expression: str) -> Mapping[str, Any]:
    """Return *expression* as CycloneDX writes it: an id for a single licence, an expression for several."""
    return {"expression": expression} if " " in expression else {"license": {"id": expression}}


def _write(path: Path, value: Mapping[str, Any]) -> None:
    path.write_text(f"{json.dumps(value, ensure_ascii=False, indent=1)}\n", encoding="utf-8", newline="\n")
