"""What recaps say of each theme: what was talked about, and what follows from it."""

KITCHENS = [
    "Saltmere Welcome Kitchen",
    "Fenwick Cross Community Kitchen",
    "Wharfside Food Union",
    "The Tuesday Table, Cobden Wharf",
]

TALKED = {
    "legal": "**Legal advice** came up in every group. In many towns there is no solicitor with "
    "space, so people wait, and cases that could be won are lost by the calendar.",
    "homes": "**Homes**: people are moved overnight, hotels close within hours, and the weeks "
    "after a decision are too few to find a room. Photographs with dates helped more than anger.",
    "interpreting": "**Interpreting** decides whether anybody is understood. Too often it is a "
    "child or a cousin. What helps: book early, speak in short sentences, ask afterwards.",
    "care": "**Looking after ourselves** was not a side matter. Half of those present work without "
    "supervision. Groups that end the week together lose fewer people.",
    "campaigns": "**From cases to campaigns**: one case is a story, twelve are evidence. We agreed "
    "on one question, asked everywhere on the same day.",
    "destitution": "**Destitution** begins long before the street: with a fare that nobody pays "
    "and a phone without credit.",
    "ages": "**Young people who are not believed** about their age need somebody on the same day, "
    "before the first interview and not after it.",
    "waiting": "**Waiting** wears people out, those who wait and those who wait with them. What "
    "helped: dates written down, a letter each month, something to do meanwhile.",
    "health": "**Health**: surgeries still ask for papers that they need not see. A printed "
    "sentence works better than an argument.",
    "detention": "**Detention and bail**: visits are what people remember. The fare of the family "
    "is often what stands in the way.",
    "work": "**Work and wages**: much of the evidence is there already, on a phone or on a rota.",
    "families": "**Families** grow up in three countries while forms lie somewhere. Two groups "
    "offer an evening where the first form is filled in together.",
    "letters": "**Letters and evidence**: a date on every page, plain words, and nothing in it "
    "that nobody needs to know.",
    "others": "**Meeting others** was what many took home: three people to ring next week, and not "
    "being the only one.",
    "volunteers": "**Volunteers** leave in the second winter. Those who stayed had somebody to "
    "ring.",
    "safety": "**Safety**: addresses come off websites, and nobody walks home alone.",
}

NEXT = {
    "legal": "A shared list of who takes which cases, looked through on the first of each month",
    "homes": "A calendar for the weeks after a decision, to hang on the fridge, in six languages",
    "interpreting": "One list of interpreters for the region, with what they charge",
    "care": "Pairs of groups who ring each other once a month, and ask how it goes",
    "campaigns": "One question to all members of parliament, in the same week",
    "destitution": "A small tin of travel money by every door, and who fills it",
    "ages": "One protocol for all councils of the region, drafted by those who sat in interviews",
    "waiting": "A letter each month for every case older than a year",
    "health": "The printed sentence for surgeries goes to everybody who wants it",
    "detention": "A fund for the fares of families who visit",
    "work": "An afternoon on unpaid wages before the season begins",
    "families": "Two evenings for the first form, one of them online",
    "letters": "The one-page template for notes, sent to all who came",
    "others": "A list of phone numbers, for those who want to be on it",
    "volunteers": "A day for new volunteers, led by those who stayed",
    "safety": "A plan for the door, tried out twice a year",
}
