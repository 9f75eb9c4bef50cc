"""Takes the pictures in `docs/screens/` of a running demonstration.

    var/venv/bin/python -m tests.journeys.screens http://localhost:8000/

Each named page at three widths, light and dark; the password is `PORTAL_DEMO_PASSWORD`. It saves
one word in a delivery plan, for the picture of a conflict: take them on a fresh demonstration.
"""

import io
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from governance.periods import quarter_of
from tests.journeys.chromium import ARGUMENTS, CHROMIUM

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
LONDON = ZoneInfo("Europe/London")
WIDTHS = (320, 768, 1440)
TALLEST = 4000  # pixels of a page that are kept
PLAN = "/plans/cyp-2040/1/delivery/"


@dataclass(frozen=True)
class Scene:
    """A named page, who looks at it, and how it is reached."""

    name: str
    address: str = ""
    account: str = ""
    reach: Callable[[Browser, Page, str], None] | None = None


def conflict(browser: Browser, page: Page, base: str) -> None:
    """Leave `page` on what the second of two people sees who changed the same words."""
    other = signed_in(browser, base, "officer").new_page()
    for each, ending in ((page, " and school"), (other, ", everywhere")):
        each.goto(PLAN)
        each.get_by_role("link", name="Edit").first.click()
        words = each.get_by_label("What will be done")
        words.fill(words.input_value() + ending)
    for each in (other, page):
        each.get_by_role("button", name="Save").first.click()
        each.wait_for_load_state("networkidle")
    other.context.close()


def paper(browser: Browser, page: Page, base: str) -> None:
    """Leave `page` on the paper that an officer is writing."""
    page.goto("/reports/")
    page.locator("a[href^='/reports/write/']").nth(1).click()
    page.wait_for_url("**/reports/write/*/")


SCENES = (
    Scene("front", "/"),
    Scene("sign-in", "/accounts/login/"),
    Scene("board", "/boards/wla/members/"),
    Scene("plan", "/plans/cypp-2013/"),
    Scene("priority", "/plans/cyp-2040/1/"),
    Scene("measure", "/measures/lait-infmort/"),
    Scene("voice", "/voice/"),
    Scene("search", "/search/?q=exclusion"),
    Scene("desk", "/home/", "sponsor"),
    Scene("delivery-plan", PLAN, "sponsor"),
    Scene("update", "/answer/", "lead"),
    Scene("progress", "/plans/cyp-2040/1/progress/{period}/", "sponsor"),
    Scene("round", "/rounds/cyp-alliance/{period}/", "officer"),
    Scene("papers", "/reports/"),
    Scene("paper", account="officer", reach=paper),
    Scene("edition", "/reports/1/"),
    Scene("conflict", account="sponsor", reach=conflict),
)


def signed_in(browser: Browser, base: str, account: str) -> BrowserContext:
    """Return a browser in which a demonstration account is signed in; nobody for no account."""
    context = browser.new_context(base_url=base)
    if account:
        page = context.new_page()
        page.goto("/accounts/login/")
        page.get_by_label("E-mail address").fill(f"{account}@example.org")
        page.get_by_label("Password").fill(os.environ["PORTAL_DEMO_PASSWORD"])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/home/")
        page.close()
    return context


def take(page: Page, name: str) -> None:
    """Keep `page` at every width, light and dark."""
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("scrollTo(0, 0)")
            picture = Image.open(io.BytesIO(page.screenshot(full_page=True)))
            kept = picture.crop((0, 0, width, min(picture.height, TALLEST))).convert("RGB")
            # Few colours, a quarter of the size; the octree keeps the rare ones, the marks.
            kept.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
                FOLDER / f"{name}-{width}-{scheme}.png", optimize=True
            )


def main(base: str, wanted: list[str]) -> None:
    """Take the wanted scenes, or all."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        period = quarter_of(datetime.now(LONDON).date(), "financial").slug
        for scene in SCENES:
            if wanted and scene.name not in wanted:
                continue
            page = signed_in(browser, base, scene.account).new_page()
            if scene.reach:
                scene.reach(browser, page, base)
            else:
                page.goto(scene.address.format(period=period))
            take(page, scene.name)
            page.context.close()
            sys.stdout.write(f"{scene.name}\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
