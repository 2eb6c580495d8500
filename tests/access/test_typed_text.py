"""A text that cannot be kept, or is too long, in any field of any form: said in words, and all that was typed is still there."""

from html import unescape

import pytest

from tests.access.answers import undone
from tests.access.cases import CASES, room_of
from tests.access.dump import business
from tests.access.faults import tables_written
from tests.access.table import address, form_of
from tests.of_a_kind import one_of_each

pytestmark = pytest.mark.django_db

# What they are sent is not typed, or is a password; pasted text is only looked at, and stays in its box.
NOT_TYPED = {"password", "sign-in", "plan-paste", "round-sheet-take"}
FORMS = {
    case.route: case
    for case in reversed(CASES)
    if case.method == "POST" and case.form and case.allowed() and case.route not in NOT_TYPED
}
NO_FACE, LINE = "\ue000", "长行"
# What may be as long as that: a paragraph of a report.
MAY_BE_LONG = {("report-edit", "text")}
# Read for what to do, and not shown: `choose_` are buttons of a page before.
NOT_SHOWN = ("based_on", "op", "choose_")


def texts(form: dict) -> dict[str, str]:
    return {name: value for name, value in form.items() if isinstance(value, str) and value}


def sent(scene, case, name: str, value: str) -> tuple[int, str, dict[str, str]]:
    """Status, page and what was typed, where one field has this."""
    who = case.allowed()
    typed = form_of(scene, case, who) | {name: value}
    answer = scene.client(who).post(address(scene, case), typed)
    shown = {each: text for each, text in texts(typed).items() if not each.startswith(NOT_SHOWN)}
    return answer.status_code, unescape(answer.content.decode()), shown


def is_kept(mark: str, tables: set[str]) -> bool:
    """Whether any row of these has it, as a row is printed."""
    printed = repr(mark).strip("'")
    return any(printed in str(row) for rows in business(tables).values() for row in rows)


@pytest.mark.parametrize("route", one_of_each(FORMS, room_of))
@pytest.mark.parametrize(
    ("mark", "bad"),
    [(NO_FACE, lambda text: text + NO_FACE), (LINE, lambda text: f"{LINE}\n" * 3_000)],
    ids=["no face", "long"],
)
def test_what_is_refused_is_said_in_words_and_nothing_typed_is_lost(scene, route, mark, bad):
    case = FORMS[route]
    with undone():
        fields = texts(form_of(scene, case, case.allowed()))
    for name, text in fields.items():
        with undone(), tables_written() as tables:
            status, page, typed = sent(scene, case, name, bad(text))
            if status in (200, 302):  # no text: a day, read without what surrounds it, a button or a box
                assert not is_kept(mark, tables) or (mark == LINE and (route, name) in MAY_BE_LONG), name
                continue
            assert status == 422, name
            assert 'class="error-summary' in page or 'role="alert"' in page, name
            said = typed.pop(name, "")
            assert {each for each, text in typed.items() if text not in page} == set(), name
            if f"U+{ord(NO_FACE):04X}" in page or "不能超过" in page:
                assert said.strip() in page.replace("\r\n", "\n"), name
