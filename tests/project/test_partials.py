"""The generic pieces of pages: states, error summary, figures, notes, copying."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string

from tasks.enums import (
    CommentAnswer,
    ConsultationAnswer,
    CoordinationStatus,
    PlanStatus,
    RoundState,
    TaskState,
)
from tasks.pages import pictures

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
SPRITE = (STATIC / "icons.svg").read_text(encoding="utf-8")
WITH_A_SHAPE = (TaskState, PlanStatus, ConsultationAnswer, CommentAnswer, CoordinationStatus, RoundState)
STATES = sorted({state.value for states in WITH_A_SHAPE for state in states})


class ContactForm(forms.Form):
    name = forms.CharField(label="联系人", error_messages={"required": "联系人没有填写，请填写姓名"})
    day = forms.DateField(label="来文日期", error_messages={"required": "请写明年月日"})

    def clean(self):
        raise forms.ValidationError("启动时间晚于完成时间")


def symbol(state: str) -> str:
    """What is drawn for a state, without its name."""
    return re.search(rf'<symbol id="state-{state}"[^>]*>(.*?)</symbol>', SPRITE).group(1)


@pytest.mark.parametrize("state", STATES)
def test_a_state_is_shown_by_word_and_shape(state):
    html = pictures.badge(state, "某种状态")

    assert "某种状态" in html
    assert f"icons.svg#state-{state}" in html
    assert symbol(state)


@pytest.mark.parametrize("beside", [(TaskState, PlanStatus), (CoordinationStatus,)])
def test_no_two_states_that_stand_beside_each_other_have_the_same_shape(beside):
    states = {state.value for states in beside for state in states}

    assert len({symbol(state) for state in states}) == len(states)


def test_an_icon_that_a_template_names_is_in_the_sprite():
    named = {
        (path.name, name)
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)" %}', path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert {(where, name) for where, name in named if f'<symbol id="{name}"' not in SPRITE} == set()


def test_every_symbol_of_the_sprite_is_drawn_somewhere():
    templates = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r'{% icon "([^"]+)" %}|icon="([^"]+)"', templates))
    badges = set(re.findall(r'{% badge "([^"]+)"', templates)) | {*STATES, "waiting", "not_started"}
    drawn = {name for names in named for name in names if name} | {f"state-{state}" for state in badges}
    drawn |= set(pictures.OF_NOTES.values())
    assert set(re.findall(r'<symbol id="([^"]+)"', SPRITE)) == drawn


def test_an_error_summary_links_every_error_to_its_field_in_the_same_words():
    html = render_to_string("_partials/error_summary.html", {"form": ContactForm({"name": ""})})

    assert 'role="alert"' in html
    assert '<a href="#id_name">联系人没有填写，请填写姓名</a>' in html
    assert "启动时间晚于完成时间" in html


def test_an_error_that_does_not_name_its_field_is_led_by_it_there_and_at_the_field():
    form = ContactForm({"name": ""})
    html = render_to_string("_partials/error_summary.html", {"form": form})

    assert '<a href="#id_day">来文日期：请写明年月日</a>' in html
    assert "来文日期：请写明年月日" in render_to_string("_partials/field_notes.html", {"field": form["day"]})


def test_an_error_summary_also_takes_errors_that_stand_in_no_form():
    errors = [{"text": "第3步没有完成时限", "href": "#step-3"}, {"text": "方案已被他人修改", "href": ""}]
    html = render_to_string("_partials/error_summary.html", {"errors": errors})

    assert '<a href="#step-3">第3步没有完成时限</a>' in html
    assert "<li>方案已被他人修改</li>" in html


def test_there_is_no_error_summary_without_errors():
    assert render_to_string("_partials/error_summary.html", {"form": ContactForm()}).strip() == ""


def test_a_figure_with_an_address_leads_to_its_rows():
    figures = [
        {"label": "应报", "value": 37, "url": "/gjrc/tasks/", "tone": ""},
        {"label": "未报", "value": 6, "url": "", "tone": "overdue"},
    ]
    html = render_to_string("_partials/figures.html", {"figures": figures})

    assert '<a href="/gjrc/tasks/">应报 <b>37</b></a>' in html
    assert '<li class="figure-overdue">' in html
    assert "<span>未报 <b>6</b></span>" in html


@pytest.mark.parametrize("tone", ["info", "success", "warning", "error"])
def test_every_tone_of_a_note_has_a_style_and_an_icon(tone):
    html = render_to_string("_partials/note.html", {"tone": tone, "text": "已保存"})

    assert f"note note-{tone}" in html
    assert f"icons.svg#{pictures.OF_NOTES[tone]}" in html
    styles = (STATIC / "css" / "components.css").read_text(encoding="utf-8")
    assert tone == "info" or f".note-{tone} " in styles


def test_a_post_button_posts_with_its_token_and_hidden_field():
    context = {"url": "/gjrc/plans/", "label": "撤回", "name": "based_on", "value": 3, "csrf_token": "token"}
    html = render_to_string("_partials/post_button.html", context)

    assert '<form class="post-button" method="post" action="/gjrc/plans/">' in html
    assert "csrfmiddlewaretoken" in html
    assert '<input type="hidden" name="based_on" value="3">' in html


def test_text_to_copy_can_be_selected_without_javascript():
    html = render_to_string(
        "_partials/copy_text.html", {"id": "sms", "title": "短信", "text": "请于4月3日前报送"}
    )

    assert re.search(r'<textarea id="sms"[^>]* readonly>请于4月3日前报送</textarea>', html)
    assert re.search(r'<button[^>]*data-copy="sms" hidden>', html)


def test_a_button_of_its_own_is_never_drawn_without_the_context_that_has_its_token():
    """`only` would take the CSRF token away, which the test client does not miss and a browser is refused without."""
    including = re.compile(r'{%\s*include "_partials/post_button\.html"[^%]*\bonly\s*%}')
    assert [path.name for path in TEMPLATES.rglob("*.html") if including.search(path.read_text())] == []
