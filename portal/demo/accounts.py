"""The demonstration accounts: the one list of who can sign in, and as what. Imports nothing."""

ACCOUNTS = {
    "admin@example.org": "membership administrator",
    "system@example.org": "system administrator",
    "officer@example.org": "partnership officer",
    "scrutiny@example.org": "scrutiny officer",
    "approver@example.org": "data approver",
    "chair@example.org": "chair of the Alliance",
    "sponsor@example.org": "sponsor of the Alliance's first priority",
    "member@example.org": "member of the Alliance",
    "head@example.org": "head teacher on the Learning Alliance, sponsor of its second priority",
    "lead@example.org": "lead of an action at a partner organisation",
    "deputy@example.org": "deputy named for the Alliance's next meeting",
    "noseat@example.org": "account without a seat",
    "former@example.org": "past member of the Alliance",
}
