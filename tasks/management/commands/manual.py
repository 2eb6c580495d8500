"""`manage.py manual`: writes 中文使用说明 in README.md from docs/manual/."""

from pathlib import Path

from django.conf import settings

from tasks.pages.manual import sections
from zgc_tasks.common.commands import ChineseCommand

PATH = Path(settings.BASE_DIR, "README.md")
_HEADING = "\n## 中文使用说明\n"
_OPENING = """
<!-- Written by `manage.py manual` from docs/manual/; do not edit from here on. -->

以下内容与系统中的“帮助”一致。
"""


class Command(ChineseCommand):
    help = "按 docs/manual/ 重新生成 README.md 中的中文使用说明"

    def handle(self, **options) -> None:
        PATH.write_text(page(), encoding="utf-8")
        self.stdout.write(f"已生成 {PATH.name} 中的中文使用说明")


def page() -> str:
    """The README with the manual as it is now in the place of what stands there."""
    before, _, _ = PATH.read_text(encoding="utf-8").partition(_HEADING)
    manual = "".join(f"\n### {section.title}\n\n{section.text}\n" for section in sections())
    return before + _HEADING + _OPENING + manual.replace("](../", "](docs/")
