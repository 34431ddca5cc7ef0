"""Every page: it answers, its twin says the same, its filters hold, and wrong addresses end in one line."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from factory import make_document, make_event, make_evidence, make_record
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.model import Attribution, Entity, Span, SpeakerKind
from dragoman.store import open_ledger

BASE = "http://127.0.0.1:8480"
RUN = (
    "/scenarios?issue=gas&zero=none&hundred=signed&name=Portugal&low=20&mode=40&high=70&salience=.9&capability=1"
    "&name=Algeria&low=&mode=80&high=&salience=.8&capability=2"
)
PAGES = (
    "/",
    "/?window=all",
    "/?since=2026-04-01",
    "/relations",
    "/relations/PRT/DZA",
    "/relations/prt/dza?freq=month&span=all&directed=yes&status=happened",
    "/network",
    "/network?since=2026-03-01&until=2026-03-31&min_acts=2&top=5",
    "/issues",
    "/issues/gas",
    "/issues/new%20contract",
    "/outlook",
    "/outlook?state=all&actor=DZA",
    "/disputes",
    "/actors",
    "/actors?q=helena",
    "/actors/PRT",
    "/actors/person:helena-valadares",
    "/search",
    "/search?q=gas+contract&order=most+told&page=1",
    "/search?actor=PRT&status=cancelled&kind=outlet&since=2026-03-01",
    "/review",
    "/review?actor=PRT&skip=1",
    "/scenarios",
    "/scenarios?from=new+contract",
    RUN,
    "/add",
    "/about",
)


def twin_of(address: str) -> str:
    path, _, query = address.partition("?")
    return ("/today.json" if path == "/" else f"{path}.json") + (f"?{query}" if query else "")


def an_article(desk: TestClient, words: str) -> str:
    rows = desk.get("/today.json?window=all").json()["articles"]
    return next(row["doc_id"] for row in rows if words in row["title"])


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_and_has_a_json_twin(desk: TestClient, address: str) -> None:
    page = desk.get(address)
    assert page.status_code == 200, page.text
    assert "<h1" in page.text
    twin = desk.get(twin_of(address))
    assert twin.status_code == 200
    assert isinstance(twin.json(), dict)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_of_the_examples_weighs_at_most_60_kb(desk: TestClient, address: str) -> None:
    assert len(desk.get(address).content) <= 60_000


def test_a_page_names_its_twin_with_the_same_filters(desk: TestClient) -> None:
    address = "/search?actor=PRT&status=cancelled"
    assert f'href="{twin_of(address)}"'.replace("&", "&amp;") in desk.get(address).text


def test_no_page_has_inline_script_or_style(desk: TestClient) -> None:
    for address in (*PAGES, f"/articles/{an_article(desk, 'calls off')}"):
        text = desk.get(address).text
        assert not re.search(r"<[^>]+\s(?:style|on\w+)\s*=|<style|<script(?![^>]*\bsrc=)|javascript:", text), address


def test_today_shows_what_was_called_off_and_what_falls_due(desk: TestClient) -> None:
    page = desk.get("/today.json?window=all").json()
    assert {"cancelled", "postponed", "denied"} >= {row["status"] for row in page["off"]}
    assert page["off"]
    assert page["due"]
    assert page["n_articles"] == 14
    assert page["n_origins"] == desk.get("/about.json").json()["counts"]["origins"] < 14
    assert page["disputes"]


def test_today_is_empty_after_all_was_marked_as_read(examples_ledger: Path) -> None:
    with TestClient(create_app(examples_ledger), base_url=BASE) as client:
        page = client.get("/")
        token = re.search(r'name="form_token" value="(\w+)"', page.text)
        seq = re.search(r'name="seq" value="(\d+)"', page.text)
        assert token
        assert seq
        done = client.post("/read", data={"form_token": token[1], "seq": seq[1]}, headers={"Origin": BASE})
        assert done.status_code == 200
        assert "Nothing was added since you marked all as read" in done.text
        assert client.get("/today.json?window=all").json()["n_articles"] == 14


def test_article_text_is_shown_unchanged_and_every_card_leads_to_its_words(desk: TestClient) -> None:
    doc_id = an_article(desk, "calls off")
    page = desk.get(f"/articles/{doc_id}.json").json()
    text = "".join(part["text"] for part in page["stretches"])
    assert "called off the visit of its foreign minister" in text
    html = desk.get(f"/articles/{doc_id}").text
    for card in page["cards"]:
        assert f'id="{card["card_id"]}"' in html
        assert f'href="#c{card["start"]}"' in html
        assert f'id="c{card["start"]}"' in html


def test_article_draws_a_cancelled_visit_as_called_off_and_says_who_says_so(desk: TestClient) -> None:
    page = desk.get(f"/articles/{an_article(desk, 'calls off')}.json").json()
    cancelled = next(card for card in page["cards"] if card["status"] == "cancelled")
    assert cancelled["mark"] == "off"
    assert cancelled["sources"][0]["kind"] == "outlet"
    marked = [part for part in page["stretches"] if cancelled["card_id"] in part["cards"]]
    assert any(part["mark"] == "off" for part in marked)


def test_article_names_its_copies_as_one_origin(desk: TestClient) -> None:
    page = desk.get(f"/articles/{an_article(desk, 'to travel to Algiers')}.json").json()
    (copy,) = page["copies"]
    assert copy[1] == "Atlantic Wire"
    assert desk.get(f"/articles/{copy[0]}.json").json()["copies"][0][0] == page["doc_id"]


def test_article_tells_the_life_of_a_plan_over_all_documents(desk: TestClient) -> None:
    page = desk.get(f"/articles/{an_article(desk, 'calls off')}.json").json()
    visit = next(card for card in page["cards"] if card["status"] == "cancelled")
    assert [status for status, _, _ in visit["whole"]["life"]] == ["planned", "postponed", "planned", "cancelled"]
    assert visit["whole"]["n_articles"] > visit["whole"]["n_origins"] > 1
    html = desk.get(f"/articles/{page['doc_id']}").text
    for _, _, doc_id in visit["whole"]["life"][:2]:
        assert f'href="/articles/{doc_id}"' in html


def test_outlook_shows_how_expectations_were_settled(desk: TestClient) -> None:
    page = desk.get("/outlook.json?state=settled").json()
    assert page["expected"]
    for row in page["expected"]:
        assert not row["is_open"]
        assert row["settled_doc"] is None or desk.get(f"/articles/{row['settled_doc']}").status_code == 200


def test_every_expectation_leads_to_its_words(desk: TestClient) -> None:
    for row in desk.get("/outlook.json?state=all").json()["expected"]:
        assert f'id="{row["expectation_id"]}"' in desk.get(f"/articles/{row['doc_id']}").text


def test_article_shows_the_office_of_the_day(desk: TestClient) -> None:
    page = desk.get(f"/articles/{an_article(desk, 'calls off')}.json").json()
    offices = {row["name"]: row["office"] for row in page["entities"]}
    assert offices["Helena Valadares"] == "Foreign Minister"


def test_relation_counts_every_status_but_the_index_only_what_happened(desk: TestClient) -> None:
    page = desk.get("/relations/PRT/DZA.json?span=all").json()
    assert page["statuses"]["cancelled"] >= 1
    assert sum(page["statuses"].values()) == page["n_events"]
    assert (
        sum(point["n_events"] for point in page["points"]) <= page["statuses"]["happened"] + page["statuses"]["ongoing"]
    )
    assert {row["mark"] for row in page["marks"]} >= {"is", "ahead", "off"}


def test_relation_filter_by_status_holds(desk: TestClient) -> None:
    page = desk.get("/relations/PRT/DZA.json?status=cancelled").json()
    assert {row["status"] for row in page["events"]} == {"cancelled"}
    assert page["n_events"] == len(page["events"])


def test_directed_relation_holds_only_acts_of_the_first_actor(desk: TestClient) -> None:
    page = desk.get("/relations/PRT/DZA.json?directed=yes").json()
    both = desk.get("/relations/PRT/DZA.json").json()
    back = desk.get("/relations/DZA/PRT.json?directed=yes").json()
    assert 0 < page["n_events"] < both["n_events"] <= page["n_events"] + back["n_events"]
    accused = [row for row in page["events"] if row["type"] == "ACCUSE"]
    assert all("PRT" in {party["code"] for party in row["actors"]} for row in accused)


def test_network_matrix_and_edges_agree(desk: TestClient) -> None:
    page = desk.get("/network.json").json()
    codes = {actor["code"] for actor in page["actors"]}
    assert {"PRT", "DZA"} <= codes
    assert all({edge["a"], edge["b"]} <= codes for edge in page["edges"])
    html = desk.get("/network").text
    for edge in page["edges"]:
        assert f'href="/relations/{edge["a"]}/{edge["b"]}"' in html


def test_issue_places_actors_from_against_to_for_with_their_quotations(desk: TestClient) -> None:
    page = desk.get("/issues/compensation.json").json()
    places = {stand["name"]: stand for stand in page["stands"]}
    assert places["Algeria"]["at"] == 0
    assert places["Algeria"]["change"] == "softened"
    assert places["Algeria"]["came_from"] < 0
    assert all(row["words"] for row in page["positions"])


def test_outlook_marks_what_is_past_due(desk: TestClient) -> None:
    rows = desk.get("/outlook.json?state=all").json()["expected"]
    visit = next(row for row in rows if "will visit Algiers on 24 March" in row["words"])
    assert visit["n_articles"] == 2
    assert visit["is_overdue"] is visit["is_open"]


def test_disputes_show_both_versions_with_their_claimants(desk: TestClient) -> None:
    pairs = desk.get("/disputes.json").json()["disputes"]
    assert pairs
    html = desk.get("/disputes").text
    for pair in pairs:
        claims = [(side["status"], side["tellings"][0]["speaker"]) for side in (pair["first"], pair["second"])]
        assert len(set(claims)) == 2, claims
        for side in (pair["first"], pair["second"]):
            assert f'href="/articles/{side["doc_id"]}#c{side["tellings"][0]["start"]}"' in html


def test_actor_page_of_a_person_has_office_events_and_articles(desk: TestClient) -> None:
    page = desk.get("/actors/person:helena-valadares.json").json()
    assert page["offices"][0]["office"] == "Foreign Minister"
    assert page["n_events"] == len(page["events"])
    assert page["documents"]


def test_search_finds_words_phrases_and_prefixes(desk: TestClient) -> None:
    assert desk.get("/search.json?q=gas+contract").json()["n_hits"] == 6
    assert desk.get('/search.json?q="gas+contract"').json()["n_hits"] < 6
    assert (
        desk.get("/search.json?q=telephon*").json()["n_hits"]
        >= desk.get("/search.json?q=telephone").json()["n_hits"]
        > 0
    )
    assert desk.get("/search.json?q=zeppelin").json()["n_hits"] == 0


def test_search_facets_count_what_the_filters_leave(desk: TestClient) -> None:
    page = desk.get("/search.json?actor=PRT").json()
    assert sum(value["n"] for value in page["facets"]["status"]) == page["n_events"]
    one = page["facets"]["type"][0]
    assert desk.get(f"/search.json?actor=PRT&type={one['value']}").json()["n_events"] == one["n"]


def test_search_pages_do_not_overlap(desk: TestClient) -> None:
    first, second = (desk.get(f"/search.json?page={n}").json()["events"] for n in (1, 2))
    assert not {row["event_id"] for row in first} & {row["event_id"] for row in second}
    days = [row["day"] for row in (*first, *second)]
    assert days == sorted(days, reverse=True)


def test_scenario_in_an_address_runs_and_is_compared_with_another(desk: TestClient) -> None:
    page = desk.get(twin_of(RUN)).json()
    assert 40 < page["result"]["median"] < 80
    assert sum(page["result"]["counts"]) == page["result"]["draws"]
    changed = twin_of(RUN.replace("mode=80", "mode=30")) + "&against=" + quote(page["query"])
    both = desk.get(changed).json()
    assert both["other"] == page["result"]
    assert both["result"]["median"] < both["other"]["median"]


def test_scenario_that_cannot_run_says_what_is_missing(desk: TestClient) -> None:
    page = desk.get("/scenarios.json?issue=gas&name=A&low=&mode=10&high=&salience=&capability=1").json()
    assert page["result"] is None
    assert "salience" in page["problem"]


def test_scenario_draft_takes_positions_but_leaves_judgements_open(desk: TestClient) -> None:
    rows = desk.get("/scenarios.json?from=new+contract").json()["rows"]
    named = [row for row in rows if row["name"]]
    assert {row["name"] for row in named} >= {"Spain", "Beatriz Almada's party"}
    assert all(row["mode"] and not row["salience"] and not row["capability"] for row in named)


def test_about_holds_runs_coverage_and_accuracy(desk: TestClient) -> None:
    page = desk.get("/about.json").json()
    assert page["counts"]["documents"] == 14
    assert sum(month["n_documents"] for month in page["months"]) == 14
    assert sum(n for _, n in page["outlets"]) == 14
    assert page["runs"][0]["n_documents"] == 14
    assert page["accuracy"]


def test_about_and_readme_give_the_same_figures(desk: TestClient) -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    for row in desk.get("/about.json").json()["accuracy"]:
        line = next(line for line in readme.splitlines() if line.startswith(f"| {row['figure']}"))
        assert f"{row['value']:.2f}".lstrip("0") in line
        assert row["person"] is None or f"{row['person']:.2f}".lstrip("0") in line


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere", 404, "there is no such page"),
        ("/articles/d0", 404, "holds no document of that id"),
        ("/actors/XYZ", 404, "knows nobody"),
        ("/relations/PRT/XYZ", 404, "XYZ"),
        ("/issues/zeppelins", 404, "zeppelins"),
        ("/issues/", 404, "issue"),
        ("/search?type=FOO", 400, "expected one of"),
        ("/search?since=yesterday", 400, "expected a day as YYYY-MM-DD"),
        ("/search?page=-1", 400, "expected a whole number"),
        ("/?window=decade", 400, "expected one of last, week, month, all"),
        ("/network?top=999", 400, "from 2 to 60"),
        ("/network?since=2026-02-01&until=2026-01-01", 400, "the earlier day first"),
        ("/relations/PRT/DZA?freq=daily", 400, "expected one of week, month"),
        ("/static/../desk.py", 404, ""),
        ("/static/app.py", 404, "no such file"),
        ("/add/99", 404, "job 99"),
    ],
)
def test_a_wrong_address_ends_in_one_line_and_the_same_error_as_json(
    desk: TestClient, address: str, status: int, words: str
) -> None:
    page = desk.get(address)
    assert page.status_code == status
    assert words in page.text
    assert "Traceback" not in page.text
    if not address.startswith("/static"):
        twin = desk.get(twin_of(address))
        assert twin.status_code == status
        assert set(twin.json()) == {"error"}
        assert words in twin.json()["error"]["message"]


def test_an_empty_ledger_has_all_pages(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "empty"), base_url=BASE) as client:
        for address in (
            "/",
            "/relations",
            "/network",
            "/issues",
            "/outlook",
            "/disputes",
            "/actors",
            "/search",
            "/about",
        ):
            page = client.get(address)
            assert page.status_code == 200, address
        assert "Nothing has been read into it yet" in client.get("/").text


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202eevil\x07"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the path of a ledger in which every field from outside is hostile."""
    path = tmp_path_factory.mktemp("hostile") / "l"
    text = f"{HOSTILE} met Chad. Norway backs {HOSTILE}."
    document = make_document(
        text=text,
        doc_id="d1",
        title=HOSTILE,
        outlet=HOSTILE,
        author=HOSTILE,
        body=(Span(0, len(text)),),
        given_id=HOSTILE,
    )
    entities = (
        Entity(entity_id=f"person:{HOSTILE}", name=HOSTILE, code="NOR", office=HOSTILE, sector="GOV"),
        Entity(entity_id="state:TCD", name=HOSTILE, code="TCD", sector="GOV"),
    )
    said = (Attribution(speaker=f"anonymous: {HOSTILE}", kind=SpeakerKind.ANONYMOUS, span=Span(0, 5)),)
    evidence = make_evidence(
        document, actors=(entities[0].entity_id,), recipients=("state:TCD",), attribution=said, rule=HOSTILE,
        trigger=Span(0, len(HOSTILE)), issue=(HOSTILE,),
    )  # fmt: skip
    record = make_record(
        document=document, entities=entities, mentions=(), events=(make_event(document, evidence=(evidence,)),)
    )
    with open_ledger(path).writer(coder_version="1", started="2021-01-01") as writer:
        writer.add(record)
    return str(path)


def test_everything_from_outside_is_shown_as_text(hostile: str) -> None:
    with TestClient(create_app(Path(hostile)), base_url=BASE) as client:
        for address in (
            "/?window=all", "/articles/d1", "/relations/NOR/TCD", "/network", "/issues", "/outlook", "/actors", "/actors/NOR",
            "/search", "/search?q=%3Cscript%3Ealert(1)%3C/script%3E", "/about", "/actors?q=%22%3E%3Cscript%3E",
            "/scenarios?from=%22%3E%3Cscript%3Ealert(1)", "/outlook?actor=%22%3E%3Cscript%3E",
        ):  # fmt: skip
            text = client.get(address).text
            assert "<script>alert" not in text, address
            assert "<img" not in text, address
            assert "\u202e" not in text, address
            assert "\x07" not in text, address
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get("/articles/d1").text


def test_a_dangerous_web_address_is_no_link(tmp_path: Path) -> None:
    document = make_document(doc_id="d1", url="javascript:alert(1)")
    with open_ledger(tmp_path / "l").writer(coder_version="1", started="2021-01-01") as writer:
        writer.add(make_record(document=document))
    with TestClient(create_app(tmp_path / "l"), base_url=BASE) as client:
        assert "javascript:" not in client.get("/articles/d1").text
