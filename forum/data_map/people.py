"""The map of accounts, hosts, teams and organisations."""

from forum.data_map.entries import KEY, P0, P1, P2, Entry, Kept, entries

FIELDS: dict[str, dict[str, Entry]] = {
    "forum.User": {
        **entries(
            P1,
            Kept.TEAM,
            id=KEY,
            password="Hash of the password, to sign in",  # noqa: S106 - words about the field
            last_login="When the person last signed in, to see forgotten accounts",
            is_active="Whether the account can sign in",
            date_joined="When the account was made",
        ),
        **entries(
            P2,
            Kept.TEAM,
            email="To sign in and to reset a password",
            name="To say who did what to colleagues",
        ),
    },
    "forum.Host": {
        **entries(P1, Kept.HOST, id=KEY),
        **entries(
            P0,
            Kept.HOST,
            name="Who organises",
            slug="Part of the address of the host's pages",
            contact_name="Whom people can ask, as the host publishes it",
            contact_email="Where people can write, as the host publishes it",
            contact_phone="Where people can call, as the host publishes it",
        ),
    },
    "forum.Membership": entries(
        P1,
        Kept.TEAM,
        id=KEY,
        user="Who works for the host",
        host="Which host",
        role="What the person may do there",
    ),
    "forum.Invitation": {
        **entries(
            P1,
            Kept.TEAM,
            id=KEY,
            host="Which team the invitation is for",
            roles="What the person will be able to do",
            invited_by="Who invited",
            created_at="When",
            expires_at="Until when the link works",
            used_at="When the link was used; it works once",
        ),
        **entries(
            P2,
            Kept.TEAM,
            email="Where the invitation is sent",
            name="How the invitation addresses the person",
        ),
    },
    "forum.Organisation": entries(
        P1,
        Kept.HOST,
        id=KEY,
        host="Whose list it is on",
        name="Group that participants come from",
        name_key="The name made plain, to find the same group written differently",
        reach="Where the group works: to see who an event reached",
        region="Where it is based, roughly: to see who an event reached",
        merged_into="The same group under its right name",
    ),
}
