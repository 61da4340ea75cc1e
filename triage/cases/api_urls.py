"""Where the bot finds what it needs."""

from __future__ import annotations

from django.urls import path

from cases import api

urlpatterns = [
    path("policy", api.show_policy),
    path("metrics", api.show_metrics),
    path("hand-overs", api.hand_overs),
    path("hand-overs/<str:key>", api.hand_over),
    path("hand-overs/<str:key>/messages", api.messages),
    path("hand-overs/<str:key>/end", api.end),
]
