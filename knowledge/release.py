"""What may be seen of an answer while it is being written: whole sentences, each let through by the guard first."""

from __future__ import annotations

import re

from knowledge.errors import AgentFailed
from knowledge.guard import LONGEST, cleaned, fit_to_send, sources, unsupported
from knowledge.turn import TurnContext, Watch

_END = re.compile(r"[。！？!?…\n]+[」』”’)）]*|\.(?=\s)")


class Release:
    """Follows one run of a model; what it shows is always the beginning of a text that would pass as a whole."""

    def __init__(self, context: TurnContext, prompt: str, watch: Watch | None) -> None:
        self._context = context
        self._prompt = prompt
        self._watch = watch
        self._message: str | None = None
        self._text = ""
        self._shown = 0
        self._stopped = False
        self._sources = sources(())
        self._read = 0

    def add(self, message: str | None, text: str) -> None:
        """Take in what the model has just written; raise AgentFailed when it does not come to an end."""
        if message != self._message:
            # Another request of the turn: what came before was said on the way to a tool.
            self._message, self._text, self._shown, self._stopped = message, "", 0, False
        self._text += text
        self._context.written += text
        if len(self._text) > LONGEST:
            raise AgentFailed(f"an answer of more than {LONGEST} characters")
        if self._watch is not None and not self._stopped:
            self._show(self._watch)

    def _show(self, watch: Watch) -> None:
        ends = [found.end() for found in _END.finditer(self._text, self._shown)]
        if not ends:
            return
        seen = cleaned(self._text[: ends[-1]])
        if self._read != len(self._context.evidence):
            self._sources, self._read = sources(self._context.evidence), len(self._context.evidence)
        if not fit_to_send(seen, self._prompt) or unsupported(seen, self._sources):
            # The rest waits for the end, where the whole is judged and may be written again.
            self._stopped = True
            return
        self._shown = ends[-1]
        watch(seen)
