"""Whether the house stands, for whoever runs it: no personal data, no details for strangers."""

from django.http import HttpRequest, HttpResponse

from consent import readiness
from consent.door import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Keys, triggers and both databases are there; otherwise 503 with one sentence per fault."""
    faults = readiness.faults()
    text = "\n".join(faults) if faults else "ok"
    return HttpResponse(f"{text}\n", status=503 if faults else 200, content_type="text/plain")
