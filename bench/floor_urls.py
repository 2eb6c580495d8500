"""The one page of the floor, a kilobyte of HTML that names the signed-in person, and the way to sign in."""

from django.contrib.auth import login
from django.http import HttpResponse
from django.urls import path

from units.models import User

FILLING = "　" * 300


def floor(request) -> HttpResponse:
    page = f"<!doctype html><title>{request.user.full_name}</title><p>{FILLING}</p>".encode()
    return HttpResponse(page, headers={"Content-Length": len(page)})


def sign_in(request) -> HttpResponse:
    login(request, User.objects.first())
    return floor(request)


urlpatterns = [path("floor/", floor), path("floor/sign-in/", sign_in)]
