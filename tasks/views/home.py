"""首页 of each role."""

from django.shortcuts import redirect
from django.views.decorators.http import require_GET


@require_GET
def home(request, programme: str):
    return redirect("task-list", programme=programme)
