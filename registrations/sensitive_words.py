"""Words in a question that ask for what people should not have to say, or only under seal.

The list warns and forbids nothing: it knows neither the question nor why it is asked.
"""

import re

_SUBJECTS = {
    "health": (
        r"diagnos\w*|medic\w*|illness\w*|disab\w*|mental|health|pregnan\w*|hiv|trauma\w*|therap\w*"
        r"|impairment\w*|autis\w*|allerg\w*|condition|conditions"
    ),
    "immigration status": (
        r"immigration|status|visa|visas|asylum|refugee\w*|home office|undocumented|leave to remain"
        r"|right to work|deport\w*|detention|detained"
    ),
    "nationality or origin": (
        r"nationalit\w*|citizen\w*|ethnic\w*|race|origin|country|passport\w*"
        r"|where .{0,20} from|born"
    ),
    "religion or beliefs": (
        r"religio\w*|faith|church|mosque|temple|synagogue|pray\w*|belief\w*|politic\w*|union"
    ),
    "age": r"age|ages|how old|birth\w*|birthday",
    "sex or gender": r"gender\w*|sex|sexual\w*|lgbt\w*|trans|transgender|gay|lesbian|bisexual",
    "crime": r"convict\w*|criminal\w*|arrest\w*|police|prison\w*",
    "money or where somebody lives": (
        r"bank|sort code|income|salary|benefits|debt\w*|home address|postcode|where .{0,20} live"
        r"|accommodation|national insurance|nhs number"
    ),
}
_FINDS = {
    subject: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for subject, words in _SUBJECTS.items()
}


def looks_sensitive(text: str) -> str:
    """What the text seems to ask about, in a sentence; nothing when no such word is in it."""
    told = found(text)
    return f"This seems to ask about {told}." if told else ""


def found(text: str) -> str:
    """What the text speaks of, each with the word that says so; nothing when none is in it."""
    hits = [(subject, hit[0]) for subject, finds in _FINDS.items() if (hit := finds.search(text))]
    return "; ".join(f"{subject} (“{word}”)" for subject, word in hits)
