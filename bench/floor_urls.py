"""The one page of the floor: a kilobyte of HTML that names the signed-in person."""

from django.http import HttpResponse
from django.urls import path

FILLING = "　" * 300


def floor(request) -> HttpResponse:
    return HttpResponse(f"<!doctype html><title>{request.user.full_name}</title><p>{FILLING}</p>")


urlpatterns = [path("floor/", floor)]
