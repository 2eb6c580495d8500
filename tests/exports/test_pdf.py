"""The one door to WeasyPrint reads our own files and nothing else."""

import pytest

from tasks.exports.layout import ForeignFile, OwnFilesOnly
from tasks.exports.pdf import render
from tests.exports.reading import opened


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/logo.png",
        "file:///etc/passwd",
        "data:text/plain,hello",
        "file:///nowhere/templates/pdf/base.css",
    ],
)
def test_an_address_that_is_not_ours_is_refused(address):
    with pytest.raises(ForeignFile, match="不允许的地址"):
        OwnFilesOnly().fetch(address)


def test_a_path_out_of_our_folders_is_refused(settings):
    climbing = f"file://{settings.BASE_DIR}/templates/pdf/../../zgc_tasks/settings.py"
    with pytest.raises(ForeignFile):
        OwnFilesOnly().fetch(climbing)


def test_our_own_stylesheets_can_be_read(settings):
    response = OwnFilesOnly().fetch(f"file://{settings.BASE_DIR}/templates/pdf/base.css")
    assert b"@font-face" in response.read()
    response.close()


def test_the_document_carries_title_and_language_and_escapes_text():
    reader = opened(render("pdf/base.html", {"title": "汇总表<b>", "author": "张某"}, stylesheet="base.css"))
    assert reader.metadata.title == "汇总表<b>"
    assert reader.root_object["/Lang"] == "zh-CN"
