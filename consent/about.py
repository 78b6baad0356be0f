"""Two pages for everybody: what this is and is not, and the accessibility statement (306/2019, 3 luku)."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from consent.door import public


@public
def about(request: HttpRequest) -> HttpResponse:
    """What Polku is, and that it is no Kanta-certified client information system."""
    return TemplateResponse(request, "consent/open/about.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """What is promised, what is not known, where to say that something does not work; answered in 14 days."""
    return TemplateResponse(request, "consent/open/accessibility.html")
