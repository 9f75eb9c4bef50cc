"""Addresses of the third storey."""

from django.urls import path

from impact.views import figures, judging, kit, measures, priorities, ties, voice

app_name = "impact"
urlpatterns = [
    path("plans/<slug:slug>/<int:number>/", priorities.priority_view, name="priority-view"),
    path(
        "plans/<slug:slug>/<int:number>/measures/",
        priorities.priority_measures,
        name="priority-measures",
    ),
    path(
        "plans/<slug:slug>/<int:number>/measures/tie/",
        ties.measure_tie,
        name="measure-tie",
    ),
    path("how-figures-are-judged/", judging.how_judged, name="how-judged"),
    path("meetings/<int:pk>/kit/", kit.meeting_kit, name="meeting-kit"),
    path("voice/", voice.voice, name="voice"),
    path("measures/", measures.measure_list, name="measure-list"),
    path("measures/<slug:code>/", measures.measure_view, name="measure-view"),
    path("measures/<slug:code>/figures/new/", figures.figure_add, name="figure-add"),
    path("measures/<slug:code>/figures/<int:pk>/", figures.figure_edit, name="figure-edit"),
]
