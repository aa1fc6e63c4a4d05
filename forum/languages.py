"""The languages that events are held in and people are written to in."""

from collections.abc import Iterable

# code: (name in English, name in its own script); what the sector meets most, by English name.
_NAMES = {
    "sq": ("Albanian", "Shqip"),
    "am": ("Amharic", "አማርኛ"),
    "ar": ("Arabic", "العربية"),
    "bn": ("Bengali", "বাংলা"),
    "bfi": ("British Sign Language", "British Sign Language"),
    "prs": ("Dari", "دری"),
    "en": ("English", "English"),
    "fa": ("Farsi", "فارسی"),
    "fr": ("French", "Français"),
    "ku": ("Kurdish (Kurmanji)", "Kurmancî"),
    "ckb": ("Kurdish (Sorani)", "کوردیی ناوەندی"),
    "om": ("Oromo", "Afaan Oromoo"),
    "ps": ("Pashto", "پښتو"),
    "pl": ("Polish", "Polski"),
    "pt": ("Portuguese", "Português"),
    "pa": ("Punjabi", "ਪੰਜਾਬੀ"),
    "ro": ("Romanian", "Română"),
    "ru": ("Russian", "Русский"),
    "so": ("Somali", "Soomaali"),
    "es": ("Spanish", "Español"),
    "sw": ("Swahili", "Kiswahili"),
    "ta": ("Tamil", "தமிழ்"),
    "ti": ("Tigrinya", "ትግርኛ"),
    "tr": ("Turkish", "Türkçe"),
    "uk": ("Ukrainian", "Українська"),
    "ur": ("Urdu", "اردو"),
    "vi": ("Vietnamese", "Tiếng Việt"),
    "cy": ("Welsh", "Cymraeg"),
    "zh": ("Chinese", "中文"),
}
# As a form offers them: to organisers in English, to people in their own script.
IN_ENGLISH = sorted(((code, names[0]) for code, names in _NAMES.items()), key=lambda pair: pair[1])
IN_OWN_SCRIPT = [(code, _NAMES[code][1]) for code, _name in IN_ENGLISH]


def name(code: str) -> str:
    """The language in English; the code itself when we have no name for it."""
    return _NAMES.get(code, (code, code))[0]


def names(codes: Iterable[str]) -> list[str]:
    """The languages in English, English first and then by name."""
    return sorted((name(code) for code in codes), key=lambda found: (found != "English", found))
