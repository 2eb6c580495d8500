"""All that users read is Chinese: every page as everybody of the cast sees it, and the name of every file."""

from urllib.parse import unquote

import pytest

from tests.access import test_administration as administration
from tests.access.answers import undone
from tests.access.cases import CASES, asked_of
from tests.access.latin import words, words_of_page
from tests.access.scene import Scene
from tests.access.table import Case, ask

pytestmark = pytest.mark.django_db

# Formats, programs and standards by their names; endings of files.
NAMES = {
    "Word", "WPS", "Excel", "PDF", "JPG", "PNG", "XLSX", "CSV", "JSON", "DOCX", "ZIP", "MB", "GB", "HTTPS", "TOTP",
}  # fmt: skip
ENDINGS = {"docx", "xlsx", "pdf", "csv", "json", "zip"}
# Codes of programmes and their reports, login names and addresses of units, as the scene makes them.
CODES = {"GJRC", "KCZH", "JZ", "user", "unit"}
ALLOWED = NAMES | ENDINGS | CODES
SHOWN = [case for case in CASES if case.method == "GET" and 200 in case.expected().values()]
# With what is wrong in what was sent.
REFUSED = [case for case in CASES if case.method == "POST" and 422 in case.expected().values()]


def latin(answer) -> set[str]:
    """What of an answer is read: its page, or the name it is saved under."""
    if answer.headers["Content-Type"].startswith("text/html"):
        return words_of_page(answer.content.decode())
    named = unquote(answer.headers.get("Content-Disposition", "")).removeprefix(
        "attachment; filename*=utf-8''"
    )
    return words(named)


def shown(scene: Scene, case: Case, who: str) -> set[str]:
    with undone():
        return latin(ask(scene, case, who))


@pytest.mark.parametrize("case", [*SHOWN, *REFUSED], ids=str)
def test_no_page_and_no_name_of_a_file_has_a_word_that_is_not_chinese(scene, case):
    readers = [who for who in asked_of(case) if case.expected()[who] in (200, 422)]
    assert {who: shown(scene, case, who) - ALLOWED for who in readers} == {who: set() for who in readers}


@pytest.mark.parametrize("name", administration.PAGES)
def test_no_page_of_the_administration_either(scene, name):
    answer = scene.client("administrator").get(administration.address(scene, name))
    assert latin(answer) - ALLOWED == set()


def test_what_is_read_out_is_looked_at_too():
    """So that the tests above can fail."""
    assert words_of_page('<p title="Close">关闭<img alt="A picture"></p><script>var x</script>') == {
        "Close",
        "picture",
    }
    assert words_of_page('<input type="submit" value="Save"><input value="unseen"><th>Model 名</th>') == {
        "Save",
        "Model",
    }
