"""What the databases hold, each filling on top of the one before it; imported once Django is set up.

Each returns what the measurements have to know of it.
"""

from django.core.management import call_command

from bench import copies, people
from bench.story import Story
from tasks.forms.plan_cleaning import MAX_STEP_TEXT
from tasks.models import Task
from tasks.models.plan import MAX_STEPS
from tasks.rules.step_texts import MAX_STEPS_TEXT


def signed_in_people() -> dict:
    """Register, static files, and everybody signed in."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0)
    call_command("load_register", verbosity=0)
    people.hire()
    return {"cookies": people.sign_in()}


def story() -> dict:
    return Story.of_the_real_register().play()


def rounds_reported() -> dict:
    Story.of_the_real_register().report()
    return {}


def one_programme(times: int) -> dict:
    copies.in_one_programme(times)
    return {}


def programmes(times: int) -> dict:
    copies.as_programmes(times)
    return {}


def drafts(wanted: int) -> dict:
    """So many drafts of one unit, none of them filed; the numbers of their tasks."""
    story = Story.of_the_real_register()
    led = Task.objects.filter(lead__short_name=people.COMMITTEE).order_by("number")
    numbers = list(led.values_list("number", flat=True))
    for number in numbers:
        story.draft(number)
    copies.in_one_programme(-(-wanted // len(numbers)))
    return {"drafts": list(led.values_list("number", flat=True)[:wanted])}


def rounds_begun() -> dict:
    """Of every round that the largest lead has not reported in, each of its rows begun; their versions by round and task."""
    return {"begun": Story.of_the_real_register().begin_rounds(people.COMMITTEE)}


def forms() -> dict:
    """Every plan of the real register is filed."""
    Story.of_the_real_register().file_all()
    return {}


def longest() -> dict:
    """Of one unit a plan of as many steps as may be, one of steps as long as may be, and a draft."""
    story = Story.of_the_real_register()
    led = Task.objects.filter(lead__short_name=people.COMMITTEE).order_by("number")
    many, long, draft = led.values_list("number", flat=True)[:3]
    story.file_longest(many, MAX_STEPS)
    story.file_longest(long, MAX_STEPS_TEXT // MAX_STEP_TEXT)
    story.draft(draft)
    return {"longest": [many, long], "draft": draft}
