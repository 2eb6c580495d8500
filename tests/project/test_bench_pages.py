"""`make bench` asks for every page there is, by everybody it answers; what it leaves out it leaves out with a reason."""

from bench.pages import LEFT_OUT, PAGES
from tests.access.cases import CASES

# The casts of the benchmark by the people of the table of access, which a test there holds equal to the routes.
CASTS = {
    "liaison": "lead",
    "officer": "officer",
    "participant": "participant",
    "consulted": "participant",
    "checker": "checker",
    "stand_in": "stand_in",
    "leadership": "leadership",
    "administrator": "administrator",
    "auditor": "auditor",
}


def test_every_route_that_is_read_is_measured_or_left_out_with_a_reason():
    measured = {page.route for page in PAGES}
    assert measured | set(LEFT_OUT) == {case.route for case in CASES if case.method == "GET"}
    assert not measured & set(LEFT_OUT)
    assert all(LEFT_OUT.values())


def test_each_is_measured_for_everybody_it_answers():
    answered: dict[str, set[str]] = {page.route: set() for page in PAGES}
    for case in CASES:
        if case.method == "GET" and case.route in answered:
            people = [who for who, answer in case.expected().items() if answer == 200]
            answered[case.route] |= {CASTS[who] for who in people if who in CASTS}
    measured: dict[str, set[str]] = {route: set() for route in answered}
    for page in PAGES:
        measured[page.route] |= set(page.readers.split())
    assert measured == answered
