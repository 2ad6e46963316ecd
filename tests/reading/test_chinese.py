"""Chinese wording at a first working level; the sentences are our own, in official structure."""

from datetime import UTC, date, datetime

import pytest

from monitor.domain.commitment import Commitment, Kind, Party, Register, Watch
from monitor.domain.evidence import Item, Side
from monitor.reading.reader import RuleReader

WHEN = datetime(2026, 3, 2, tzinfo=UTC)
CN = Party(id="CN", name="China", aliases=("Chinese", "中国", "中方", "商务部"))
US = Party(id="US", name="United States", aliases=("American", "美国", "美方"))
REGISTER = Register(
    parties=(CN, US),
    commitments=(
        Commitment(
            id="beans", kind=Kind.HOLD_UNTIL, obligor=("China",), obligee=("United States",),
            statement="China buys American soybeans.", made=date(2025, 10, 1),
            watch=Watch(terms=("soybeans",)),
        ),
        Commitment(
            id="duties", kind=Kind.HOLD_UNTIL, obligor=("United States",), obligee=("China",),
            statement="The United States cuts its tariffs on Chinese goods and keeps to the truce.",
            made=date(2025, 10, 1), watch=Watch(terms=("tariff truce", "tariffs")),
        ),
    ),
)  # fmt: skip
READER = RuleReader(REGISTER, learned=False)


def item(title: str, summary: str = "") -> Item:
    return Item(
        id="i", feed="f", title=title, summary=summary, published=WHEN, first_seen=WHEN
    )  # fmt: skip


@pytest.mark.parametrize(
    ("signal", "commitment", "title"),
    [
        ("breach", "beans", "中国暂停采购美国大豆"),
        ("progress", "beans", "中国恢复采购美国大豆"),
        ("risk", "duties", "美方威胁对中国商品加征关税"),
        ("breach", "duties", "美国对中国商品加征关税"),
        ("breach", "duties", "商务部表示，美方严重违反关税休战共识"),
        ("denied", "duties", "美方否认违反关税休战共识"),
        ("progress", "duties", "美国下调对中国商品关税"),
        ("", "beans", "中国大豆价格上涨"),
        ("", "duties", "日本调整汽车关税"),
    ],
)
def test_official_wording_is_read(signal: str, commitment: str, title: str) -> None:
    found = {
        e.signal.value for e in READER.read(item(title)).evidence if e.commitment == commitment
    }
    assert found == ({signal} if signal else set())


def test_a_ministry_is_the_claimant_and_the_obligee_side() -> None:
    summary = "商务部新闻发言人表示，美方严重违反关税休战共识。"
    (found,) = READER.read(item("中美经贸", summary)).evidence
    assert (found.claimant, found.side) == ("商务部新闻发言人", Side.OBLIGEE)
    assert found.quote in summary
