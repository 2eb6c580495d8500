"""Forms of the administrator's pages: clean text, aliases by line, and roles that must stay apart."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet

from units import workplaces
from units.models import Membership, Office, Unit, User
from units.roles import Role, separated
from zgc_tasks.common.refusal import Refusal
from zgc_tasks.common.text import clean_line


class CleanTextForm(forms.ModelForm):
    """A model form whose texts are cleaned like everywhere else (zgc_tasks/common/text.py)."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **({"label_suffix": "："} | kwargs))

    def clean(self) -> dict:
        data = super().clean()
        for name, value in list(data.items()):
            if isinstance(value, str):
                try:
                    data[name] = clean_line(value)
                except ValidationError as error:
                    self.add_error(name, error)
        return data


MOST_ROWS = 100


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value) -> list[str]:
        return [clean_line(line) for line in super().to_python(value).splitlines() if line.strip()]

    def has_changed(self, initial, data) -> bool:
        try:
            return (initial or []) != self.to_python(data)
        except ValidationError:
            return True


class UnitForm(CleanTextForm):
    aliases = LinesField(label="别名", required=False, help_text="来文中常见的其他写法，每行一个")

    class Meta:
        model = Unit
        fields = ("short_name", "full_name", "aliases", "kind", "slug", "document_order")
        help_texts = {"full_name": "更名时改为新名称，并在下方“有效名称”中登记原名称及其停用日期"}


class OfficeForm(CleanTextForm):
    aliases = LinesField(label="别名", required=False, help_text="方案中常见的其他写法，每行一个")

    class Meta:
        model = Office
        fields = ("name", "aliases")


class UserForm(CleanTextForm):
    class Meta:
        model = User
        fields = ("username", "full_name", "phone", "is_active")


class LabelledFormSet(BaseInlineFormSet):
    """Rows whose fields carry their names themselves: the heads of their columns are no labels.

    No account and no unit has near as many rows as may be sent: each is made a form, whatever it says.
    """

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.absolute_max = self.max_num = MOST_ROWS

    def add_fields(self, form, index) -> None:
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # the admin wraps choices of related rows
            if not widget.is_hidden:
                widget.attrs["aria-label"] = field.label


class UnitNameFormSet(LabelledFormSet):
    """Names in force. Past ledgers show them by date, so a unit is not renamed without the end of its old name."""

    def clean(self) -> None:
        super().clean()
        new, old = self.instance, Unit.objects.filter(pk=self.instance.pk).first()
        if old is None or new.full_name == old.full_name or not old.is_named_elsewhere:
            return
        kept = [form.cleaned_data for form in self.forms if form not in self.deleted_forms]
        if not any(name.get("full_name") == old.full_name and name.get("until") for name in kept):
            raise ValidationError(
                f"全称由“{old.full_name}”改为“{new.full_name}”：请在此登记原名称及其停用日期，以往日期的台账据此显示"
            )


class OfficeFormSet(LabelledFormSet):
    """Offices that papers and records name keep their names, by which everybody finds them there."""

    def clean(self) -> None:
        super().clean()
        renamed = [form for form in self.initial_forms if "name" in form.changed_data]
        used = set(Office.objects.filter(pk__in=[form.instance.pk for form in renamed]).in_use())
        for form in renamed:
            if form.instance in used:
                form.add_error(
                    "name",
                    f"“{form.initial['name']}”已有办理记录，不能改名；请另外新增处室，再在有关账号和专项工作中改用",
                )


class MembershipFormSet(LabelledFormSet):
    """All of an account's memberships together; the model alone sees only those saved before."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._choices: dict[str, list] = {}

    def add_fields(self, form, index) -> None:
        """Units and offices to choose from are read once for all rows."""
        super().add_fields(form, index)
        for name in ("unit", "office"):
            field = form.fields[name]
            if name not in self._choices:
                self._choices[name] = list(field.choices)
            field.choices = self._choices[name]

    def clean(self) -> None:
        super().clean()
        filled = [form.cleaned_data for form in self.forms if form.cleaned_data.get("role")]
        if not filled and not any(self.errors):
            raise ValidationError("请至少填写一个身份")
        if not separated({data["role"] for data in filled}):
            raise ValidationError("系统管理员、安全审计员与业务角色不能由同一账号兼任，请另建账号")
        self._keep_what_acted()
        self._have_work()

    def _keep_what_acted(self) -> None:
        """Under which role, for which unit and office somebody filed or checked stays so for good."""
        edited = [form for form in self.initial_forms if _WHO_ACTED & set(form.changed_data)]
        pks = [form.instance.pk for form in edited]
        acted = set(Membership.objects.filter(pk__in=pks).having_acted().values_list("pk", flat=True))
        for form in edited:
            if form.instance.pk in acted:
                first = next(name for name in form.changed_data if name in _WHO_ACTED)
                form.add_error(
                    first,
                    "该身份已有办理记录，角色、单位和处室不能再改；请停用这一身份，另外新增一个身份",
                )

    def _have_work(self) -> None:
        """What is filled in anew is not such that all pages would refuse it."""
        for form in self.forms:
            data = form.cleaned_data
            if form.errors or not (data.get("is_active") and _WHO_ACTS & set(form.changed_data)):
                continue
            try:
                workplaces.may_hold(data["role"], data.get("unit"), data.get("office"))
            except Refusal as refusal:
                form.add_error(refusal.field, refusal.words)

    def administers(self) -> bool:
        """Whether the account would still act as administrator after this form."""
        rows = (form.cleaned_data for form in self.forms)
        return any(row.get("role") == Role.ADMINISTRATOR and row.get("is_active") for row in rows)


_WHO_ACTED = {"role", "unit", "office"}
_WHO_ACTS = _WHO_ACTED | {"is_active"}


class OwnMembershipFormSet(MembershipFormSet):
    """Of the administrator's own account: they must not shut themselves out."""

    def clean(self) -> None:
        super().clean()
        if not any(self.errors) and not self.administers():
            raise ValidationError("不能停用自己的系统管理员身份，请由另一名系统管理员办理")
