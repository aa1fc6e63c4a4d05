"""What the events reported back: some recaps are on the site, one is still being written."""

from datetime import timedelta

from analysis.demo.stage import Show, Stage
from analysis.demo.told import KITCHENS, NEXT, TALKED
from feedback import quotes, recaps, theme_counts
from forum.models.events import Kind

LEADING, QUOTES = 4, 3
NAMED = {
    Kind.FORUM: "What we said in {place}, and what happens next",
    Kind.SUMMIT: "Two days in {place}: what we take on together",
    Kind.WORKSHOP: "What groups will do with what we found",
    Kind.FESTIVAL: "A month of small tables",
    Kind.MEETING: "Ninety minutes, three hundred people, one plan",
}
LEADS = {
    Kind.FORUM: "Caseworkers met for a day: they brought their hardest cases and took home people "
    "to ring.",
    Kind.SUMMIT: "Organisers from many groups looked back for a day and ahead for another.",
    Kind.WORKSHOP: "We read what refusal letters leave out, and asked who could use it.",
    Kind.FESTIVAL: "Every week something to sew, to walk, to eat, and many who came back for it.",
    Kind.MEETING: "We met online because the rules change soon, and shared out what to do.",
}
LEARNED = """\
- The best hour was the one in which nobody stood on a stage.
- People who had been through it themselves led half of the groups. Next time: more.
- Fares have to be paid on the day, in cash, without a form.
"""


def write(scene: Stage, show: Show, codes: dict[str, str], *, publish: bool) -> None:
    """Write the recap from what was heard most, with words whose writers agreed; tell the world."""
    event, by = show.event, show.bill.team.organiser
    when = min(event.ends_at + timedelta(days=26), scene.now - timedelta(hours=20))
    heard = list(theme_counts.by_event([event])[event.pk].counts)[:LEADING]
    keys = [codes[theme.name] for theme in heard]
    recap = recaps.save(
        event=event,
        fields=_fields(scene, show, keys),
        quotes=list(quotes.quotable(event)[:QUOTES]),
        by=by,
        now=when,
    )
    show.diary.note_all("wrote the recap", when)
    if publish:
        told = when + timedelta(minutes=50)
        recaps.publish(recap=recap, by=by, now=told)
        show.diary.note_all("published the recap", told)


def _fields(scene: Stage, show: Show, keys: list[str]) -> dict[str, str]:
    event, kind = show.event, Kind(show.event.kind)
    place = event.public_place.partition(",")[0]
    led_by = dict.fromkeys(line.led_by.partition(",")[0] for line in show.bill.lines if line.led_by)
    return {
        "title": NAMED[kind].replace("{place}", place),
        "lead": LEADS[kind],
        "talked": "\n\n".join(TALKED[key] for key in keys if key in TALKED),
        "learned": LEARNED,
        "happens_next": "\n".join(f"- {NEXT[key]}" for key in keys if key in NEXT),
        "caterer": scene.rng.choice(KITCHENS) if event.food else "",
        "facilitators": ", ".join(led_by),
        "funders": "the Cobden Wharf Community Fund, and members who gave what they could",
        "others": "everybody who washed up",
    }
