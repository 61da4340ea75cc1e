"""Where the bot's events go."""

from __future__ import annotations

from django.urls import path

from counts import api

urlpatterns = [path("events", api.events, name="events")]
