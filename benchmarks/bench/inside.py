"""Call one function in a process with Django set up: `inside.py MODULE FUNCTION [JSON]...`.

What it gives back is printed as JSON. `served.Site.call` is the other end.
"""

import importlib
import json
import sys

import django


def main() -> None:
    module, function, *arguments = sys.argv[1:]
    django.setup()
    deed = getattr(importlib.import_module(module), function)
    sys.stdout.write(json.dumps(deed(*map(json.loads, arguments))))


if __name__ == "__main__":
    main()
