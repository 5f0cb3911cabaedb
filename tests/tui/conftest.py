"""The shipped sample, ready to be given as answers at a screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TODAY
from wizard.drafts.answers_file import AnswersFile, read_answers_file
from wizard.flow.content import Content
from wizard.flow.interview import Interview


@dataclass(frozen=True)
class Known:
    """What the person at the screen knows: canonical answers and paths of files, both by question."""

    file: AnswersFile
    answers: Mapping[str, Any]
    files: Mapping[str, Sequence[Path]]

    @property
    def empty(self) -> Interview:
        """The interview before the first answer."""
        return Interview.start(self.file.interview.flow, TODAY)


def known_from(path: Path, content: Content) -> Known:
    """Somebody who knows what stands in the answers file at `path`."""
    file = read_answers_file(path, content, TODAY)
    answers = file.interview.stored
    files = {
        name: [file.files[str(one["sha256"])] for one in answers[name]]  # type: ignore[index, union-attr, call-overload]
        for name, question in file.interview.flow.questions.items()
        if question.is_attachment and name in answers
    }
    return Known(file, answers, files)


@pytest.fixture(scope="session")
def known(shipped: Content, sample_path: Path) -> Known:
    """The shipped sample."""
    return known_from(sample_path, shipped)
