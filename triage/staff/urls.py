"""Log-in, second factor, and the account of whoever is logged in."""

from __future__ import annotations

from django.urls import path

from staff import views

app_name = "staff"
urlpatterns = [
    path("", views.home, name="home"),
    path("log-in/", views.LogIn.as_view(), name="log_in"),
    path("log-out/", views.log_out, name="log_out"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("second-factor/enrol/", views.enrol, name="enrol"),
    path("account/", views.Account.as_view(), name="account"),
    path("start/<number>/<token>/", views.start, name="start"),
]
