"""One structured line for each event, with no secret in it and no line break from outside."""

import logging
import sys
import time
from collections.abc import Iterable
from typing import Any

from monitor.domain.text import clean

LOGGER = logging.getLogger("monitor")


def event(name: str, *, level: int = logging.INFO, **fields: Any) -> None:
    """Log one event as `name key=value …`; a field that is None is left out."""
    shown = [f"{key}={_value(value)}" for key, value in fields.items() if value is not None]
    LOGGER.log(level, " ".join([name, *shown]))


def failure(name: str, error: BaseException, **fields: Any) -> None:
    """Log an unexpected error in one line: its kind, its words and where it arose."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else None
    event(
        name,
        level=logging.ERROR,
        error=type(error).__name__,
        says=str(error),
        at=place,
        **fields,
    )


def set_up(secrets: Iterable[str], *, verbose: bool = False) -> None:
    """Send the monitor's lines, and warnings of libraries, to standard error, redacted."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    handler.addFilter(Redaction(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.DEBUG if verbose else logging.INFO)
    for noisy in ("apprise", "apscheduler", "aiohttp"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


class Redaction(logging.Filter):
    """Replaces every known secret in a record by `***`, the longest first."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = sorted({s for s in secrets if len(s) >= 4}, key=len, reverse=True)

    def filter(self, record: logging.LogRecord) -> bool:
        """Always let the record pass, redacted and without its traceback."""
        record.msg, record.args = self.redact(record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            record.msg += f" error={_value(self.redact(repr(record.exc_info[1])))}"
        record.exc_info = record.exc_text = None
        return True

    def redact(self, text: str) -> str:
        """The text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text


class _Lines(logging.Formatter):
    converter = staticmethod(time.gmtime)

    def __init__(self) -> None:
        super().__init__("%(asctime)sZ %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


def _value(value: Any) -> str:
    text = clean(str(value))
    return text if text and not set(text) & set(' "=') else '"' + text.replace('"', "'") + '"'
