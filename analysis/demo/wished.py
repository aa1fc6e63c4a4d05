"""What people would change about an event, what got in their way, and what note-takers wrote down.

Read as said.py is: themes, and under them the lines that raise them.
"""

CHANGE = """
meet
Longer breaks. The best talks were in the queue for tea and we cut them short {times}.
Two groups in the morning were too many. I would rather stay in one.
The big hall was cold and the last row heard nothing.
Put the groups on a page with the rooms, in large letters, on every door.
Begin at eleven. From where I live the first train comes in at half past ten.
Send the questions a week before, so that I can ask our members.
Less from the stage, more at the tables.
End earlier. People with children had gone before the best part.
It was over too soon. A second day, even half a day, would be good.
Name badges in larger letters. I could not read a single one.
More chairs along the wall for those who cannot sit in the middle.
The signs ended at the corner and I walked round the building {times}.
Less paper. I would like the notes by mail.
More paper, please. Not everybody has a phone that opens files.
The afternoon slot after lunch should be on our feet, not in chairs.
A microphone at the tables. Loud voices won.
food
The soup was wonderful and there was too little of it.
Label the food before the queue starts and not after it.
Ask the cooks to come out so that we can thank them. It was the best lunch in {months}.
Lunch was late and somebody with diabetes had to wait.
travel
Pay fares on the day. {who} could not come because the refund comes later.
Closer to the station, or a minibus from it.
Tell us the name of the bus stop and not only the number of the bus.
Share cars: a list by town would have saved us two trips.
home
Let people join from home for the plenary. Two of our members cannot travel.
The link came in the evening. For some of us that is too late to ask for help with it.
The sound from the hall was poor for those of us at home.
children
A room for children, with somebody in it, and I would bring three more women.
The times are school times. Two hours shifted and I could come to all of it.
interpreting
Sit the interpreters where they can see the speaker.
There was Arabic, thank you. Next time also {language}, there were five of us.
Slow down. The interpreters had no chance in the last plenary.
Print the programme in more languages, even if only the titles.
others
Let us choose a table by what we struggle with, and not by region.
A list of who was there, for those who want to be on it.
More time to meet the other small groups. The big ones found each other anyway.
I would like to know afterwards what came of the promises.
care
A quieter room than the quiet room. It was next to the kitchen.
Somebody to talk to after the hard session, not only a leaflet.
Warn us before a story like the second one. I was not ready.
campaigns
Decide one thing at the end. We nearly did, and then the clock ran out.
Invite someone from the council, and let us ask the questions.
legal
An hour with a lawyer who answers questions from the room, please.
A longer session on fresh claims. We had just begun.
volunteers
Bring new volunteers. I was the youngest by {years}.
safety
Somebody should stand at the street door until everybody has gone.
"""

IN_THE_WAY = """
meet
I could not hear in the last row.
The second room was full and I stood.
I came late and did not know where to go.
I get tired and there was no break before noon.
travel
The train was cancelled and I missed the morning.
I had to leave at three for the last bus.
interpreting
I did not follow the fast speakers.
There was nobody who speaks {language}.
home
My internet broke down {times}.
The captions came too late to answer.
children
I had my little one with me and she had had enough after lunch.
care
One story was too close to mine, so I went out.
"""

NOTES = """
legal
Referrals come back unread. A named person at the other end is what helps.
Fresh claims: evidence is gathered twice because nobody says who does it.
homes
Photographs with dates worked in three cases; angry letters in none.
interpreting
Wish: one shared list of interpreters for the region, with what they charge.
care
What helps: a fixed end of the day, and a person who may say "go home now".
campaigns
Local papers print numbers. Two groups will count the same thing for three months.
destitution
Five groups give fares; nobody has a fund that is sure for next year.
waiting
People stop coming when nothing moves. Two groups ring them once a month.
others
Small groups find each other last. Wish: tables by size of group.
volunteers
Former visitors now hold a third of the posts in one group, and half in another.
letters
A one-page template for notes was passed round; four groups take it home.
families
Phone cards for calls home cost one group more than its rent did last winter.
legal
Four groups have nobody left to refer to; the fifth refers to the first.
Agreed: one shared list of who takes what, looked through on the first of each month.
homes
Moves overnight in three towns this month. People lose school, surgery and solicitor in one night.
The move-on period is used up by letters that come late.
Two groups have a person in the council who answers. They offer to introduce others.
interpreting
Family members still interpret at most first appointments.
Ask after each meeting if people were understood: nobody did so until today.
care
Half of the room has no supervision. Most pay for it themselves or go without.
Wish: pairs of groups who ring each other once a month.
campaigns
One question for all members of parliament; draft by the end of next week.
Stories only with consent, asked for each time anew.
destitution
Support stops before the decision arrives; the gap was nineteen days on average in our own notes.
Travel money is asked for more often than food.
ages
Nobody present has seen an age interview with an independent adult from the beginning.
waiting
Longest wait in the room: more than six years.
health
Surgeries in two towns still ask for papers. A printed sentence works better than arguing.
detention
Visitors ask for a fund for fares of families.
work
Unpaid wages: evidence that people had kept without knowing: rota, messages, bank slips.
families
The first form is the hardest; two groups offer an evening where it is filled in together.
letters
Plain letters are read by the person. The others are read by nobody.
others
Phone list went round, for those who wanted to be on it.
volunteers
Volunteers leave in the second winter. Those who stayed had somebody to ring.
safety
Two drop-ins took their address off the website. Both tell people by phone now.
legal waiting
Cases without a lawyer wait longest, and nobody counts them.
homes destitution
From hotel to street: eleven people known to this group since the summer.
"""
