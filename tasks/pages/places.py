"""Where on a page that stands which an error or a finding is about."""

from collections.abc import Mapping

from tasks.rules.sheet import Place


def html_id(place: Place) -> str:
    """The id of its element on the plan form: id_finish, id_step_3_due, id_participant_2."""
    field, step = place
    if step is None:
        return f"id_{field}"
    return f"id_participant_{step}" if field == "participants" else f"id_step_{step}_{field}"


def link(place: Place, text: str) -> dict[str, str]:
    """A line of a list of what is wrong or missing, leading to its element on the same page."""
    return {"text": text, "href": f"#{html_id(place)}"}


def links(errors: Mapping[Place, str]) -> list[dict[str, str]]:
    return [link(place, message) for place, message in errors.items()]
