"""The shape of `flows/words.yaml`: what lov knows of words when it looks for what answers a question.

As in `source`: the model says what a keeper may write and nothing more. The words are those of no one language;
they are compared by their stems, so a word need stand in one form only unless its forms have different stems.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["WordsFile"]

Term = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^\S+$")]


class WordsFile(BaseModel):
    """`flows/words.yaml`."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    asking: dict[str, list[Term]] = Field(
        {},
        description="Words that say what kind of answer is wanted, by that kind; `any` for those of no one kind.",
    )
    light: list[Term] = Field([], description="Words that a question may hold without being about them.")
    setting: list[Term] = Field(
        [], description="Words for what nearly every question is about: the region, the company, the clinic."
    )
    area: list[Term] = Field([], description="Words that stand for the name of an area.")
    advice: list[Term] = Field(
        [], description="Words that ask for an opinion or a promise, which no source can give."
    )
    on_behalf: list[Annotated[str, Field(min_length=3, max_length=60)]] = Field(
        [], description="Words that, one after the other, ask lov to do something in somebody's place."
    )
    advice_first: list[Term] = Field([], description="Words that ask for advice where they begin a question.")
    same: list[Annotated[list[Term], Field(min_length=2)]] = Field(
        [], description="Groups of words that mean the same here."
    )
    elsewhere: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        [],
        description="Ways to ask for what lies near and lov does not know; what is closest to one is not answered.",
    )
    parts: list[Term] = Field(
        [], description="Words that compounds are made of, besides those of the content."
    )
