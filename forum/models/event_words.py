"""What an event can be: its state, who finds it, where it is held, and of which kind it is."""

from django.db import models


class State(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    CANCELLED = "cancelled", "Cancelled"


class Visibility(models.TextChoices):
    PUBLIC = "public", "In the public list"
    UNLISTED = "unlisted", "Only for those who have the link"


class Mode(models.TextChoices):
    IN_PERSON = "in_person", "In a room"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "In a room and online"


class Kind(models.TextChoices):
    FORUM = "forum", "Forum"
    SUMMIT = "summit", "Summit"
    WORKSHOP = "workshop", "Workshop"
    TRAINING = "training", "Training"
    FESTIVAL = "festival", "Festival"
    MEETING = "meeting", "Meeting"
