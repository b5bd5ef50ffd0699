"""The recipe for nginx in VERSPREIDEN.md, with the real server in front of a published folder."""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from draaiboek.editions import publish
from draaiboek.render import policy
from tests.integration import small_editions
from tests.integration.program import ROOT, as_nobody
from tests.integration.small_editions import FIRST

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not NGINX, reason="nginx is not on this machine")]
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    include {types};
    access_log off;
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    {recipe}
}}
"""


@dataclass(frozen=True, slots=True)
class Answer:
    code: int
    headers: Mapping[str, str]
    body: bytes


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    folder.parent.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        as_nobody(patch, folder / "x")
        repository = folder / "repository"
        repository.mkdir()
        subprocess.run(["git", "init", "--quiet", "."], cwd=repository, check=True)
        ready = small_editions.site(folder / "ready", FIRST, {"assets/stijl.css": b"body{color:black}" * 200})
        place = publish.Place(repository, folder / "scratch", folder=folder / "www")
        assert small_editions.put(place, ready) == ""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (recipe,) = re.findall(r"```nginx\n(.*?)```", (ROOT / "VERSPREIDEN.md").read_text(encoding="utf-8"), re.DOTALL)
    recipe = recipe.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("/srv/draaiboek", str(folder / "www"))
    types = next(p for p in map(Path, ("/etc/nginx/mime.types", "/opt/homebrew/etc/nginx/mime.types")) if p.exists())
    user = "user root;" if Path("/root").exists() and folder.owner() == "root" else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, types=types, recipe=recipe, user=user))
    server = subprocess.Popen([str(NGINX), "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")])
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def get(address: str, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(address, headers=named)  # noqa: S310  # our own server
    try:
        with urllib.request.urlopen(request, timeout=10) as found:  # noqa: S310
            return Answer(found.status, dict(found.headers), found.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, dict(error.headers), error.read())


@pytest.mark.parametrize("path", ["/", f"/{FIRST}/delen/", "/actueel/", "/bestaat-niet/", f"/{FIRST}/assets/stijl.css"])
def test_every_answer_has_the_policy(address: str, path: str) -> None:
    found = get(f"{address}{path}")
    assert {name: found.headers.get(name) for name in policy.as_headers()} == policy.as_headers()


def test_a_wrong_address_gets_our_page(address: str) -> None:
    found = get(f"{address}/2026.1/bestaat-niet/")
    assert found.code == 404
    assert b"<html lang=" in found.body
    assert get(f"{address}/.htaccess").code == 404


def test_what_is_text_is_compressed(address: str) -> None:
    found = get(f"{address}/{FIRST}/assets/stijl.css", Accept_Encoding="gzip")
    assert found.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(found.body).startswith(b"body{")
    assert "Accept-Encoding" in found.headers["Vary"]


def test_a_page_is_asked_for_again_and_a_style_sheet_kept_for_a_day(address: str) -> None:
    assert get(f"{address}/{FIRST}/delen/").headers["Cache-Control"] == "no-cache"
    assert get(f"{address}/versions.json").headers["Cache-Control"] == "no-cache"
    assert get(f"{address}/{FIRST}/assets/stijl.css").headers["Cache-Control"] == "public, max-age=86400"
    page = get(f"{address}/{FIRST}/delen/")
    assert get(f"{address}/{FIRST}/delen/", If_None_Match=page.headers["ETag"]).code == 304


def test_a_pdf_comes_in_pieces_and_a_book_as_a_book(address: str) -> None:
    found = get(f"{address}/{FIRST}/pdf/draaiboek-livc-r-{FIRST}.pdf", Range="bytes=0-4")
    assert (found.code, found.body) == (206, b"%PDF-")
    assert found.headers["Content-Type"] == "application/pdf"
    assert get(f"{address}/{FIRST}/draaiboek-livc-r-{FIRST}.epub").headers["Content-Type"] == "application/epub+zip"
    assert "utf-8" in get(f"{address}/").headers["Content-Type"]
