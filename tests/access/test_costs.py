"""What a small request asks is bounded before it is done: the work, and what comes back (decision 0057)."""

import random
from html import unescape

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tasks.forms import plan_marks
from tasks.rules.step_texts import MAX_STEPS_TEXT
from tests.access.scene import STATES, Scene
from tests.cost import calls_of
from tests.of_a_kind import one_of_each
from units.models import User

pytestmark = pytest.mark.django_db

MAX_CALLS = 2_000_000  # about a second; the dearest that is allowed makes 1.4 million
A_BODY = settings.DATA_UPLOAD_MAX_MEMORY_SIZE - 200_000  # less the names around it


def asked(client: Client, route: str, data: dict, *, args=()):
    """The answer to a post, which may not have cost more than it should."""
    answer, calls = calls_of(lambda: client.post(reverse(route, args=args), data))
    assert calls < MAX_CALLS
    return answer


def save(scene: Scene, **typed):
    data = {"based_on": scene.version("draft"), "op": "save"} | typed
    return asked(scene.client("liaison"), "plan-save", data, args=["gjrc", STATES["draft"]])


@pytest.mark.parametrize(
    "typed",
    [
        {"step_text": ["x"] * 3000},
        {"step_due": ["年"] * 3000},
        {"participant": ["王"] * 3000},
        {"op": "paste", "paste": "1\n" * 10_000},
        {"op": "paste", "paste": "年\n" * (MAX_STEPS_TEXT // 11)},
        {"op": "paste", "paste": "1、" * 300_000},
    ],
    ids=lambda typed: f"{typed.get('op')} {next(iter(typed.values()))[:2]}",
)
def test_a_form_with_too_many_rows_is_drawn_within_its_limits(scene, typed):
    answer = save(scene, **typed)
    assert answer.status_code == 422
    assert len(answer.content) < 2_000_000


@pytest.mark.parametrize("field", ["step_text", "step_due", "start", "contact_phone"])
@pytest.mark.parametrize("filling", one_of_each(["2015年", "1、"]))
def test_a_field_as_long_as_a_request_is_refused_before_it_is_read(scene, field, filling):
    assert save(scene, **{field: filling * (A_BODY // len(filling.encode()))}).status_code == 422


def test_steps_without_a_row_stand_in_the_box_for_pasting_and_become_the_same_steps_again(scene):
    texts = [f"印发第{n}号文件" for n in range(1, 301)]
    page = unescape(save(scene, step_text=texts, step_due=["4月底前"] * 300).content.decode())
    assert (
        "工作步骤最多100步，现有300步，请合并或删除多出的步骤；第200步以后的在“从 Word 粘贴多步”框中" in page
    )
    assert page.count('name="step_text"') == 200
    rest = page.partition('<textarea id="id_paste"')[2].partition(">\n")[2].partition("</textarea>")[0]
    assert rest.splitlines() == [f"{text}（4月底前）" for text in texts[200:]]
    assert save(scene, step_text=["先行"], paste=rest).status_code == 422  # 101 steps
    assert save(scene, paste=rest).status_code == 302
    steps = scene.plan("draft").steps.all()
    assert [(step.text, step.due_text) for step in steps] == [(text, "4月底前") for text in texts[200:]]


def test_a_paste_that_is_too_long_stays_in_its_box(scene):
    pasted = "一、甲\n" * 3_000
    page = unescape(save(scene, op="paste", paste=pasted).content.decode())
    assert (
        "一次最多粘贴30000字（一次换行按10字计），现有38990字，请分几次加入；所粘贴的文字仍在下面的框中"
        in page
    )
    assert pasted.strip() in page


def test_names_without_a_row_stand_in_the_last_one(scene):
    page = unescape(save(scene, participant=[f"第{n}局" for n in range(120)]).content.decode())
    assert page.count('name="participant"') == 100
    assert "、".join(f"第{n}局" for n in range(99, 120)) in page


@pytest.mark.parametrize(("more", "status"), [(0, 302), (1, 422)])
def test_all_steps_together_hold_30000_characters(scene, more, status):
    """A line break counts as ten."""
    last = "长" * (2000 - 10 - 1 + more) + "\n末"
    answer = save(scene, step_text=["长" * 2000] * 14 + [last])
    assert answer.status_code == status
    if status == 422:
        words = "各步内容合计不能超过30000字（一次换行按10字计），现有30001字，请精简"
        assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("characters", "status"),
    [("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出", 422), ("甲乙丙", 409)],
    ids=["no two alike", "all alike"],
)
def test_new_steps_of_two_who_wrote_at_once_are_told_apart_within_the_limit(scene, characters, status):
    """As many and as long as each of them may have, none of them with a key."""
    version, drawn = scene.version("draft"), plan_marks.written(scene.plan("draft").typed())
    one, other = ([_text(characters, seed * 100 + n) for n in range(97)] for seed in (1, 2))
    assert save(scene, step_text=one).status_code == 302
    assert save(scene, based_on=version, drawn=drawn, step_text=other).status_code == status


def _text(characters: str, seed: int) -> str:
    return "".join(random.Random(seed).choices(characters, k=290))  # noqa: S311


def save_round(scene: Scene, **typed):
    number, version = STATES["draft"], scene.progress("draft").version
    data = {f"{number}-{name}": value for name, value in typed.items()} | {
        f"{number}-version": version,
        "op": "save",
    }
    return asked(scene.client("liaison"), "round-save", data, args=["gjrc", 1])


@pytest.mark.parametrize(
    "typed",
    [{"figure_what": ["人才"] * 4_000}, {"step_key": list(range(1, 4_001))}],
    ids=["figures", "steps"],
)
def test_a_page_of_a_round_with_more_rows_than_anybody_has_is_refused_unread(scene, typed):
    answer = save_round(scene, **typed)
    assert answer.status_code == 422
    assert "一次最多保存1250步、600项数据" in answer.content.decode()
    assert len(answer.content) < 20_000


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"figure_what": ["人才"] * 600}, 422),
        ({"step_key": list(range(1, 1_251)), "step_state": ["under_way"] * 1_250}, 302),
    ],
    ids=["figures", "steps"],
)
def test_as_many_rows_as_are_read_stay_within_the_limit(scene, typed, status):
    assert save_round(scene, **typed).status_code == status


@pytest.mark.parametrize(
    ("many", "words"),
    [(1_000, "项任务，请更正编号"), (1_001, "重点任务一次最多选1000项，现有1001项"), (20_000, "现有20000项")],
)
def test_numbers_of_tasks_are_counted_before_they_are_looked_for(scene, many, words):
    numbers = "、".join(map(str, range(1, many + 1)))
    data = {"cycle": "month", "first": "2015-05-01", "count": "1", "tasks": numbers}
    answer = asked(scene.client("checker"), "round-add", data, args=["gjrc"])
    assert answer.status_code == 422
    assert words in unescape(answer.content.decode())


def test_offices_of_many_tasks_and_a_long_text_of_a_report_stay_within_the_limit(scene):
    offices = {f"office-{number}": scene.office.pk for number in range(4_000)}
    asked(scene.client("liaison"), "plans-assign", offices, args=["gjrc"])
    report = scene.programme.reports.get(nth=1)
    data = {"text": "长" * 600_000, "based_on": 0}
    answer = asked(scene.client("leadership"), "report-edit", data, args=["gjrc", report.year, 1, "next"])
    assert answer.status_code == 422


@pytest.mark.parametrize("name", ["units_user", "units_unit"])
def test_rows_of_the_administrators_forms_are_counted_before_they_are_made(scene, name):
    client, many = scene.client("administrator"), {}
    for rows in ("memberships", "names", "offices"):
        many |= {f"{rows}-TOTAL_FORMS": 999_999, f"{rows}-INITIAL_FORMS": 0}
    answer = asked(client, f"admin:{name}_add", {"username": "x", "full_name": "x"} | many)
    assert answer.status_code == 200
    assert not User.objects.filter(username="x").exists()


def test_nothing_long_is_echoed_on_the_page_of_signing_in():
    long = "x" * 600_000
    answer = asked(Client(), "sign-in", {"username": long, "password": long, "next": f"/{long}"})
    assert answer.status_code == 200
    assert len(answer.content) < 20_000


@pytest.mark.parametrize("who", ["anonymous", "liaison"])
@pytest.mark.parametrize("route", ["sign-in", "password"])
def test_a_body_of_more_than_two_megabytes_is_refused_unread(scene, who, route):
    answer = scene.client(who).post(reverse(route), {"file": _file(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)})
    assert answer.status_code == 413
    assert "各步内容合计不能超过30000字" in answer.content.decode()


def test_where_files_come_they_may_be_larger(scene):
    address = reverse("letter-add", args=["gjrc"])
    sent = {"number": "1号", "scan": _file(21 * 1024 * 1024)}
    answer = scene.client("checker").post(f"{address}?unit={scene.lead.slug}", sent)
    assert answer.status_code == 422
    assert "超过20MB" in answer.content.decode()
    assert scene.client("checker").post(address, {"scan": _file(31 * 1024 * 1024)}).status_code == 413


def _file(size: int):
    return SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * size)
