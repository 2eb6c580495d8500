"""Reading tables out of a page."""

import re


def table(page: str, caption: str) -> list[list[str]]:
    """The body rows of the table with this caption, each as the words of its cells; [] where there is none."""
    for found in re.findall(r"<table.*?</table>", page):
        if re.search(rf"<caption[^>]*>{re.escape(caption)}</caption>", found):
            body = found.split("<tbody>")[1].split("</tbody>")[0]
            return [_cells(row) for row in re.findall(r"<tr.*?</tr>", body)]
    return []


def _cells(row: str) -> list[str]:
    return [words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]


def words(html: str) -> str:
    """What a reader sees, without what only screen readers are told."""
    seen = re.sub(r'<span class="visually-hidden">.*?</span>', "", html)
    return " ".join(re.sub(r"<[^>]+>", " ", seen).split())


def standing(page: str) -> str:
    return words(re.search(r'<p class="standing">.*?</p>', page)[0])
