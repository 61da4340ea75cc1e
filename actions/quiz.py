"""Runs the quiz."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import say
from beacon import project
from beacon.answers.quiz import Quiz, Standing
from beacon.answers.turn import Reply

TRUE_INTENTS = {"affirm": True, "deny": False}


class ActionQuiz(Action):
    """Begins the quiz, or judges the answer to its open question and asks the next."""

    def name(self) -> str:
        return "action_quiz"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Keeps the standing in slots."""
        quiz = Quiz(project.answer_book(), tracker.get_slot("age_band"))
        reply, standing = self._step(quiz, tracker)
        say(dispatcher, reply)
        return [
            SlotSet("quiz_running", standing.running),
            SlotSet("quiz_question", standing.question),
            SlotSet("quiz_score", standing.score),
        ]

    def _step(self, quiz: Quiz, tracker: Tracker) -> tuple[Reply, Standing]:
        standing = Standing(
            bool(tracker.get_slot("quiz_running")),
            int(tracker.get_slot("quiz_question") or 0),
            int(tracker.get_slot("quiz_score") or 0),
        )
        answer = self._answer(tracker)
        if answer is None or not standing.running:
            return quiz.begin()
        return quiz.answer(answer, standing)

    @staticmethod
    def _answer(tracker: Tracker) -> bool | None:
        intent = (tracker.latest_message.get("intent") or {}).get("name")
        return TRUE_INTENTS.get(intent or "")
