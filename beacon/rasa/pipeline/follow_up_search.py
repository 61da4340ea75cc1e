"""Begins to look for the follow-ups that a message is like, while the classifiers read it."""

from __future__ import annotations

from concurrent.futures import Future
from typing import NamedTuple

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from beacon import encoders, project, threads
from beacon.encoders import FOLLOW_UPS
from beacon.encoders.registry import Vectors
from beacon.rasa.messages import core_of, language_of, text_of
from beacon.rasa.pipeline.plain_component import PlainComponent
from beacon.understanding.likeness import Like

# So many of those that are most alike are kept: some may not fit into their chat.
MOST_KEPT = 24
# What is less like a message than this is left out.
LEAST_LIKE = 0.5
# Where a message holds what is being found; it never leaves the pipeline.
SEARCH = "follow_up_search"
_THREADS = threads.few("beacon-follow-ups")


class Found(NamedTuple):
    """The vector [width] of a message, and the follow-ups that it is like, most alike first."""

    vector: Vectors
    likest: list[Like]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FollowUpSearch(PlainComponent):
    """Compares messages in English, in a thread that starts where config.yml places this.

    Two encoders read each message, and they can work side by side.
    """

    def process(self, messages: list[Message]) -> list[Message]:
        """Starts a search for each message, which holds the future of its outcome."""
        for message in messages:
            if is_compared(message):
                message.set(SEARCH, _THREADS.submit(search_for, core_of(message)))
        return messages


def is_compared(message: Message) -> bool:
    """Whether it can be like a follow-up at all; their wordings are English."""
    return bool(text_of(message)) and language_of(message) == "en"


def found(message: Message) -> Found:
    """What was found for the message; without a search under way it is searched for now."""
    search: Future[Found] | None = message.get(SEARCH)
    return search.result() if search else search_for(core_of(message))


def search_for(text: str) -> Found:
    """The follow-ups that a text is most like, by its meaning and by its words."""
    vector = encoders.load(FOLLOW_UPS).encode([text])[0]
    parts = project.parts()
    likes = parts.likeness.best(vector, MOST_KEPT, LEAST_LIKE)
    shared = parts.overlap.with_groups(text, [like.name for like in likes])
    likest = [
        like._replace(
            shared=words.both,
            shared_of_message=words.message,
            shared_of_sentence=words.wording,
        )
        for like, words in ((like, shared[like.name]) for like in likes)
    ]
    return Found(vector, likest)
