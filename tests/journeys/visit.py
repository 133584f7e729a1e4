"""A visitor whose every page is looked at: accessible, quiet, light, at home on this host, fit for a phone."""

import re
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response

HEAVIEST = 60_000
"""Bytes of a page with all it loads on first sight, compressed."""
PHONE = 360
_axe = Axe()
_clean: set[tuple[str, ...]] = set()
"""Pages that axe has passed in this run, by address without its numbers, head, faults shown and width: once each is enough."""


class Visit:
    """A browser page with its checks. ``to`` and ``look`` fail on the first page that is not as it must be."""

    def __init__(self, page: Page, server: str, *, script: bool = True) -> None:
        self.page, self.server, self.script = page, server, script
        self.said: list[str] = []
        self.strangers: list[str] = []
        self._weights: dict[str, int] = {}
        page.set_default_timeout(15_000)
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", self._asked)
        page.on("requestfinished", self._answered)
        page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})  # every load is a first load

    def _heard(self, message: ConsoleMessage) -> None:
        if "status of 422" not in message.text:  # a form that came back: the browser says so by itself
            self.said.append(message.text)

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and f"{parts.scheme}://{parts.netloc}" != self.server:
            self.strangers.append(request.url)

    def _answered(self, request: Request) -> None:
        self._weights[request.url.partition("#")[0]] = request.sizes()["responseBodySize"]

    def to(self, path: str, status: int = 200) -> Response:
        """Open an address and look at the page."""
        self._weights.clear()
        answer = self.page.goto(path if path.startswith("http") else self.server + path, wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{path} answers {answer.status}"
        if status >= 400:  # the browser itself says so, and nobody else says anything
            self.said = [text for text in self.said if f"status of {status}" not in text]
        self.look()
        return answer

    def follow(self, name: str, *, exact: bool = False, inside: str = "body") -> None:
        """Click the link with these words and look at where it leads."""
        self.click(self.page.locator(inside).get_by_role("link", name=name, exact=exact).first)

    def press(self, name: str, *, exact: bool = False, inside: str = "body") -> None:
        """Press the button with these words and look at what comes."""
        self.click(self.page.locator(inside).get_by_role("button", name=name, exact=exact).first)

    def click(self, part: Locator) -> None:
        """Click it and look at what comes."""
        self._weights.clear()
        part.click()
        self.page.wait_for_load_state("load")
        self.look()

    def look(self) -> None:
        """The page as it stands, at its own width and on a phone."""
        self._weigh()
        if not self.script:
            return  # neither axe nor a measure can be asked where nothing runs
        where = urlsplit(self.page.url).path
        self._fits(where)
        wide = self.page.viewport_size
        if wide and wide["width"] != PHONE:
            self.page.set_viewport_size({"width": PHONE, "height": wide["height"]})
            self._fits(where)
            self.page.set_viewport_size(wide)

    def _fits(self, where: str) -> None:
        width = self.page.evaluate("innerWidth")
        assert self.page.evaluate("document.documentElement.scrollWidth") <= width, f"{where} scrolls sideways at {width} px"
        head, faults = self.page.locator("h1").first.inner_text(), self.page.locator("[aria-invalid=true]").count()
        seen = (re.sub(r"[0-9a-f-]{36}|[0-9-]+", "*", where), re.sub(r"[0-9.]+", "*", head), str(faults), str(width))
        if seen in _clean:
            return
        found = _axe.run(self.page).response["violations"]
        told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
        assert told == [], f"{where} at {width} px: {told}"
        _clean.add(seen)

    def _weigh(self) -> None:
        weight = sum(self._weights.values())
        assert weight <= HEAVIEST, (self.page.url, weight, sorted(self._weights.items(), key=lambda one: -one[1])[:5])
        assert self.strangers == [], self.strangers

    @property
    def text(self) -> str:
        """What the page says in its main part."""
        return self.page.locator("main").inner_text()

    def close(self) -> None:
        """The end of the visit: the console said nothing."""
        self.page.context.close()
        assert self.said == [], self.said
        assert self.strangers == [], self.strangers
