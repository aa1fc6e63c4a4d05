"""Meetings, what is asked for them, and who comes."""

from django.db import models


class Meeting(models.Model):
    title = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    starts_at = models.DateTimeField()
    capacity = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="topics")
    title = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.title


class Guest(models.Model):
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="guests")
    name = models.CharField(max_length=80)
    email = models.EmailField()

    def __str__(self) -> str:
        return self.name


class Answer(models.Model):
    guest = models.ForeignKey(Guest, models.CASCADE, related_name="answers")
    question = models.CharField(max_length=80)
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.text
