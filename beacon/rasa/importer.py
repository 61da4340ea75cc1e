"""The messages of data/nlu, and the wordings of follow-ups, as Rasa's training data, read once.

Rasa's own importer parses every file twice, with a reader that keeps comments, and with every file
copies and hashes all that it has so far: that took longer than the learning itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from beacon import project, training_data
from beacon.rasa.messages import IN_TALK
from beacon.understanding.parse_keys import LANGUAGE, RISK


class TrainingMessage(Message):
    """A message that is copied and told from others as cheaply as its words allow."""

    def __deepcopy__(self, memo: dict[int, Any]) -> TrainingMessage:
        """What the pipeline sets or adds in one copy is not in the other."""
        del memo
        return TrainingMessage(
            self.data, set(self.output_properties), self.time, list(self.features)
        )

    def __hash__(self) -> int:
        """Equal messages have the same words and the same intent."""
        return hash((self.get(TEXT), self.get(INTENT)))


class TrainingMessages(RasaFileImporter):
    """Rasa's importer of files, for which messages, rules and domain are written as ever.

    To the messages of the files it adds the wordings of follow-ups whose intent is known.
    """

    _data: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of all languages, whatever the language of the assistant.

        Raises DataFileError.
        """
        del language
        if self._data is None:
            messages = [
                *(one for file in self._nlu_files for one in training_data.read_file(Path(file))),
                *training_data.of_follow_ups(project.DATA / "answers"),
            ]
            self._data = TrainingData([_example(one) for one in messages])
        return self._data


def _example(message: training_data.Message) -> TrainingMessage:
    about = {LANGUAGE: message.language, RISK: message.risk, IN_TALK: message.in_talk}
    known = {name: value for name, value in about.items() if value}
    example: TrainingMessage = TrainingMessage.build(
        message.text, message.intent, intent_metadata=known
    )
    return example
