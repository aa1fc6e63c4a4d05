"""The map of files that are on the way, and of what hosts leave out of their lists."""

from forum.data_map.entries import KEY, P1, P3, Entry, Kept, entries

FIELDS: dict[str, dict[str, Entry]] = {
    "forum.SealedFile": {
        **entries(
            P1,
            Kept.FILE,
            id=KEY,
            made_at="When it was made or handed in",
            expires_at="When it goes",
        ),
        **entries(P3, Kept.FILE, content="The file, sealed with a key of its own"),
    },
    "forum.ListFile": entries(
        P1,
        Kept.FILE,
        id=KEY,
        event="Of which event",
        by="Who asked for it, and may fetch it",
        kind="Which list",
        extras="What was asked for beside the ordinary",
        left_out="Which columns were left out",
        reason="The reason the team member gave",
        state="How far it is",
        asked_at="When it was asked for",
        at="When it was last worked on",
        tries="How often it was begun",
        done="How many rows are written",
        total="How many there will be",
        problem="What went wrong, in a few words",
        name="What the file is called, in our own words",
        file="The file",
        expires_at="When it goes",
    ),
    "forum.ListColumns": entries(
        P1,
        Kept.HOST,
        id=KEY,
        host="Whose lists",
        kind="Which list",
        left_out="Which columns are left out of it",
    ),
}
