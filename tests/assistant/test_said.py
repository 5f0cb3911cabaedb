"""Words of the trade stand in the content, and are read only when something is said."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.assistant.corpus import TODAY
from wizard import resources
from wizard.assistant.said import said
from wizard.assistant.understanding import understand
from wizard.values import Status, make
from wizard.values.base import Context

WORDS = """
said:
  beside:
    any: kiosken kioskens
    measure: luckan
  called:
    phone: [lur]
  who: kiosken, vår kiosk
  name: namn, namnet
"""


@pytest.fixture
def kiosk(tmp_path: Path) -> Iterator[Path]:
    """Content of another trade."""
    (tmp_path / "flows").mkdir()
    file = tmp_path / "flows/words.yaml"
    file.write_text(WORDS, "utf-8")
    resources.use_content(tmp_path)
    yield file
    resources.use_content(None)


def test_the_words_are_those_of_the_content_in_use(kiosk: Path) -> None:
    """What another trade says beside an answer is known where its content is in use, and what ours says is not."""
    ctx = Context(TODAY)
    assert understand(make("measure:cm"), "kioskens lucka är 80 cm", ctx).status is not Status.ACCEPTED
    assert understand(make("measure:cm"), "luckan är 80 cm", ctx).value == 80
    assert understand(make("measure:cm"), "dörren är 80 cm", ctx).status is not Status.ACCEPTED
    assert understand(make("text"), "vår kiosk heter Bullen", ctx).value == "Bullen"
    assert said().called == {"phone": ("lur",)}
    resources.use_content(None)
    assert understand(make("measure:cm"), "dörren är 80 cm", ctx).value == 80
    assert understand(make("measure:cm"), "luckan är 80 cm", ctx).status is not Status.ACCEPTED


@pytest.mark.parametrize(
    "text", ["", "said: [", "said: 3", "said:\n  beside: 4\n  called: {phone: lur}", "- a"]
)
def test_a_file_at_fault_means_fewer_words(kiosk: Path, tmp_path: Path, text: str) -> None:
    """Less is understood; nothing raises."""
    other = tmp_path / "other"
    (other / "flows").mkdir(parents=True)
    (other / "flows/words.yaml").write_text(text, "utf-8")
    resources.use_content(other)
    assert understand(make("measure:cm"), "luckan är 80 cm", Context(TODAY)).status is not Status.ACCEPTED
    assert understand(make("integer"), "vi är tre", Context(TODAY)).value == 3


def test_nothing_is_read_until_something_is_said() -> None:
    """The import of the assistant leaves the file alone; the first utterance reads it."""
    code = (
        "import sys, datetime, wizard.assistant.said as s\n"
        "from wizard.assistant.understanding import understand\n"
        "from wizard.values import make\n"
        "from wizard.values.base import Context\n"
        "print(s._of.cache_info().currsize)\n"
        "understand(make('integer'), 'vi är tre', Context(datetime.date(2026, 11, 22)))\n"
        "print(s._of.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "1"]
