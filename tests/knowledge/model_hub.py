"""A tiny embedding model made here, and as much of a model hub over HTTP as fetching it needs."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

MODEL = "BAAI/bge-small-zh-v1.5"
REPOSITORY = "Qdrant/bge-small-zh-v1.5"
REVISION = "a" * 40
DIMENSION = 512
_WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "积",
    "分",
    "会",
    "过",
    "期",
    "吗",
    "多",
    "久",
    "门",
    "店",
    "几",
    "点",
    "开",
    "关",
    "营",
    "业",
    "时",
    "间",
    "咖",
    "啡",
    "狗",
    "店里",
    "wifi",
    "points",
]


def files(*, seed: int = 7) -> dict[str, bytes]:
    """Return the files of a model that averages one random vector a token: a bag of words, deterministic."""
    return {
        "model_optimized.onnx": _network(seed),
        "tokenizer.json": _tokenizer().encode(),
        "config.json": json.dumps({"pad_token_id": 0, "hidden_size": DIMENSION}).encode(),
        "tokenizer_config.json": json.dumps({"model_max_length": 512, "pad_token": "[PAD]"}).encode(),
        "special_tokens_map.json": json.dumps({"pad_token": "[PAD]", "unk_token": "[UNK]"}).encode(),
    }


def put(folder: Path, *, seed: int = 7) -> None:
    """Lay the files out as the hub's cache does."""
    kept = folder / f"models--{REPOSITORY.replace('/', '--')}"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text(REVISION)
    snapshot = kept / "snapshots" / REVISION
    snapshot.mkdir(parents=True)
    for name, content in files(seed=seed).items():
        (snapshot / name).write_bytes(content)


def _network(seed: int) -> bytes:
    table = np.random.default_rng(seed).standard_normal((len(_WORDS), DIMENSION)).astype(np.float32)
    table[:4] = 0.0
    shape = ["batch", "sequence"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, shape)
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    output = helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", 1, DIMENSION])
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("ReduceMean", ["tokens"], ["last_hidden_state"], axes=[1], keepdims=1),
    ]
    graph = helper.make_graph(nodes, "tiny", inputs, [output], [numpy_helper.from_array(table, "table")])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _tokenizer() -> str:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = {word: place for place, word in enumerate(_WORDS)}
    made = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return str(made.to_str())


@dataclass
class Hub:
    """What the server holds and how it behaves; `asked` are the paths that were asked for."""

    url: str = ""
    silent: bool = False
    broken: bool = False
    asked: list[str] = field(default_factory=list)

    def reply(self, path: str) -> tuple[int, bytes, dict[str, str]]:
        held = files()
        name = path.rpartition("/")[2]
        if self.broken:
            return 503, b"", {}
        if path.startswith(f"/api/models/{REPOSITORY}/tree/"):
            tree = [
                {"type": "file", "path": one, "size": len(content), "oid": _blob(content)}
                for one, content in held.items()
            ]
            return 200, json.dumps(tree).encode(), {}
        if path.startswith(f"/api/models/{REPOSITORY}"):
            told = {"id": REPOSITORY, "sha": REVISION, "siblings": [{"rfilename": one} for one in held]}
            return 200, json.dumps(told).encode(), {}
        if path.startswith(f"/{REPOSITORY}/resolve/") and name in held:
            return 200, held[name], {"ETag": f'"{_blob(held[name])}"', "X-Repo-Commit": REVISION}
        return 404, b"", {"X-Error-Code": "EntryNotFound"}


@contextmanager
def serving() -> Iterator[Hub]:
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def _answer(self, *, body: bool) -> None:
            path = unquote(urlsplit(self.path).path)
            hub.asked.append(path)
            while hub.silent:
                time.sleep(0.1)
            status, content, headers = hub.reply(path)
            self.send_response(status)
            for key, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(key, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hub
    finally:
        hub.silent = False
        server.shutdown()
        server.server_close()


def _blob(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
