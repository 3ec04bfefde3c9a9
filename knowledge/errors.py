"""What the assistant's machinery raises; people never see these, operators see one line."""

from __future__ import annotations


class KnowledgeError(RuntimeError):
    """Something of the index, the prompts or the model is not as it must be."""


class IndexBusy(KnowledgeError):
    """Another process owns the embedded vector store."""


class IndexEmpty(KnowledgeError):
    """Nothing has been indexed yet, so that no question can be answered from the FAQ."""


class IndexUnreachable(KnowledgeError):
    """The Chroma server of CHROMA_URL does not answer."""


class EmbedderMismatch(KnowledgeError):
    """The index was made with another embedder; its vectors mean nothing to this one."""


class EmbedderUnavailable(KnowledgeError):
    """The embedder that the settings insist on can't be had."""


class BadPrompt(KnowledgeError):
    """A prompt file lacks its version, or its text and its declared variables disagree."""


class ModelResting(KnowledgeError):
    """All models failed several times in a row and are left alone for a while."""


class AgentFailed(KnowledgeError):
    """The model gave nothing that may be sent; the reason is for the log."""


def kind_of(error: Exception) -> str:
    """Name a fault for the log; a server's own words may hold a key, or what a member wrote."""
    status = getattr(error, "status_code", None)
    return type(error).__name__ if status is None else f"{type(error).__name__} {status}"
