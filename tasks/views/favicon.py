"""/favicon.ico, which browsers ask for beside what is no page: documents, files, JSON."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from units.decorators import open_to_every_account


@login_not_required
@open_to_every_account
@require_safe
def favicon(request):
    return redirect(static("favicon.svg"))
