"""`manage.py state_diagram`: writes docs/state-diagram.md from the table of transitions."""

from pathlib import Path

from django.conf import settings

from tasks.rules import workflow
from zgc_tasks.common.commands import ChineseCommand

PATH = Path(settings.BASE_DIR, "docs", "state-diagram.md")
PAGE = """\
# 实施方案的状态

Written by `manage.py state_diagram` from the table in `tasks/rules/workflow.py`; do not edit. Who may take a step
beyond these roles, and when, is in `tasks/policies.py`.

```mermaid
{diagram}```
"""


class Command(ChineseCommand):
    help = "按状态转换表重新生成 docs/state-diagram.md"

    def handle(self, **options) -> None:
        PATH.write_text(page(), encoding="utf-8")
        self.stdout.write(f"已生成 {PATH.relative_to(settings.BASE_DIR)}")


def page() -> str:
    return PAGE.format(diagram=workflow.PLAN.diagram())
