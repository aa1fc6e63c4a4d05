"""The commands of docs/running.md as somebody types them who follows the page."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.site import ROOT, bare_environment

PAGE = ROOT / "docs" / "running.md"


def blocks(heading: str) -> list[str]:
    """What stands between fences in the section under this heading, down to the next heading."""
    page = PAGE.read_text()
    [section] = re.findall(
        rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", page, re.MULTILINE | re.DOTALL
    )
    return re.findall(r"^```\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


@dataclass
class Machine:
    """Where somebody types; `own` are their values for those that the page gives as examples."""

    variables: str
    own: dict[str, str]

    def mine(self, text: str) -> str:
        """The page's words with one's own values, each of which the page must name."""
        for example, value in self.own.items():
            text = text.replace(example, value)
        return text

    def types(self, commands: str) -> str:
        """Run these one after the other, up to the first that fails; what was printed."""
        done = subprocess.run(  # noqa: S603 - the commands of our own page
            ["/bin/bash", "-euc", f"{self.mine(self.variables)}\n{self.mine(commands)}"],
            env=bare_environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
        return done.stdout

    def environment(self) -> dict[str, str]:
        """The variables as a program gets them."""
        lines = self.types("env -0").split("\0")
        return dict(line.split("=", 1) for line in lines if "=" in line)


def folder(path: Path) -> str:
    """The path of a new folder that only this account can open."""
    path.mkdir(mode=0o700, parents=True)
    return str(path)
