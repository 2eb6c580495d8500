"""`python -m tests.papers` takes every file there is; what it leaves out it leaves out with a reason."""

import subprocess
import sys
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve

from bench import pages
from tests.papers.places import LEFT_OUT, PAGES, PAPERS, PRESSED


def _route(place: str) -> str:
    return resolve(urlsplit(urljoin("/gjrc/", place)).path).url_name


def test_every_route_that_answers_with_a_file_is_taken_or_left_out_with_a_reason():
    taken = {_route(place) for papers in PAPERS.values() for place in papers.values()}
    assert taken | set(LEFT_OUT) == {name for name, why in pages.LEFT_OUT.items() if why == pages.A_FILE}
    assert not taken & set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_what_is_pressed_and_printed_stands_on_pages():
    pressed = [place for papers in PRESSED.values() for place, _ in papers.values()]
    shown = {_route(place) for place in (*pressed, *(each for of in PAGES.values() for each in of.values()))}
    assert shown <= {page.route for page in pages.PAGES}


@pytest.mark.parametrize("arguments", [[], ["{kept}"], ["{kept}/file"]])
def test_without_an_empty_folder_it_says_how_it_is_called(arguments, tmp_path):
    (tmp_path / "file").touch()
    command = [sys.executable, "-m", "tests.papers", *(each.format(kept=tmp_path) for each in arguments)]
    answer = subprocess.run(command, capture_output=True, text=True)
    assert answer.returncode == 2
    assert "usage: python -m tests.papers" in answer.stderr
