"""`manage.py state_diagram`: writes docs/state-diagram.md from the tables of transitions."""

from pathlib import Path

from django.conf import settings

from tasks.rules.coordination_life import COORDINATION
from tasks.rules.progress_life import PROGRESS
from tasks.rules.workflow import PLAN
from zgc_tasks.common.commands import ChineseCommand

PATH = Path(settings.BASE_DIR, "docs", "state-diagram.md")
PAGE = """\
# 状态

Written by `manage.py state_diagram` from the tables in `tasks/rules/`; do not edit. Who may take a step beyond these
roles, and when, is in `tasks/policies/`.
"""
SECTION = """
## {machine.subject}

```mermaid
{diagram}```
"""
MACHINES = (PLAN, PROGRESS, COORDINATION)


class Command(ChineseCommand):
    help = "按状态转换表重新生成 docs/state-diagram.md"

    def handle(self, **options) -> None:
        PATH.write_text(page(), encoding="utf-8")
        self.stdout.write(f"已生成 {PATH.relative_to(settings.BASE_DIR)}")


def page() -> str:
    return PAGE + "".join(SECTION.format(machine=machine, diagram=machine.diagram()) for machine in MACHINES)
