"""The one page of the floor, a kilobyte of HTML that names the signed-in person, and the way to sign in."""

from django.contrib.auth import login
from django.http import HttpResponse
from django.urls import path

from bench.data import CHECKER
from units.models import User

FILLING = "　" * 300


def floor(request) -> HttpResponse:
    return HttpResponse(f"<!doctype html><title>{request.user.full_name}</title><p>{FILLING}</p>")


def sign_in(request) -> HttpResponse:
    login(request, User.objects.get(username=CHECKER))
    return floor(request)


urlpatterns = [path("floor/", floor), path("floor/sign-in/", sign_in)]
