"""Numbers of case files and referrals: a series per letter and year, without gaps or repeats."""

from django.db import transaction

from casework.models import NumberSeries

CASE, REFERRAL = "P", "L"


@transaction.atomic
def following(code: str, year: int) -> str:
    """The next number, like "P-2026-0147"; the row lock decides between two at once."""
    NumberSeries.objects.get_or_create(code=code, year=year)
    series = NumberSeries.objects.select_for_update().get(code=code, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{code}-{year}-{series.last:04d}"
