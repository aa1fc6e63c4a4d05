from collections import defaultdict

from django.db import migrations


def fill(apps, schema_editor):
    """Write from the rows of organisations what their events' rows keep from now on."""
    figures = apps.get_model('registrations', 'AttendanceFigures').objects
    there = defaultdict(list)
    rows = figures.filter(organisation__isnull=False, came__gt=0)
    for event, organisation in rows.values_list('event_id', 'organisation_id').iterator():
        there[event].append(str(organisation))
    for event, found in there.items():
        figures.filter(event_id=event, organisation=None).update(came_from=sorted(found))


class Migration(migrations.Migration):

    dependencies = [
        ('registrations', '0007_came_from'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
