"""What was agreed: a change of its wording is a draft until it is agreed anew."""

import pgtrigger

OPENS = """
        PERFORM 1 FROM priorities_deliveryplan WHERE {plan} FOR KEY SHARE;
        UPDATE priorities_deliveryplan SET state = 'draft'
        WHERE {plan} AND (
            state = 'agreed' OR state = 'published' AND published_version_id IS NOT NULL
        );
        RETURN NULL;
    """


def changed_wording_opens_a_draft(*wording: str, plan: str) -> pgtrigger.Trigger:
    """Return the trigger that opens a draft of the delivery plan where `wording` changes.

    `plan`: the SQL condition by which the row finds its delivery plan. State, due date, reasons
    and progress are facts, and show at once. Who agrees a plan locks it whole, so that this
    waits.
    """
    return pgtrigger.Trigger(
        name="changed_wording_opens_a_draft",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(*wording),
        func=OPENS.format(plan=plan),
    )
