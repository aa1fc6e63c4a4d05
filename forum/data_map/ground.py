"""The map of the outbox, the audit trail and the schedule."""

from forum.data_map.entries import KEY, P1, P2, P3, Entry, Kept, entries

FIELDS: dict[str, dict[str, Entry]] = {
    "forum.Message": {
        **entries(
            P1,
            Kept.MESSAGES,
            id=KEY,
            kind="Which mail it is; the text is made when it is sent and not stored",
            row_id="Which row it is about",
            event="Which event it is about",
            state="Whether it was sent",
            created_at="When it was asked for",
            due_at="When it is to be sent",
            attempts="How often it was tried",
            leased_until="Until when a worker holds it",
            lease="Which worker holds it",
            sent_at="When it was sent",
            problem="Why it could not be sent, in a few words",
        ),
        **entries(P2, Kept.MESSAGES, to="Where it is sent"),
    },
    "forum.Complaint": {
        **entries(
            P1,
            Kept.COMPLAINT,
            id=KEY,
            event="About which event",
            reference="What the person asks by, and the team finds it by",
            made_at="When it was made; the law gives thirty days to answer",
            answered_at="When it was answered",
            answered_by="Which team member answered",
            reminded_at="When the team was reminded",
        ),
        **entries(P3, Kept.COMPLAINT, said="What somebody complains of, and how to reach them"),
    },
    "forum.AuditEntry": entries(
        P1,
        Kept.AUDIT,
        id=KEY,
        host="At which host",
        event="At which event",
        who="Which team member did it",
        at="When",
        deed="What was done, in a few words, without content",
        row_id="To which row",
        count="To how many rows",
        reason="The reason the team member gave",
    ),
    "forum.ScheduledJob": entries(
        P1,
        Kept.RUNNING,
        name="Which task of the site",
        due_at="When it runs next",
        leased_until="Until when a worker holds it",
        last_run_at="When it last ran",
        problem="What went wrong, in a few words",
    ),
}
