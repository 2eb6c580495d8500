"""A browser of somebody of the cast, with the form of the page of a unit and round as it would be sent."""

from datetime import date
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.factories import client_for
from units.models import Membership
from zgc_tasks.common.models import DemonstrationDate


def go_to(day: date) -> None:
    """Move the demonstration date without anything else being done."""
    DemonstrationDate.objects.update_or_create(pk=1, defaults={"date": day})


def address(route: str = "round", *args, number: int = 1) -> str:
    return reverse(route, args=["gjrc", number, *args])


class Fields(HTMLParser):
    """What a browser would send of the form with this id, names with their values in order."""

    def __init__(self, html: str, form: str = "round-form"):
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self._form, self._inside, self._name, self._text = form, False, None, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._inside = attrs.get("id", "") == self._form or not self._form
        if not self._inside:
            return
        if tag == "input" and attrs.get("type") not in ("file", "radio", "checkbox"):
            self._add(attrs.get("name"), attrs.get("value", ""))
        elif tag == "input" and "checked" in attrs:
            self._add(attrs["name"], attrs.get("value", "on"))
        elif tag == "textarea":
            self._name, self._text = attrs["name"], ""
        elif tag == "select":
            self._add(attrs["name"], "")
            self._select = attrs["name"]
        elif tag == "option" and "selected" in attrs:
            self.values[self._select][-1] = attrs.get("value", "")

    def handle_data(self, data):
        if self._name:
            self._text += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._name:
            self._add(self._name, self._text.removeprefix("\n"))
            self._name = None
        elif tag == "form":
            self._inside = False

    def _add(self, name, value):
        if name and name != "csrfmiddlewaretoken":
            self.values.setdefault(name, []).append(value)


class Browser:
    """Without JavaScript: opens the page, types, and presses buttons of its form."""

    def __init__(self, who: Membership, number: int = 1):
        self.client: Client = client_for(who)
        self.number = number
        self.page: HttpResponse | None = None

    @property
    def html(self) -> str:
        return " ".join(self.page.content.decode().split())

    def open(self, where: str = "") -> "Browser":
        self.page = self.client.get(where or address(number=self.number))
        assert self.page.status_code == 200
        return self

    def fields(self, form: str = "round-form") -> dict[str, list[str]]:
        return Fields(self.page.content.decode(), form).values

    def press(self, op: str, *, files: dict | None = None, form: str = "round-form", **typed) -> "Browser":
        """Send the form as it stands with what was typed, and follow. `t14_done_text=…` names 14-done_text."""
        data = self.fields(form) | {name.replace("_", "-", 1)[1:]: value for name, value in typed.items()}
        self.page = self.client.post(
            address("round-save", number=self.number), data | {"op": op} | (files or {}), follow=True
        )
        return self

    def autosave(self, number: int, **typed) -> HttpResponse:
        """What the script of the page sends of one task."""
        fields = {name: value for name, value in self.fields().items() if name.startswith(f"{number}-")}
        data = fields | {f"{number}-{name}": value for name, value in typed.items()} | {"op": "autosave"}
        return self.client.post(
            address("round-save", number=self.number), data, headers={"HX-Request": "true"}
        )
