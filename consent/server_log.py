"""The server's own log carries no personal data: no values of statements, no locals of tracebacks, no keys of links."""

import logging
import re

SECRET_PATHS = re.compile(r"(/r/|/reset/key/)[^\s/]+")


class NothingPersonal(logging.Filter):
    """Drops statements with their parameters, requests, query strings, tracebacks, and the secret part of links."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage().partition("?")[0]
        if hasattr(record, "sql"):  # Django writes the values into the statement
            message = "statement"
        if record.exc_info:
            kind = record.exc_info[0]
            message = f"{message} [{kind.__name__ if kind else 'error'}]"
        record.msg, record.args = SECRET_PATHS.sub(r"\1…", message), ()
        record.exc_info = record.exc_text = record.stack_info = None
        for name in ("params", "sql", "request"):
            if hasattr(record, name):
                setattr(record, name, None)
        return True
