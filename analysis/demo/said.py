"""What people take home, in the voices of those who write such things: lines by theme.

Under the keys of a line stand the sentences that raise these themes. In curly brackets stand words
that the seed draws; nobody and nothing real is named.
"""

TAKE_BACK = """
legal
There is no solicitor with space within sixty miles of us. I thought it was only us, and now I
    {will} ask for a list we can share.
I {will} stop promising people a lawyer and start telling them what we can do until there is one.
Three groups in one room ring the same four law centres every Monday. We {will} ring once, together.
Legal advice before the interview changes everything. We {will} try to have one evening a month
    for it.
I learned what a caseworker may say and what only a lawyer may. That line is clearer to me now.
{who} waited nine months for advice. I am going to write down every such wait from today.
A refusal is answered best in the first {days}. I {will} put that on our wall.
We send people two hundred miles for a fresh claim. Someone here does the trip every week and has
    a seat free.
My notes are what a solicitor needs, in the wrong order. I have the one-page form now.
I {will} tell our trustees that legal advice is not something we can leave to luck.
homes
Twenty-eight days is not enough to find a room, and now I know three councils where somebody
    answers the phone.
I {will} keep a bag of forms ready for the next overnight move, as {ally} does.
When the hotel closed on a Monday {who} had an hour to pack. We {will} make a list of what to save
    first.
Damp, mice, no lock: I {will} start with photographs and dates, not with anger.
We {will} talk with the housing group in our town before the next eviction and not after it.
A family of five in one room for {months}. I cannot fix it alone, but four of us can write the
    same letter.
I heard how a small group got a bad landlord to mend the boiler, without going to court. We {will}
    copy it.
People are moved at night so that nobody sees. I {will} be one of those who see.
Hosting goes wrong when nobody speaks about the end of it. We {will} write the end into the
    beginning.
The move-on calendar is worth the whole journey. It goes on our fridge tomorrow.
interpreting
I {will} never again ask a child to interpret for a parent. I knew it, and I did it {times}.
Short sentences, then wait. I practised it today and it is hard.
We {will} book the interpreter before the appointment and not when the person sits there.
Three of us speak {language} and none of us knew of the others.
A bad interpreter lost {who} the case. I {will} ask people afterwards if they were understood.
I want to tell our board that interpreting is not an extra.
The phone line is not a person in the room. I {will} say so next time it is offered.
I take home the card with the ten questions to ask before hiring an interpreter.
It was the first meeting where I heard everything in my own language.
care
I have not had supervision for {months}. I {will} ask for it on Monday.
Saying no kindly was the best half hour. I {will} practise with my own family.
I cried in the quiet room and nobody made a thing of it. I {will} find us a quiet room.
We end every week with ten minutes in which nobody talks about cases. I am stealing that.
My phone is going to be off from seven. Those were {ally}’s words, and they are mine now.
I thought I was bad at this work. I am tired, which is another thing.
Two of us leave this year. I {will} speak about why, before the others go too.
Laughing in the middle of all this is allowed. I had forgotten.
Somebody asked how I sleep. Nobody at work has, in {months}.
campaigns
One case is a story, twelve are evidence. I {will} start to count.
I {will} bring our members to the council meeting and let them speak first.
We agreed on one question for all our members of parliament. It goes out on {day}.
I used to think campaigning was for other people. Then I saw what a page of plain facts did in one
    town.
I {will} ask people before I use their story, and again before each time.
Our newsletter says what we did. From now on it also says what should change.
The press likes numbers and we have them, in six drawers. I {will} take them out.
A councillor who means well needs one thing to do, not ten. We chose one.
Small groups signing the same letter on the same day: that I can do.
destitution
I {will} ask about money in the first ten minutes and not in the last.
Fares are what keeps {who} from the lawyer. We {will} put a little tin of travel money by the door.
There are three doors that open without recourse, and I knew one of them.
We give food and never ask why it is needed again. I {will} begin to write it down, without names.
Phone credit is a need like bread. I heard it from the person who had none.
I {will} apply for the small fund that {ally} told us about.
People sleep in doorways in our town. I am going to say that aloud at the next meeting of the
    partnership.
What the food bank sees and what we see belongs on one page.
After the support stops there are {days} in which something can still be done. I did not know.
ages
A boy of sixteen shared a room with grown men. I know now whom to ring on the same day.
I {will} keep every school paper and every photo of the height mark on the door.
We {will} have two people for each young person, one for the papers and one for football.
The age interview is not a chat, and nobody should be alone in it.
Nobody believed {who}. It helped to hear that it is the way it is done and not his face.
One protocol for the whole region, and I {will} bring it to our own council.
I take home the list of what a social worker must write down.
waiting
{who} has waited {years} and has stopped asking. I {will} ask for them, in writing, each month.
Silence is an answer that nobody signs. I {will} start to keep the dates.
Reporting every week wears people out more than I had seen. Two of us {will} go along.
I liked the idea of doing something with the waiting: a course, a garden, a choir.
We wrote a letter to a ministry together and mine goes in the post tomorrow.
It helps me to know that the others wait as long. It makes me angry too.
A case is not closed because nobody has looked at it for {months}.
health
A surgery may not ask for papers. I {will} print that sentence and take it along.
The doctor’s letter has to say what the person can no longer do. Mine never did.
{who} walked two hours to the midwife. We {will} ask for a room nearer by.
I {will} ask how somebody sleeps before I ask for documents.
Dentists: I have two names now, and before today I had none.
I did not know that I may say no to speaking about the worst day again and again. I {will} tell
    others.
"""
