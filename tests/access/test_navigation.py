"""A page of the navigation answers only to whom the navigation leads there (design §2)."""

import re
from html import unescape

import pytest

from tests.access.scene import ROLES

pytestmark = pytest.mark.django_db


def navigation(scene, who: str) -> set[str]:
    """Where the navigation leads; help is the one page everybody has."""
    page = scene.client(who).get("/help/").content.decode()
    part = re.search(r'<nav aria-label="主导航">(.*?)</nav>', page, re.S)[1]
    return {unescape(url) for url in re.findall(r'href="([^"]+)"', part)}


def test_nobody_gets_a_page_that_their_navigation_does_not_have(scene):
    has = {who: navigation(scene, who) for who in ROLES if who != "anonymous"}
    every_page = set().union(*has.values())
    assert {"/gjrc/plans/", "/gjrc/overview/", "/admin/", "/audit/"} < every_page
    got = {
        (who, url)
        for who, own in has.items()
        for url in every_page - own
        if scene.client(who).get(url).status_code == 200
    }
    assert got == set()
