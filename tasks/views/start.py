"""The bare address: to where the acting membership has its work; and all programmes in which it has some."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tasks.pages import programmes as listed
from tasks.requests import programme_to_start_with
from units.decorators import hidden_from_all_but
from units.roles import BUSINESS_ROLES, Role
from zgc_tasks.common import clock
from zgc_tasks.common.refusal import Kind, Refusal


@require_safe
def start(request):
    role = request.membership.role
    if role == Role.ADMINISTRATOR:
        return redirect("admin:index")
    if role == Role.AUDITOR:
        return redirect("audit")
    programme = programme_to_start_with(request.membership)
    if programme is None:
        raise Refusal("系统中还没有专项工作，请联系系统管理员导入", Kind.NOT_NOW)
    return redirect(programme)


@require_safe
@hidden_from_all_but(*BUSINESS_ROLES)
def programmes(request):
    page = listed.all_of(request.membership, request.GET, clock.today())
    return render(request, "tasks/programme_list.html", {"page": page})
