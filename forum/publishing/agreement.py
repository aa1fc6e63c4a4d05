"""The agreement that a new event starts with, for the organiser to keep or rewrite."""

USUAL = """\
Everybody here is welcome, and everybody helps it to stay that way.

- Listen, and leave room for others to speak.
- Use the names and pronouns that people give.
- What is said in the room stays there. Take away what you learned, not who said it.
- Ask before you take a photo, and accept a no.
- Do not ask why somebody came to this country, or about their papers.
- If something is not right, tell one of the organisers. They will listen and act.

Somebody who harms others may be asked to leave.
"""
