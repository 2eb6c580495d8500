"""Input shape of filing, consulting, assigning and answering."""

from django import forms

from tasks.enums import CommentAnswer, ConsultationAnswer, StepEnding
from tasks.forms.fields import (
    AskingForm,
    BasedOnForm,
    ChoicesField,
    DatedForm,
    DateField,
    LineField,
    ParagraphField,
    ScanField,
)
from tasks.rules import answers, typed

OFFICE_OF_ANOTHER_UNIT = "所选处室不属于本单位，请重新选择"


class SignedForm(DatedForm):
    """At filing: who signed and when may be noted, and that what is to be seen was seen."""

    signed_by = LineField(label="签字领导", max_length=50, required=False)
    signed_on = DateField(label="签字日期", required=False)
    warnings_seen = forms.BooleanField(label="以上提示已知悉，继续报送", required=False)

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        data = super().clean()
        self.ask(
            typed.not_after_today, data.get("signed_on"), self.today, label="签字日期", field="signed_on"
        )
        return data


class FilingForm(SignedForm, BasedOnForm):
    """Of a plan, with the stamped scan."""

    stamped_scan = ScanField(label="盖章扫描件", required=False)
    field_order = ("based_on", "signed_by", "signed_on", "stamped_scan", "warnings_seen")

    def rest_on(self, version: int) -> None:
        """What was noted as seen was another text."""
        super().rest_on(version)
        self.data.pop("warnings_seen", None)


class ReviseForm(BasedOnForm):
    """修订: why an accepted plan is to be changed."""

    reason = ParagraphField(label="修订原因", max_length=500)


class StepEndForm(BasedOnForm):
    """取消, 拆分 or 并入 of a step in force. `others` are the steps that can be in its place, (key, words)."""

    ending = forms.ChoiceField(
        label="处理",
        choices=StepEnding.choices,
        widget=forms.RadioSelect,
        error_messages={"required": typed.NO_ENDING},
    )
    into = forms.TypedMultipleChoiceField(
        label="接续的步骤",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": typed.STEP_GONE},
        help_text="拆分的，勾选拆分后的各步；并入的，勾选并入的一步。新的步骤请先在方案中添加。",
    )
    reason = ParagraphField(label="原因", max_length=500)

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = others
        self.keys = [key for key, _ in others]

    def clean(self):
        data = super().clean()
        self.ask(
            typed.step_end,
            data.get("ending"),
            data.get("into"),
            data.get("reason"),
            others=self.keys,
        )
        return data


class ConsultationForm(forms.Form):
    """Which participating units to show the draft to."""

    units = ChoicesField(
        queryset=None,
        label="征求单位",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选择一个征求单位"},
    )
    message = ParagraphField(label="说明", required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units


class OfflineConsultationForm(DatedForm):
    """已线下征求: which unit, on which day, what it said."""

    unit = forms.ModelChoiceField(
        queryset=None,
        label="征求单位",
        empty_label="请选择",
        error_messages={
            "required": "请选择线下征求的单位",
            "invalid_choice": "所选单位不是本项参与单位，请重新选择",
        },
    )
    answered_on = DateField(label="征求日期")
    opinion = ParagraphField(label="对方意见", required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class ConsultationAnswerForm(AskingForm):
    """无意见, or 有意见 with what it is."""

    answer = forms.ChoiceField(
        label="反馈",
        choices=[(choice.value, choice.label) for choice in list(ConsultationAnswer)[:2]],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择“无意见”或“有意见”"},
    )
    opinion = ParagraphField(label="意见", required=False, rows=5)

    def clean(self):
        data = super().clean()
        self.ask(typed.consultation_answer, data.get("answer"), data.get("opinion"))
        return data


class CommentAnswerForm(AskingForm):
    """采纳, 部分采纳 or 未采纳 with the reason. `seen` is the mark of the answer that it was drawn with."""

    answer = forms.ChoiceField(
        label="答复",
        choices=CommentAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择采纳、部分采纳或未采纳"},
    )
    answer_text = ParagraphField(label="说明", required=False, rows=2, max_length=500)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def typed(self) -> tuple[str, str]:
        """As it was posted, whatever is wrong with it."""
        return tuple(self.data.get(self.add_prefix(name), "") for name in ("answer", "answer_text"))

    @property
    def based_on(self) -> str:
        return self.data.get(self.add_prefix("seen")) or answers.mark_of("", "")

    @property
    def touched(self) -> bool:
        """What nobody touched is not saved: somebody else may have answered meanwhile (decision 0055)."""
        return answers.mark_of(*self.typed) != self.based_on

    def unfinished(self) -> "CommentAnswerForm":
        """To go on with it: as it was typed, and nothing is demanded of it yet."""
        typed = dict(zip(("answer", "answer_text"), self.typed, strict=True))
        return CommentAnswerForm(prefix=self.prefix, initial=typed | {"seen": self.based_on})

    def clean(self):
        data = super().clean()
        self.ask(typed.comment_answer, data.get("answer"), data.get("answer_text"))
        return data


class AssignForm(forms.Form):
    """分办: one of the unit's offices, or none."""

    office = forms.ModelChoiceField(
        queryset=None,
        label="承办处室",
        required=False,
        empty_label="不分办（本单位均可填写）",
        error_messages={"invalid_choice": OFFICE_OF_ANOTHER_UNIT},
    )

    def __init__(self, *args, offices, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        field.queryset = offices
        # Of what was fetched, so that they are not asked for once more.
        field.choices = [("", field.empty_label), *((office.pk, str(office)) for office in offices)]
