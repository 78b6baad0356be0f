"""How the rows of the ground floor are told to the person."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consent import models
from consent.exports import Field, Told
from consent.holders import export

ASKED = _("Your requests")
GIVEN = _("Notices and permissions")
KEPT = _("How long the data is kept")

export(
    models.NoticeGiven,
    Told(
        kind="notice_given",
        section=GIVEN,
        order=60,
        day="given_at",
        fields=(
            Field("given_at", pgettext_lazy("export", "Notice given")),
            Field("notice.number", pgettext_lazy("export", "Version of the notice")),
            Field("channel", pgettext_lazy("export", "How it was said")),
            Field("given_by", pgettext_lazy("export", "By")),
        ),
    ),
)
export(
    models.Consent,
    Told(
        kind="consent",
        section=GIVEN,
        order=61,
        day="answered_at",
        fields=(
            Field("question.title", pgettext_lazy("export", "Question")),
            Field("state", pgettext_lazy("export", "Answer")),
            Field("recipient.name", pgettext_lazy("export", "Recipient")),
            Field("answered_at", pgettext_lazy("export", "Answered")),
            Field("until", pgettext_lazy("export", "In force until")),
            Field("withdrawn_at", pgettext_lazy("export", "Taken back")),
            Field("channel", pgettext_lazy("export", "How it was said")),
            Field("language", pgettext_lazy("export", "Language")),
            Field("interpreter", pgettext_lazy("export", "Interpreter")),
            Field("heard_by", pgettext_lazy("export", "Heard by")),
            Field("mistake", pgettext_lazy("export", "Entered in error because")),
            Field("mistake_words", pgettext_lazy("export", "In words")),
        ),
    ),
)
export(
    models.ConsentPaper,
    Told(
        kind="consent_paper",
        section=GIVEN,
        order=62,
        day="made_at",
        fields=(
            Field("number", pgettext_lazy("export", "Number")),
            Field("made_at", pgettext_lazy("export", "Form printed")),
            Field("scanned_at", pgettext_lazy("export", "Signed form kept")),
        ),
        left_out={"scan": "the person's own signed form, handed out as a file"},
    ),
)
export(
    models.ConsentReceipt,
    Told(
        kind="receipt",
        section=GIVEN,
        order=63,
        day="at",
        fields=(
            Field("at", pgettext_lazy("export", "Receipt made")),
            Field("digest", pgettext_lazy("export", "Digest (SHA-256)")),
        ),
        left_out={"document": "the receipt itself, which the person has and finds on the own pages"},
    ),
)
export(
    models.Disclosure,
    Told(
        kind="disclosure",
        section=_("What was told to others"),
        order=70,
        purpose="referral",
        day="at",
        fields=(
            Field("at", pgettext_lazy("export", "Time")),
            Field("recipient.name", pgettext_lazy("export", "Recipient")),
            Field("channel", pgettext_lazy("export", "How it was said")),
            Field("by", pgettext_lazy("export", "By")),
            Field("told", pgettext_lazy("export", "What was said")),
        ),
    ),
)
export(
    models.DataRequest,
    Told(
        kind="request",
        section=ASKED,
        order=80,
        purpose="privacy",
        day="received_on",
        fields=(
            Field("received_on", pgettext_lazy("export", "Received")),
            Field("kind", pgettext_lazy("export", "What was asked")),
            Field("words", pgettext_lazy("export", "In your own words"), given=True),
            Field("state", pgettext_lazy("export", "State")),
            Field("due_on", pgettext_lazy("export", "Last day of the answer")),
            Field("extension_reason", pgettext_lazy("export", "Why it took longer")),
            Field("decision", pgettext_lazy("export", "Decision")),
            Field("answer", pgettext_lazy("export", "Answer")),
            Field("answered_at", pgettext_lazy("export", "Answered")),
        ),
    ),
)
export(
    models.Restriction,
    Told(
        kind="restriction",
        section=ASKED,
        order=81,
        purpose="privacy",
        day="placed_at",
        fields=(
            Field("placed_at", pgettext_lazy("export", "Use restricted")),
            Field("why", pgettext_lazy("export", "Why")),
            Field("reason", pgettext_lazy("export", "Reason")),
            Field("told_at", pgettext_lazy("export", "Told before it ended")),
            Field("lifted_at", pgettext_lazy("export", "Restriction ended")),
        ),
    ),
)
export(
    models.RecipientNotice,
    Told(
        kind="recipient_notice",
        section=ASKED,
        order=82,
        purpose="privacy",
        day="made_at",
        fields=(
            Field("recipient.name", pgettext_lazy("export", "Recipient")),
            Field("why", pgettext_lazy("export", "Why")),
            Field("state", pgettext_lazy("export", "State")),
            Field("settled_at", pgettext_lazy("export", "Told")),
        ),
    ),
)
export(
    models.Statement,
    Told(
        kind="statement",
        section=_("Your statements"),
        order=30,
        day="written_at",
        fields=(
            Field("written_at", pgettext_lazy("export", "Written")),
            Field("text", pgettext_lazy("export", "In your own words"), given=True),
            Field("written_by", pgettext_lazy("export", "By")),
        ),
    ),
)
export(
    models.RetentionDate,
    Told(
        kind="retention",
        section=KEPT,
        order=90,
        purpose="privacy",
        fields=(
            Field("retention_class.name", pgettext_lazy("export", "Kept as")),
            Field("last_day", pgettext_lazy("export", "Last day")),
        ),
    ),
)
export(
    models.RetentionHold,
    Told(
        kind="hold",
        section=KEPT,
        order=91,
        purpose="privacy",
        day="placed_at",
        fields=(
            Field("why", pgettext_lazy("export", "Kept longer because of")),
            Field("reason", pgettext_lazy("export", "Reason")),
            Field("placed_at", pgettext_lazy("export", "From")),
            Field("lifted_at", pgettext_lazy("export", "Until")),
        ),
    ),
)
export(
    models.Disposal,
    Told(
        kind="disposal",
        section=KEPT,
        order=92,
        purpose="privacy",
        day="proposed_at",
        fields=(
            Field("kind", pgettext_lazy("export", "What is erased")),
            Field("why", pgettext_lazy("export", "Why")),
            Field("state", pgettext_lazy("export", "State")),
            Field("done_at", pgettext_lazy("export", "Erased")),
        ),
    ),
)
export(
    models.AccessEvent,
    Told(
        kind="use",
        section=_("Who has used your data"),
        order=99,
        purpose="log",
        day="at",
        apart=True,
        fields=(Field("at", pgettext_lazy("export", "Time")), Field("reason", pgettext_lazy("export", "Reason"))),
    ),
)

#: Models with rows about a person that are not told, each with why.
export(
    models.Redaction,
    Told(
        kind="redaction",
        section=KEPT,
        order=92,
        purpose="privacy",
        fields=(
            Field("disposal.proposed_at", pgettext_lazy("export", "Time")),
            Field("reason", pgettext_lazy("export", "Reason")),
        ),
    ),
)

NOT_TOLD = {
    models.Subject: "an id and the key of the person; what it stands for is told by the other rows",
    models.Account: "a random name that says nothing about the person, and when the own pages were opened",
    models.AccessEventSubject: "told with the events of the log",
}
