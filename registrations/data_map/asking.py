"""What an event asks, and what people need."""

from forum.data_map import KEY, P0, P1, P2, P3, Entry, Kept, entries

FIELDS: dict[str, dict[str, Entry]] = {
    "registrations.Needs": {
        **entries(
            P1,
            Kept.NEEDS,
            registration="Whose answers they are; everybody has one row, so having it says nothing",
            event="Whose key seals them",
        ),
        **entries(
            P3,
            Kept.NEEDS,
            answers="Food, allergies, access, interpreters, childcare, travel and the sensitive"
            " ones of the team's own questions, to arrange them for this event;"
            " and when the person agreed to that",
        ),
    },
    "registrations.Question": {
        **entries(P1, Kept.EVENT, id=KEY, event="Which event asks"),
        **entries(P1, Kept.EVENT, owner="Which team member acts on the answers"),
        **entries(
            P0,
            Kept.EVENT,
            kind="What is asked",
            purpose="Why, as people are told beside the question",
            options="Which answers are on offer",
        ),
    },
    "registrations.OwnQuestion": {
        **entries(
            P1,
            Kept.EVENT,
            id=KEY,
            event="Which event asks",
            position="In which order",
            owner="Which team member acts on the answers",
            is_sensitive="Whether answers are sealed with the needs",
            asked_after="After which question it is asked",
        ),
        **entries(
            P0,
            Kept.EVENT,
            label="What is asked",
            hint="How to answer",
            kind="Text, a choice, a number or a day",
            options="What to choose from",
            purpose="Why, as people are told beside the question",
            asked_if="After which answers it is asked",
        ),
    },
    "registrations.OwnAnswer": {
        **entries(P1, Kept.PEOPLE, id=KEY, question="To which question"),
        **entries(
            P2,
            Kept.PEOPLE,
            registration="Whose answer",
            value="What was answered; sensitive answers are sealed with the needs instead",
        ),
    },
    "registrations.PlaceRules": entries(
        P1,
        Kept.EVENT,
        id=KEY,
        event="Which event",
        needs_approval="Whether the team answers each booking",
        answer_by="By which day it answers",
        offers_itself="Whether a free place is offered by itself",
        offer_hours="How long an offer stands",
        kept="How many places are kept for some",
        kept_for="For organisations of which reach",
        kept_until="When those places are released to all",
    ),
    "registrations.TravelClaim": {
        **entries(P1, Kept.TRAVEL, id=KEY, event="Whose key seals it"),
        **entries(
            P3,
            Kept.TRAVEL,
            claim="Who gets how much help with travel, and how far it is; never bank details",
        ),
    },
}
