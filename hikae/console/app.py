"""The pages of the console and what they show. Server-rendered; nothing comes from outside."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import parse_qs

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.middleware.trustedhost import TrustedHostMiddleware

from archive.errors import ArchiveError
from hikae.cli.terminal import local
from hikae.console.status import status
from hikae.filing import preview
from hikae.finding import content_of, find, found_document
from hikae.i18n import _, speak, spoken
from hikae.office import Office
from hikae.sentences import (
    event_word,
    form_name,
    mail_word,
    outcome_word,
    stage_word,
    state_word,
    whose_word,
    why_differs,
    why_held,
    why_left_alone,
    why_unreadable,
)
from ledger.book import Book
from ledger.documents import Documents
from ledger.errors import BadApplicationIdError, LedgerError, NotInLedgerError, NotOnRecordError
from ledger.ids import ApplicationId
from ledger.records import EntryRecord

_HERE = Path(__file__).parent
_LONGEST_QUERY = 1000
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def make_app(office: Office, host: str) -> FastAPI:
    """Build the console of an office."""
    app = FastAPI(title="Hikae", docs_url=None, redoc_url=None, openapi_url=None)
    # A page of another site must not reach us through a name that points to this machine.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", host])
    app.mount("/static", StaticFiles(directory=_HERE / "static"))
    templates = _templates()

    @app.middleware("http")
    async def _every_answer(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        speak(office.settings.language)
        response = await call_next(request)
        response.headers.update(_HEADERS)
        return response

    @app.get("/", response_class=HTMLResponse)
    def _status_page(request: Request) -> Response:
        return templates.TemplateResponse(request, "status.html", {"status": status(office)})

    @app.get("/now", response_class=HTMLResponse)
    def _now(request: Request) -> Response:
        return templates.TemplateResponse(request, "now.html", {"status": status(office)})

    @app.post("/find", response_class=HTMLResponse)
    async def _find_page(request: Request) -> Response:
        # By POST: an application ID in an address would stay in histories and logs.
        typed = parse_qs((await request.body())[:_LONGEST_QUERY].decode("utf-8", "replace"))
        return templates.TemplateResponse(
            request, "found.html", _found(office, "".join(typed.get("application_id", [])))
        )

    @app.get("/documents/{document_id}.pdf")
    def _document(document_id: str) -> Response:
        return _pdf(office, document_id)

    @app.get("/held/{document_id}.pdf")
    def _held(document_id: str) -> Response:
        return _held_pages(office, document_id)

    @app.get("/health")
    def _health() -> Response:
        with office.read() as session:
            Documents(session).waiting_for_a_person()
        return JSONResponse({"status": "ok"})

    @app.exception_handler(LedgerError)
    @app.exception_handler(ArchiveError)
    async def _trouble(request: Request, error: Exception) -> Response:
        from hikae.cli.errors import explanation

        _code, sentence = explanation(error)
        return templates.TemplateResponse(
            request, "trouble.html", {"sentence": sentence}, status_code=503
        )

    return app


def _templates() -> Jinja2Templates:
    templates = Jinja2Templates(directory=_HERE / "templates")
    templates.env.globals.update(_=_, spoken=spoken)
    templates.env.filters.update(
        local=local,
        form=form_name,
        outcome=outcome_word,
        state=state_word,
        why_held=why_held,
        why_unreadable=why_unreadable,
        stage=stage_word,
        whose=whose_word,
        mail=mail_word,
        event=event_word,
        why_differs=why_differs,
        why_left_alone=why_left_alone,
    )
    return templates


def _found(office: Office, typed: str) -> dict[str, object]:
    try:
        application_id = ApplicationId.parse(typed)
    except BadApplicationIdError:
        return {"typed": typed, "problem": _("An application ID has 23 digits.")}
    return {
        "typed": typed,
        "entry": _entry(office, application_id),
        "documents": find(office, application_id),
    }


def _entry(office: Office, application_id: ApplicationId) -> EntryRecord | None:
    with office.read() as session:
        try:
            return Book(session).entry(application_id)
        except NotInLedgerError:
            return None


def _held_pages(office: Office, document_id: str) -> Response:
    """Show what a person must decide about; papers with PINs are not shown here."""
    try:
        pdf = preview(office, document_id)
    except NotOnRecordError:
        pdf = None
    if pdf is None:
        return Response(status_code=404)
    headers = {"Content-Disposition": f'inline; filename="held-{document_id[:12]}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _pdf(office: Office, document_id: str) -> Response:
    """Give one filed document: its own pages, never the batch they came in."""
    try:
        with office.read() as session:
            document = Documents(session).get(document_id)
    except NotOnRecordError:
        return Response(status_code=404)
    found = found_document(document)
    if found is None:
        return Response(status_code=404)
    return Response(
        content_of(office, found),
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{found.file_name}"'},
    )
