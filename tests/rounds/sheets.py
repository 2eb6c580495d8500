"""The page of a unit and round as one spreadsheet, in somebody's hands."""

import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from tests.factories import client_for
from tests.rounds.browsing import Fields, address

OPENS = date(2015, 4, 28)
MAY_OPENS = date(2015, 5, 28)


class Hand:
    """Somebody of the unit with the file on the desk."""

    def __init__(self, who, number: int = 1):
        self.client, self.number = client_for(who), number
        self.page = None
        self.download()

    def download(self):
        answer = self.client.get(address("round-sheet", number=self.number))
        assert answer.status_code == 200
        self.book = load_workbook(io.BytesIO(answer.getvalue()))
        return self

    def cell(self, sheet: str, task: int, head: str, nth: int = 0):
        rows = [row for row in self.book[sheet].iter_rows(min_row=2) if str(row[0].value) == str(task)]
        heads = [each.value for each in self.book[sheet][1]]
        return rows[nth][heads.index(head)]

    def write(self, task: int, nth: int = 0, *, sheet: str = "进展", **cells):
        for head, value in cells.items():
            self.cell(sheet, task, head, nth).value = value
        return self

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()

    def read(self, data: bytes | None = None, *, number: int | None = None, name="进展.xlsx"):
        file = SimpleUploadedFile(name, self.saved() if data is None else data)
        where = address("round-sheet-read", number=number or self.number)
        self.page = self.client.post(where, {"file": file})
        return self

    @property
    def html(self) -> str:
        return " ".join(self.page.content.decode().split())

    def take(self, **choices):
        fields = Fields(self.page.content.decode(), "sheet-form").values
        chosen = {name.replace("__", "-")[1:]: value for name, value in choices.items()}
        self.page = self.client.post(address("round-sheet-take", number=self.number), fields | chosen)
        return self


def said(story, task=1):
    return story.progress(task).said()
