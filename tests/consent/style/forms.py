"""The form of the style page: one field of every kind."""

from django import forms

KINDS = [("meeting", "Tapaaminen"), ("phone", "Puhelu"), ("message", "Viesti"), ("home", "Kotikäynti")]
THEMES = [("work", "Työ ja koulutus"), ("language", "Kieli"), ("life", "Arki"), ("money", "Raha-asiat")]
ANSWERS = [("yes", "Otamme vastaan"), ("ask", "Tarvitsemme lisätietoa"), ("no", "Emme ota vastaan")]


class StyleForm(forms.Form):
    """Every kind of widget that the pages use."""

    day = forms.CharField(label="Päivä", help_text="Esimerkiksi ti 24.11. tai tänään.")
    kind = forms.ChoiceField(label="Miten tavattiin?", choices=KINDS, widget=forms.RadioSelect)
    narrative = forms.CharField(
        label="Mitä käsiteltiin?",
        help_text="Kirjaa vain, miten asia vaikuttaa arkeen tai työhön.",
        widget=forms.Textarea,
    )
    themes = forms.MultipleChoiceField(
        label="Aiheet", choices=THEMES, widget=forms.CheckboxSelectMultiple, required=False
    )
    answer = forms.ChoiceField(label="Mitä vastaatte?", choices=ANSWERS, widget=forms.RadioSelect, required=False)
    owner = forms.ChoiceField(label="Kuka", choices=KINDS[:2])
    read = forms.BooleanField(label="Luimme tekstin yhdessä", required=False)
    goal = forms.CharField(label="Mikä jää voimaan?", required=False)
