"""Whoever chooses between two texts, or two answers, is met by a third who saves in that moment: what they did not touch meets
nobody, and what is shown to be chosen from is what they typed (decisions 0055, 0106).
"""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tasks.actions import comments
from tasks.enums import CommentAnswer
from tasks.forms import plan_marks
from tasks.models import Comment
from tasks.pages import plan_conflict
from tasks.views import plan_form, round_form
from tests.access.scene import STATES, Scene
from tests.factories import client_for, make_user
from tests.plans.form_helpers import posted, save
from tests.races.test_acts_that_meet import fresh, meet
from units.roles import Role
from zgc_tasks.common import clock

__all__ = ["fresh", "meet"]  # fixtures

# Whoever chooses is stopped when both texts are read, and has written nothing yet.
READ_PLAN, READ_ROUND = (plan_form, "written_plan"), (round_form, "reported_or_404")
# Or, whoever saves, when it is read what somebody else saved meanwhile.
READ_BY_OTHERS = (plan_conflict, "current_plan")

Sent = Callable[[], HttpResponse]


def colleague(scene: Scene) -> Client:
    return client_for(make_user(Role.LIAISON, scene.lead))


def choosing(scene: Scene, route: str, typed: dict, **where) -> Sent:
    client = client_for(scene.members["liaison"], raise_request_exception=False)
    address = reverse(route, kwargs={"programme": scene.programme.slug} | where)
    return lambda: client.post(address, typed)


def saving_plan(scene: Scene, **typed) -> Sent:
    client, version = colleague(scene), scene.version("returned")
    return lambda: save(client, scene.task("returned"), version, **typed)


# --- an answer alone -----------------------------------------------------------------------------------------


def an_answer_met(scene: Scene) -> Sent:
    comment = scene.comment("returned")
    comment = comments.answer(
        comment=comment, based_on=comment.answer_mark, answer=CommentAnswer.ADOPTED, text="同事的答复",
        by=scene.members["officer"], at=clock.now(),
    )  # fmt: skip
    name = f"c{comment.pk}"
    mine = {
        f"{name}-answer": "partly",
        f"{name}-answer_text": "本人的答复",
        f"{name}-seen": comment.answer_mark,
    }
    chosen = {"based_on": scene.version("returned"), "answers_only": "1", f"{name}-choose": "mine"}
    return choosing(scene, "plan-resolve", mine | chosen, number=STATES["returned"])


def answered(scene: Scene) -> tuple[str, str]:
    comment: Comment = scene.comment("returned")
    return comment.answer_text, scene.plan("returned").contact_name


def test_an_answer_is_chosen_while_a_third_saves_the_plan(fresh, meet):
    thread, scene = fresh
    acts = thread(lambda: [an_answer_met(scene), saving_plan(scene, contact_name="孙某")])
    assert [each.status_code for each in meet(*acts, behind=READ_PLAN)] == [302, 302]
    assert thread(answered, scene) == ("本人的答复", "孙某")


# --- a text --------------------------------------------------------------------------------------------------


def a_plan_met(scene: Scene) -> Sent:
    """A colleague has saved 赵某 meanwhile, and that is chosen."""
    assert saving_plan(scene, contact_name="赵某")().status_code == 302
    chosen = {"choose_contact_name": "theirs", "choose_responsible_office": "mine"}
    typed = posted(scene.version("returned"), contact_name="钱某", responsible_office="高教处")
    return choosing(scene, "plan-resolve", typed | chosen, number=STATES["returned"])


def a_plan_put_together(scene: Scene) -> Sent:
    """A colleague has saved 赵某 since the form was drawn, into which another field is typed."""
    saving_plan(scene)()
    version, drawn = scene.version("returned"), plan_marks.written(scene.plan("returned").typed())
    assert saving_plan(scene, contact_name="赵某")().status_code == 302
    typed = posted(version, responsible_office="高教处", drawn=drawn)
    return choosing(scene, "plan-save", typed, number=STATES["returned"])


def test_what_is_put_together_of_two_is_put_together_again_where_a_third_saves(fresh, meet):
    """The third saves after the second's text was read, and before both were written."""
    thread, scene = fresh
    acts = thread(
        lambda: [a_plan_put_together(scene), saving_plan(scene, contact_name="赵某", finish="2016年")]
    )
    assert [each.status_code for each in meet(*acts, behind=READ_BY_OTHERS)] == [302, 302]
    kept = thread(lambda: scene.plan("returned"))
    assert (kept.contact_name, kept.responsible_office, kept.finish_text) == ("赵某", "高教处", "2016年")


def saving_round(scene: Scene, next_text: str) -> Sent:
    client, number = colleague(scene), STATES["draft"]
    typed = {
        f"{number}-version": scene.progress("draft").version,
        f"{number}-next_text": next_text,
        "op": "save",
    }
    address = reverse("round-save", args=[scene.programme.slug, 1])
    return lambda: client.post(address, typed)


def a_round_met(scene: Scene) -> Sent:
    assert saving_round(scene, "赵某所写")().status_code == 302
    number = STATES["draft"]
    mine = {"version": scene.progress("draft").version, "next_text": "钱某所写", "done_text": "高教处所写"}
    typed = {f"{number}-{name}": text for name, text in mine.items()}
    chosen = {f"{number}-choose-next_text": "theirs", f"{number}-choose-done_text": "mine", "op": "resolve"}
    return choosing(scene, "round-save", typed | chosen, round=1)


def a_third_saves_the_plan(scene: Scene) -> Sent:
    return saving_plan(scene, contact_name="孙某")


def a_third_saves_the_round(scene: Scene) -> Sent:
    return saving_round(scene, "孙某所写")


@pytest.mark.parametrize(
    ("first", "second", "behind"),
    [
        (a_plan_met, a_third_saves_the_plan, READ_PLAN),
        (a_round_met, a_third_saves_the_round, READ_ROUND),
    ],
    ids=["plan", "round"],
)
def test_what_one_typed_stands_beside_what_a_third_saved(fresh, meet, first, second, behind):
    """Not what was there before, which nobody typed here."""
    thread, scene = fresh
    acts = thread(lambda: [first(scene), second(scene)])
    shown, saved = meet(*acts, behind=behind)
    assert (shown.status_code, saved.status_code) == (409, 302)
    html = shown.content.decode()
    assert [name in html for name in ("钱某", "高教处", "孙某", "赵某")] == [True, True, True, False]
