"""The server's own log carries no personal data: statements lose their values, tracebacks their locals."""

import logging


class NothingPersonal(logging.Filter):
    """Drops the parameters of SQL, request bodies and query strings from records."""

    def filter(self, record: logging.LogRecord) -> bool:
        for name in ("params", "sql", "request"):
            if hasattr(record, name):
                setattr(record, name, None)
        if record.exc_info:
            kind = record.exc_info[0]
            record.exc_text = None
            record.exc_info = None
            record.msg = f"{record.getMessage().partition('?')[0]} [{kind.__name__ if kind else 'error'}]"
            record.args = ()
        elif record.args:
            record.msg, record.args = record.getMessage().partition("?")[0], ()
        return True
