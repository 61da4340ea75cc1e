"""Where queue and cases are."""

from __future__ import annotations

from django.urls import path

from cases import queue, streams, views

app_name = "cases"
urlpatterns = [
    path("queue/", queue.everything, name="queue"),
    path("queue/mine", queue.mine, name="mine"),
    path("events", streams.events, name="events"),
    path("cases/<int:number>/", views.case_page, name="case"),
    path("cases/<int:number>/take", views.take, name="take"),
    path("cases/<int:number>/write", views.write, name="write"),
    path("cases/<int:number>/end", views.end, name="end"),
    path("cases/<int:number>/notes", views.add_note, name="add_note"),
    path("cases/<int:number>/record", views.record, name="record"),
    path("cases/<int:number>/hand-on", views.hand_on, name="hand_on"),
]
