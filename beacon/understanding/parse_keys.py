"""The keys under which Rasa's parse data hold what was understood of a message.

The components of the pipeline write them (beacon/rasa/pipeline), and `Understood` reads them
(beacon/answers/understood.py). Nothing of Rasa is imported here.
"""

from __future__ import annotations

# Rasa's own.
TEXT = "text"
INTENT = "intent"
ENTITIES = "entities"
INTENT_RANKING = "intent_ranking"
# Of an intent: its name and its chance.
INTENT_NAME = "name"
CONFIDENCE = "confidence"

LANGUAGE = "language"
# Whether that is sure, and which other languages the message may well be in.
LANGUAGE_IS_SURE = "language_is_sure"
LANGUAGE_RIVALS = "language_rivals"
# The language of the page, for a message that is too short to tell its own.
HINT = "language_hint"
# False where the message is in a language that nothing here understands.
IS_READ = "is_read"

RISK = "risk"
# Of the risk: its level, and the chance of an emergency by the classifiers.
LEVEL = "level"
EMERGENCY = "emergency"
# Of the risk: the phrases of risk/patterns.yml that were found, and the level of each.
PATTERNS = "patterns"
PATTERN_LEVELS = "pattern_levels"
# Of the risk: what happened, where an emergency tells of that too; whether the words say which
# crisis it is; whether it is no doubtful alarm.
DISCLOSURE = "disclosure"
NAMES_CRISIS = "names_crisis"
IS_CERTAIN = "is_certain"
# Of the risk: that an alarm has mostly everyday words, with the intent that these have.
SOFTENED = "softened"

# A second intent that is as likely as the first.
DOUBT = "doubt"
# The likeliest intent that is no crisis, with its chance.
OTHERWISE = "otherwise"
# Names of topics (answers/topics), and of those of earlier messages that no longer hold.
SAYS = "says"
UNSAYS = "unsays"
# After which topics one of them goes on with an alarm that stands.
GOES_ON = "goes_on"
# The intent of an alarm that calm words have taken back.
CALMED = "calmed"
# Whether words, and no classifier, say what its intent is.
LED = "led"
# The intent that words give it where its alarm is doubtful, and after which topics not.
LED_IN_DOUBT = "led_in_doubt"
NOT_AFTER = "not_after"
# Which intents it may have after which topics, in the order of the files.
LEADS_AFTER = "leads_after"
AFTER = "after"
# Of these the ones that it has only where its alarm is doubtful.
ONLY_IN_DOUBT = "only_in_doubt"
# The intent of a message where an adult is known to write it.
OF_ADULT = "of_adult"
# The same where the adult has told of a child.
OF_CASE = "of_case"
# How many words it has, and the follow-ups that it is most like, with how like they are.
LIKE = "like"
WORDS = "words"
LIKEST = "likest"
# How likely it does each thing in a talk (beacon/understanding/acts.py).
ACTS = "acts"
# How likely each person would have written it (beacon/understanding/writers.py).
WRITERS = "writers"
# How likely a chat is in each state after it (beacon/understanding/danger.py).
DANGER = "danger"
# Whether a pattern raised an emergency that may be none, by its own words.
IN_DOUBT = "in_doubt"
# How likely its writer has each feeling (beacon/understanding/feelings.py).
FEELINGS = "feelings"
