"""参与单位提供情况: what a participating unit tells the lead, and what the lead notes that it was told outside."""

from django import forms

from tasks.forms.fields import ParagraphField

LONGEST = 3000


class ContributionForm(forms.Form):
    text = ParagraphField(label="提供的情况", max_length=LONGEST, rows=6)


class OfflineContributionForm(ContributionForm):
    """`sources` are the entries of 责任单位 that take part, (position, words)."""

    source = forms.TypedChoiceField(
        label="提供单位",
        coerce=int,
        error_messages={
            "required": "请选择提供情况的单位",
            "invalid_choice": "所选单位已不是本项参与单位，请重新选择",
        },
    )
    field_order = ("source", "text")

    def __init__(self, *args, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [("", "请选择"), *sources]
