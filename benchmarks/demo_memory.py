"""How much memory the demo takes, all its processes together, after every page was opened once.

    .venv/bin/python benchmarks/demo_memory.py

The demo is loaded and served as `make demo` does, in a folder of its own. Pss counts what processes
share once. More than 150 MB before the first chart is too much (issue of the first half).
"""

import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from processes import family, pss
from web_server import free_port

ROOT = Path(__file__).resolve().parents[1]
MOST = 150  # MB
LINK = re.compile(rb'href="(/[^"#]*)"')


def walk(site: str) -> int:
    """Open every public page that a link leads to; how many there were."""
    seen, to_see = set(), ["/"]
    while to_see:
        path = to_see.pop()
        if path in seen or len(seen) > 300:
            continue
        seen.add(path)
        try:
            with urllib.request.urlopen(site + path, timeout=20) as page:
                to_see += [link.decode() for link in LINK.findall(page.read())]
        except urllib.error.HTTPError:
            continue
    return len(seen)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        bind = f"127.0.0.1:{free_port()}"
        ours = {"CONVENOR_DATA": folder, "CONVENOR_DEMO": "1", "CONVENOR_BIND": bind}
        env = {**os.environ, **ours, "CONVENOR_SITE_URL": f"http://{bind}"}
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["load_demo"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
        gunicorn = Path(sys.executable).with_name("gunicorn")
        config = ["--config", "deploy/gunicorn.conf.py", "forum.project.wsgi"]
        server = subprocess.Popen([gunicorn, *config], cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        try:
            time.sleep(5)
            pages = walk(f"http://{bind}")
            time.sleep(3)
            megabytes = sum(pss(pid) for pid in family(server.pid))
        finally:
            server.terminate()
            server.wait()
    print(f"{megabytes:.0f} MB after {pages} pages; at most {MOST}")
    return int(megabytes > MOST)


if __name__ == "__main__":
    sys.exit(main())
