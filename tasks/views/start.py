"""The bare address: to where the acting membership has its work."""

from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tasks.requests import programme_to_start_with
from units.roles import Role
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
