"""`export_subject` writes what is kept about one person, for people (PDF) and for machines (JSON), and logs it."""

import argparse
import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation

from consent import access_answers, access_log, answer_paper, exports, keyring, languages, references
from consent.access_answers import Answer
from consent.actors import Actor, actor_of
from consent.models import AccessEvent, Account, Role, Subject

BASIS = "request"


class Command(BaseCommand):
    """Whose data: the number of a case file, or the uid of the subject. By: an officer of the same programme.

    The directory must be empty or new. Nothing is left out: look through the entries first, on the page of the request.
    """

    help = __doc__

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("person", help="the number of a case file, or the uid of the subject")
        parser.add_argument("--officer", required=True, help="the officer's work address")
        parser.add_argument("--out", required=True, type=Path, help="an empty or new directory")
        parser.add_argument("--language", default="fi", choices=sorted(languages.CODES))

    def handle(self, *, person: str, officer: str, out: Path, language: str, **options: Any) -> None:
        actor = self._officer(officer)
        subject = self._subject(person, actor)
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise CommandError("The directory is not empty.")
        with translation.override(language):
            answer, papers = self._answer(subject, actor)
            self._write(out, answer, papers)

    def _officer(self, address: str) -> Actor:
        account = Account.objects.filter(email=address, is_staff_member=True).first()
        actor = actor_of(account) if account else None
        if actor is None or not actor.has(Role.OFFICER):
            raise CommandError("No officer has this address.")
        return actor

    def _subject(self, person: str, actor: Actor) -> Subject:
        programmes = frozenset(actor.programmes(Role.OFFICER))
        rows = Subject.objects.filter(programme__in=programmes).select_related("programme__controller")
        try:
            wanted = rows.filter(uid=uuid.UUID(person))
        except ValueError:
            wanted = rows.filter(pk=references.person_of(person, programmes) or 0)
        found: Subject | None = wanted.first()
        if found is None:
            raise CommandError("There is no such person in the officer's programmes.")
        return found

    def _answer(self, subject: Subject, actor: Actor) -> tuple[Answer, list[str]]:
        """What is told, read under a ring of its own and logged as an export before it is read."""
        number = references.numbers_of([subject.pk]).get(subject.pk, "")
        with transaction.atomic():
            access_log.record(
                actor,
                action=AccessEvent.Action.EXPORT,
                page="export_subject",
                purpose="privacy",
                subjects=[subject.uid],
                basis=BASIS,
            )
        with keyring.fresh(), keyring.also(exports.pairs_of(subject)):
            answer = access_answers.compose_for(subject, number=number)
            return answer, answer_paper.papers(answer)

    def _write(self, out: Path, answer: Answer, papers: list[str]) -> None:
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        (out / "answer.json").write_text(access_answers.as_json(answer), encoding="utf-8")
        for place, html in enumerate(papers, 1):
            pdf = answer_paper.printed(html)
            if pdf is None:
                raise CommandError(f"Paper {place} could not be printed; answer.json is whole.")
            (out / f"answer-{place}.pdf").write_bytes(pdf)
        self.stdout.write(f"Written: answer.json and {len(papers)} PDF.")
