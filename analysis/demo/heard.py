"""More of what people take home, also in other languages; read as said.py is."""

TAKE_BACK = """
legal
The advice line opens at nine and is full at five past. We {will} ring in turns, one town each
    morning.
I {will} tell people on the first day what legal aid is, before anybody asks them for money.
A solicitor said what she needs from us, and it fits on half a page.
{who} paid for advice that was wrong. I {will} bring the list of those who are allowed to give it.
Three lawyers for a whole county, and one of them stops at Easter. We {will} write that down.
Going with somebody to the lawyer counts as work. I {will} put it into our plan.
homes
The council has a duty, and the letter that says so is four lines long. I {will} use it on {day}.
One group keeps a cupboard of kettles, pans and bedding. We have the cupboard, we only need the
    pans.
I {will} go and look at a room before somebody signs for it.
A deposit scheme that six groups run together: I {will} ask to be the seventh.
{who} was moved three times in {months} and lost the school place each time.
We {will} ask every new tenant after a month how it is, and not only on the first day.
I learned to read a notice: the date, the name, the reason. Two of the three are often wrong.
others
I thought we were too small to come. There were smaller ones, and they taught me most.
We {will} visit each other once in the spring, by train, with a cake.
I know now whom to ask about {language}, about boilers and about bail.
A stranger drove me home and offered to do our accounts.
I {will} bring two people next time, because one cannot be in all rooms.
{ally} and we have worked two streets apart for {years}.
care
I {will} stop answering at night. The morning is early enough.
We are three and we carry what is for ten. Saying that number aloud was good.
I {will} plan a day without cases, in the calendar, in ink.
When {who} died we went on working the next day. I do not want that again.
I learned to ask "do you want me to listen or to help?"
Singing. I did not think that I would write that here.
campaigns
I {will} collect the dates of all evictions in our street and show them on one map.
Those whom it is about speak first, then they choose who speaks next. We {will} do it like that.
A petition is a list of people to ring. I had never rung them.
We {will} thank the councillor who changed her mind. Nobody ever does.
I {will} learn to say it in thirty seconds. We practised and I needed four minutes.
detention
I {will} visit once a month with the group from {place}. The first visit is fixed.
Bail is a room with people in it. I {will} be one of the people.
I learned what to do in the first hour when somebody does not come back from reporting.
The number of the visitors’ group goes into every phone in our kitchen.
I had never thought about the fare of the family who visits.
A surety does not need to be rich. That changes whom I {will} ask.
work
Wages that were never paid can be claimed without papers. I {will} say that out loud on {day}.
I {will} ask people about work, which I never did because I was afraid of the answer.
The strawberry season begins soon. We are going to be at the gate with tea.
Keep the rota, keep the messages, keep the bag with the name on it. I wrote it all down.
Care workers pay to work here. I did not know how much until {who} told us today.
families
Family reunion is a folder with four parts and I have the four headings now.
{who} has not seen the children for {years}. I {will} start the form on {day}.
Schools can write letters too. I {will} ask the head teacher, who has always been kind.
We {will} offer to sit with people while they ring home.
Tracing a relative takes long, and it is right to begin before there is an address.
I take home that the children hear everything, and the toys by the door.
letters
I read a refusal letter with the person it was sent to, line by line. I {will} do that each time.
A date on every page. It sounds like nothing, and it won somebody’s appeal.
I {will} write letters that a person of twelve understands. The lawyer in our group agreed.
The notes template is simple, and we have needed it for {years}.
I {will} leave out what nobody needs to know, as we were shown today.
Evidence begins with the first visit. I have been starting at the end.
others
I have the number of {ally} and I have already used it.
Three people I can ring next week. It said so on the page and it is true.
I met somebody who does my work in the next valley. We are going to share a stall.
Nobody asked me for a business card. They asked what I cannot solve.
For the first time I was not the only one from my country in the room.
I {will} go to {place} and look how they do their drop-in.
We are four small groups on one river and met today, two hundred miles from it.
Someone told me that my question was a good question.
I stayed silent all day and still came home with more than I brought.
I {will} write to the woman who spoke at the end.
volunteers
New volunteers get a coffee and a question before they get a badge. We {will} do that.
I {will} stop saying yes to everybody who wants to help on Christmas Day.
Our volunteers used to be our visitors. I {will} make sure that they also decide.
A rota that people may swap without asking me. It is so simple.
We lose volunteers in the second winter. We {will} ask the ones who stayed what kept them.
Training is for us too, and not only for the people who come to us.
safety
We {will} walk home in twos after the evening club.
I take home a plan for when shouting people stand before the door, and who locks it.
{who} is afraid of the bus. I {will} offer to go along, and not wait to be asked.
We took our address off the website. The group from {place} told us how.
What frightened me most was how usual it has become. I {will} write every single case down.
A meeting is safe when it is clear who decides that it ends. We did not have that.
legal homes
Nobody takes housing cases any more, so we learn the first letter ourselves and I {will} teach two
    others.
A lawyer for the eviction and a friend for the boxes. Both at the same time, that was new to me.
destitution homes
From the hotel to the street in {days}: I {will} draw that path for our council.
interpreting letters
Letters in {language} beside the English one. We {will} begin with the three that everybody gets.
care volunteers
I {will} give every volunteer somebody who asks how they are, me too.
campaigns others
Ten groups, one letter, and I know the other nine now.
ages legal
Ring the lawyer before the age interview. I {will} never do it the other way round again.
waiting care
The waiting wears us down too, not only those who wait. I {will} say so in our team.
families waiting
Her children grow up while a form lies somewhere. I {will} ask about it every first of the month.
"""

ELSEWHERE = """
interpreting
كان من المهم جدا أن أسمع كل شيء بلغتي. سأخبر الآخرين أن الترجمة موجودة.
سأطلب مترجما قبل الموعد وليس في يوم الموعد.
Por fin entendí todo, porque había intérprete. Voy a pedirlo siempre.
homes
عندي الآن رقم هاتف لمن يُطرد من الفندق. هذا أهم ما أخذته معي.
سأصور الرطوبة في الغرفة وأكتب التاريخ كما تعلمنا اليوم.
Nos cambiaron de ciudad de noche y no sabía a quién llamar. Ahora sí lo sé.
legal
تعلمت أن أول أسبوعين بعد الرفض هما الأهم.
No tenemos abogado, pero ahora sé qué papeles tengo que guardar.
others
تعرفت على ناس يعملون مثل عملي في مدينة قريبة. سنتكلم كل شهر.
لأول مرة لم أكن وحدي. شكرا لكم جميعا.
Conocí a tres mujeres de mi barrio. Vamos a vernos los martes.
Me llevo un teléfono y dos amigas nuevas.
families
لم أر أولادي منذ سنوات، واليوم عرفت من أين أبدأ.
Mi familia está en tres países. Aquí me explicaron el primer paso.
care
ارتحت قليلا وضحكت. كنت محتاجة لذلك.
Aprendí a decir que no sin sentirme mala.
work
Voy a guardar los mensajes del jefe. Nunca me pagó el último mes.
health
سأطبع الورقة التي تقول إن العيادة لا تسأل عن الأوراق.
waiting
أنتظر منذ زمن طويل، وسأكتب رسالة كل شهر كما قلتم.
campaigns
Una sola pregunta para todos los diputados: eso lo podemos hacer también nosotros.
"""
