"""Programs that a machine may lack, such as nginx or redis-server."""

import os
import shutil
from pathlib import Path

import pytest

# Debian keeps servers where only the administrator's PATH looks.
SERVERS = ["/usr/local/sbin", "/usr/sbin", "/sbin"]


def needed(name: str) -> Path:
    """Where this program is. Without it the test is skipped and says which one it lacks.

    CONVENOR_REQUIRE_PROGRAMS=1 makes that a failure.
    """
    found = shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *SERVERS]))
    if found:
        return Path(found)
    lacking = f"{name} is not installed"
    if os.environ.get("CONVENOR_REQUIRE_PROGRAMS") == "1":
        pytest.fail(f"{lacking} and CONVENOR_REQUIRE_PROGRAMS=1 asks for it")
    pytest.skip(lacking)
