"""进展报送: rows of a round saved by themselves, and all that a unit reports filed at once; nothing acknowledged may be lost."""

from dataclasses import dataclass, field

from bench.browser import Browser
from bench.writing import PROGRAMME, Written, over_and_over, timed, together

SAID = "细则已印发，第一批申报材料已经收齐。"
ON_COURSE = "on_course"


def _of_round(number: int) -> str:
    return f"/{PROGRAMME}/rounds/{number}/"


@dataclass
class RowSaves:
    """Saves of rows of one round, one row to a connection, each save a new text; `versions` by number of task."""

    token: str
    round: int
    versions: dict[int, int]
    texts: dict[int, str] = field(default_factory=dict)

    def run(self, browser: Browser, *, connections: int, each: int) -> Written:
        return over_and_over(browser, list(self.versions), connections, each, self._save)

    def _save(self, browser: Browser, number: int, written: Written) -> None:
        version = self.versions[number]
        text = f"{SAID}第{version}次改写"
        fields = [
            ("csrfmiddlewaretoken", self.token), ("op", "autosave"), (f"{number}-version", str(version)),
            (f"{number}-seen", ""), (f"{number}-done_text", text), (f"{number}-outlook", ON_COURSE),
        ]  # fmt: skip
        if timed(
            written,
            lambda: browser.post(f"{_of_round(self.round)}save/", fields, HX_Request="true"),
            lambda answer: answer.status == 200 and f'value="{version + 1}"' in answer.text,
        ):
            self.versions[number], self.texts[number] = version + 1, text

    def lost(self) -> int:
        """How many of the rows do not have what was acknowledged last."""
        from tasks.models import Progress

        found = Progress.objects.filter(
            round__programme__code=PROGRAMME.upper(), round__number=self.round, task__number__in=self.texts
        ).select_related("task")
        kept = {(row.task.number, row.version, row.said().done_text) for row in found}
        return len({(number, self.versions[number], text) for number, text in self.texts.items()} - kept)


@dataclass
class RowMeetings:
    """The same of rows of one round that somebody else saved meanwhile, by hand: both texts to choose from."""

    token: str
    round: int
    versions: dict[int, int]

    def run(self, browser: Browser, *, connections: int, each: int) -> Written:
        return over_and_over(browser, list(self.versions), connections, each, self._meet)

    def _meet(self, browser: Browser, number: int, written: Written) -> None:
        fields = [
            ("csrfmiddlewaretoken", self.token), ("op", "save"), (f"{number}-version", "0"), (f"{number}-seen", ""),
            (f"{number}-done_text", "另一稿"), (f"{number}-next_text", "另一稿"),
        ]  # fmt: skip
        timed(
            written,
            lambda: browser.post(f"{_of_round(self.round)}save/", fields),
            lambda answer: answer.status == 409 and 'class="choice"' in answer.text,
        )

    def lost(self) -> int:
        """How many of the rows were written over."""
        from tasks.models import Progress

        found = Progress.objects.filter(
            round__programme__code=PROGRAMME.upper(), round__number=self.round, task__number__in=self.versions
        )
        kept = found.values_list("task__number", "version")
        return sum(version != self.versions[number] for number, version in kept)


@dataclass
class RoundFilings:
    """整体报送: by number of a round the versions of the rows that a unit has begun, by the numbers of their tasks."""

    token: str
    begun: dict[int, dict[int, int]]
    filed: list[int] = field(default_factory=list)

    def run(self, browser: Browser, *, connections: int, each: int) -> Written:
        mine = [self.begun.popitem() for _ in range(connections * each)]

        def work(browser: Browser, connection: int, written: Written) -> None:
            for number, versions in mine[connection::connections]:
                self._file(browser, number, versions, written)

        return together(browser, connections, work)

    def _file(self, browser: Browser, number: int, versions: dict[int, int], written: Written) -> None:
        fields = [("csrfmiddlewaretoken", self.token), ("warnings_seen", "on")]
        fields += [(f"{task}-file", str(version)) for task, version in versions.items()]
        if timed(
            written,
            lambda: browser.post(f"{_of_round(number)}file/", fields),
            lambda answer: answer.status == 302 and answer.location == f"{_of_round(number)}receipt/",
        ):
            self.filed += [number] * len(versions)

    def lost(self) -> int:
        """How many of the tasks whose filing was acknowledged the database does not have as filed."""
        from tasks.models import Entry

        found = Entry.objects.filter(
            progress__round__programme__code=PROGRAMME.upper(), progress__round__number__in=set(self.filed)
        )
        return len(self.filed) - found.count()
