"""两步验证: what a person signs in with beside the password, and their recovery codes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from units import authenticators, factors, passkeys, recovery_codes, sealed
from units.decorators import open_before_two_steps
from units.models import FactorKind
from units.password_again import password_again
from units.second_step_forms import AuthenticatorForm, PasskeyForm

_NEW_SECRET = "new_authenticator"  # noqa: S105 - where it stands in the session, sealed


@open_before_two_steps
@require_safe
def two_steps(request: HttpRequest) -> HttpResponse:
    user = request.user
    page = {
        "factors": user.factors.all(),
        "codes_left": recovery_codes.left(user),
        "codes_number": recovery_codes.NUMBER,
        "demanded": factors.demanded_of(request.memberships),
        "taken": factors.SESSION_KEY in request.session,
    }
    return render(request, "units/two_steps.html", page)


@open_before_two_steps
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@password_again
def add_authenticator(request: HttpRequest) -> HttpResponse:
    """GET makes a secret and shows it; it is kept when a code of it was shown."""
    secret = sealed.opened(request.session.get(_NEW_SECRET, ""))
    if request.method == "GET" or not secret:
        secret = authenticators.new_secret()
        request.session[_NEW_SECRET] = sealed.seal(secret)
    at = timezone.now()
    typed = request.POST if request.method == "POST" else None
    form = AuthenticatorForm(typed, secret=secret, at=at)
    if form.is_valid():
        codes = factors.add(
            request.user,
            kind=FactorKind.AUTHENTICATOR,
            name=form.cleaned_data["name"],
            material=sealed.seal(secret),
            counter=form.interval,
            at=at,
            by=request.membership,
            here=request.session,
        )
        del request.session[_NEW_SECRET]
        return _added(request, codes)
    page = {
        "form": form,
        "picture": authenticators.picture(secret, request.user.username),
        "secret": authenticators.in_groups(secret),
    }
    return render(request, "units/authenticator.html", page, status=422 if form.is_bound else 200)


@open_before_two_steps
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@password_again
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Made by the browser and what it stands on: a telephone, a key, this computer."""
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = passkeys.made(request, form.cleaned_data["passkey"])
        if made:
            material, counter = made
            codes = factors.add(
                request.user,
                kind=FactorKind.PASSKEY,
                name=form.cleaned_data["name"],
                material=material,
                counter=counter,
                at=timezone.now(),
                by=request.membership,
                here=request.session,
            )
            return _added(request, codes)
        form.refuse()
    possible = passkeys.possible(request)
    own = factors.of_kind(request.user, FactorKind.PASSKEY)
    options = passkeys.asked_new(request, request.user, own) if possible else ""
    status = 422 if form.is_bound else 200
    return render(request, "units/passkey.html", {"form": form, "options": options}, status=status)


def _added(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """With the first, this session counts as signed in with two steps."""
    if not codes:
        messages.success(request, "已添加验证方式")
        return redirect("two-steps")
    request.session[factors.SESSION_KEY] = True
    return render(request, "units/recovery_codes.html", {"codes": codes, "first": True})


@open_before_two_steps
@sensitive_post_parameters()
@require_POST
@password_again
def remove_factor(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("factor", "")
    factor = next((each for each in request.user.factors.all() if str(each.pk) == chosen), None)
    if factor is None:
        raise Http404("没有这一验证方式")
    demanded = factors.demanded_of(request.memberships)
    if factors.remove(factor, by=request.membership, demanded=demanded, here=request.session):
        request.session.pop(factors.SESSION_KEY, None)
        messages.success(request, f"已删除{factor}，今后只用密码登录")
    else:
        messages.success(request, f"已删除{factor}")
    return redirect("two-steps")


@open_before_two_steps
@sensitive_post_parameters()
@require_POST
@password_again
def new_recovery_codes(request: HttpRequest) -> HttpResponse:
    """In place of all before; shown this once."""
    codes = factors.new_codes(request.user, by=request.membership)
    return render(request, "units/recovery_codes.html", {"codes": codes})
