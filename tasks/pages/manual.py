"""帮助: the manual in `docs/manual/`, a file a section, from which README's 中文使用说明 comes too."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import mistune
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from tasks.enums import PlanStatus, TaskState
from tasks.pages import pictures

FOLDER = Path(settings.BASE_DIR, "docs", "manual")
# Documents that the manual leads to, and the pages that show them.
_PAGES = {"../wordings.md": "wordings"}
_STATES = {state.label: state.value for state in (*TaskState, *PlanStatus)}


@dataclass(frozen=True)
class ManualSection:
    """`text` is Markdown in which `code` is the word of a state."""

    name: str
    title: str
    text: str

    @property
    def drawn(self) -> SafeString:
        return mark_safe(mistune.create_markdown(renderer=_Drawn())(self.text))  # noqa: S308 - our own text


def sections() -> list[ManualSection]:
    """In the order of their files, `03-liaison.md`, each under its one heading."""
    return [_section(path) for path in sorted(FOLDER.glob("*.md"))]


def _section(path: Path) -> ManualSection:
    heading, text = path.read_text(encoding="utf-8").split("\n", 1)
    return ManualSection(path.stem.partition("-")[2], heading.removeprefix("# "), text.strip())


@cache
def drawn() -> SafeString:
    """Contents and sections, drawn at the first reading: the files do not change while the server runs."""
    return render_to_string("help/_sections.html", {"sections": sections()})


class _Drawn(mistune.HTMLRenderer):
    """The word of a state as its badge, a list that explains states without bullets, and links to pages."""

    def codespan(self, text: str) -> str:
        return pictures.badge(_STATES[text], text)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        return super().link(text, reverse(_PAGES[url]), title)

    def list(self, text: str, ordered: bool, **attributes) -> str:
        drawn = super().list(text, ordered, **attributes)
        explains_states = re.match(r"<ul>\s*<li><span class=\"state ", drawn)
        return drawn.replace("<ul>", '<ul class="plain-list">', 1) if explains_states else drawn
