"""The shape of `flows/words.yaml`: what lov knows of words when it looks for what answers a question, and in answers.

As in `source`: the model says what a keeper may write and nothing more. Words stand one after the other with spaces
between them. They are compared by their stems, so a word need stand in one form only unless its forms differ in stem.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["AnswerKind", "SaidWords", "WordsFile"]

Line = Annotated[str, Field(min_length=1, max_length=20_000)]
Phrase = Annotated[str, Field(min_length=1, max_length=200)]


class SaidWords(BaseModel):
    """Words round the answers that people give; lists of phrases have commas between."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    beside: dict[str, Line] = Field(
        {}, description="Words that say nothing beside an answer, by its type; `any` for all types."
    )
    called: dict[str, list[Phrase]] = Field(
        {}, description="What people call an answer, by its type, whatever the question calls it."
    )
    alike: list[Phrase] = Field(
        [], description="Words that mean much the same in questions and answers, a group in each line."
    )
    title: str = Field("", description="Words before a name that are no part of it: `doktor` Ek.")
    who: str = Field("", description="Those who answer, or whom the answer is about: `kliniken` heter ….")
    whose: str = Field("", description="Those who own a name or an address: `bolagets` namn är ….")
    name: str = Field("", description="What a name is called: `firmanamnet` är ….")
    counted: str = Field("", description="What is counted before it is listed: tre `personer`: ….")
    what_lies: str = Field("", description="What lies somewhere: `lokalen` ligger på ….")
    lies: str = Field("", description="How it is said that something lies somewhere: `håller till` på ….")
    street: str = Field("", description="What a street line is called: `besöksadressen` är ….")
    house: str = Field(
        "", description="What the name of a company or a clinic may end with: Södra Stations `vårdcentral`."
    )
    silent: str = Field("", description="Words that say nothing round an option, wherever they stand.")
    role: str = Field("", description="Roles, which are nobody's name.")
    papers: str = Field(
        "", description="Papers and registers an answer may be copied from: enligt `registreringsbeviset` …."
    )


class AnswerKind(BaseModel):
    """A kind of answer: how it is asked for, and what a sentence has that answers so. Phrases have commas between."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    asked: Line = Field(description="Ways to ask for it; `*` stands for letters.")
    needed: Literal["told", "worded", "either", "no"] = Field(
        "no",
        description="What has to be so: that the text tells it, that it is worded for such questions, one of them, nothing.",
    )
    told: str = Field(
        "", description="What a sentence has that answers so; `*` stands for letters, `#` for a number."
    )


class WordsFile(BaseModel):
    """`flows/words.yaml`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    asking: dict[str, Line] = Field(
        {},
        description="Words that say what kind of answer is wanted, by that kind; `any` for those of no one kind.",
    )
    kinds: dict[str, AnswerKind] = Field(
        {}, description="Kinds of answer: a sum, a time, a person. A text without one does not answer so."
    )
    light: dict[Literal["sv", "en"], Line] = Field(
        {}, description="Words that a question may hold without being about them, by language."
    )
    common: dict[Literal["sv", "en"], Line] = Field(
        {},
        description="Words of the general language, by language: a question that has one more is the same question.",
    )
    beyond: str = Field(
        "",
        description="Words of neighbouring fields: a question with one is about that, unless a text is asked for with it.",
    )
    setting: str = Field(
        "", description="Words for what nearly every question is about: region, company, clinic."
    )
    area: str = Field("", description="Words that stand for the name of an area.")
    advice: str = Field(
        "", description="Words that ask for an opinion or a promise, which no source can give."
    )
    advice_first: str = Field(
        "", description="Words that, where they begin a question, ask for advice or a deed."
    )
    on_behalf: list[Phrase] = Field(
        [], description="Words that, one after the other, ask lov to do something in somebody's place."
    )
    same: list[Line] = Field([], description="Groups of words that mean the same here.")
    together: dict[str, Line] = Field(
        {},
        description="Words that together mean one: `uppsägning` for `säga upp`; several ways with commas between.",
    )
    elsewhere: list[Phrase] = Field(
        [],
        description="Ways to ask for what lies near and lov does not know; what is closest to one is not answered.",
    )
    parts: str = Field("", description="Words that compounds are made of, besides those of the content.")
    said: SaidWords = Field(
        SaidWords(), description="Words round the answers that people give in their own words."
    )
