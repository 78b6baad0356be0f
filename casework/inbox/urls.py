"""Addresses of this audience."""

from django.urls import URLPattern, URLResolver, path

from casework.inbox import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/<uuid:uid>/", views.inbox_detail, name="inbox-detail"),
    path("inbox/<uuid:uid>/letter.pdf", views.inbox_letter, name="inbox-letter"),
]
