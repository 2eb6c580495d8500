"""What a browser fetches the first time weighs little on a slow line: the pages, their styles and their scripts."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from units.sample_data import PASSWORD

pytestmark = pytest.mark.django_db
KB = 1000
FETCHED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*? (?:href|src)="/static/([^"]+)"')
SYMBOLS = re.compile(r'href="/static/([^"#]+)#')


def files_of(html: str) -> set[str]:
    return set(FETCHED.findall(html)) | set(SYMBOLS.findall(html))


def compressed(content: bytes) -> int:
    return len(gzip.compress(content))


def test_signing_in_and_the_home_behind_it_are_fetched_in_60_kb(demonstration):
    browser = Client()
    sign_in = browser.get("/sign-in/").content
    browser.post("/sign-in/", {"username": "kewei", "password": PASSWORD})
    answer = browser.get("/gjrc/")
    assert answer.status_code == 200
    home = answer.content
    files = files_of(sign_in.decode()) | files_of(home.decode())
    assert {Path(name).suffix for name in files} == {".css", ".js", ".svg"}
    fetched = {name: compressed(Path(finders.find(name)).read_bytes()) for name in files}
    assert "vendor/htmx/htmx.min.js" in fetched
    assert compressed(sign_in) + compressed(home) + sum(fetched.values()) < 60 * KB, fetched
