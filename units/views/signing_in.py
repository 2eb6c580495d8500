"""Signing in and out. The page of an account that is locked for a while is an error page."""

from django.contrib.auth import views as auth_views
from django.urls import reverse
from django.utils import timezone

from units import audit, sign_in_limits
from units.decorators import open_to_every_account
from units.forms import SignInForm
from units.models.audit import Outcome
from units.receivers import locked_out
from units.session_ends import in_words
from zgc_tasks.common.client import client_address
from zgc_tasks.common.refusal import Refusal

LONGEST_ADDRESS = 2000


class SignIn(auth_views.LoginView):
    """`next` is followed only to this host (Django checks it); `ended` says why one has to sign in again."""

    template_name = "units/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        """Limits come before any password is checked, which costs on purpose."""
        username = request.POST.get("username", "").strip()
        try:
            sign_in_limits.require_few(username=username, address=client_address(request), at=timezone.now())
        except Refusal:
            locked_out(username)
            raise
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        """The reason stands there until something was typed; the session may also have ended on the way here."""
        ended = getattr(self.request, "session_ended", "") or self.request.GET.get("ended", "")
        reason = "" if self.request.method == "POST" else in_words(ended)
        return super().get_context_data(**kwargs) | {"session_ended": reason}

    def get_redirect_url(self) -> str:
        """No address of ours is as long as one that is dropped here; it would be written into the page."""
        url = super().get_redirect_url()
        return url if len(url) <= LONGEST_ADDRESS else ""

    def form_invalid(self, form):
        user = form.get_user()
        if user is not None:  # the password was right, but the account may not be used
            reason = "；".join(form.non_field_errors())
            audit.record(
                action="account.sign_in", outcome=Outcome.REFUSED, user=user, detail={"reason": reason}
            )
        return super().form_invalid(form)


class SignOut(auth_views.LogoutView):
    """POST only, and without `next`: whoever signs out is led to the sign-in page."""

    def get_redirect_url(self) -> str:
        return reverse("sign-in")


sign_in = open_to_every_account(SignIn.as_view())
sign_out = open_to_every_account(SignOut.as_view())
