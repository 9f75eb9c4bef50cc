"""Every address of the portal."""

from django.urls import include, path, re_path

from portal.views import (
    access,
    accounts,
    addresses,
    answer,
    boards,
    editions,
    factors,
    history,
    home,
    invitations,
    leaver,
    minutes,
    outbox,
    pack,
    papers,
    providers,
    public,
    reports,
    resets,
    search,
    sections,
    sessions,
    styleguide,
    succession,
)

portal = (
    [
        path("", public.front, name="front"),
        path("history/", history.history, name="history"),
        path("history/<slug:kind>/<int:pk>/", history.history_record, name="history-record"),
        path("home/", home.desk, name="home"),
        path("people/<int:pk>/leaving/", leaver.leaver, name="leaver"),
        path("answer/", answer.answer, name="answer"),
        path("answer/<int:pk>/", answer.answer_item, name="answer-item"),
        path("answer/<str:token>/", answer.answer_link, name="answer-link"),
        path("accounts/invitations/", invitations.invitations, name="invitations"),
        path("accounts/invitation/", invitations.invitation, name="invitation"),
        path(
            "accounts/invitation/<str:token>/",
            invitations.invitation_link,
            name="invitation-link",
        ),
        path("accounts/resets/", resets.resets, name="resets"),
        path("people/<int:pk>/access/", access.access_why, name="access-why"),
        path("people/me/address/", addresses.address_own, name="address-own"),
        path("people/<int:pk>/address/", addresses.address_change, name="address-change"),
        path("addresses/<str:token>/", addresses.address_confirm, name="address-confirm"),
        path("outbox/", outbox.outbox, name="outbox"),
        path("accessibility/", public.accessibility, name="accessibility"),
        path("privacy/", public.privacy, name="privacy"),
        path("search/", search.search, name="search"),
        path("health/", public.health, name="health"),
        path(
            "boards/<slug:slug>/keep/succession/",
            succession.board_succession,
            name="board-succession",
        ),
        path("boards/<slug:slug>/reports/", boards.board_reports, name="board-reports"),
        path("reports/", reports.reports, name="reports"),
        path("formats/", public.formats, name="formats"),
        path("reports/write/", papers.paper_begin, name="paper-begin"),
        path("reports/write/<int:pk>/", papers.paper_view, name="paper-view"),
        path("reports/write/<int:pk>/head/", papers.paper_head, name="paper-head"),
        path("reports/write/<int:pk>/preview/", papers.paper_preview, name="paper-preview"),
        path(
            "reports/write/<int:pk>/sections/<slug:code>/",
            sections.section_edit,
            name="section-edit",
        ),
        path("reports/<int:pk>/", editions.report_view, name="report-view"),
        path("reports/<int:pk>/<slug:kind>/", reports.report_document, name="report-document"),
        path(
            "meetings/<int:pk>/minutes/as/<slug:kind>/",
            minutes.minutes_document,
            name="minutes-document",
        ),
        path("meetings/<int:pk>/pack/", pack.agenda_pack, name="agenda-pack"),
        path(
            "meetings/<int:pk>/pack/<int:edition>/<slug:circle>/",
            pack.pack_file,
            name="pack-file",
        ),
        path("styleguide/", styleguide.styleguide, name="styleguide"),
    ],
    "portal",
)

# Only what the portal offers: of the library's other addresses none is there.
account = [
    path("login/", accounts.sign_in, name="account_login"),
    path("logout/", accounts.sign_out, name="account_logout"),
    path("inactive/", accounts.inactive, name="account_inactive"),
    path("signup/", accounts.sign_up_closed, name="account_signup"),
    path("password/change/", accounts.change_password, name="account_change_password"),
    path("password/reset/", accounts.forgotten_password, name="account_reset_password"),
    path("password/reset/done/", accounts.link_sent, name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        accounts.new_password_kept,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        accounts.new_password,
        name="account_reset_password_from_key",
    ),
    path("sessions/", sessions.session_list, name="account_sessions"),
    path("again/", factors.password_again, name="account_reauthenticate"),
    path("again/code/", factors.code_again, name="mfa_reauthenticate"),
    path("again/passkey/", factors.passkey_again, name="mfa_reauthenticate_webauthn"),
    path("login/second-step/", factors.second_step, name="mfa_authenticate"),
    path("login/through/<slug:provider_id>/", providers.begin, name="openid_connect_login"),
    path(
        "login/through/<slug:provider_id>/back/",
        providers.finish,
        name="openid_connect_callback",
    ),
    path("login/passkey/", factors.passkey_alone, name="mfa_login_webauthn"),
    path("security/", factors.security, name="mfa_index"),
    path("security/codes/", factors.add_codes, name="mfa_activate_totp"),
    path("security/codes/remove/", factors.remove_codes, name="mfa_deactivate_totp"),
    path("security/passkeys/", factors.add_passkey, name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/", factors.name_passkey, name="mfa_edit_webauthn"),
    path("security/passkeys/<int:pk>/remove/", factors.remove_passkey, name="mfa_remove_webauthn"),
    path("security/recovery/", factors.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "security/recovery/new/",
        factors.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
]

urlpatterns = [
    path("", include(portal)),
    path("", include("governance.urls")),
    path("", include("priorities.urls")),
    path("", include("impact.urls")),
    path("accounts/", include(account)),
]

handler400 = "portal.views.errors.bad_request"
handler403 = "portal.views.errors.forbidden"
handler404 = "portal.views.errors.not_found"
handler429 = "portal.views.errors.too_many"
handler500 = "portal.views.errors.fault"
