"""Take the pictures of docs/img: the desk over the example dispatches, in a headless Chromium.

python scripts/screenshots.py          writes docs/img/{today,article,relation}.png
Needs the extra [test] and Chromium.
"""

import shutil
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import sync_playwright

from dragoman.desk import create_app
from dragoman.pipeline import add_inputs, examples

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "img"
WIDTH, HEIGHT = 1080, 600
LARGEST = 150_000


def main() -> int:
    """Write the three pictures; return 1 and say why if one is too large or there is no browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("no Chromium on this machine: apt-get install chromium")
        return 1
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        ledger = Path(folder) / "demo.ledger"
        add_inputs([examples()], ledger, started="2026-05-15T00:00:00+00:00")
        base, server = serve(ledger)
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page.goto(f"{base}/?window=all")
        page.screenshot(path=IMAGES / "today.png")
        page.get_by_role("link", name="Portugal calls off Algiers visit").first.click()
        page.locator(".text a.w-event.s-off").first.hover()
        page.screenshot(path=IMAGES / "article.png")
        page.goto(f"{base}/relations/PRT/DZA")
        page.screenshot(path=IMAGES / "relation.png")
        browser.close()
        server.should_exit = True
    heavy = [path.name for path in sorted(IMAGES.glob("*.png")) if path.stat().st_size > LARGEST]
    if heavy:
        print(f"larger than {LARGEST:,} bytes: {', '.join(heavy)}")
    return 1 if heavy else 0


def serve(ledger: Path) -> tuple[str, uvicorn.Server]:
    """Return the address of a desk that runs beside this script, and its server."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(ledger), log_level="warning", access_log=False))
    threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return f"http://127.0.0.1:{listening.getsockname()[1]}", server


if __name__ == "__main__":
    sys.exit(main())
