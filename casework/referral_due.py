"""What time does to referrals: reminded of, ended without an answer, ended with their ground. For `run_due`."""

from casework import permissions, referral_moves
from consent import due
from consent.periods import today


def register() -> None:
    """Add the jobs; called once, when the app is loaded."""
    due.add("referrals reminded of", lambda: referral_moves.remind_unanswered(today()))
    due.add("referrals ended without an answer", lambda: referral_moves.expire_unanswered(today()))
    due.add("referrals ended with their ground", lambda: permissions.end_lapsed(today()))
