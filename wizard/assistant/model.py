"""A language model that may propose a reading where lov has none: off by default, and never believed.

It is asked through an OpenAI-compatible address that the person has named, and only after a yes that is kept in the
settings: what is typed may be personal, and it goes to that address. What comes back is read by the same parser as
anything a person types, and shown to be confirmed. What must stay true: without address and yes nothing is sent;
whatever the model answers, however late, the conversation goes on without it; nothing that is sent is written down.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from wizard.assistant.understanding import understand_answer
from wizard.flow.model import Question
from wizard.registers.asking import JSON, Ask, Limits, host_of, public_address
from wizard.registers.errors import NetError
from wizard.registers.net import Net
from wizard.values import Status, Value
from wizard.values.base import Context

__all__ = ["CONSENT", "KEY", "NAME", "URL", "Model", "Proposer", "model_of"]

URL: Final = "LOV_MODEL_URL"
NAME: Final = "LOV_MODEL"
KEY: Final = "LOV_MODEL_KEY"
CONSENT: Final = "assistant.model"
"""The setting that holds the yes: the address that may be asked. Another address is another question."""

_LIMITS: Final = Limits(connect=3.0, read=10.0, total=12.0, size=64 * 1024, redirects=0, tries=1)
_TYPES: Final = (*JSON, "text/json")
_FREE: Final = frozenset({"text", "longtext", "address", "attachment", "table", "url"})
"""Types at which there is nothing to propose: a model would only repeat the words, or make some up."""
_LONGEST_SENT: Final = 500
_LONGEST_TAKEN: Final = 200
_MOST_OPTIONS: Final = 60
_TASK: Final = (
    'You read one answer to one question of a form. Reply with JSON only: {"answer": "..."}. Put there what the '
    "person means, in the plainest form: a date as YYYY-MM-DD, a number in digits with its unit, yes or no, the ids "
    'of the options with commas between. Use only what the person wrote. If it is not clear, reply {"answer": ""}.'
)


@dataclass(frozen=True, slots=True)
class Model:
    """Where a model is asked. The key is in no picture of it."""

    address: str
    name: str
    key: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """The address as it is shown and consented to."""
        return public_address(self.address)


def model_of(environment: Mapping[str, str]) -> Model | None:
    """The model that the environment names; None, as a rule."""
    address = environment.get(URL, "").strip().rstrip("/")
    if not host_of(address):
        return None
    return Model(address, environment.get(NAME, "").strip() or "default", environment.get(KEY, "").strip())


class Proposer:
    """Asks a model that was consented to. Total: trouble of any kind is no proposal."""

    def __init__(self, model: Model, net: Net) -> None:
        self.model = model
        self._net = net

    def propose(self, question: Question, text: str, ctx: Context) -> Value | None:
        """What the model takes the text for, where the parser accepts that as an answer to the question."""
        if question.type is None or question.type_name in _FREE or not 0 < len(text) <= _LONGEST_SENT:
            return None
        try:
            reply = self._net.get(self._ask(question, text, ctx))
            answer = _answer_in(reply.body)
        except (NetError, ValueError):
            return None
        if answer is None:
            return None
        reading = understand_answer(question, answer, ctx)
        return reading.value if reading.status is Status.ACCEPTED else None

    def _ask(self, question: Question, text: str, ctx: Context) -> Ask:
        address = f"{self.model.address}/chat/completions"
        headers = {"content-type": "application/json"}
        if self.model.key:
            headers["authorization"] = f"Bearer {self.model.key}"
        body = {
            "model": self.model.name,
            "temperature": 0,
            "max_tokens": 200,
            "messages": [
                {"role": "system", "content": _TASK},
                {"role": "user", "content": json.dumps(_described(question, text, ctx), ensure_ascii=False)},
            ],
        }
        return Ask(
            address,
            frozenset({host_of(address)}),
            _TYPES,
            method="POST",
            body=json.dumps(body).encode(),
            headers=headers,
            limits=_LIMITS,
            keep=False,
        )


def _described(question: Question, text: str, ctx: Context) -> dict[str, Any]:
    """The question and the one line that was typed at it: no other answer goes along."""
    options = getattr(question.type, "options", ())[:_MOST_OPTIONS]
    described: dict[str, Any] = {
        "question": question.ask.id,
        "type": question.type_name,
        "today": ctx.today.isoformat(),
        "written": text,
    }
    if options:
        described["options"] = {option.id: option.label.id for option in options}
    return described


def _answer_in(body: bytes) -> str | None:
    """The words that a model proposes; None for anything that is not what was asked for. Raises `ValueError`."""
    try:
        content = json.loads(body)["choices"][0]["message"]["content"]
        found = json.loads(content.strip().removeprefix("```json").removeprefix("```").removesuffix("```"))
        answer = found["answer"]
    except (LookupError, TypeError, AttributeError, RecursionError):
        return None
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        answer = str(answer)
    is_usable = isinstance(answer, str) and 0 < len(answer.strip()) <= _LONGEST_TAKEN
    return answer.strip() if is_usable else None
