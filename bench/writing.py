"""Draft saves and filings: POST only, every answer checked, and afterwards the database asked what it has."""

import re
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.browser import Browser
from bench.sheet import STEPS, typed

PROGRAMME = "gjrc"


@dataclass
class Written:
    """What one phase did; `failures` are the answers that were no success."""

    seconds: float = 0.0
    took: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def p50_ms(self) -> float:
        return statistics.median(self.took) * 1000

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds


def together(browser: Browser, connections: int, work: Callable[[Browser, int, Written], None]) -> Written:
    """`work(browser, connection, written)` on so many connections at once."""
    written = Written()
    browsers = [browser.again() for _ in range(connections)]
    threads = [
        threading.Thread(target=work, args=(each, number, written)) for number, each in enumerate(browsers)
    ]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    written.seconds = time.perf_counter() - began
    return written


def over_and_over(
    browser: Browser,
    numbers: list[int],
    connections: int,
    each: int,
    save: Callable[[Browser, int, Written], None],
) -> Written:
    """The first of the `numbers`, one to a connection, each saved so many times."""

    def work(browser: Browser, connection: int, written: Written) -> None:
        for _ in range(each):
            save(browser, numbers[connection], written)

    return together(browser, connections, work)


def timed(written: Written, send: Callable[[], object], succeeded: Callable[[object], bool]) -> bool:
    began = time.perf_counter()
    answer = send()
    took = time.perf_counter() - began
    if succeeded(answer):
        written.took.append(took)
        return True
    written.failures.append(f"{answer.status} {answer.location}")
    return False


@dataclass
class Saves:
    """Saves of the drafts of some tasks, one task to a connection, each save a new text.

    `versions` and `texts` are what the database must hold in the end, by number of task.
    """

    token: str
    versions: dict[int, int]
    automatic: bool = False
    texts: dict[int, str] = field(default_factory=dict)

    def run(self, browser: Browser, *, connections: int, each: int) -> Written:
        return over_and_over(browser, list(self.versions), connections, each, self._save)

    def _save(self, browser: Browser, number: int, written: Written) -> None:
        version = self.versions[number]
        text = f"第{version}次改写：{STEPS[0][0]}"
        fields = [("csrfmiddlewaretoken", self.token), ("based_on", str(version)), *typed(first_step=text)]
        path = f"/{PROGRAMME}/tasks/{number}/plan/"
        if self.automatic:
            fields.append(("op", "autosave"))
            succeeded = timed(
                written,
                lambda: browser.post(f"{path}save/", fields, HX_Request="true"),
                lambda answer: answer.status == 200 and f'value="{version + 1}"' in answer.text,
            )
        else:
            succeeded = timed(
                written,
                lambda: browser.post(f"{path}save/", fields),
                lambda answer: answer.status == 302 and answer.location == f"{path}edit/",
            )
        if succeeded:
            self.versions[number], self.texts[number] = version + 1, text

    def lost(self) -> int:
        """How many of the saves that were acknowledged the database does not have."""
        from tasks.models import Plan

        lost = 0
        for plan in Plan.objects.filter(task__programme__code=PROGRAMME.upper()).select_related("task"):
            number = plan.task.number
            if number in self.texts:
                same_text = plan.steps.get(position=1).text == self.texts[number]
                lost += max(self.versions[number] - plan.version, 0) or int(not same_text)
        return lost


@dataclass
class Meetings:
    """Saves of plans that somebody else saved meanwhile, one task to a connection: each is answered with both texts to choose
    from, every step another, and nothing is written. `versions` are what the database has, by number of task.
    """

    token: str
    versions: dict[int, int]

    def run(self, browser: Browser, *, connections: int, each: int) -> Written:
        return over_and_over(browser, list(self.versions), connections, each, self._meet)

    def _meet(self, browser: Browser, number: int, written: Written) -> None:
        fields = [("csrfmiddlewaretoken", self.token), ("based_on", "0")]
        fields += [
            (name, f"另{text}" if name == "step_text" else text) for name, text in typed(first_step="写")
        ]
        timed(
            written,
            lambda: browser.post(f"/{PROGRAMME}/tasks/{number}/plan/save/", fields),
            lambda answer: answer.status == 409 and answer.text.count('class="choice"') == len(STEPS),
        )

    def lost(self) -> int:
        """How many of the texts were written over."""
        from tasks.models import Plan

        found = Plan.objects.filter(task__programme__code=PROGRAMME.upper(), task__number__in=self.versions)
        return sum(
            version != self.versions[number]
            for number, version in found.values_list("task__number", "version")
        )


@dataclass
class Joinings:
    """Saves of plans of which somebody else saved another step meanwhile: both are put together without asking. `versions` are
    those before, by number of task; `texts` what both wrote last.
    """

    token: str
    versions: dict[int, int]
    texts: dict[int, tuple[str, str]] = field(default_factory=dict)

    def run(self, browser: Browser, *, connections: int, each: int) -> Written:
        return over_and_over(browser, list(self.versions), connections, each, self._join)

    def _join(self, browser: Browser, number: int, written: Written) -> None:
        path, version = f"/{PROGRAMME}/tasks/{number}/plan/", self.versions[number]
        form = browser.get(f"{path}edit/")
        drawn = re.search(r'name="drawn" value="([^"]+)"', form.text)[1]
        first, second, *_ = re.findall(r'name="step_text"[^>]*>\s*([^<]+)<', form.text)
        other, mine = (f"第{version}次改写：{text}" for text, _ in STEPS[:2])
        found = [("csrfmiddlewaretoken", self.token), ("based_on", str(version)), ("drawn", drawn)]
        browser.post(f"{path}save/", found + typed(first_step=other, second_step=second))
        with_mine = found + typed(first_step=first, second_step=mine)
        if timed(
            written,
            lambda: browser.post(f"{path}save/", with_mine),
            lambda answer: answer.status == 302 and f"together={version + 2}" in answer.location,
        ):
            self.versions[number], self.texts[number] = version + 2, (other, mine)

    def lost(self) -> int:
        """How many of the plans do not have what both wrote."""
        from tasks.models import Plan

        found = Plan.objects.filter(task__programme__code=PROGRAMME.upper(), task__number__in=self.texts)
        return sum(
            tuple(plan.steps.filter(position__lte=2).order_by("position").values_list("text", flat=True))
            != self.texts[plan.task.number]
            for plan in found.select_related("task")
        )


@dataclass
class Filings:
    """Filings of drafts that were not filed yet, each of a task of its own."""

    token: str
    drafts: list[int]
    filed: list[int] = field(default_factory=list)

    def run(self, browser: Browser, *, connections: int, each: int) -> Written:
        count = connections * each
        mine, self.drafts = self.drafts[:count], self.drafts[count:]

        def work(browser: Browser, connection: int, written: Written) -> None:
            for number in mine[connection::connections]:
                self._file(browser, number, written)

        return together(browser, connections, work)

    def _file(self, browser: Browser, number: int, written: Written) -> None:
        fields = [("csrfmiddlewaretoken", self.token), ("based_on", "1"), ("warnings_seen", "on")]
        path = f"/{PROGRAMME}/tasks/{number}/plan/"
        if timed(
            written,
            lambda: browser.post(f"{path}file/", fields),
            lambda answer: answer.status == 302 and answer.location == f"{path}filings/1/receipt/",
        ):
            self.filed.append(number)

    def lost(self) -> int:
        """How many of the filings that were acknowledged the database does not have."""
        from tasks.models import Filing

        found = Filing.objects.filter(
            plan__task__programme__code=PROGRAMME.upper(), plan__task__number__in=self.filed
        )
        return len(self.filed) - found.count()
