"""How many items a second the reader reads, at 50 and at 5,000 declared commitments.

    python -m benchmarks.reading [ITEMS]

Commitments and items are made up from a fixed seed; one item in four speaks of a declared subject,
the others are ordinary news. Prints items per second and core, and how the cost of an item grows.
"""

import random
import sys
import time
from datetime import UTC, date, datetime

from monitor.domain.calendar import Due
from monitor.domain.commitment import Commitment, Kind, Party, Register, Watch
from monitor.domain.evidence import Item
from monitor.reading.reader import RuleReader

_SYLLABLES = (
    "ba", "ko", "ri", "ten", "dal", "mor", "vin", "sel", "tar", "pol", "gre", "nam", "lis", "fen",
    "duk", "hal", "wes", "jor", "kin", "ost",
)  # fmt: skip
_ACTS = ("buys", "releases", "cuts", "closes", "publishes", "withdraws", "delivers", "builds")
_NEWS = (
    "{a} agreed to talks on {x} with {b}", "{a} has failed to deliver {x} to {b}",
    "{a} resumed exports of {x}, officials said",
    "Critics accuse {a} of breaking its pledge on {x}",
    "{a} could miss its target for {x}, analysts warn", "{a} said it will extend the deal on {x}",
)  # fmt: skip
_OTHER = (
    "Rain is expected in the north on {d}, with sunny spells in the south.",
    "The museum opens a new wing on {d} after three years of work.",
    "Shares rose on {d} as investors awaited figures on prices and jobs.",
    "A court heard on {d} how the driver left the road near the bridge.",
    "The team won its third match in a row on {d} before a large crowd.",
)  # fmt: skip


def word(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=3))


def register(count: int, rng: random.Random) -> Register:
    names = [word(rng).capitalize() for _ in range(60)]
    parties = tuple(Party(id=f"p{i}", name=name) for i, name in enumerate(names))
    subjects = [f"{word(rng)} {word(rng)}" for _ in range(count)]
    commitments = tuple(
        Commitment(
            id=f"c{i}", kind=Kind.DO_BY, obligor=(rng.choice(names),), obligee=(rng.choice(names),),
            statement=f"It {rng.choice(_ACTS)} {subject} by the end of the year.",
            made=date(2030, 1, 1), due=Due(on=date(2031, 12, 31)),
            watch=Watch(terms=(subject, f"{subject} exports", word(rng))),
        )
        for i, subject in enumerate(subjects)
    )  # fmt: skip
    return Register(parties=parties, commitments=commitments)


def items(count: int, known: Register, rng: random.Random) -> list[Item]:
    when = datetime(2031, 5, 1, tzinfo=UTC)
    made = []
    for i in range(count):
        days = [rng.choice(_OTHER).format(d=rng.choice(("Monday", "Friday"))) for _ in range(5)]
        title = "What to do this weekend"
        if i % 4 == 0:
            c = rng.choice(known.commitments)
            words = {"a": c.obligor[0], "b": c.obligee[0], "x": c.watch.terms[0]}
            title = rng.choice(_NEWS).format(**words)
            days.insert(2, rng.choice(_NEWS).format(**words) + ".")
        made.append(
            Item(
                id=str(i), feed="bench", title=title, summary=" ".join(days), published=when,
                first_seen=when,
            )
        )  # fmt: skip
    return made


def measure(count: int, number: int) -> tuple[float, int]:
    """Seconds an item, and how much evidence was found (so that the work is real)."""
    rng = random.Random(7)
    known = register(count, rng)
    reader = RuleReader(known)
    news = items(number, known, rng)
    reader.read(news[0])
    began = time.process_time()
    found = sum(len(reader.read(item).evidence) for item in news)
    return (time.process_time() - began) / number, found


def main(number: int) -> None:
    few, found_few = measure(50, number)
    many, found_many = measure(5_000, number)
    print(f"   50 commitments: {1 / few:7.0f} items/s  ({found_few} pieces of evidence)")
    print(f"5,000 commitments: {1 / many:7.0f} items/s  ({found_many} pieces of evidence)")
    print(f"an item costs {many / few:.1f} times as much")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)
