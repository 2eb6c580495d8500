"""帮助: how each role does its work."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks.pages import manual


@require_safe
def help_page(request):
    return render(request, "help/help.html", {"manual": manual.drawn()})
