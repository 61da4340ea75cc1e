"""Where the statistics are."""

from __future__ import annotations

from django.urls import path

from counts import views

app_name = "counts"
urlpatterns = [
    path("statistics/", views.statistics, name="statistics"),
    path("statistics/dictionary/", views.explain, name="dictionary"),
    path("statistics/export.csv", views.export_csv, name="export_csv"),
    path("statistics/export.json", views.export_json, name="export_json"),
]
