"""The shape of a service's details."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.models import Organisation
from pathways.models import Service


class ServiceForm(forms.Form):
    """What a service is, for whom, and how to get there."""

    name = forms.CharField(label=_("Name of the service"), max_length=120)
    organisation = forms.ModelChoiceField(label=_("Organiser"), queryset=Organisation.objects.none())
    kind = forms.ChoiceField(label=_("Kind of service"), choices=Service.Kind.choices)
    for_whom = forms.CharField(
        label=_("For whom"),
        help_text=_("In one or two sentences, as you would tell it to a participant."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description = forms.CharField(
        label=_("What is done there"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    languages = forms.CharField(label=_("Languages"), max_length=60, required=False)
    contact = forms.CharField(
        label=_("Making contact"),
        help_text=_("Phone number, opening hours or a person."),
        max_length=120,
        required=False,
    )
    active = forms.BooleanField(label=_("The service can be offered"), required=False, initial=True)

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = Organisation.objects.filter(active=True).order_by("name", "pk")


SERVICE_FIELDS = ("name", "organisation", "kind", "for_whom", "description", "place", "languages", "contact", "active")
