"""Count what was read for themes before events kept it."""

from collections import Counter, defaultdict

from django.db import migrations

_BATCH = 500


def count(apps, schema_editor):
    Comment = apps.get_model("feedback", "Comment")
    SessionNote = apps.get_model("feedback", "SessionNote")
    ThemeTag = apps.get_model("feedback", "ThemeTag")
    EventThemes = apps.get_model("feedback", "EventThemes")
    kept = Comment.objects.filter(is_coded=True).exclude(share="withdrawn")
    notes = SessionNote.objects.filter(is_coded=True)
    bases, counts = Counter(), defaultdict(Counter)
    for rows, name in ((kept, "comment"), (notes, "note")):
        bases.update(rows.order_by().values_list("event_id", flat=True).iterator())
        tags = ThemeTag.objects.filter(**{f"{name}__in": rows.values("pk"), "state": "confirmed"})
        for event, theme in tags.values_list(f"{name}__event_id", "theme_id").iterator():
            counts[event][str(theme)] += 1
    EventThemes.objects.bulk_create(
        [
            EventThemes(event_id=event, base=base, counts=dict(counts[event]))
            for event, base in bases.items()
        ],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("feedback", "0003_readings")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
