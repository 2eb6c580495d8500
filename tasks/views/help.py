"""帮助: how each role does its work."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from tasks.pages import manual
from tasks.pages import wordings as wordings_page


@require_safe
def help_page(request):
    return render(request, "help/help.html", {"manual": manual.drawn()})


@require_safe
def wordings(request):
    return render(request, "help/wordings.html", {"tables": wordings_page.drawn()})
