"""Programmes in the administrator's pages: deadline, receiving office and contact."""

from collections.abc import Callable

from django.contrib import admin

from tasks.actions.former import keep
from tasks.models import FormerProgramme, Programme
from tasks.rules import typed
from units.admin_forms import CleanTextForm
from units.admin_site import AuditedAdmin, site
from units.models import Office
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Refusal


class ProgrammeForm(CleanTextForm):
    """With a code that can be an address, and days that fit together where all of them are as they should be by themselves."""

    def clean(self) -> dict:
        data = super().clean()
        if "code" in data:
            self._ask(typed.programme_code, data["code"], label="代号")
        # What is not to be changed any more is not in the form.
        days = [data.get(name, getattr(self.instance, name)) for name in _DAYS if name not in self.errors]
        if len(days) == len(_DAYS):
            self._ask(typed.programme_days, *days)
        return data

    def _ask(self, rule: Callable, *args, **kwargs) -> None:
        try:
            rule(*args, **kwargs)
        except Refusal as refusal:
            self.add_error(refusal.field if refusal.field in self.fields else None, refusal.words)


_DAYS = ("document_number", "plan_deadline", "ends_on")


@admin.register(Programme, site=site)
class ProgrammeAdmin(AuditedAdmin):
    form = ProgrammeForm
    told_of_deleted = ("code", "title", "document_number")
    list_display = ("short_name", "code", "document_number", "plan_deadline", "receiving_office")
    list_select_related = ("receiving_office__unit",)
    fieldsets = (
        (None, {"fields": ("code", "short_name", "title", "document_number", "document_title", "issuer")}),
        (
            "期限",
            {
                "fields": ("plan_deadline", "ends_on"),
                "description": "开始填写实施方案后，报送截止日期不能再改：以往日期的统计都据此计算。",
            },
        ),
        (
            "红黄灯",
            {
                "fields": ("red_days", "red_rounds"),
                "description": "从何时起为红灯；更改后，以往日期的灯仍按当时的规定。",
            },
        ),
        ("接收与统筹", {"fields": ("receiving_office", "stand_in_office", "leadership_unit")}),
        (
            "联系方式（照文件所印）",
            {"fields": ("contact_name", "contact_phone", "contact_fax", "contact_email")},
        ),
    )

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """An office is named with its unit."""
        if db_field.name in ("receiving_office", "stand_in_office"):
            kwargs["queryset"] = Office.objects.select_related("unit")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """The code is part of every 报送编号 and address; the deadline decides what stood on every past day."""
        if obj is None:
            return ()
        begun = obj.tasks.filter(plan__isnull=False).exists()
        return ("code", "plan_deadline") if begun else ("code",)

    def save_model(self, request, obj, form, change: bool) -> None:
        """What documents of past days say of it stays as it was until now."""
        if change and FormerProgramme.facts() & set(form.changed_data):
            keep(obj, at=clock.now())
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request, obj=None) -> bool:
        """What was made by mistake, as its code cannot be changed; whatever else refers to it, its page names (PROTECT)."""
        return obj is None or not obj.tasks.exists()
