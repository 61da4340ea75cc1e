"""Rasa's REST channel behind the door."""

from __future__ import annotations

import json
import uuid

from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from beacon import reloading
from beacon.rasa import metrics_port
from beacon.rasa.channels.door_input import (
    BadRequestError,
    DoorInput,
    Handler,
    Incoming,
    json_object,
    language_code,
)
from beacon.rasa.channels.settled import settle

LONGEST_SENDER = 200


def read(request: Request) -> Incoming:
    """A message from the request's JSON. Raises BadRequestError."""
    body = json_object(request.body)
    sender = body.get("sender") or uuid.uuid4().hex
    if not isinstance(sender, str) or len(sender) > LONGEST_SENDER:
        raise BadRequestError(f"sender is not a text of at most {LONGEST_SENDER} characters")
    text = body.get("message") or ""
    if not isinstance(text, str):
        raise BadRequestError("message is not a text")
    metadata = body.get("metadata")
    language = metadata.get("language") if isinstance(metadata, dict) else None
    return Incoming(sender, text, bool(body.get("attachments")), language_code(language))


class DoorRestInput(DoorInput):
    """`POST /webhooks/rest/webhook`, as every Rasa client knows it."""

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The routes of the channel."""
        del on_new_message
        routes = Blueprint("beacon_rest", __name__)
        routes.after_server_start(reloading.begin)
        routes.after_server_start(metrics_port.begin)
        routes.after_server_start(settle)

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = request.app.ctx.agent
            if agent is None or not agent.is_ready():
                # Numbers are said all the same, but nothing is understood.
                return response.json({"status": "no model"}, status=503)
            return response.json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                incoming = read(request)
            except BadRequestError as problem:
                return response.json({"error": str(problem)}, status=400)
            messages = await self.answer(request.app.ctx.agent, incoming)
            if request.args.get("stream") == "true":
                lines = "".join(json.dumps(message) + "\n" for message in messages)
                return response.text(lines, content_type="text/event-stream")
            return response.json(messages)

        return routes
