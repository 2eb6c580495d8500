"""What an administrator's form changed, in words for the audit log: 全称：甲局 → 乙局. Telephone numbers stay out of it."""

from collections.abc import Iterable, Iterator

from django.forms import BaseForm, BaseFormSet
from django.forms.models import ModelChoiceField

NOTHING = "（空）"
_WITHOUT_VALUES = {"phone", "contact_phone", "contact_fax"}


def in_words(form: BaseForm, formsets: Iterable[BaseFormSet], *, add: bool) -> Iterator[str]:
    if add:
        yield "新增"
    else:
        yield from _fields(form, "")
    for formset in formsets:
        yield from _rows(formset)


def _rows(formset: BaseFormSet) -> Iterator[str]:
    kind = formset.model._meta.verbose_name
    for row in formset.new_objects:
        yield f"新增 {kind} {row}"
    changed = {row.pk for row, _ in formset.changed_objects}
    for form in formset.initial_forms:
        if form.instance.pk in changed:
            yield from _fields(form, f"{kind} {form.instance} ")
    for row in formset.deleted_objects:
        yield f"删除 {kind} {row}"


def _fields(form: BaseForm, of: str) -> Iterator[str]:
    for name in form.changed_data:
        label = form.fields[name].label
        if name in _WITHOUT_VALUES:
            yield f"修改 {of}{label}"
        else:
            before, after = form.get_initial_for_field(form.fields[name], name), form.cleaned_data.get(name)
            yield f"修改 {of}{label}：{_shown(form.fields[name], before)} → {_shown(form.fields[name], after)}"


def _shown(field, value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in (None, "", []):
        return NOTHING
    if isinstance(value, list):
        return "、".join(map(str, value))
    if isinstance(field, ModelChoiceField):
        row = field.queryset.filter(pk=getattr(value, "pk", value)).first()
        return str(row or value)
    return str(dict(getattr(field, "choices", ())).get(value, value))
