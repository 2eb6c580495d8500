"""帮助 in the application and 中文使用说明 in README.md both come from docs/manual/, and say the same."""

import re
from html.parser import HTMLParser

import pytest
from django.core.management import call_command

from tasks.enums import (
    CoordinationStatus,
    Light,
    Outlook,
    PlanStatus,
    ProgressStatus,
    ReportState,
    RoundState,
    StepProgress,
    StepState,
    TaskState,
)
from tasks.management.commands import manual as command
from tasks.pages import manual
from tests.factories import client_for, make_user
from units.roles import Role

README = command.PATH
BLOCKS = {"h2", "p", "li"}


class Sections(HTMLParser):
    """The words of every block of text inside <section class="… prose …">."""

    def __init__(self):
        super().__init__()
        self.inside = False
        self.lines: list[str] = []

    def handle_starttag(self, tag, attributes):
        if tag == "section":
            self.inside = "prose" in dict(attributes).get("class", "").split()
        elif self.inside and tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag):
        if tag == "section":
            self.inside = False

    def handle_data(self, data):
        if self.inside and self.lines:
            self.lines[-1] += data


def words(line: str) -> str:
    return re.sub(r"\s+", "", line)


def lines_of_help() -> list[str]:
    parser = Sections()
    parser.feed(client_for(make_user(Role.AUDITOR)).get("/help/").content.decode())
    return [words(line) for line in parser.lines if words(line)]


def lines_of_manual() -> list[str]:
    """From the first section of the manual on, without the marks of Markdown."""
    text = README.read_text(encoding="utf-8").partition("\n## 中文使用说明\n")[2].partition("\n### ")[2]
    text = re.sub(r"\[(.+?)\]\(.+?\)", r"\1", text)
    lines = re.sub(r"^(### |- |\d+\. )|[*`]", "", text, flags=re.MULTILINE).splitlines()
    return [words(line) for line in lines if words(line)]


@pytest.mark.django_db
def test_help_and_manual_say_the_same():
    assert lines_of_help() == lines_of_manual()


@pytest.mark.django_db
def test_every_role_has_its_section_in_both():
    for lines in (lines_of_help(), lines_of_manual()):
        for role in Role:
            assert any(line.startswith(f"{role.label}：") for line in lines), role.label


@pytest.mark.django_db
def test_the_contents_of_help_name_every_section_in_order():
    page = client_for(make_user(Role.AUDITOR)).get("/help/").content.decode()
    listed = re.findall(r'<li><a href="#([\w-]+)">(.+?)</a>', page)
    assert listed == re.findall(r'<section class="block prose" id="([\w-]+)">\s*<h2>(.+?)</h2>', page)
    assert listed


def test_the_readme_is_the_one_of_the_manual():
    assert README.read_text(encoding="utf-8") == command.page(), "run: manage.py manual"


def test_the_command_writes_the_manual_into_the_readme_and_leaves_what_is_above_it(monkeypatch, tmp_path):
    old = tmp_path / "README.md"
    old.write_text("# zgc-tasks\n\nkept\n\n## 中文使用说明\n\n旧的\n", encoding="utf-8")
    monkeypatch.setattr(command, "PATH", old)
    call_command("manual")
    assert old.read_text(encoding="utf-8").startswith(
        "# zgc-tasks\n\nkept\n\n## 中文使用说明\n\n<!-- Written by"
    )
    assert "旧的" not in old.read_text(encoding="utf-8")
    assert old.read_text(encoding="utf-8").endswith(README.read_text(encoding="utf-8")[-200:])


def test_the_word_of_a_state_is_drawn_as_its_badge():
    drawn = manual.drawn()
    for state in PlanStatus:
        assert re.search(rf'<span class="state state-{state}">.*?<span>{state.label}</span></span>　', drawn)
    assert drawn.count('<ul class="plain-list">') == 1
    with pytest.raises(KeyError):
        manual.ManualSection("process", "流程", "- `已批准`　没有这种状态").drawn  # noqa: B018


def test_the_manual_explains_every_state_and_no_other():
    """In the order of its groups; of two that are called the same one line says it."""
    text = next(section.text for section in manual.sections() if section.name == "states")
    groups = [
        re.findall(r"^- (?:`|\*\*)(.+?)(?:`|\*\*)　", group, re.MULTILINE)
        for group in text.split("：\n\n")[1:]
    ]
    known = [
        (*TaskState, *PlanStatus),
        RoundState,
        ProgressStatus,
        Outlook,
        StepProgress,
        StepState,
        Light,
        CoordinationStatus,
        ReportState,
    ]
    assert [sorted(group) for group in groups] == [sorted({state.label for state in each}) for each in known]


def test_the_manual_is_drawn_once():
    assert manual.drawn() is manual.drawn()
