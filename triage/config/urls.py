"""Where everything of the staff's application is."""

from __future__ import annotations

from django.urls import include, path

from staff.admin import site

urlpatterns = [
    path("", include("staff.urls")),
    path("", include("cases.urls")),
    path("", include("counts.urls")),
    path("practice/", include("practice.urls")),
    path("admin/", site.urls),
    path("api/", include("cases.api_urls")),
    path("api/", include("counts.api_urls")),
]
