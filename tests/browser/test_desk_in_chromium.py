"""The desk in a real browser: it loads, fits, can be read and worked by keyboard, with and without JavaScript."""

import json
import urllib.request
from collections.abc import Iterator

import pytest

from .conftest import playwright

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LOOKS = {
    "light-1280": ("light", 1280),
    "dark-1280": ("dark", 1280),
    "light-390": ("light", 390),
    "dark-390": ("dark", 390),
}
RUN = (
    "/scenarios?issue=gas&zero=none&hundred=signed&name=Portugal&low=20&mode=40&high=70&salience=.9&capability=1"
    "&name=Algeria&low=40&mode=80&high=95&salience=.8&capability=2&model=challenge"
)
PAGES = (
    "/?window=all", "ARTICLE", "/relations", "/relations/PRT/DZA", "/network", "/issues", "/issues/compensation", "/issues/gas",
    "/outlook?state=all", "/disputes", "/actors", "/actors/PRT", "/actors/person:helena-valadares", "/search?q=gas+contract",
    "/scenarios?from=new+contract", RUN, "/review",
    "/add", "/about", "/nowhere",
)  # fmt: skip
LEAST_PX = 9.5
"""Smallest words of a picture on the screen, in CSS pixels."""


@pytest.fixture
def page(browser: "playwright.Browser") -> Iterator["playwright.Page"]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


def article(address: str, words: str = "calls off") -> str:
    with urllib.request.urlopen(f"{address}/today.json?window=all") as answer:
        rows = json.load(answer)["articles"]
    return "/articles/" + next(row["doc_id"] for row in rows if words in row["title"])


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_loads_fits_and_has_no_accessibility_fault(
    browser: "playwright.Browser", address: str, axe: str, look: str
) -> None:
    scheme, width = LOOKS[look]
    faults: list[str] = []
    with browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        page.on("console", lambda said: faults.append(f"{page.url}: {said.text}") if "404" not in said.text else None)
        for path in PAGES:
            page.goto(address + (article(address) if path == "ARTICLE" else path))
            too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if too_wide > 0:
                faults.append(f"{path}: {too_wide} px too wide")
            smallest = page.evaluate(
                "Math.min(99, ...[...document.querySelectorAll('svg.chart text')].filter(t => t.getClientRects().length)"
                ".map(t => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a))"
            )
            if smallest < LEAST_PX:
                faults.append(f"{path}: words of {smallest:.1f} px in a picture")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            page.evaluate(axe)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
            faults += [f"{path}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("look", LOOKS)
def test_a_query_is_saved_as_an_alert_without_script_and_its_pages_have_no_fault(
    browser: "playwright.Browser", address: str, axe: str, look: str
) -> None:
    scheme, width = LOOKS[look]
    with browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/search?actor=PRT&status=cancelled")
        page.get_by_label("save as an alert").fill(f"off-{look}")
        page.get_by_role("button", name="Save this query").click()
        page.goto(f"{address}/search")
        page.get_by_role("link", name=f"off-{look}").click()
        assert "Nothing is new" in (page.locator(".lede").text_content() or "")
    with browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme) as context:
        page = context.new_page()
        for path in ("/search", "/search?actor=PRT", f"/alerts?name=off-{look}"):
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
            page.evaluate(axe)
            assert page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_no_label_of_the_network_lies_on_another(browser: "playwright.Browser", address: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{address}/network")
        boxes = page.evaluate(
            "[...document.querySelectorAll('svg.chart .node')].map(n => n.getBoundingClientRect()).filter(b => b.width)"
            ".map(b => [b.left, b.top, b.right, b.bottom])"
        )
    assert len(boxes) >= 5
    for n, (left, top, right, bottom) in enumerate(boxes):
        for other in boxes[:n]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


def test_hover_focus_and_click_link_words_and_cards(page: "playwright.Page", address: str) -> None:
    page.goto(address + article(address))
    mark = page.locator(".text a.w-event.s-off").first
    card = page.locator(f"#{mark.get_attribute('data-cards')}".split(" ", 1)[0])
    expect = playwright.expect
    mark.hover()
    expect(card).to_have_class(_has("on"))
    page.mouse.move(0, 0)
    expect(card).not_to_have_class(_has("on"))
    mark.focus()
    expect(card).to_have_class(_has("on"))
    card.locator("a.back").focus()
    expect(mark).to_have_class(_has("on"))
    mark.click()
    assert page.url.endswith(f"#{card.get_attribute('id')}")
    card.locator("a.back").click()
    assert page.evaluate("document.querySelector(':target') !== null")


def _has(name: str) -> "playwright.Pattern":
    import re

    return re.compile(rf"(?:^|\s){name}(?:\s|$)")


def test_toggles_take_marks_out_of_the_text(page: "playwright.Page", address: str) -> None:
    page.goto(address + article(address))
    mark = page.locator(".text a.w-event.s-off").first
    drawn = "e => getComputedStyle(e).textDecorationLine"
    assert mark.evaluate(drawn) == "line-through"
    page.get_by_label("events").uncheck()
    assert mark.evaluate(drawn) == "none"
    assert page.locator(".card.l-event").first.is_hidden()


def test_the_first_tab_skips_to_the_page_and_slash_goes_to_search(page: "playwright.Page", address: str) -> None:
    page.goto(f"{address}/?window=all")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    page.wait_for_url("**/search")
    page.keyboard.press("/")
    page.keyboard.type("gas contract")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=gas+contract*")
    assert page.locator("mark.found").count() > 0


def test_every_link_and_field_can_be_reached_by_tab(page: "playwright.Page", address: str) -> None:
    page.goto(f"{address}/network")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, input, select, summary')]"
        ".filter(e => e.getClientRects().length && e.type !== 'hidden').length"
    )
    reached = 0
    for _ in range(wanted + 20):
        page.keyboard.press("Tab")
        reached += page.evaluate(
            "document.activeElement !== document.body && document.activeElement.matches('a, button, input, select, summary')"
        )
    assert reached >= wanted - 1


def test_filters_of_a_form_end_in_the_address(page: "playwright.Page", address: str) -> None:
    page.goto(f"{address}/search")
    page.get_by_label("actor").fill("PRT")
    page.get_by_label("status").select_option("cancelled")
    page.get_by_role("button", name="Search").click()
    assert "actor=PRT" in page.url
    assert "status=cancelled" in page.url
    assert page.locator(".event .status.s-off").count() == page.locator(".event").count() > 0


@pytest.mark.parametrize("has_script", [True, False])
def test_a_text_is_added_by_paste_and_read(browser: "playwright.Browser", address: str, has_script: bool) -> None:
    with browser.new_context(java_script_enabled=has_script) as context:
        page = context.new_page()
        page.goto(f"{address}/add")
        page.get_by_label("headline").fill(f"Talks put off {has_script}")
        page.get_by_label("outlet").fill("The Fjord")
        page.get_by_label("published").fill("2021-03-04")
        page.get_by_label("text", exact=True).fill(
            f"OSLO - Norway on Monday put off talks with Chad, its foreign ministry said. {has_script}"
        )
        page.get_by_role("button", name="Read it").first.click()
        page.get_by_role("link", name="what was found").click(timeout=60_000)
        assert page.locator("h1").text_content() == f"Talks put off {has_script}"
        assert page.locator(".card .status.s-off").count() == 1


def test_a_record_is_decided_by_keys_alone(page: "playwright.Page", address: str) -> None:
    page.goto(f"{address}/review")
    page.get_by_label("who decides").fill("A. Reader")
    first = page.locator(".waiting code").first.text_content()
    page.locator("h1").click()
    page.keyboard.press("s")
    page.wait_for_url("**skip=1*")
    page.goto(f"{address}/review")
    page.get_by_label("who decides").fill("A. Reader")
    page.locator("h1").click()
    with page.expect_navigation():
        page.keyboard.press("a")
    assert page.locator(".waiting code").first.text_content() != first
    assert page.get_by_label("who decides").input_value() == "A. Reader"
    page.locator("h1").click()
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.name") == "field"


def test_pages_work_without_javascript(browser: "playwright.Browser", address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/?window=all")
        page.get_by_role("button", name="Mark all as read").click()
        assert "Nothing was added since" in (page.locator(".lede").text_content() or "")
        page.goto(address + article(address))
        page.locator(".text a.w-event").first.click()
        assert page.locator(".card:target").count() == 1


def test_a_page_left_open_shows_what_was_added_on_reload(
    page: "playwright.Page", address: str, browser: "playwright.Browser"
) -> None:
    page.goto(f"{address}/search?q=zeppelin")
    assert page.locator(".hits li").count() == 0
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(f"{address}/add")
        other.get_by_label("text", exact=True).fill("A zeppelin of the Norwegian navy visited Chad on Monday.")
        other.get_by_role("button", name="Read it").first.click()
        other.get_by_role("link", name="what was found").wait_for(timeout=60_000)
    page.reload()
    assert page.locator(".hits li").count() == 1


def test_the_brief_prints_its_sentences_on_few_pages(
    browser: "playwright.Browser", address: str, tmp_path: object
) -> None:
    import pypdfium2

    from dragoman.desk.brief import about_brief
    from dragoman.desk.render import brief_as
    from dragoman.desk.source import Source
    from dragoman.pipeline import add_inputs, examples

    folder = __import__("pathlib").Path(str(tmp_path))
    add_inputs([examples()], folder / "l", started="2026-05-15T00:00:00+00:00")
    html = brief_as(about_brief(Source(folder / "l").snapshot(), ("PRT", "DZA")), ".html")
    (folder / "brief.html").write_text(html, encoding="utf-8")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((folder / "brief.html").as_uri())
        printed = page.pdf(prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(printed)
    first = document[0].get_textpage().get_text_range()
    assert len(document) <= 2
    for heading in ("What changed", "Why it is thought so", "What is expected", "What is disputed"):
        assert heading in first
    document.close()
