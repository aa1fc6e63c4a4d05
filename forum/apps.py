"""Registers the checks that run at every start."""

from django.apps import AppConfig

from forum import checks

__all__ = ["ForumConfig", "checks"]


class ForumConfig(AppConfig):
    name = "forum"
