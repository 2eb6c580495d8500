"""Each kind of error as a visitor of the product meets it; how the pages are made: tests/project/test_error_pages.py."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tasks.pages import register
from tests.access.cases import CASES
from tests.access.table import address
from tests.factories import PASSWORD
from tests.plans.form_helpers import posted

pytestmark = pytest.mark.django_db


def bad_request(scene, monkeypatch):
    return scene.client("liaison").get("/gjrc/", headers={"host": "elsewhere.example"})


def refused(scene, monkeypatch):
    return scene.client("officer_elsewhere").get("/gjrc/tasks/2/plan/edit/")


def without_token(scene, monkeypatch):
    return scene.client("liaison", enforce_csrf_checks=True).post("/gjrc/tasks/4/plan/withdraw/")


def not_seen(scene, monkeypatch):
    return scene.client("stranger").get("/gjrc/tasks/2/plan/")


def not_a_page(scene, monkeypatch):
    return scene.client("liaison").get("/gjrc/tasks/4/plan/withdraw/")


def locked_out(scene, monkeypatch):
    form = {"username": scene.members["stranger"].user.username, "password": "wrong"}
    return [Client().post("/sign-in/", form) for _ in range(settings.AXES_FAILURE_LIMIT)][-1]


def broken(scene, monkeypatch):
    def fail(*args):
        raise RuntimeError("数据库里的秘密")

    monkeypatch.setattr(register, "areas", fail)
    return scene.client("liaison", raise_request_exception=False).get("/gjrc/tasks/")


ERRORS = [
    (bad_request, 400, "请核对网址"),
    (refused, 403, "本项已分办给科研处，请联系单位联络员"),
    (without_token, 403, "页面已过期"),
    (not_seen, 404, "没有找到页面"),
    (not_a_page, 405, "按钮"),
    (locked_out, 429, "分钟后自动恢复"),
    (broken, 500, "请稍候片刻"),
]


@pytest.mark.parametrize(("meet", "status", "words"), ERRORS, ids=lambda part: getattr(part, "__name__", ""))
def test_an_error_says_what_to_do_and_its_number_is_in_the_log(
    scene, monkeypatch, caplog, meet, status, words
):
    response = meet(scene, monkeypatch)
    page, number = response.content.decode(), response["X-Error-Number"]
    assert response.status_code == status
    assert words in page
    assert number in page
    (line,) = [
        entry for entry in caplog.records if entry.name == "zgc_tasks.errors" and number in entry.getMessage()
    ]
    assert line.getMessage().startswith(f"{number} {status} ")
    assert "数据库里的秘密" not in page


# --- htmx and an ended session -------------------------------------------------------------------------------

OPEN_TO_ALL = ("sign-in", "second-step", "favicon")
ONE_EACH = {case.route: case for case in CASES if case.route not in OPEN_TO_ALL}


@pytest.mark.parametrize("route", ONE_EACH)
def test_a_fragment_asked_for_after_the_session_ended_leads_the_page_to_sign_in_and_back(scene, route):
    case = ONE_EACH[route]
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/gjrc/tasks/2/plan/edit/?steps=3"}
    client = scene.client("anonymous")
    ask = client.get if case.method == "GET" else client.post
    answer = ask(address(scene, case), headers=headers)
    back = "/gjrc/tasks/2/plan/edit/%3Fsteps%3D3"
    assert (answer.status_code, answer["HX-Redirect"]) == (200, f"/sign-in/?next={back}")


def test_whoever_signs_in_again_is_back_at_the_form_and_nothing_was_saved(scene):
    client, version = scene.client("liaison"), scene.version("draft")
    client.session.delete()
    edit = reverse("plan-edit", args=["gjrc", 2])
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{edit}"}
    save = reverse("plan-save", args=["gjrc", 2])
    led_to = client.post(save, posted(version, contact_name="王某"), headers=headers)["HX-Redirect"]
    assert scene.version("draft") == version
    form = {"username": scene.members["liaison"].user.username, "password": PASSWORD, "next": edit}
    assert client.post(led_to, form).url == edit
    assert client.get(edit).status_code == 200
