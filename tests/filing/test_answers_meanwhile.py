"""An answer to a comment on a returned plan, while a colleague answers the same one or files: only what was touched is saved,
and nothing typed is lost (decisions 0055, 0106).
"""

import re
from html import unescape

import pytest

from tasks.actions import comments as actions
from tasks.models import Comment
from tests.factories import make_user
from tests.filing.test_mending import returned, rows
from tests.plans.form_helpers import page, save, url
from tests.plans.test_form_merged import A, B
from tests.rounds.browsing import Fields
from tests.story import at
from units.roles import Role

__all__ = ["returned"]  # a fixture


def first() -> Comment:
    return Comment.objects.order_by("pk").first()


def said() -> tuple[str, str]:
    return first().answer, first().answer_text


def fields(given: str, words: str, seen: str | None = None) -> dict:
    name = f"c{first().pk}"
    return {f"{name}-answer": given, f"{name}-answer_text": words} | ({f"{name}-seen": seen} if seen else {})


def answer(told, given: str, words: str) -> None:
    """By a colleague."""
    told.colleague = told.colleague if hasattr(told, "colleague") else make_user(Role.LIAISON, told.lead)
    comment = first()
    actions.answer(
        comment=comment, based_on=comment.answer_mark, answer=given, text=words, by=told.colleague, at=at(27)
    )


def drawn(told) -> dict:
    """What a browser would send of the form as it is drawn."""
    return Fields(page(told.browser("liaison"), told.task), "plan-form").values


@pytest.fixture
def answered(returned):
    """Once, with the form open; then a colleague changes it."""
    answer(returned, "adopted", "第一次的答复")
    mine = drawn(returned)
    answer(returned, "partly", "改过的答复")
    return returned, mine


def send(told, mine: dict, *, htmx: bool = False, op: str = "save", **typed):
    headers = {"HX-Request": "true"} if htmx else {}
    return told.browser("liaison").post(
        url("plan-save", told.task), mine | {"op": op} | typed, headers=headers
    )


def words(response) -> str:
    return "".join(unescape(response.content.decode()).split())


def test_what_was_not_touched_leaves_the_answer_of_a_colleague(answered):
    told, mine = answered
    for htmx in (False, True):
        response = send(told, mine, htmx=htmx, op="autosave" if htmx else "save")
        assert response.status_code == (200 if htmx else 302)
        assert said() == ("partly", "改过的答复")


def test_two_answers_are_chosen_from_and_the_plan_is_saved(answered):
    told, mine = answered
    response = send(told, mine, contact_name="王某", **fields("not_adopted", "我的理由"))
    assert response.status_code == 409
    html = words(response)
    for each in ("改过的答复", "我的理由", f"{told.colleague.user}保存的答复", "“完成时间”的核对意见"):
        assert each in html
    assert told.plan.contact_name == "王某"
    assert said() == ("partly", "改过的答复")


@pytest.mark.parametrize(("side", "became"), [("mine", "not_adopted"), ("theirs", "partly")])
def test_the_one_that_is_chosen_stands(answered, side, became):
    told, mine = answered
    chosen = Fields(send(told, mine, **fields("not_adopted", "我的理由")).content.decode(), "").values
    resolve = url("plan-resolve", told.task)
    again = told.browser("liaison").post(resolve, chosen)
    assert again.status_code == 422
    assert f'href="#id_c{first().pk}-choose"' in again.content.decode()
    assert "我的理由" in words(again)
    chosen = Fields(again.content.decode(), "").values | {f"c{first().pk}-choose": side}
    assert told.browser("liaison").post(resolve, chosen).status_code == 302
    assert said()[0] == became


def test_a_plan_and_an_answer_that_both_met_are_chosen_together(answered):
    told, mine = answered
    save(told.browser("officer"), told.task, told.plan.version, **rows(told) | {"contact_name": "赵某"})
    response = send(told, mine, contact_name="王某", **fields("not_adopted", "我的理由"))
    assert response.status_code == 409
    assert f'name="c{first().pk}-choose"' in response.content.decode()
    chosen = Fields(response.content.decode(), "").values
    differ = {name: "theirs" for name in chosen if name.startswith("choose_")}
    chosen |= differ | {"choose_contact_name": "theirs", f"c{first().pk}-choose": "mine"}
    for name in ("responsible_office", "supervising_leader", "contact_phone", "start", "finish"):
        chosen[f"choose_{name}"] = "mine"
    assert told.browser("liaison").post(url("plan-resolve", told.task), chosen).status_code == 302
    assert (told.plan.contact_name, said()[0]) == ("赵某", "not_adopted")


@pytest.mark.parametrize("now", ["赵某", ""])
def test_a_plan_that_nobody_touched_is_not_met_while_an_answer_is_chosen(answered, now):
    told, mine = answered
    chosen = Fields(send(told, mine, **fields("not_adopted", "我的理由")).content.decode(), "").values
    save(told.browser("officer"), told.task, told.plan.version, **rows(told) | {"contact_name": now})
    resolve, liaison = url("plan-resolve", told.task), told.browser("liaison")
    again = liaison.post(resolve, chosen)
    assert again.status_code == 422
    assert 'name="choose_contact_name"' not in again.content.decode()
    assert liaison.post(resolve, chosen | {f"c{first().pk}-choose": "mine"}).status_code == 302
    assert (told.plan.contact_name, *said()) == (now, "not_adopted", "我的理由")


@pytest.mark.parametrize("is_changed", [False, True])
def test_an_answer_that_was_chosen_stays_so_where_the_plan_is_chosen_once_more(answered, is_changed):
    """Unless it is another answer by now that it stands beside."""
    told, mine = answered
    officer = told.browser("officer")
    save(officer, told.task, told.plan.version, **rows(told) | {"contact_name": "赵某"})
    response = send(told, mine, contact_name="王某", **fields("not_adopted", "我的理由"))
    chosen = Fields(response.content.decode(), "").values | {f"c{first().pk}-choose": "mine"}
    save(officer, told.task, told.plan.version, **rows(told) | {"contact_name": "孙某"})
    if is_changed:
        answer(told, "adopted", "又改了一次")
    again = told.browser("liaison").post(url("plan-resolve", told.task), chosen)
    assert again.status_code == 409
    assert "孙某" in words(again)
    kept = Fields(again.content.decode(), "").values.get(f"c{first().pk}-choose")
    assert kept == (None if is_changed else ["mine"])


def test_an_answer_is_still_to_be_chosen_where_of_the_plan_nothing_is_any_more(answered):
    """A colleague wrote something else into the plan and took it back while both pairs of texts stood there."""
    told, mine = answered
    officer = told.browser("officer")

    def writes(name: str) -> None:
        theirs = Fields(page(officer, told.task), "plan-form").values | {"op": "save", "contact_name": name}
        assert officer.post(url("plan-save", told.task), theirs).status_code == 302

    before = told.plan.contact_name
    writes("赵某")
    response = send(told, mine, contact_name="王某", **fields("not_adopted", "我的理由"))
    chosen = Fields(response.content.decode(), "").values | {"choose_contact_name": "mine"}
    writes(before)
    resolve, liaison = url("plan-resolve", told.task), told.browser("liaison")
    again = liaison.post(resolve, chosen)
    assert again.status_code == 409
    assert (told.plan.contact_name, *said()) == (before, "partly", "改过的答复")
    chosen = Fields(again.content.decode(), "").values | {f"c{first().pk}-choose": "mine"}
    assert liaison.post(resolve, chosen).status_code == 302
    assert (told.plan.contact_name, *said()) == ("王某", "not_adopted", "我的理由")


def test_an_answer_is_saved_where_the_plan_itself_is_to_be_chosen(returned):
    mine = drawn(returned)
    save(
        returned.browser("officer"),
        returned.task,
        returned.plan.version,
        **rows(returned) | {"contact_name": "赵某"},
    )
    assert send(returned, mine, contact_name="王某", **fields("adopted", "照改")).status_code == 409
    assert said() == ("adopted", "照改")


def test_a_save_in_the_background_renews_what_the_next_one_rests_on(returned):
    mine = drawn(returned)
    html = send(returned, mine, htmx=True, op="autosave", **fields("adopted", "")).content.decode()
    seen = html.partition(f'name="c{first().pk}-seen" value="')[2].partition('"')[0]
    again = send(returned, mine, htmx=True, op="autosave", **fields("partly", "再想了想", seen))
    assert (again.status_code, *said()) == (200, "partly", "再想了想")


def too_much_with_a_colleague(told) -> dict:
    """The form with steps that are too many only together with those that a colleague saved since."""
    mine = drawn(told)
    theirs = Fields(page(told.browser("officer"), told.task), "plan-form").values
    for each, texts in ((theirs, A), (mine, B)):
        each["step_text"] = [*each["step_text"], *texts]
        each |= {name: [*each[name], *[""] * 60] for name in ("step_due", "step_unit", "step_key")}
    saved = told.browser("officer").post(url("plan-save", told.task), theirs | {"op": "save"})
    assert saved.status_code == 302
    return mine


def test_so_does_one_that_saved_answers_alone_since_the_plan_is_too_much_with_what_a_colleague_saved(
    returned,
):
    mine = too_much_with_a_colleague(returned)
    refused = send(returned, mine, htmx=True, op="autosave", **fields("adopted", ""))
    assert (refused.status_code, said()[0]) == (422, "adopted")
    seen = refused.content.decode().partition(f'name="c{first().pk}-seen" value="')[2].partition('"')[0]
    send(returned, mine, htmx=True, op="autosave", **fields("partly", "再想了想", seen))
    assert said() == ("partly", "再想了想")


def test_there_it_is_said_too_what_was_not_saved_of_answers(returned):
    mine = too_much_with_a_colleague(returned)
    half = send(returned, mine, htmx=True, op="autosave", **fields("not_adopted", ""))
    assert half.status_code == 422
    assert "的答复未填完，尚未保存" in words(half)
    answer(returned, "adopted", "先写的")
    met = send(returned, mine, htmx=True, op="autosave", **fields("not_adopted", "我的理由"))
    assert met.status_code == 422
    assert f"{returned.colleague.user.full_name}保存了另一份答复" in words(met)


def test_in_the_background_the_way_to_both_answers_is_shown_and_the_plan_is_saved(answered):
    told, mine = answered
    response = send(told, mine, htmx=True, op="autosave", contact_name="王某", **fields("adopted", "后写的"))
    html = response.content.decode()
    assert response.status_code == 409
    assert f"{told.colleague.user.full_name}保存了另一份答复" in html
    assert "您填写的答复仍在本页，尚未保存" in html, "the plan is saved"
    assert f'name="based_on" value="{told.plan.version}"' in html
    assert (told.plan.contact_name, said()[0]) == ("王某", "partly")


def test_a_button_that_draws_rows_anew_does_nothing_before_it_is_chosen(answered):
    """The answer that stands beside a step would be drawn without what was typed."""
    told, mine = answered
    version = told.plan.version
    response = send(told, mine, htmx=True, op="add-step", **fields("adopted", "后写的"))
    assert response.status_code == 409
    assert "查看两份内容并选择" in response.content.decode()
    assert told.plan.version == version


def test_what_is_half_typed_is_said_not_to_be_saved(returned):
    mine = drawn(returned)
    html = send(returned, mine, htmx=True, op="autosave", **fields("not_adopted", "")).content.decode()
    assert f'<a href="#comment-{first().pk}" data-half-typed>完成时间的答复未填完，尚未保存</a>' in html


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("op", "more"), [("add-step", 1), ("remove-step-1", -1), ("move-down-1", 0), ("paste", 1)]
)
def test_a_button_of_the_rows_works_beside_an_answer_that_is_half_typed_and_keeps_it(
    returned, op, more, htmx
):
    mine, steps = drawn(returned), [step.text for step in returned.plan.typed().steps]
    name = f"c{Comment.objects.get(field='steps').pk}-answer"
    half = {name: "not_adopted", f"{name}_text": ""}
    pasted = "再报一次" if op == "paste" else ""
    response = send(returned, mine, htmx=htmx, op=op, contact_name="王某", paste=pasted, **half)
    assert response.status_code == 200
    assert returned.plan.contact_name == "王某"
    assert not Comment.objects.exclude(answer="")
    html = response.content.decode()
    assert "的答复未填完，尚未保存" in html
    assert re.search(rf'name="{name}" value="not_adopted"[^>]* checked', html)
    assert "请说明理由" not in html
    now = re.findall(r'name="step_text"[^>]*>\s*(.*?)</textarea>', html)
    assert len(now) == len(steps) + more
    assert now != steps


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize("op", ["save", "review"])
def test_who_saves_by_hand_or_goes_on_to_file_is_told_what_is_not_finished(returned, op, htmx):
    response = send(returned, drawn(returned), htmx=htmx, op=op, **fields("not_adopted", ""))
    assert response.status_code == 422
    assert "未采纳的意见请说明理由" in response.content.decode()


# --- filed again meanwhile -----------------------------------------------------------------------------------


@pytest.mark.parametrize("changed", [{}, {"contact_name": "王某"}])
@pytest.mark.parametrize("given", [("adopted", "写好的答复"), ("", "还没选的答复")])
def test_what_was_answered_to_a_plan_that_was_filed_meanwhile_is_shown_to_be_copied(returned, changed, given):
    mine = drawn(returned)
    returned.file(at(27))
    response = send(returned, mine, **changed, **fields(*given))
    assert response.status_code == 409
    html = words(response)
    assert "“完成时间”的核对意见“完成时间过于笼统”的答复没有保存" in html
    assert "方案不在退回修改状态，不能再答复" in html
    assert given[1] in html
    assert said() == ("", "")


def test_so_is_what_was_answered_before_it_was_returned_once_more(returned):
    mine = drawn(returned)
    returned.file(at(27))
    returned.start_check(at(27, 11))
    returned.comment("联系人待核", field="contact_name", step=None)
    returned.return_now(at(27, 15))
    mine["based_on"] = str(returned.plan.version)
    response = send(returned, mine, **fields("adopted", "旧意见的答复"))
    assert response.status_code == 409
    assert "请答复最近一次退回的意见" in words(response)
    assert "旧意见的答复" in words(response)
    assert said() == ("", "")


# --- on the page of the plan ---------------------------------------------------------------------------------


def press(told, **typed):
    return told.browser("liaison").post(url("comment-answer", told.task, first().pk), typed)


def test_on_the_page_of_the_plan_too_two_answers_are_chosen_from(answered):
    _, mine = answered
    name = f"c{first().pk}-seen"
    response = press(answered[0], **fields("not_adopted", "我的理由", mine[name][0]))
    assert response.status_code == 409
    assert "改过的答复" in words(response)
    assert "我的理由" in words(response)
    assert said()[0] == "partly"


def test_there_too_one_that_was_not_touched_is_not_saved_with_another(answered):
    told, mine = answered
    other = Comment.objects.order_by("pk").last()
    seen = {name: value[0] for name, value in mine.items() if name.startswith("c") and "-" in name}
    typed = seen | {f"c{other.pk}-answer": "adopted"}
    response = told.browser("liaison").post(url("comment-answer", told.task, other.pk), typed)
    assert response.status_code == 302
    assert said() == ("partly", "改过的答复")
    assert Comment.objects.get(pk=other.pk).answer == "adopted"


def test_there_too_what_was_typed_is_shown_where_it_was_filed_meanwhile(returned):
    returned.file(at(27))
    response = press(returned, **fields("adopted", "写好的答复"))
    assert response.status_code == 409
    assert "写好的答复" in words(response)
    assert "方案不在退回修改状态，不能再答复" in words(response)
