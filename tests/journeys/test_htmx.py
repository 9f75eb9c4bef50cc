"""What htmx does with the answers of the portal: it puts refusals in their place, too."""

import json

import pytest
from playwright.sync_api import Page, Route

from tests.journeys.conftest import OpenPage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

ASK = """
() => new Promise((done) => {
  const place = document.createElement("div");
  place.id = "place";
  place.textContent = "before";
  document.querySelector("main").append(place);
  document.addEventListener("htmx:afterRequest", () => setTimeout(done, 50), { once: true });
  htmx.ajax("GET", "/fragment/", { target: "#place", swap: "innerHTML" });
})
"""


def answer(page: Page, status: int) -> str:
    """Return what stands in a place after a fragment was answered with `status`."""

    def fulfil(route: Route) -> None:
        route.fulfill(status=status, content_type="text/html", body="<b>after</b>")

    page.unroute_all()
    page.route("**/fragment/", fulfil)
    page.goto("/accounts/login/")
    page.evaluate(ASK)
    return page.locator("#place").inner_text()


STANDS = {
    200: "after",
    204: "before",
    403: "after",
    404: "after",
    409: "after",
    422: "after",
    500: "before",
    503: "after",
}


def test_a_refusal_stands_where_it_was_asked_for(open_page: OpenPage) -> None:
    page = open_page()
    assert {status: answer(page, status) for status in STANDS} == STANDS


def test_the_settings_are_those_of_the_sheet(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/accounts/login/")
    config = json.loads(page.evaluate("JSON.stringify(htmx.config)"))
    wanted = {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        "defaultSettleDelay": 0,
        "historyRestoreAsHxRequest": False,
        "refreshOnHistoryMiss": True,
        "timeout": 15000,
    }
    assert {name: config[name] for name in wanted} == wanted
    assert page.evaluate("htmx.version").startswith("2.")
    # signed out in between: the whole page goes to sign in, and from there back
    page.route(
        "**/fragment/",
        lambda route: route.fulfill(
            status=401, headers={"HX-Redirect": "/accounts/login/?next=%2Fplans%2F"}
        ),
    )
    with page.expect_navigation(url="**/accounts/login/?next=%2Fplans%2F"):
        page.evaluate("htmx.ajax('GET', '/fragment/', {target: 'main'})")
