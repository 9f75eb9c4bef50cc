"""Addresses of the ground storey."""

from django.urls import path

from governance.views import (
    agenda,
    appointments,
    boards,
    challenges,
    charges,
    glossary,
    maps,
    meeting_states,
    meetings,
    notices,
    organisations,
    people,
    places,
    referrals,
)

app_name = "governance"
urlpatterns = [
    path("boards/", boards.board_list, name="board-list"),
    path("boards/<slug:slug>/", boards.board_about, name="board-about"),
    path("boards/<slug:slug>/members/", boards.board_members, name="board-members"),
    path("boards/<slug:slug>/members/<int:pk>/", places.place_view, name="place-view"),
    path(
        "boards/<slug:slug>/members/<int:pk>/appoint/",
        places.place_appoint,
        name="place-appoint",
    ),
    path(
        "boards/<slug:slug>/appointments/<int:pk>/stand-down/",
        appointments.appointment_end,
        name="appointment-end",
    ),
    path(
        "boards/<slug:slug>/appointments/<int:pk>/renew/",
        appointments.appointment_renew,
        name="appointment-renew",
    ),
    path(
        "boards/<slug:slug>/appointments/<int:pk>/acting/",
        appointments.appointment_act,
        name="appointment-act",
    ),
    path("boards/<slug:slug>/meetings/", boards.board_meetings, name="board-meetings"),
    path("boards/<slug:slug>/meetings/add/", meetings.meeting_add, name="meeting-add"),
    path("boards/<slug:slug>/attendance/", boards.board_attendance, name="board-attendance"),
    path("map/", maps.governance_map, name="map"),
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/new/", organisations.organisation_add, name="organisation-add"),
    path("organisations/<slug:slug>/", organisations.organisation_view, name="organisation-view"),
    path(
        "organisations/<slug:slug>/edit/",
        organisations.organisation_edit,
        name="organisation-edit",
    ),
    path(
        "organisations/<slug:slug>/end/", organisations.organisation_end, name="organisation-end"
    ),
    path("meetings/<int:pk>/", meetings.meeting_view, name="meeting-view"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting-edit"),
    path("meetings/<int:pk>/state/", meeting_states.meeting_state, name="meeting-state"),
    path("people/", people.person_list, name="person-list"),
    path("people/me/", people.profile, name="profile"),
    path("people/add/", people.person_add, name="person-add"),
    path("people/<int:pk>/", people.person_view, name="person-view"),
    path("people/<int:pk>/edit/", people.person_edit, name="person-edit"),
    path("people/<int:pk>/offices/add/", charges.office_add, name="office-add"),
    path("people/<int:pk>/offices/<int:office>/", charges.office_edit, name="office-edit"),
    path("people/<int:pk>/answers/add/", charges.respondent_add, name="respondent-add"),
    path(
        "people/<int:pk>/answers/<int:respondent>/",
        charges.respondent_edit,
        name="respondent-edit",
    ),
    path("boards/<slug:slug>/challenges/ask/", challenges.challenge_ask, name="challenge-ask"),
    path("boards/<slug:slug>/referrals/add/", referrals.referral_add, name="referral-add"),
    path("challenges/", challenges.challenge_list, name="challenge-list"),
    path("challenges/<int:pk>/", challenges.challenge_view, name="challenge-view"),
    path("challenges/<int:pk>/answer/", challenges.challenge_answer, name="challenge-answer"),
    path("challenges/<int:pk>/close/", challenges.challenge_close, name="challenge-close"),
    path("referrals/", referrals.referral_list, name="referral-list"),
    path("referrals/<int:pk>/", referrals.referral_view, name="referral-view"),
    path("referrals/<int:pk>/respond/", referrals.referral_respond, name="referral-respond"),
    path("meetings/<int:pk>/agenda/", agenda.agenda_view, name="agenda-view"),
    path("meetings/<int:pk>/agenda/add/", agenda.item_add, name="item-add"),
    path("meetings/<int:pk>/agenda/<int:item>/", agenda.item_edit, name="item-edit"),
    path("notifications/", notices.notice_list, name="notice-list"),
    path("glossary/", glossary.glossary, name="glossary"),
]
