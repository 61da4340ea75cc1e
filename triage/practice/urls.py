"""Where practice is."""

from __future__ import annotations

from django.urls import path

from practice import views

app_name = "practice"
urlpatterns = [
    path("", views.queue, name="queue"),
    path("take/<slug:name>/", views.take, name="take"),
    path("attempts/<int:number>/", views.attempt, name="attempt"),
    path("attempts/<int:number>/say/", views.say, name="say"),
    path("attempts/<int:number>/record/", views.record, name="record"),
    path("attempts/<int:number>/compare/", views.compare, name="compare"),
    path("attempts/<int:number>/delete/", views.delete, name="delete"),
]
