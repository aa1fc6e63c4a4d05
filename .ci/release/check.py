#!/usr/bin/env python3
"""Look at the demo as a slow telephone, a checker of access and a checker of HTML see it.

    make release-check                all of it; some fifteen minutes on two cores
    .ci/release/check.py pa11y html   some of: lighthouse pa11y html audit

Needs Chromium and Node 20 or newer, and the npm registry once. Ends with 1 when something is not as
it should be, and says what. What is held to is in GATES, from the budgets of the design.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")

# Six pages of people, each with what its kind may weigh at a first visit, in kilobytes.
LIGHTHOUSE = {
    "event": 80,
    "programme": 80,
    "recap-erased": 80,
    "step": 35,
    "booking": 35,
    "ballot-box-open": 35,
}
ROUNDS = 3
# A telephone of five years on a shared connection: milliseconds, kilobits, times slower.
SLOW = {"rttMs": 400, "throughputKbps": 400, "cpuSlowdownMultiplier": 6}
# The largest value of each audit; accessibility has to be whole.
GATES = {
    "first-contentful-paint": 2_500,
    "largest-contentful-paint": 3_000,
    "cumulative-layout-shift": 0.05,
}
# What the checker of HTML says of what is so on purpose. A table shown as cards is no table to some
# browsers, so its parts say what they are; and Firefox fills a hidden field with what it held
# before, unless it is told not to.
ON_PURPOSE = re.compile(
    r"no-redundant-role: .* on <(table|thead|tbody|tr|th|td)>"
    r'|valid-autocomplete: "off" cannot be used on <input type="hidden">'
)

Shot = tuple[str, str, str]


def lighthouse(site: str, shots: list[Shot]) -> list[str]:
    """Each of the six pages, the median of three rounds, against its gates."""
    found = {name: site + url for name, url, _cookie in shots if name in LIGHTHOUSE}
    faults = [f"the demo has no page {name}" for name in LIGHTHOUSE if name not in found]
    for name, url in found.items():
        reports = [_report(url) for _ in range(ROUNDS)]
        figures = {
            gate: statistics.median(r["audits"][gate]["numericValue"] for r in reports)
            for gate in GATES
        }
        score = statistics.median(r["categories"]["accessibility"]["score"] for r in reports)
        items = reports[0]["audits"]["network-requests"]["details"]["items"]
        weight = sum(item.get("transferSize", 0) for item in items) / 1024
        hosts = {item["url"].split("/")[2] for item in items if item["url"].startswith("http")}
        print(
            f"  {name}: first words {figures['first-contentful-paint']:.0f} ms, largest "
            f"{figures['largest-contentful-paint']:.0f} ms, moved "
            f"{figures['cumulative-layout-shift']:.3f}, access {score}, {len(items)} requests, "
            f"{weight:.1f} KB",
            flush=True,
        )
        faults += [
            f"{name}: {g} is {v:.3g}, not at most {GATES[g]}"
            for g, v in figures.items()
            if v > GATES[g]
        ]
        if score < 1:
            faults.append(f"{name}: access is {score}, not 1")
        if weight > LIGHTHOUSE[name]:
            faults.append(f"{name}: {weight:.1f} KB, not at most {LIGHTHOUSE[name]}")
        if hosts != {site.split("/")[2]}:
            faults.append(f"{name}: asks other hosts: {sorted(hosts)}")
    return faults


def _report(url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        slow = [f"--throttling.{name}={value}" for name, value in SLOW.items()]
        _node(
            "lighthouse",
            url,
            "--quiet",
            "--output=json",
            f"--output-path={path}",
            "--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage",
            "--form-factor=mobile",
            "--throttling-method=simulate",
            *slow,
        )
        report: dict[str, Any] = json.loads(path.read_text())
    return report


def pa11y(site: str, shots: list[Shot]) -> list[str]:
    """Every page before axe and HTML CodeSniffer, as narrow as a telephone."""
    pages = [{"name": n, "url": site + u, "cookie": c} for n, u, c, _ in _pages(site, shots)]
    found: dict[str, list[str]] = json.loads(
        _run(["node", "pa11y.mjs"], json.dumps(pages), is_telling=True)
    )
    print(f"  {len(pages)} pages")
    return [f"{name}: {issue}" for name, issues in found.items() for issue in issues]


def html(site: str, shots: list[Shot]) -> list[str]:
    """The HTML of every page by the standard."""
    with tempfile.TemporaryDirectory() as folder:
        pages = list(_pages(site, shots))
        for name, _url, _cookie, content in pages:
            (Path(folder) / f"{name}.html").write_bytes(content)
        config, told = HERE / ".htmlvalidate.mjs", Path(folder) / "told.json"
        words = ["--config", str(config), "--formatter", f"json={told}", folder]
        _node("html-validate", *words, ok=(0, 1))
        said = json.loads(told.read_text())
    print(f"  {len(pages)} pages", flush=True)
    return [
        f"{Path(page['filePath']).stem}: line {one['line']}: {one['ruleId']}: {one['message']}"
        for page in said
        for one in page["messages"]
        if not ON_PURPOSE.fullmatch(f"{one['ruleId']}: {one['message']}")
    ]


def audit(_site: str, _shots: list[Shot]) -> list[str]:
    """No package of the lock has a known weakness."""
    done = subprocess.run([ROOT / ".ci/audit"], cwd=ROOT, check=False)  # noqa: S603 - our own
    return [] if done.returncode == 0 else ["the audit of packages did not pass: see above"]


LOOKS: dict[str, Callable[[str, list[Shot]], list[str]]] = {
    "lighthouse": lighthouse,
    "pa11y": pa11y,
    "html": html,
    "audit": audit,
}


def main(wanted: list[str]) -> int:
    from tests import demo  # noqa: PLC0415 - once it is known where the project lies

    if not CHROMIUM or not shutil.which("node"):
        sys.exit("This needs Chromium and Node. On Debian: apt install chromium nodejs npm")
    os.environ["CHROME_PATH"] = CHROMIUM
    if not (HERE / "node_modules").exists():
        _run(["npm", "ci", "--silent"])
    faults = []
    with demo.served() as site:
        shots = list(demo.pages())
        for name in wanted or LOOKS:
            print(f"{name}", flush=True)
            faults += LOOKS[name](site, shots)
    print("\n".join(faults) or "All is as it should be.")
    return bool(faults)


def _pages(site: str, shots: list[Shot]) -> Iterator[tuple[str, str, str, bytes]]:
    """Those that are pages, with their HTML: no files, nothing that is not there."""
    # A chart is a page for as long as it is not painted.
    for name, url, cookie in (shot for shot in shots if "chart" not in shot[0]):
        kind, content = _fetch(site + url, cookie)
        if kind.startswith("text/html"):
            yield name, url, cookie, content


def _fetch(url: str, cookie: str) -> tuple[str, bytes]:
    """Kind and content of what is there, also of a page that it leads to; nothing of what is not.

    A page that the server breaks down over ends the check.
    """
    request = urllib.request.Request(url, headers={"Cookie": f"sessionid={cookie}"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - this machine
            return answer.headers.get("Content-Type", ""), answer.read()
    except urllib.error.HTTPError as refusal:
        if refusal.code >= 500:
            sys.exit(f"{url} answered {refusal.code}")
        return "", b""


def _node(program: str, *words: str, ok: tuple[int, ...] = (0,)) -> str:
    return _run([str(HERE / "node_modules/.bin" / program), *words], ok=ok)


def _run(
    words: list[str], given: str = "", ok: tuple[int, ...] = (0,), *, is_telling: bool = False
) -> str:
    """What a program answers; one that tells how far it is does so while it runs."""
    done = subprocess.run(  # noqa: S603 - our own words
        words,
        cwd=HERE,
        input=given,
        text=True,
        stdout=subprocess.PIPE,
        stderr=None if is_telling else subprocess.PIPE,
        check=False,
    )
    if done.returncode not in ok:
        sys.exit(f"{words[0]} ended with {done.returncode}:\n{(done.stderr or '')[-2000:]}")
    return done.stdout


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
