"""The database's own word on disclosures: what rests on no statute rests on a consent that is given, or is refused.

The same person, the same recipient, the same ground, not ended on that day in Finland; and the ground itself in force.
A trigger, set and watched like those of append-only tables (consent.append_only): whoever passes by
`disclosures.disclose` meets it. Source: GDPR Art. 6(1)(a) and 7(1), 621/1999 § 26.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

MESSAGE = "no ground for this disclosure"
NAME = "consent_disclosure_has_ground"
TABLE = "consent_disclosure"
#: What the trigger reads. SQLite cannot rename a table that a trigger of another table names while it is away.
NAMES_TABLES = frozenset({"consent_consent", "consent_legalground", TABLE})

FUNCTION = "polku_disclosure_has_ground"
# Summer time in Finland, by rule since 1996: from the last Sunday of March to that of October, at 01.00 UTC.
_SUMMER = (
    "NEW.at >= datetime(strftime('%Y', NEW.at) || '-03-25', 'weekday 0', '+1 hours')"
    " AND NEW.at < datetime(strftime('%Y', NEW.at) || '-10-25', 'weekday 0', '+1 hours')"
)
_DAY_ON_SQLITE = f"date(NEW.at, CASE WHEN {_SUMMER} THEN '+3 hours' ELSE '+2 hours' END)"
_DAY_ON_POSTGRES = "(NEW.at AT TIME ZONE 'Europe/Helsinki')::date"


def _holds(day: str) -> str:
    """The condition that a new row rests on something that holds on its day."""
    return f"""EXISTS (
  SELECT 1 FROM consent_legalground AS ground
  WHERE ground.id = NEW.ground_id AND ground.valid_from <= {day}
  AND (ground.valid_until IS NULL OR ground.valid_until >= {day})
  AND ((ground.kind = 'statute' AND NOT NEW.by_consent) OR EXISTS (
    SELECT 1 FROM consent_consent AS consent
    WHERE NEW.by_consent AND consent.id = NEW.consent_id AND consent.state = 'given'
    AND consent.subject_id = NEW.subject_id AND consent.recipient_id = NEW.recipient_id
    AND consent.ground_id = NEW.ground_id AND consent.until >= {day}
  ))
)"""  # noqa: S608  (names of our own tables)


POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT {_holds(_DAY_ON_POSTGRES)} THEN RAISE EXCEPTION '{MESSAGE}'; END IF;
  RETURN NEW;
END $$
"""


def trigger(connection: BaseDatabaseWrapper) -> str:
    """What creates the trigger in this database."""
    if connection.vendor == "sqlite":
        return (
            f'CREATE TRIGGER "{NAME}" BEFORE INSERT ON "{TABLE}" WHEN NOT {_holds(_DAY_ON_SQLITE)}'
            f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
    return f'CREATE TRIGGER "{NAME}" BEFORE INSERT ON "{TABLE}" FOR EACH ROW EXECUTE FUNCTION {FUNCTION}()'
