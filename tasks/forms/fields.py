"""What forms share: the version they rest on, days, lines, paragraphs and scans, with errors that say how to mend them."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from django import forms

from tasks.rules import calendars, periods, times_of_day, typed
from tasks.rules.known_years import KnownYears
from zgc_tasks.common import days, text, uploads
from zgc_tasks.common.prepared import LARGEST_KEY
from zgc_tasks.common.refusal import Refusal


class AskingForm(forms.Form):
    """A form that asks of what was typed what the action will ask (`tasks/rules/typed.py`)."""

    def ask(self, rule: Callable, *args, **kwargs) -> None:
        """A refusal is an error at its field; a value that is missing or wrong already (None) is not asked about."""
        if any(value is None for value in args):
            return
        try:
            rule(*args, **kwargs)
        except Refusal as refusal:
            self.add_error(refusal.field, refusal.words)


class DatedForm(AskingForm):
    """A form with days, all of which lie in years that the programme can know."""

    def __init__(self, *args, years: KnownYears, **kwargs):
        super().__init__(*args, **kwargs)
        self.years = years
        for field in self.fields.values():
            if isinstance(field, DateField):
                field.today = years.today

    def clean(self):
        data = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, DateField):
                self.ask(typed.in_known_years, data.get(name), self.years, label=field.label, field=name)
        return data


class BasedOnForm(AskingForm):
    """A form about a plan as it stood when the form was drawn."""

    # Nothing points at it, and several of these forms may stand on a page: it has no id.
    based_on = forms.IntegerField(widget=forms.HiddenInput(attrs={"id": False}))

    def rest_on(self, version: int) -> None:
        """Draw what was typed again, about the plan as it stands now."""
        self.data = self.data.copy()
        self.data["based_on"] = version


class DateField(forms.DateField):
    """A day typed in any of the forms an office uses; never only a picker. Without a year it is of that of `today`."""

    today: date | None = None

    def __init__(self, *, label: str, **options):
        super().__init__(
            label=label,
            input_formats=days.DATE_FORMATS,
            error_messages={
                "required": f"请填写{label}",
                "invalid": f"{label}请按2015-04-03、2015年4月3日或4月3日的形式填写",
            },
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"autocomplete": "off", "size": 14}),
            validators=[days.require_possible],
            **options,
        )

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        read = periods.day(value, year=self.today and self.today.year)
        if read.first is None and read.notes:
            raise forms.ValidationError(f"{self.label}：{read.notes[0]}", code="invalid")
        return read.first or super().to_python(value)

    def weekday_of(self, value: date | str | None) -> str:
        """Of what is typed, and whether it is a day of work; "" where it is no day."""
        try:
            day = self.to_python(value)
            self.run_validators(day)
        except forms.ValidationError:
            return ""
        return calendars.weekday_in_words(day) if day else ""


class ClockField(forms.TimeField):
    """A time of day such as 14:30 or 9点半."""

    def __init__(self, *, label: str, **options):
        super().__init__(
            label=label,
            error_messages={"invalid": f"{label}请按14:30或下午2点半的形式填写"},
            widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off", "size": 6}),
            required=False,
            **options,
        )

    def to_python(self, value):
        return (isinstance(value, str) and times_of_day.read(value)) or super().to_python(value)


MOST_CHOSEN = 1_000  # of each one the database is told by itself


class ChoicesField(forms.ModelMultipleChoiceField):
    """Rows by their keys, one of which a database may be unable to hold: that is no row of ours either."""

    def clean(self, value):
        if len(value or ()) > MOST_CHOSEN:
            raise forms.ValidationError(
                f"{self.label}一次最多选{MOST_CHOSEN}项，现有{len(value)}项，请分次办理"
            )
        for key in value or ():
            if not (str(key).isdecimal() and len(str(key)) < len(str(LARGEST_KEY))):
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


LONG_LIST = 50  # more tasks are not offered one by one: their numbers are typed


class NumbersInput(forms.TextInput):
    """Numbers of tasks in one line: 3、5，12."""

    def value_from_datadict(self, data, files, name) -> list[str]:
        return re.findall(r"[^\s、,，;；]+", unicodedata.normalize("NFKC", data.get(name, "")))

    def format_value(self, value) -> str:
        return "、".join(map(str, value or ()))


def by_number(field: forms.ModelChoiceField, widget: forms.Widget, *, help_text: str) -> None:
    """Tasks by their numbers, in place of a list of all."""
    field.to_field_name, field.widget, field.help_text = "number", widget, help_text
    field.widget.is_required = field.required


class _TextField(forms.CharField):
    """Text that is told when it is too long, and never cut: of what is pasted a browser would leave out the end."""

    def __init__(self, *, label: str, max_length: int, **options):
        messages = {
            "required": f"请填写{label}",
            "max_length": f"{label}不能超过%(limit_value)d字，现有%(show_value)d字，请缩短",
        }
        super().__init__(label=label, max_length=max_length, error_messages=messages, **options)

    def widget_attrs(self, widget) -> dict:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class LineField(_TextField):
    """One line of text, cleaned of invisible characters before anything else is asked of it."""

    def __init__(self, *, label: str, max_length: int = 100, **options):
        super().__init__(label=label, max_length=max_length, **options)

    def clean(self, value):
        return super().clean(text.clean_line(value or ""))


class ParagraphField(_TextField):
    """Several lines of text."""

    def __init__(self, *, label: str, max_length: int = 2000, rows: int = 3, **options):
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=max_length, widget=widget, **options)

    def clean(self, value):
        return super().clean(text.clean_text(value or ""))


class ScanField(forms.FileField):
    """A scan, checked by content; cleans to a `uploads.Scan`."""

    def __init__(self, *, label: str, **options):
        super().__init__(
            label=label,
            error_messages={"empty": f"{label}是空文件，请重新选择"},
            help_text="PDF、JPG或PNG，不超过20MB",
            **options,
        )

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        return uploads.read_scan(upload) if upload else None
