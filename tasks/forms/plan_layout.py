"""Layout objects that draw the 表样: label and cell side by side, two fields a row."""

from crispy_forms.layout import Field, LayoutObject
from django.template.loader import render_to_string


class SheetField(Field):
    """One field of the 表样, its label in the cell before it."""

    def __init__(self, name: str, **attributes):
        attributes = {
            "css_class": "form-control",
            "list": f"offers_{name}",
            "autocomplete": "off",
        } | attributes
        super().__init__(name, template="tasks/_plan_form_field.html", **attributes)


class TimeField(Field):
    """启动时间 or 完成时间; what was understood stands beside it and follows every change."""

    def __init__(self, name: str):
        super().__init__(
            name,
            template="tasks/_plan_form_time.html",
            css_class="form-control",
            autocomplete="off",
            data_period=name,
            aria_describedby=f"id_{name}_error id_{name}_read",
        )


class Part(LayoutObject):
    """A part of the 表样 with rows of its own, drawn by a template from the page's context."""

    def __init__(self, template: str):
        self.template = template
        self.fields = []

    def render(self, form, context, template_pack=None, **kwargs) -> str:
        return render_to_string(self.template, context.flatten())
