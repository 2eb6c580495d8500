"""Django's admin, trimmed to what the system administrator needs, behind our own sign-in and log."""

from functools import wraps

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse

from units import audit, changes
from units.roles import Role
from units.views.signing_in import sign_out
from zgc_tasks.common.day_field import DayField
from zgc_tasks.common.refusal import Kind, Refusal


class AdministrationSite(admin.AdminSite):
    """For those who act as administrator; everybody else is refused in words."""

    site_header = site_title = "系统管理"
    index_title = "账号、单位与专项工作"
    site_url = None
    enable_nav_sidebar = False  # three kinds of rows, to which the first page leads
    empty_value_display = "（无）"
    final_catch_all_view = False

    def has_permission(self, request: HttpRequest) -> bool:
        membership = request.membership
        return membership is not None and membership.role == Role.ADMINISTRATOR

    def admin_view(self, view, cacheable=False):
        """Refused at the address that was asked for, so that the audit log names it."""
        page = super().admin_view(view, cacheable)

        @wraps(page)
        def checked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not self.has_permission(request):
                self.login(request)
            return page(request, *args, **kwargs)

        return checked

    def login(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Signing in has its own page; whoever comes here is no administrator."""
        raise Refusal("本页面只供系统管理员使用", Kind.NOT_ALLOWED)

    def app_index(self, request: HttpRequest, app_label: str, extra_context=None) -> HttpResponse:
        title = {"title": apps.get_app_config(app_label).verbose_name}
        return super().app_index(request, app_label, title | (extra_context or {}))

    def logout(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return sign_out(request)

    def get_urls(self) -> list:
        """Without Django's own password and redirect pages."""
        unwanted = {"password_change", "password_change_done", "view_on_site"}
        return [url for url in super().get_urls() if getattr(url, "name", None) not in unwanted]


site = AdministrationSite(name="admin")


# Dates are shown and taken as on all other pages.
DATES_AS_TYPED = {models.DateField: {"form_class": DayField, "widget": AdminDateWidget(format="%Y-%m-%d")}}


class AuditedAdmin(admin.ModelAdmin):
    """Writes go to the audit log and not to Django's; lists have no bulk actions."""

    told_of_deleted: tuple[str, ...] = ()  # what the log says of a row that is gone, beside its name

    actions = None
    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    formfield_overrides = DATES_AS_TYPED

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        shown = {"title": self.opts.verbose_name_plural} | (extra_context or {})
        try:
            return super().changelist_view(request, shown)
        except OverflowError:  # a number in the address that SQLite cannot hold
            raise Http404("没有这样的记录") from None

    def changeform_view(self, request: HttpRequest, object_id=None, form_url="", extra_context=None):
        """One button saves; Django's further two ways to go on from there are left out."""
        verb = "修改" if object_id else "新增"
        shown = {
            "title": f"{verb}{self.opts.verbose_name}",
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        return super().changeform_view(request, object_id, form_url, shown | (extra_context or {}))

    def delete_view(self, request: HttpRequest, object_id, extra_context=None) -> HttpResponse:
        title = {"title": f"删除{self.opts.verbose_name}"}
        return super().delete_view(request, object_id, title | (extra_context or {}))

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_urls(self) -> list:
        return [url for url in super().get_urls() if not (url.name or "").endswith("_history")]

    def construct_change_message(self, request, form, formsets, add=False) -> list[str]:
        """In words, with what stood there before and what does now."""
        return list(changes.in_words(form, formsets, add=add))

    def log_addition(self, request, obj, message) -> None:
        self._record(request, "admin.add", obj, message)

    def log_change(self, request, obj, message) -> None:
        self._record(request, "admin.change", obj, message)

    def log_deletions(self, request, queryset) -> None:
        for obj in queryset:
            told = (
                (obj._meta.get_field(name).verbose_name, getattr(obj, name)) for name in self.told_of_deleted
            )
            self._record(request, "admin.delete", obj, [f"{label}：{value}" for label, value in told])

    def _record(self, request: HttpRequest, action: str, obj, message) -> None:
        audit.record(
            action=action,
            by=request.membership,
            subject=f"{obj._meta.verbose_name} {obj}",
            detail={"changes": message},
        )


NOTHING_CHOSEN, NOTHING = "请选择", "（不填）"


def plain(field):
    """A choice without the pop-up links to add, change or remove what can be chosen, and with words for none."""
    if getattr(field, "empty_label", None) is not None:
        field.empty_label = NOTHING_CHOSEN if field.required else NOTHING
    elif isinstance(field, forms.TypedChoiceField) and field.choices[0][0] == "":
        field.choices = [("", NOTHING_CHOSEN), *field.choices[1:]]
    for link in ("can_add_related", "can_change_related", "can_delete_related", "can_view_related"):
        if field is not None and hasattr(field.widget, link):
            setattr(field.widget, link, False)
    return field
