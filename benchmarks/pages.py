"""Time and weight of the desk's pages: on the examples, and on a large ledger.

`first` is the first answer of a page after something was committed, `warm` the median of later ones; both are what the
server needs, measured inside the process. `paint` is the first paint in a headless Chromium, where one is installed.
The large ledger is synthetic unless --ledger names one; events of it have no texts to read, so articles are left out.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from ledger import synthetic_tables, write_batch
from starlette.testclient import TestClient

from dragoman.desk import create_app
from dragoman.pipeline import add_inputs, examples
from dragoman.store import open_ledger

BASE = "http://127.0.0.1:8480"
LIMIT_KB, LIMIT_PAINT_MS, LIMIT_WARM_MS = 60, 200, 500
RUN = (
    "/scenarios?issue=gas&zero=none&hundred=signed&name=A&low=20&mode=40&high=70&salience=.9&capability=1"
    "&name=B&low=40&mode=80&high=95&salience=.8&capability=2"
)


def main() -> None:
    """Print the tables, or one object of figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one object of figures")
    parser.add_argument("--events", type=int, default=470_000, help="events of the synthetic ledger; 0 leaves it out")
    parser.add_argument("--ledger", type=Path, help="a large ledger to measure instead")
    parser.add_argument("--repeat", type=int, default=5, help="warm answers of each page")
    options = parser.parse_args()
    figures: dict[str, object] = {"python": platform.python_version(), "load": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "examples"
        add_inputs([examples()], small, started="2026-05-15T00:00:00+00:00")
        figures["examples"] = pages(small, options.repeat)
        figures["paint_ms"] = paints(small, [row["page"] for row in figures["examples"]])
        large = options.ledger
        if large is None and options.events:
            large = Path(folder) / "large"
            make_ledger(large, options.events)
        if large is not None:
            figures["large"] = pages(large, options.repeat)
            figures["large_events"] = options.events if options.ledger is None else None
    print(json.dumps(figures) if options.json else as_text(figures))


def make_ledger(path: Path, n_events: int) -> None:
    """Write a synthetic ledger of that many told events."""
    ledger = open_ledger(path)
    for number, tables in enumerate(synthetic_tables(n_events)):
        write_batch(path, number, tables)
    ledger.compact(retention_hours=0)


def addresses(client: TestClient) -> list[str]:
    """Return an address of each page, about the busiest actors of the ledger."""
    pair = client.get("/relations.json").json()["pairs"][0]
    a, b = pair["a"], pair["b"]
    today = client.get("/today.json?window=month").json()
    found = ["/", "/?window=month", "/relations", f"/relations/{a}/{b}", f"/relations/{a}/{b}?freq=month&span=all"]
    articles = [f"/articles/{row['doc_id']}" for row in today["articles"][:1]]
    articles = [one for one in articles if client.get(f"{one}.json").status_code == 200]
    labels = client.get("/issues.json").json()
    found += [*articles, "/network", "/issues", *(f"/issues/{row['label']}" for row in labels["events"][:1])]
    if today["day"]:
        month = today["day"][:8] + "01"
        found.append(f"/network?since={month}&until={today['day']}")
    found += ["/outlook", "/disputes", "/actors", f"/actors/{a}", "/search", f"/search?actor={a}&status=cancelled"]
    return [*found, "/search?q=capital&order=most+told", "/search?page=20", "/scenarios", RUN, "/add", "/about"]


def pages(ledger: Path, repeat: int) -> list[dict[str, object]]:
    """Return first and warm time in ms and size in kB of each page."""
    with TestClient(create_app(ledger), base_url=BASE) as client:
        asked = addresses(client)
    rows = []
    with TestClient(create_app(ledger), base_url=BASE) as client:
        for address in asked:
            times = []
            for _ in range(repeat + 1):
                begin = time.perf_counter()
                answer = client.get(address)
                times.append(1000 * (time.perf_counter() - begin))
            if answer.status_code not in {200, 404}:
                raise SystemExit(f"{address}: {answer.status_code}")
            kb = round(len(answer.content) / 1000, 1)
            warm = round(statistics.median(times[1:]))
            rows.append({"page": address, "first_ms": round(times[0]), "warm_ms": warm, "kb": kb})
    return rows


def paints(ledger: Path, asked: list[object]) -> dict[str, int]:
    """Return the first paint of each page in ms, the median of five; nothing without Playwright and Chromium."""
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return {}
    if chromium is None:
        return {}
    from subprocess import PIPE, Popen
    from sys import executable

    command = [executable, "-m", "dragoman", "serve", "--port", "0", "--ledger", str(ledger)]
    with Popen(command, stdout=PIPE, text=True) as server, sync_playwright() as running:
        base = server.stdout.readline().split()[1].rstrip("/") if server.stdout else ""
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        found = {}
        for address in asked:
            seen = []
            for _ in range(6):
                page.goto(base + str(address))
                page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
                painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null")
                seen += [painted] if painted is not None else []
            found[str(address)] = round(statistics.median(seen[1:] or seen)) if seen else -1
        browser.close()
        server.terminate()
    return found


def as_text(figures: dict) -> str:
    """Return the figures as tables for people."""
    paint = figures["paint_ms"]
    lines = [f"examples, load {figures['load']}".ljust(52) + "  first ms   warm ms  paint ms        kB"]
    for row in figures["examples"]:
        shown = str(paint.get(row["page"], "")).rjust(10)
        lines.append(f"{row['page'][:52]:52}{row['first_ms']:>10}{row['warm_ms']:>10}{shown}{row['kb']:>10}")
    over = [row["page"] for row in figures["examples"] if row["kb"] > LIMIT_KB]
    late = [page for page, ms in paint.items() if ms > LIMIT_PAINT_MS]
    lines.append(f"heavier than {LIMIT_KB} kB: {', '.join(over) or 'none'}")
    lines.append(f"painted after {LIMIT_PAINT_MS} ms: {', '.join(late) or 'none'}")
    if "large" in figures:
        n = figures["large_events"]
        lines += [
            "",
            (f"{n:,} told events" if n else "the ledger given").ljust(52) + "  first ms   warm ms                  kB",
        ]
        lines += [
            f"{r['page'][:52]:52}{r['first_ms']:>10}{r['warm_ms']:>10}{'':10}{r['kb']:>10}" for r in figures["large"]
        ]
        slow = [row["page"] for row in figures["large"] if row["warm_ms"] >= LIMIT_WARM_MS]
        lines.append(f"{LIMIT_WARM_MS} ms or more when warm: {', '.join(slow) or 'none'}")
    return "\n".join([*lines, f"Python {figures['python']}"])


if __name__ == "__main__":
    main()
