"""The web addresses at which editions may be published."""

from __future__ import annotations

import pytest

from draaiboek.content import web_address


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("http://localhost", True),
        ("http://localhost:8000/livc-r/", True),
        ("http://127.0.0.1:8000", True),
        ("https://127.0.0.1/a", True),
        ("http://127.0.0.2", False),
        ("https://localhost.vvsg.be", False),
        ("https://vvsg.be/localhost", False),
        ("localhost", False),
        ("ftp://localhost", False),
        ("http://localhost/a b", False),
    ],
)
def test_an_address_of_this_machine(address: str, is_local: object) -> None:
    assert web_address.is_local(address) == is_local


NO_ADDRESS = "het adres '{}' is geen adres van een website"
NOWHERE = "het adres '{}' is maar een voorlopige waarde: het leidt nergens heen"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://vvsg.be", ""),
        ("http://a.b-c.vvsg.be:8080/livc-r/Een_2.0~x/", ""),
        ("https://voorbeeld.be", ""),
        ("https://anexample.com", ""),
        ("https://example.be", ""),
        ("https://example.com.be", ""),
        ("https://a.be/example.com", ""),
        ("https://example.com", NOWHERE),
        ("https://a.example.net/b", NOWHERE),
        ("https://example.org:80", NOWHERE),
        ("https://example", NOWHERE),
        ("https://a.test/", NOWHERE),
        ("https://invalid", NOWHERE),
        ("", NO_ADDRESS),
        ("vvsg.be", NO_ADDRESS),
        ("https://", NO_ADDRESS),
        ("https://VVSG.be", NO_ADDRESS),
        ("https://a..be", NO_ADDRESS),
        ("https://a.be:x", NO_ADDRESS),
        ("https://a.be//b", NO_ADDRESS),
        ("https://a.be/?q", NO_ADDRESS),
        ("https://a@b.be", NO_ADDRESS),
        ("https://a.be\n", NO_ADDRESS),
        ("x https://a.be", NO_ADDRESS),
    ],
)
def test_why_nothing_may_be_published_under_an_address(address: str, said: str) -> None:
    assert web_address.wrong(address) == said.format(address)


def test_as_long_as_nobody_chose_an_address_it_leads_nowhere() -> None:
    assert web_address.unchosen("tafel") == "https://draaiboek-tafel.example"
    assert web_address.wrong(web_address.unchosen("tafel")) == NOWHERE.format("https://draaiboek-tafel.example")
