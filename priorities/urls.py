"""Addresses of the second storey."""

from django.urls import path

from priorities.views import (
    actions,
    commitments,
    delivery,
    milestones,
    pasting,
    plans,
    progress,
    rounds,
    versions,
)

app_name = "priorities"
urlpatterns = [
    path("boards/<slug:slug>/plans/", plans.board_plans, name="board-plans"),
    path("rounds/<slug:slug>/<slug:period>/", rounds.round_view, name="round-view"),
    path("plans/", plans.plan_list, name="plan-list"),
    path("plans/<slug:slug>/", plans.plan_view, name="plan-view"),
    path("plans/<slug:slug>/<int:number>/delivery/", delivery.delivery_view, name="delivery-view"),
    path(
        "plans/<slug:slug>/<int:number>/progress/<slug:period>/",
        progress.progress_view,
        name="progress-view",
    ),
    path("plans/<slug:slug>/<int:number>/delivery/new/", actions.action_add, name="action-add"),
    path(
        "plans/<slug:slug>/<int:number>/delivery/<int:pk>/",
        actions.action_edit,
        name="action-edit",
    ),
    path(
        "plans/<slug:slug>/<int:number>/delivery/<int:pk>/ask/",
        commitments.commitment_ask,
        name="commitment-ask",
    ),
    path(
        "plans/<slug:slug>/<int:number>/delivery/commitments/<int:pk>/",
        commitments.commitment_answer,
        name="commitment-answer",
    ),
    path(
        "plans/<slug:slug>/<int:number>/delivery/milestones/new/",
        milestones.milestone_add,
        name="milestone-add",
    ),
    path(
        "plans/<slug:slug>/<int:number>/delivery/milestones/<int:pk>/",
        milestones.milestone_edit,
        name="milestone-edit",
    ),
    path(
        "plans/<slug:slug>/<int:number>/delivery/remind/",
        commitments.partners_remind,
        name="partners-remind",
    ),
    path(
        "plans/<slug:slug>/<int:number>/delivery/paste/",
        pasting.delivery_paste,
        name="delivery-paste",
    ),
    path(
        "plans/<slug:slug>/<int:number>/delivery/versions/",
        versions.delivery_versions,
        name="delivery-versions",
    ),
]
