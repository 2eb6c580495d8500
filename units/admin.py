"""Accounts with their memberships, and units with names in force and offices."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path

from units import factors, own_sessions
from units.accounts import issue_first_password
from units.admin_forms import (
    CleanTextForm,
    MembershipFormSet,
    OfficeForm,
    OfficeFormSet,
    OwnMembershipFormSet,
    UnitForm,
    UnitNameFormSet,
    UserForm,
)
from units.admin_site import DATES_AS_TYPED, AuditedAdmin, plain, site
from units.models import Factor, Membership, Office, Unit, UnitName, User
from units.spelling import spell
from zgc_tasks.common.refusal import Kind, Refusal


class MembershipInline(admin.TabularInline):
    model = Membership
    formset = MembershipFormSet
    fields = ("role", "unit", "office", "is_active")
    extra = 0
    min_num = 1
    can_delete = False  # business rows name the membership that made them; switch it off instead
    verbose_name_plural = (
        "身份（停用后不能再以该身份办理，历史记录保留；已有办理记录的，要变更请停用后另外新增）"
    )

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("user", "unit", "office__unit")

    def get_formset(self, request: HttpRequest, obj=None, **kwargs):
        own = obj is not None and obj.pk == request.user.pk
        return super().get_formset(
            request, obj, **kwargs, formset=OwnMembershipFormSet if own else MembershipFormSet
        )

    def formfield_for_dbfield(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "office":
            kwargs["queryset"] = Office.objects.select_related("unit")
        return plain(super().formfield_for_dbfield(db_field, request, **kwargs))


@admin.register(User, site=site)
class UserAdmin(AuditedAdmin):
    form = UserForm
    inlines = (MembershipInline,)
    list_display = ("username", "full_name", "roles", "in_use", "two_steps", "last_login")
    list_filter = ("is_active", "memberships__role", "memberships__unit")
    search_fields = ("username", "full_name", "memberships__unit__short_name")
    readonly_fields = ("two_steps_in_words", "last_login", "first_password_expires_at", "date_joined")

    def get_fieldsets(self, request: HttpRequest, obj=None):
        fields = ["username", "full_name", "phone", "is_active"]
        return [(None, {"fields": fields + (list(self.readonly_fields) if obj else [])})]

    def get_readonly_fields(self, request: HttpRequest, obj=None):
        own = obj is not None and obj.pk == request.user.pk
        return (*self.readonly_fields, "is_active") if own else self.readonly_fields

    def get_queryset(self, request: HttpRequest):
        return (
            super()
            .get_queryset(request)
            .prefetch_related("memberships__unit", "memberships__office__unit")
            .annotate(has_factors=Exists(Factor.objects.filter(user=OuterRef("pk"))))
        )

    @admin.display(description="身份")
    def roles(self, user: User) -> str:
        return "；".join(m.in_words for m in user.memberships.all() if m.is_active) or "（无启用的身份）"

    @admin.display(description="启用", ordering="is_active")
    def in_use(self, user: User) -> str:
        """In words: of Django's picture a screen reader says True."""
        return "是" if user.is_active else "否"

    @admin.display(description="两步验证")
    def two_steps(self, user: User) -> str:
        return "已设置" if user.has_factors else "未设置"

    @admin.display(description="两步验证")
    def two_steps_in_words(self, user: User) -> str:
        return factors.in_words(user)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False  # accounts are switched off; what they did keeps their name

    def save_model(self, request: HttpRequest, obj: User, form, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            own_sessions.end_all(obj)

    # --- first passwords

    def get_urls(self) -> list:
        password, steps = map(self.admin_site.admin_view, (self.first_password, self.reset_two_steps))
        return [
            path("<int:pk>/first-password/", password, name="units_user_first_password"),
            path("<int:pk>/reset-two-steps/", steps, name="units_user_reset_two_steps"),
            *super().get_urls(),
        ]

    def response_add(self, request: HttpRequest, obj: User, post_url_continue=None) -> HttpResponse:
        return self._show_first_password(request, obj)

    def first_password(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks, POST replaces the password and shows the new one, once."""
        user = self._somebody_else(request, pk, "自己的密码请在“修改密码”中修改")
        if request.method == "POST":
            return self._show_first_password(request, user)
        return self._first_password_page(request, user, password="")

    def _somebody_else(self, request: HttpRequest, pk: int, of_oneself: str) -> User:
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if user.pk == request.user.pk:
            raise Refusal(of_oneself, Kind.NOT_ALLOWED)
        return user

    def reset_two_steps(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET asks and says what would go, POST takes it away."""
        user = self._somebody_else(request, pk, "自己的验证方式请在“两步验证”中修改")
        if request.method == "POST":
            factors.reset(user, by=request.membership)
            messages.success(request, f"已重置{user}的两步验证")
            return redirect("admin:units_user_change", user.pk)
        context = self.admin_site.each_context(request) | {
            "title": "重置两步验证",
            "account": user,
            "factors": list(user.factors.all()),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/units/user/reset_two_steps.html", context)

    def _show_first_password(self, request: HttpRequest, user: User) -> HttpResponse:
        password = issue_first_password(user=user, by=request.membership)
        return self._first_password_page(request, user, password)

    def _first_password_page(self, request: HttpRequest, user: User, password: str) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": "初始密码",
            "account": user,
            "password": password,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/units/user/first_password.html", context)


class UnitNameInline(admin.TabularInline):
    model = UnitName
    form = CleanTextForm
    formset = UnitNameFormSet
    formfield_overrides = DATES_AS_TYPED
    extra = 0
    verbose_name_plural = "有效名称（更名时填写；日期为空表示不限）"


class OfficeInline(admin.TabularInline):
    model = Office
    form = OfficeForm
    formset = OfficeFormSet
    extra = 0

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).select_related("unit")


@admin.register(Unit, site=site)
class UnitAdmin(AuditedAdmin):
    """A unit or office that anything refers to cannot be deleted: the page says by what (PROTECT)."""

    form = UnitForm
    inlines = (UnitNameInline, OfficeInline)
    list_display = ("short_name", "full_name", "kind", "document_order")
    list_filter = ("kind",)
    search_fields = ("short_name", "full_name")

    def save_model(self, request: HttpRequest, obj: Unit, form, change: bool) -> None:
        super().save_model(request, obj, form, change)
        spell([obj.short_name])

    def get_fieldsets(self, request: HttpRequest, obj=None):
        fixed = "已有任务、来文等记录写明本单位，简称、网址代号和次序不能再改：以往日期的台账据此显示。"
        return [(None, {"fields": UnitForm.Meta.fields, "description": fixed if _is_named(obj) else ""})]

    def get_readonly_fields(self, request: HttpRequest, obj=None):
        """What the ledger of every past day calls and sorts the unit by; full names are kept with their dates."""
        return ("short_name", "slug", "document_order") if _is_named(obj) else ()


def _is_named(unit: Unit | None) -> bool:
    return unit is not None and unit.is_named_elsewhere
