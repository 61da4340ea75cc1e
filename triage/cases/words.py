"""Plain words for the names that the bot uses."""

from __future__ import annotations

from django.conf.locale import LANG_INFO

# What stands in the way of seeing what a case is about.
SMALL_TALK = frozenset(
    {
        "greet",
        "goodbye",
        "thank",
        "affirm",
        "deny",
        "ask_menu",
        "ask_bot_identity",
        "ask_explain_simpler",
        "inform_age",
        "inform_country",
        "restart",
        "nlu_fallback",
    }
)

# The intents of beacon/understanding/intents.yml, the most urgent first.
TOPICS = {
    "crisis_self_harm": "Suicidal thoughts or self-harm",
    "crisis_immediate_danger": "In danger right now",
    "disclose_sextortion": "Threats with an image",
    "disclose_coerced": "Made or forced to do sexual things",
    "disclose_image_shared": "Own image passed on",
    "ask_online_stranger": "An adult or a stranger online",
    "ask_fake_image": "A made-up or edited image",
    "disclose_sent_image": "Sent an image and is worried",
    "ask_pressure": "Pressed for an image",
    "ask_received_image": "Got a sexual image",
    "ask_forward_image": "Images of others passed on",
    "disclose_friend": "Worried about a friend",
    "ask_remove_image": "Wants an image taken down",
    "ask_save_evidence": "Whether to block, delete or save",
    "express_feelings": "Fear, shame or sadness",
    "ask_recovery": "How to feel better again",
    "parent_child_affected": "A parent whose child is affected",
    "teacher_incident": "A teacher with a case at school",
    "sexual_to_bot": "Sexual words to the bot",
    "ask_helpline": "Where to find help",
    "ask_helpline_contact": "What a helpline is like",
    "ask_report": "How to report",
    "ask_talk_to_adult": "How to tell an adult",
    "ask_law": "What the law says",
    "ask_risks": "What can happen to an image",
    "ask_should_i_share": "Whether to send an image",
    "ask_healthy_relationship": "Love, respect and consent",
    "ask_stay_safe": "How to stay safe online",
    "ask_how_common": "How common it is",
    "ask_define_term": "What a word means",
    "start_quiz": "The quiz",
    "parent_how_to_talk": "A parent who wants to talk about it",
    "teacher_lesson": "A teacher who plans a lesson",
    "ask_factsheet": "What the factsheet says",
    "ask_privacy": "Who reads the chat",
    "request_human": "Wants a person",
    "insult": "Angry words to the bot",
    "out_of_scope": "Something else",
    "greet": "Hello",
    "goodbye": "Goodbye",
    "thank": "Thanks",
    "affirm": "Yes",
    "deny": "No",
    "ask_menu": "What the bot can do",
    "ask_bot_identity": "Whether the bot is a person",
    "ask_explain_simpler": "To have it said more simply",
    "inform_age": "Said their age",
    "inform_country": "Said their country",
    "restart": "Started again",
    "nlu_fallback": "Was not understood",
}

ASKED_FOR = {
    "request_human": "Asked to talk to a person",
    "offer": "Said yes to the bot's offer",
}


def topic(intent: str) -> str:
    """An intent or an answer in words; of one that we don't know, its name made readable."""
    known = TOPICS.get(intent)
    return known or intent.replace("_", " ").strip().capitalize()


def asked_for(name: str) -> str:
    """What the child asked for, in words."""
    return ASKED_FOR.get(name, topic(name))


def language(code: str) -> str:
    """The English name of a language, or its code."""
    about = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
    return str(about.get("name", code))
