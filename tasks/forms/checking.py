"""Input shape of the receiving office's work: comments, return, letters, contacts, recorded decisions."""

from collections.abc import Mapping
from datetime import date, datetime, time

from django import forms
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from tasks.enums import Basis, Channel
from tasks.forms.fields import (
    LONG_LIST,
    BasedOnForm,
    ChoicesField,
    ClockField,
    DatedForm,
    DateField,
    LineField,
    NumbersInput,
    ParagraphField,
    ScanField,
    by_number,
)
from tasks.models import Leading, Task
from tasks.rules import dates, deadlines, refiling, typed
from units.models import Unit

CHOOSE = "请选择"


class OfCheckingForm(forms.Form):
    """What is posted by the one form of a page on which something is checked (`checking-form`), each by its own button: what
    is typed of the other goes along, so that it can be drawn again.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["form"] = "checking-form"


class CommentForm(OfCheckingForm):
    """One comment; `place` is a field of the 表样, a part of what is reported in a round, or `step-3`."""

    place = forms.ChoiceField(
        label="栏目",
        error_messages={"required": "请选择意见针对的栏目", "invalid_choice": "请从列表中选择栏目"},
    )
    text = ParagraphField(label="意见", max_length=1000)

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", CHOOSE), *places]
        if self.initial.get("place"):
            self.fields["text"].widget.attrs["autofocus"] = True

    def pinned_to(self) -> tuple[str, int | None]:
        """The field and, for a step, its position."""
        place = self.cleaned_data["place"]
        if place.startswith("step-"):
            return "steps", int(place.removeprefix("step-"))
        return place, None


class EntryCommentForm(CommentForm):
    """The same on the progress of a task in a round; `nth` is which filing was read, the first or a later one."""

    nth = forms.IntegerField(widget=forms.HiddenInput)

    def rest_on(self, nth: int) -> None:
        """Draw what was typed again, about what stands reported now."""
        self.data = self.data.copy()
        self.data["nth"] = nth


class ReturnForm(OfCheckingForm, DatedForm, BasedOnForm):
    """退回修改 with the 重新报送时限."""

    refile_by = DateField(label="重新报送时限")
    note = ParagraphField(label="总的说明", required=False, max_length=1000)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        offered, field = deadlines.default_refile_by(today), self.fields["refile_by"]
        shown = self.data.get("refile_by") if self.is_bound else self.initial.get("refile_by", offered)
        as_offered = str(shown) == str(offered)
        field.help_text = refiling.in_words(today, offered) if as_offered else field.weekday_of(shown)

    def clean(self):
        data = super().clean()
        self.ask(typed.refile_by, data.get("refile_by"), self.today)
        if self.data.get("text", "").strip():
            self.add_error(
                None, "“本次意见”中填写的意见尚未记下；请先按“记下意见”，不需要的请清空，再退回修改"
            )
        return data


def half_returned(posted: Mapping[str, str], today: date) -> dict[str, str]:
    """What is typed of a return in a page of which something else is posted; nothing where it is as it was offered."""
    half = {name: posted.get(name, "") for name in ("note", "refile_by")}
    as_offered = half["refile_by"] in ("", f"{deadlines.default_refile_by(today)}")
    return {} if as_offered and not half["note"].strip() else half


class TakeBackForm(BasedOnForm):
    """撤回核收: what was overlooked."""

    reason = ParagraphField(label="撤回原因", max_length=500)


class _MomentForm(DatedForm):
    """A past moment typed as a day and a time of day."""

    def clean_moment(self, day_name: str, time_name: str, now: datetime, what: str) -> datetime | None:
        day, clock = self.cleaned_data.get(day_name), self.cleaned_data.get(time_name)
        if day is None or time_name in self.errors:
            return None
        moment = timezone.make_aware(datetime.combine(day, clock or time()))
        if clock is None and day == now.date():
            moment = now
        self.ask(typed.not_after_now, moment, now, label=what, field=day_name)
        return moment


PLANS = ""  # what a letter carries unless it tells of a round


class LetterUnitForm(forms.Form):
    """Which lead unit a letter came from, and what it carries: plans, or progress of a round that has begun."""

    unit = forms.ModelChoiceField(
        queryset=None,
        label="来文单位",
        empty_label=CHOOSE,
        to_field_name="slug",
        error_messages={"required": "请选择来文单位", "invalid_choice": "请从列表中选择来文单位"},
    )

    round = forms.ChoiceField(
        label="来文内容", required=False, error_messages={"invalid_choice": "请从列表中选择来文内容"}
    )

    def __init__(self, *args, programme, rounds, **kwargs):
        super().__init__(*args, **kwargs)
        begun = [(str(each.number), f"{each}进展") for each in rounds]
        self.fields["round"].choices = [(PLANS, "实施方案"), *begun]
        leads = Leading.objects.filter(task__programme=programme).values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=leads).in_document_order()


def _with_what_was_filed(task: Task) -> str:
    """`filed_at` is when its plan, or its progress in a round, was filed first."""
    filed = task.filed_at and dates.in_words(timezone.localdate(task.filed_at))
    return f"{task.number} {task.content}" + (f"（{filed}已报送）" if filed else "")


def _with_filing(tasks, round):
    if round is None:
        return tasks.annotate(filed_at=F("plan__first_filed_at"))
    in_round = FilteredRelation("progress", condition=Q(progress__round=round.pk))
    return tasks.annotate(in_round=in_round).annotate(filed_at=F("in_round__first_filed_at"))


class LetterForm(_MomentForm):
    """来文登记: one letter of `unit`, several of the plans it leads, or what it tells of these tasks in a `round`."""

    tasks = ChoicesField(
        queryset=None,
        label="所附实施方案",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少勾选一项任务"},
    )
    number = LineField(label="来文字号", required=False)
    dated_on = DateField(label="来文日期", required=False)
    received_on = DateField(label="收到日期")
    received_time = ClockField(label="收到时间")
    channel = forms.ChoiceField(
        label="渠道", choices=[("", CHOOSE), *Channel.choices], error_messages={"required": "请选择渠道"}
    )
    scan = ScanField(label="扫描件", required=False)
    note = ParagraphField(label="备注", required=False)

    def __init__(self, *args, programme, unit, now, round=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        field = self.fields["tasks"]
        if round is not None:
            field.label = f"所报{round}进展"
        tasks = Task.objects.filter(programme=programme).ever_led_by(unit).order_by("number")
        field.queryset = _with_filing(tasks, round)
        field.label_from_instance = _with_what_was_filed
        field.error_messages["invalid_choice"] = f"所选任务不是{unit}牵头的任务，请重新勾选"
        if field.queryset.count() > LONG_LIST:
            by_number(
                field,
                NumbersInput(),
                help_text=f"填写编号，各项用顿号隔开；{unit}牵头的任务较多，编号见任务分解",
            )
            field.error_messages["required"] = f"请填写{field.label}的任务编号"
            field.error_messages["invalid_choice"] = f"第%(value)s项不是{unit}牵头的任务，请更正编号"
        self.fields["received_time"].help_text = "不填按当时计；收到日期早于今天的，按当日零时计"

    def clean(self):
        data = super().clean()
        data["received_at"] = self.clean_moment("received_on", "received_time", self.now, "收到时间")
        today = self.now.date()
        self.ask(typed.not_after_today, data.get("dated_on"), today, label="来文日期", field="dated_on")
        self.ask(typed.received_after_dated, data.get("received_on"), data.get("dated_on"))
        return data


class StampedForm(DatedForm):
    """盖章件 of a filing received on which day."""

    received_on = DateField(label="盖章件收到日期")

    def __init__(self, *args, today, filing, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.filing = today, filing

    def clean(self):
        data, label = super().clean(), self.fields["received_on"].label
        self.ask(typed.not_after_today, data.get("received_on"), self.today, label=label, field="received_on")
        self.ask(typed.stamped_after_made, data.get("received_on"), self.filing.made_on)
        return data


class ContactNoteForm(_MomentForm):
    """联系记录: when, with whom, what was said, expected by."""

    contacted_on = DateField(label="联系日期")
    contacted_time = ClockField(label="联系时间")
    spoke_with = LineField(label="联系对象", max_length=50)
    task = forms.ModelChoiceField(
        queryset=None, label="针对任务", required=False, empty_label="全部未报、未重新报送任务"
    )
    said = ParagraphField(label="联系内容")
    expected_by = DateField(label="预计报送日期", required=False)

    def __init__(self, *args, tasks, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now
        field = self.fields["task"]
        field.queryset = tasks
        field.label_from_instance = lambda task: f"{task.number} {task.content[:30]}…"
        if tasks.count() > LONG_LIST:
            by_number(
                field,
                forms.TextInput(attrs={"size": 6}),
                help_text="填写编号；不填即全部未报、未重新报送任务",
            )
            field.error_messages["invalid_choice"] = "请填写本单位牵头任务的编号"

    def clean(self):
        data = super().clean()
        data["contacted_at"] = self.clean_moment("contacted_on", "contacted_time", self.now, "联系时间")
        self.ask(typed.not_before_contact, data.get("expected_by"), data.get("contacted_on"))
        return data


class DecisionForm(DatedForm):
    """The basis of a recorded decision."""

    basis = forms.ChoiceField(
        label="依据", choices=[("", CHOOSE), *Basis.choices], error_messages={"required": "请选择依据"}
    )
    basis_number = LineField(label="文号或编号", required=False)
    dated_on = DateField(label="依据日期")

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        data = super().clean()
        self.ask(typed.not_after_today, data.get("dated_on"), self.today, label="依据日期", field="dated_on")
        return data


class DesignationForm(DecisionForm):
    """明确牵头单位, with the task's own filing deadline."""

    unit = forms.ModelChoiceField(
        queryset=None, label="牵头单位", empty_label=CHOOSE, error_messages={"required": "请选择牵头单位"}
    )
    plan_deadline = DateField(label="本项报送截止日期")
    field_order = ["unit", "basis", "basis_number", "dated_on", "plan_deadline"]

    def __init__(self, *args, units, common_deadline, filed: bool, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units
        self.common_deadline = common_deadline
        if filed:
            self.fields["plan_deadline"].required = False
            self.fields["plan_deadline"].help_text = "本项已报送，变更牵头单位的不填，截止日期不变"
        elif self.today > common_deadline:
            first = deadlines.default_refile_by(self.today)
            self.fields["plan_deadline"].help_text = f"不早于{refiling.in_words(self.today, first, '登记')}"

    def clean(self):
        data = super().clean()
        deadline = data.get("plan_deadline")
        self.ask(typed.own_deadline, deadline, data.get("dated_on"))
        self.ask(typed.time_to_file, deadline, self.today, self.common_deadline)
        return data


class WordingForm(DecisionForm):
    """Which units an open wording means."""

    units = ChoicesField(
        queryset=None,
        label="明确的单位",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": typed.NO_UNITS},
    )
    field_order = ["units", "basis", "basis_number", "dated_on"]

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units
