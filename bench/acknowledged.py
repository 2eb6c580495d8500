"""What was written and acknowledged, beside what the database has of it."""

from dataclasses import dataclass, field
from random import Random

from bench.browser import Answer, Browser
from bench.sheet import STEPS, typed
from tasks.models import Filing, Plan


def _plan(number: int) -> Plan:
    return Plan.objects.get(task__programme__code="GJRC", task__number=number)


@dataclass
class Draft:
    """One that is saved again and again, as it was acknowledged last; `tried` is what was sent since."""

    number: int
    version: int = 1
    text: str = STEPS[0][0]
    tried: str = ""

    def save(self, browser: Browser, token: str, chance: Random) -> Answer:
        self.tried = f"第{self.version}次改写（{chance.getrandbits(64):x}）"
        sent = [
            ("csrfmiddlewaretoken", token),
            ("based_on", str(self.version)),
            *typed(first_step=self.tried),
        ]
        answer = browser.post(f"/gjrc/tasks/{self.number}/plan/save/", sent)
        if answer.status == 302:
            self.version, self.text = self.version + 1, self.tried
        return answer

    def fault(self) -> str:
        """What is wrong with what the database has of it; what it has is what counts from now on."""
        plan = _plan(self.number)
        texts = [step.text for step in plan.steps.order_by("position")]
        possible = {(self.version, self.text), (self.version + 1, self.tried)}
        found = (plan.version, texts[0] if texts else "")
        is_half = texts[1:] != [text for text, _ in STEPS[1:]]
        acknowledged, (self.version, self.text) = self.version, found
        if is_half:
            return "half"
        return "" if found in possible else "lost" if plan.version < acknowledged else "half"


@dataclass
class Filings:
    """Plans that are filed one after the other, each once, and whether that was acknowledged."""

    to_file: list[int]
    acknowledged: dict[int, bool] = field(default_factory=dict)

    def file_next(self, browser: Browser, token: str) -> Answer:
        number = self.to_file.pop()
        self.acknowledged[number] = False
        sent = [("csrfmiddlewaretoken", token), ("based_on", "1"), ("warnings_seen", "on")]
        answer = browser.post(f"/gjrc/tasks/{number}/plan/file/", sent)
        self.acknowledged[number] = answer.status == 302
        return answer

    def faults(self, *, since: int = 0) -> list[str]:
        """Of those that were tried after the first `since`."""
        return list(filter(None, map(self._fault, list(self.acknowledged)[since:])))

    def _fault(self, number: int) -> str:
        plan = _plan(number)
        events, rows = plan.events.filter(action="file").count(), plan.filings.count()
        if (plan.status == "filed", events, rows) not in ((True, 1, 1), (False, 0, 0)):
            return "half"
        return "lost" if self.acknowledged[number] and not rows else ""

    def in_the_database(self) -> int:
        return Filing.objects.filter(plan__task__number__in=self.acknowledged).count()
