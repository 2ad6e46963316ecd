"""A service that never answers does not keep the program from ending."""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sys
from datetime import UTC, datetime
from monitor.delivery.channels import Channels
from monitor.delivery.message import Message
from monitor.domain.alert import Channel, Delivery, Policy, Severity
from monitor.secret import Secret

now = datetime(2026, 1, 1, tzinfo=UTC)
policy = Policy(
    channels=(Channel(id="x", address=Secret(sys.argv[1])),), allow_private=("127.0.0.0/8",)
)
message = Message(alerts=("a1",), severity=Severity.INFO, headline="Hello", commands=("x",))
delivery = Delivery(id="d1", alert="a1", channel="x", not_before=now, created=now)
print(Channels(policy, print, send_seconds=0.5).send("x", "", message, delivery).receipt.value)
"""


def test_the_program_ends_while_a_receiver_still_holds_the_line(receiver: Any) -> None:
    def hold(_: Any) -> None:
        time.sleep(100)

    receiver.behave = hold
    for scheme in ("form", "json", "gotify"):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, f"{scheme}://127.0.0.1:{receiver.port}/token12345"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=14,  # less than any read timeout: a thread that is waited for fails the test
            check=False,
        )
        assert (done.returncode, done.stdout.strip()) == (0, "ambiguous"), done.stderr
