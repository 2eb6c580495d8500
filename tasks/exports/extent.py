"""How much one PDF or spreadsheet may hold, so that it is there before anybody gives up waiting for it (decision 0034)."""

from zgc_tasks.common.refusal import NotMade

# A form takes WeasyPrint some 20 milliseconds, a page 25 and up to two megabytes. The longest plan that can be
# written has 108 pages (decision 0057); before, it had 723.
MOST_FORMS = 250
MOST_PAGES = 800

ONE_BY_ONE = "请逐份打印；一份就超过的，请精简工作步骤的文字"
IN_PARTS = "请在“任务分解”中按工作任务或单位筛选，再分次导出"


class TooMuch(NotMade):
    """More than one document may hold; the words say how to get it in parts."""


def require_few_forms(forms: int, pages: int, in_parts: str = IN_PARTS) -> None:
    """Refuses more forms, or longer ones, than one file may hold."""
    if forms > MOST_FORMS or pages > MOST_PAGES:
        raise TooMuch(
            f"共有{forms}份实施方案，约{pages}页；一个PDF最多{MOST_FORMS}份、{MOST_PAGES}页。{in_parts}"
        )


def require_few_rows(name: str, rows: int, most: int, in_parts: str = IN_PARTS) -> None:
    """Refuses a list of more rows than one file may hold; `name` says what and in which format."""
    if rows > most:
        raise TooMuch(f"{name}最多列{most}项，所选范围共有{rows}项。{in_parts}")


def lines(text: str, width: int) -> int:
    """How many a text takes where so many characters stand in one."""
    return sum(-(-len(paragraph) // width) or 1 for paragraph in text.split("\n"))
