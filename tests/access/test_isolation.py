"""What belongs to one programme or unit is not reached through another's address, number or key."""

import pytest
from django.urls import reverse

from tests.access.table import UNITS
from tests.plans.form_helpers import posted

pytestmark = pytest.mark.django_db

EVERYBODY = [
    *UNITS.split(),
    "checker",
    "clerk",
    "stand_in",
    "foreign_checker",
    "leadership",
    "foreign_leadership",
]


@pytest.mark.parametrize("who", EVERYBODY)
def test_letters_scans_and_consultations_are_not_reached_below_another_programme(scene, who):
    client = scene.client(who)
    for route, pk in (
        ("letter-detail", scene.letter.pk),
        ("attachment-download", scene.scan.pk),
        ("attachment-view", scene.scan.pk),
        ("consultation-detail", scene.consultation("filed").pk),
    ):
        assert client.get(reverse(route, args=[scene.second.slug, pk])).status_code == 404
    answering = reverse("consultation-answer", args=[scene.second.slug, scene.consultation("consulted").pk])
    assert client.post(answering, {"answer": "no_objection"}).status_code == 404
    entering = reverse("plan-enter", args=[scene.second.slug, scene.letter.pk, 11])
    assert client.get(entering).status_code == 404


def test_a_comment_is_answered_and_removed_only_below_its_own_plan(scene):
    sent, unsent = scene.comment("returned").pk, scene.comment("checking").pk
    answering = reverse("comment-answer", args=["gjrc", 4, sent])
    assert scene.client("liaison").post(answering, {f"c{sent}-answer": "adopted"}).status_code == 404
    removing = reverse("comment-remove", args=["gjrc", 14, unsent])
    assert scene.client("checker").post(removing).status_code == 404


def test_a_comment_in_a_round_is_removed_only_below_its_own_task(scene):
    comment = scene.comment_in_round("accepted").pk
    for number, pk in ((8, comment), (7, scene.comment("checking").pk)):
        removing = reverse("progress-comment-remove", args=["gjrc", 1, number, pk])
        assert scene.client("checker").post(removing).status_code == 404


def test_a_plan_is_copied_only_from_plans_of_ones_own_unit(scene):
    other = scene.plan("own_office")
    form = posted(scene.version("draft"), copy_source=other.pk, copy_what=["people"])
    answer = scene.client("liaison").post(reverse("plan-copy", args=["gjrc", 2]), form)
    assert answer.status_code == 422
    assert "所选实施方案不存在或您不能查看" in answer.content.decode()


def test_a_plan_is_assigned_only_to_offices_of_ones_own_unit(scene):
    url, foreign = reverse("plan-assign", args=["gjrc", 2]), scene.programme.receiving_office
    answer = scene.client("liaison").post(url, {"office": foreign.pk}, follow=True)
    assert "所选处室不属于本单位" in answer.content.decode()
    assert scene.plan("draft").office == scene.office
