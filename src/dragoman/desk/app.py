"""The web app: addresses, and the one way from a request to a page or its JSON twin."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from dragoman.desk import links
from dragoman.desk.about import about_page
from dragoman.desk.actors import actor_page, actors_page
from dragoman.desk.alerts import alert_page, mark_shown, save_search
from dragoman.desk.article import article_page
from dragoman.desk.disputes import disputes_page
from dragoman.desk.feeds import add_page
from dragoman.desk.issues import issue_page, issues_page
from dragoman.desk.jobs import Jobs
from dragoman.desk.network import network_page
from dragoman.desk.outlook import outlook_page
from dragoman.desk.query import FILTERS, asked
from dragoman.desk.relation import relation_page, relations_page
from dragoman.desk.render import html, json_twin
from dragoman.desk.review import review_page
from dragoman.desk.scenarios import scenario_page
from dragoman.desk.search import Searcher, search_page
from dragoman.desk.security import COOKIE, MAX_UPLOAD_BYTES, Gate, Guard, browser_of, check_form, new_browser
from dragoman.desk.source import Source
from dragoman.desk.today import today_page
from dragoman.errors import ConfigError, DragomanError, NotFoundError, ScenarioError
from dragoman.linking import correct_record
from dragoman.store import open_ledger
from dragoman.store.alerts import remove_alert
from dragoman.store.corrections import Change

log = logging.getLogger(__name__)

SEEN_COOKIE: Final = "dragoman_seen"
"""Holds the number of the commit up to which this browser marked all as read."""
AUTHOR_COOKIE: Final = "dragoman_author"
A_YEAR_S: Final = 31_536_000
STATIC: Final = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
"""The files that pages load, with their types; nothing else of the package can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the pages share: the ledger, its search index, the jobs, and who is let in."""

    source: Source
    searcher: Searcher
    jobs: Jobs
    guard: Guard


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPage:
    """What went wrong.

    Attributes:
        status: HTTP status.
        message: One line for people.
    """

    status: int
    message: str


def create_app(ledger: Path, *, guard: Guard | None = None) -> Starlette:
    """Return the web app over a ledger.

    Args:
        ledger: Its folder; made if it is not there.
        guard: Who is let in; by default whoever calls it by a local name.

    Raises:
        LedgerError: If the folder is something else.
    """
    desk = Desk(source=Source(ledger), searcher=Searcher(ledger), jobs=Jobs(ledger), guard=guard or Guard())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(desk.jobs.close)
        desk.searcher.close()

    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Gate, guard=desk.guard)],
        exception_handlers={HTTPException: _http_error, DragomanError: _own_error},
        lifespan=lifespan,
    )
    app.state.desk = desk
    return app


def _routes() -> list[Route]:
    pages: dict[str, tuple[str, Callable[[Desk, Request], object]]] = {
        "/": ("today.html", _today),
        "/articles/{doc_id}": (
            "article.html",
            lambda d, r: article_page(d.source.snapshot().view, r.path_params["doc_id"]),
        ),
        "/relations": ("relations.html", lambda d, r: relations_page(d.source.snapshot(), r.query_params)),
        "/relations/{a}/{b}": ("relation.html", _relation),
        "/network": ("network.html", lambda d, r: network_page(d.source.snapshot(), r.query_params)),
        "/issues": ("issues.html", lambda d, _: issues_page(d.source.snapshot())),
        "/issues/{label:path}": ("issue.html", _issue),
        "/outlook": ("outlook.html", lambda d, r: outlook_page(d.source.snapshot(), r.query_params)),
        "/disputes": ("disputes.html", lambda d, r: disputes_page(d.source.snapshot(), r.query_params)),
        "/actors": ("actors.html", lambda d, r: actors_page(d.source.snapshot(), r.query_params)),
        "/actors/{key}": (
            "actor.html",
            lambda d, r: actor_page(d.source.snapshot(), r.path_params["key"], r.query_params),
        ),
        "/search": ("search.html", lambda d, r: search_page(d.source.snapshot(), d.searcher, r.query_params)),
        "/alerts": ("alert.html", lambda d, r: alert_page(d.source.snapshot(), r.query_params)),
        "/scenarios": ("scenarios.html", lambda d, r: scenario_page(d.source.snapshot(), r.query_params.multi_items())),
        "/review": ("review.html", lambda d, r: review_page(d.source.snapshot(), r.query_params)),
        "/add": ("add.html", lambda d, _: add_page(d.source.path, d.jobs)),
        "/add/{number:int}": ("job.html", lambda d, r: d.jobs.get(r.path_params["number"])),
        "/about": ("about.html", lambda d, _: about_page(d.source.snapshot(), name=d.source.path.resolve().name)),
    }
    routes = [Route("/static/{name}", _static), Route("/today.json", _endpoint("", _today, as_json=True))]
    for path, (template, build) in pages.items():
        if path != "/":
            routes.append(Route(f"{path}.json", _endpoint(template, build, as_json=True)))
        routes.append(Route(path, _endpoint(template, build)))
    routes += [
        Route("/read", _mark_read, methods=["POST"]),
        Route("/add/text", _add_text, methods=["POST"]),
        Route("/add/file", _add_file, methods=["POST"]),
        Route("/add/address", _add_address, methods=["POST"]),
        Route("/add/feed", _add_feed, methods=["POST"]),
        Route("/add/poll", _poll_feeds, methods=["POST"]),
        Route("/add/forget", _forget_feed, methods=["POST"]),
        Route("/review", _decide, methods=["POST"]),
        Route("/alerts/add", _add_alert, methods=["POST"]),
        Route("/alerts/seen", _mark_seen, methods=["POST"]),
        Route("/alerts/remove", _remove_alert, methods=["POST"]),
    ]
    return routes


def _today(desk: Desk, request: Request) -> object:
    given = request.cookies.get(SEEN_COOKIE, "")
    seen = int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else None
    return today_page(desk.source.snapshot(), request.query_params, seen=seen)


def _relation(desk: Desk, request: Request) -> object:
    a, b = (request.path_params[side].upper() for side in ("a", "b"))
    return relation_page(desk.source.snapshot(), a, b, request.query_params)


def _issue(desk: Desk, request: Request) -> object:
    return issue_page(desk.source.snapshot(), request.path_params["label"], request.query_params)


def _endpoint(
    template: str, build: Callable[[Desk, Request], object], *, as_json: bool = False
) -> Callable[[Request], Response]:
    """Return the endpoint of a page, or of its JSON twin; Starlette runs it in a thread."""

    def answer(request: Request) -> Response:
        desk: Desk = request.app.state.desk
        if request.url.path.startswith("/add"):
            page = build(desk, request)
        else:
            path = request.url.path.removesuffix(".json") if as_json else request.url.path
            indexed = desk.searcher.n_indexed if request.query_params.get("q") else 0
            key = (path, str(request.query_params), request.cookies.get(SEEN_COOKIE), indexed)
            page = desk.source.snapshot().kept(key, lambda: build(desk, request))
        if as_json:
            return Response(json_twin(page), media_type="application/json")
        return _html(request, template, page)

    return answer


def _html(request: Request, template: str, page: object, *, status: int = 200) -> Response:
    desk: Desk = request.app.state.desk
    browser = browser_of(request)
    name = browser or new_browser()
    text = html(
        template,
        page=page,
        path=request.url.path,
        query=dict(request.query_params),
        twin=links.twin(request.url.path, dict(request.query_params)) if status == 200 else "",
        form_token=desk.guard.form_token(name),
        ledger=desk.source.path.resolve().name,
        author=unquote(request.cookies.get(AUTHOR_COOKIE, "")),
    )
    answer = HTMLResponse(text, status_code=status)
    if browser is None:
        answer.set_cookie(COOKIE, name, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return answer


def _static(request: Request) -> Response:
    """Return one of the files that pages load; a name that is not listed reaches no file."""
    name = request.path_params["name"]
    if name not in STATIC:
        raise HTTPException(404, "there is no such file")
    content = (files("dragoman.desk") / "static" / name).read_bytes()
    return Response(content, media_type=STATIC[name], headers={"Cache-Control": "no-cache"})


@dataclass(frozen=True, slots=True)
class _Form:
    """The fields of a form, and the name and content of its file; "" and nothing where there is none."""

    fields: dict[str, str]
    file_name: str
    content: bytes


async def _checked_form(request: Request) -> _Form:
    """Return a form that carries the token of its browser; raises 403 for any other."""
    async with request.form(max_files=1, max_fields=20, max_part_size=MAX_UPLOAD_BYTES) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
        if not check_form(request.app.state.desk.guard, request, fields.get("form_token", "")):
            raise HTTPException(403, "the form is out of date: open the page again and repeat")
        file = form.get("file")
        if isinstance(file, UploadFile):
            return _Form(fields, file.filename or "", await file.read())
        return _Form(fields, "", b"")


async def _mark_read(request: Request) -> Response:
    seq = (await _checked_form(request)).fields.get("seq", "")
    if not (seq.isascii() and seq.isdecimal() and len(seq) < 16):
        raise HTTPException(400, "seq: expected the number of a commit")
    answer = RedirectResponse("/", status_code=303)
    answer.set_cookie(SEEN_COOKIE, seq, max_age=A_YEAR_S, httponly=True, samesite="strict")
    return answer


async def _add_text(request: Request) -> Response:
    fields = (await _checked_form(request)).fields
    given = {name: fields.get(name, "") for name in ("text", "title", "outlet", "published")}
    if not given["text"].strip():
        raise HTTPException(400, "text: expected some words to read")
    desk: Desk = request.app.state.desk
    number = desk.jobs.add_text(given.pop("text"), **given)
    return RedirectResponse(f"/add/{number}", status_code=303)


async def _add_file(request: Request) -> Response:
    form = await _checked_form(request)
    if not form.file_name:
        raise HTTPException(400, "file: expected a file to read")
    desk: Desk = request.app.state.desk
    number = desk.jobs.add_file(form.file_name, form.content)
    return RedirectResponse(f"/add/{number}", status_code=303)


async def _add_address(request: Request) -> Response:
    given = (await _checked_form(request)).fields.get("address", "")
    desk: Desk = request.app.state.desk
    return RedirectResponse(f"/add/{desk.jobs.add_address(given)}", status_code=303)


async def _add_feed(request: Request) -> Response:
    given = (await _checked_form(request)).fields.get("feed", "")
    desk: Desk = request.app.state.desk
    return RedirectResponse(f"/add/{desk.jobs.add_feed(given)}", status_code=303)


async def _poll_feeds(request: Request) -> Response:
    await _checked_form(request)
    desk: Desk = request.app.state.desk
    return RedirectResponse(f"/add/{desk.jobs.poll_feeds()}", status_code=303)


async def _forget_feed(request: Request) -> Response:
    given = (await _checked_form(request)).fields.get("feed", "")
    desk: Desk = request.app.state.desk
    await run_in_threadpool(lambda: desk.jobs.forget_feed(given))
    return RedirectResponse("/add", status_code=303)


async def _decide(request: Request) -> Response:
    fields = (await _checked_form(request)).fields
    desk: Desk = request.app.state.desk
    author = fields.get("author", "").strip()
    if fields.get("verdict") == "fix":
        change = Change(field=fields.get("field", ""), value=fields.get("value", "").strip())
    else:
        change = Change(verdict=fields.get("verdict", ""))
    at = _now()
    record_id, reason = fields.get("record", ""), fields.get("reason", "")
    await run_in_threadpool(
        lambda: correct_record(desk.source.path, record_id, change, author=author, at=at, reason=reason, relink=False)
    )
    desk.jobs.join_anew()
    back = fields.get("back", "")
    answer = RedirectResponse(f"/review{back if back.startswith('?') else ''}", status_code=303)
    answer.set_cookie(AUTHOR_COOKIE, quote(author), max_age=A_YEAR_S, httponly=True, samesite="strict")
    return answer


async def _add_alert(request: Request) -> Response:
    fields = (await _checked_form(request)).fields
    desk: Desk = request.app.state.desk
    await run_in_threadpool(lambda: save_search(desk.source.path, fields.get("name", "").strip(), fields, at=_now()))
    return RedirectResponse(links.page("/search", **asked(fields, tuple(FILTERS))), status_code=303)


async def _mark_seen(request: Request) -> Response:
    fields = (await _checked_form(request)).fields
    name, state = fields.get("name", ""), fields.get("state", "")
    desk: Desk = request.app.state.desk
    await run_in_threadpool(lambda: mark_shown(desk.source.path, name, state, at=_now()))
    return RedirectResponse("/search", status_code=303)


async def _remove_alert(request: Request) -> Response:
    name = (await _checked_form(request)).fields.get("name", "")
    desk: Desk = request.app.state.desk
    ledger = open_ledger(desk.source.path)
    await run_in_threadpool(lambda: remove_alert(ledger, name, at=_now()))
    return RedirectResponse("/search", status_code=303)


def _now() -> str:
    return datetime.now(tz=UTC).isoformat(timespec="seconds")


def _own_error(request: Request, err: Exception) -> Response:
    if isinstance(err, NotFoundError):
        status = 404
    elif isinstance(err, ConfigError | ScenarioError):
        status = 400
    else:
        status = 500
        log.error("%s: %s", request.url.path, err)
    return _error(request, status, str(err))


def _http_error(request: Request, err: Exception) -> Response:
    status, detail = (err.status_code, str(err.detail)) if isinstance(err, HTTPException) else (500, "")
    return _error(request, status, "there is no such page" if detail == "Not Found" else detail)


def _error(request: Request, status: int, message: str) -> Response:
    page = ErrorPage(status=status, message=message)
    if request.url.path.endswith(".json"):
        return Response(json_twin({"error": page}), status_code=status, media_type="application/json")
    return _html(request, "error.html", page, status=status)
