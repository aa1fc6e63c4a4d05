"""Take a picture of every page at 360 and 1280 pixels, as `make pictures` does.

    .venv/bin/python docs/pictures/take.py [NAME ...]

The demo is served as in `make demo` and walked through by Chromium; the pictures lie beside this
file as `<page>-<width>.png`. With names, only pages whose name begins so. `<page>-error` is what
comes back when the form of the page is sent empty.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {360: 740, 1280: 900}
SHOWN = ["text/html", "image/svg+xml"]


def main(wanted: list[str]) -> None:
    from tests import demo  # noqa: PLC0415 - once it is known where the project lies

    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        sys.exit("Chromium is not installed. On Debian: apt install chromium")
    with demo.served() as site:
        shots = [*demo.pages(), *demo.charts()]
        photograph(
            chromium, site, [s for s in shots if not wanted or s[0].startswith(tuple(wanted))]
        )


def photograph(chromium: str, site: str, pages: list[tuple[str, str, str]]) -> None:
    """Open every page of the demo in each width, as the first role that may."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is installed

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, height in WIDTHS.items():
            for name, url, cookie in pages:
                context = browser.new_context(
                    base_url=site, viewport={"width": width, "height": height}, locale="en-GB"
                )
                if cookie:
                    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
                take(context.new_page(), name, url, width)
                context.close()
        browser.close()
    print(f"{len(pages)} pages are in {Path(__file__).parent.relative_to(ROOT)}")


def take(page: Any, name: str, url: str, width: int) -> None:
    """One page, and the same page with its errors where it has a form that can be sent empty."""
    from playwright.sync_api import Error  # noqa: PLC0415 - only where it is installed

    folder = Path(__file__).parent
    answer = page.request.get(url)
    kind = answer.headers.get("content-type", "").split(";")[0]
    if kind not in SHOWN or (answer.status == 404 and not name.startswith("elsewhere")):
        return
    if kind == "text/html":
        page.goto(url)
    else:  # Chromium takes no picture of a drawing that stands alone
        page.set_content(answer.text())
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
    forms = page.locator("main form[method=post]:has(input:not([type=hidden]), textarea, select)")
    if not forms.count():
        return
    page.eval_on_selector_all(
        "main form[method=post] :is(input[type=text], input[type=email], textarea)",
        "fields => fields.forEach(field => { field.value = ''; field.required = false; })",
    )
    try:
        with page.expect_navigation():
            forms.first.evaluate("form => { form.noValidate = true; form.submit(); }")
    except Error:  # the answer is a file
        return
    if page.locator("[aria-invalid=true]").count():
        page.screenshot(path=folder / f"{name}-error-{width}.png", full_page=True)


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main(sys.argv[1:])
