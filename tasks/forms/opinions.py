"""Input shape of what participating units note of an accepted plan, and of the answers."""

from django import forms

from tasks.forms.fields import ParagraphField

LONGEST = 1000
WHOLE = ""


class OpinionForm(forms.Form):
    """On the plan as a whole or on one of `steps`, (key, words); `nth` is the filing that was read."""

    nth = forms.IntegerField(widget=forms.HiddenInput)
    step_key = forms.TypedChoiceField(
        label="针对",
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "所选步骤已不在方案中，请重新选择"},
    )
    text = ParagraphField(label="意见", max_length=LONGEST)

    def __init__(self, *args, steps, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step_key"].choices = [(WHOLE, "整个方案"), *steps]

    def rest_on(self, nth: int) -> None:
        """Draw what was typed again, about what is in force now."""
        self.data = self.data.copy()
        self.data["nth"] = nth


class OpinionAnswerForm(forms.Form):
    text = ParagraphField(label="答复", max_length=LONGEST, rows=2)
