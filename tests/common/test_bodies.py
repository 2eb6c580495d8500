"""Forms are read as Django reads them, in little more memory than they take."""

import random
import tracemalloc
from urllib.parse import quote_plus, urlencode

import pytest
from django.conf import settings
from django.core.exceptions import TooManyFieldsSent
from django.http import QueryDict
from django.test import Client

from tests.of_a_kind import one_of_each
from zgc_tasks.common import bodies
from zgc_tasks.common.bodies import typed_in

PARTS = ["1", "、", "人才", "\n", "&", "=", "+", " ", "%", "𠮷", "%4", "%zz", "é"]


@pytest.mark.parametrize("seed", one_of_each(range(10)))
def test_whatever_is_sent_is_read_as_django_reads_it(seed):
    chance = random.Random(seed)  # noqa: S311
    for _ in range(200):
        parts = chance.choices(PARTS, k=chance.randrange(40))
        body = "".join(chance.choice([quote_plus, str])(part) for part in parts).encode()
        assert typed_in(body) == QueryDict(body), body


@pytest.mark.parametrize("body", [b"a=" + b"%" * 50_000, b"a=" + b"%a" * 20_000, b"%e4%bd" * 9_000 + b"=1"])
def test_what_looks_like_escapes_without_end_is_read_at_once(body):
    assert typed_in(body) == QueryDict(body)


@pytest.mark.parametrize("seed", one_of_each(range(10)))
@pytest.mark.parametrize("piece", [3, 4, 5])
def test_wherever_pieces_end_nothing_is_read_otherwise(monkeypatch, seed, piece):
    monkeypatch.setattr(bodies, "_PIECE", piece)
    test_whatever_is_sent_is_read_as_django_reads_it(seed)


@pytest.mark.parametrize("before", range(12))
def test_no_character_is_cut_where_a_piece_ends(before):
    """Wherever in its three escapes that is."""
    text = "x" * before + "、" * 5_000
    assert typed_in(urlencode({"text": text}).encode())["text"] == text


def test_a_form_as_long_as_may_be_sent_takes_little_more_than_its_length():
    body = b"text=" + quote_plus("1、").encode() * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 10)
    tracemalloc.start()
    try:
        assert len(typed_in(body)["text"]) == 2 * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 10)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5 * len(body)


def test_more_fields_than_may_be_are_refused():
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert len(typed_in(b"&".join([b"a=1"] * most)).getlist("a")) == most
    with pytest.raises(TooManyFieldsSent):
        typed_in(b"&".join([b"a=1"] * (most + 1)))


@pytest.mark.django_db
def test_it_is_so_read_of_every_form(monkeypatch):
    def by_django(request):
        raise AssertionError

    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest._load_post_and_files", by_django)
    typed = urlencode({"username": "无此人", "password": "x"})
    answer = Client().post("/sign-in/", typed, content_type="application/x-www-form-urlencoded")
    assert "无此人" in answer.content.decode()
