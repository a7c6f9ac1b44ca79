"""A chat model's server as tests need it: every provider's protocol, streamed, scripted."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.chat.protocols import Messages, Protocol, protocol_of


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What the server does with one request."""

    text: str = ""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0
    """Seconds before each piece."""
    breaks_off: bool = False
    """Whether the connection ends within the reply."""
    endless: bool = False


Script = Callable[[Messages], Reply]


@dataclass
class ChatServer:
    """A running server: where it is, what it was asked, and what it will say."""

    address: str = ""
    script: Script = lambda _: Reply(text="")
    requests: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def openai(self) -> str:
        return f"{self.address}/v1"

    def says(self, *replies: Reply | str) -> None:
        """Give these replies to the requests for answers in turn, the last one ever after.

        Requests to read a question get nothing that can be read.
        """
        left = [Reply(text=one) if isinstance(one, str) else one for one in replies]

        def script(messages: Messages) -> Reply:
            if messages[0]["content"].startswith("You read a question"):
                return Reply(text="I cannot read.")
            return left.pop(0) if len(left) > 1 else left[0]

        self.script = script


def evidence_of(messages: Messages) -> list[dict[str, Any]]:
    """The evidence in a request, as the model gets it."""
    asked = next(one["content"] for one in messages if one["role"] == "user")
    inside = asked.partition("<evidence>\n")[2].partition("\n</evidence>")[0]
    return [json.loads(line) for line in inside.split("\n")]


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """A server on a free port of this machine."""
    state = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            state.paths.append(self.path)
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state.paths.append(self.path)
            state.requests.append(body)
            protocol = protocol_of(self.path)
            reply = state.script(protocol.messages(body))
            if reply.status != 200:
                self._refuse(reply, protocol)
                return
            self.send_response(200)
            self.send_header("Content-Type", protocol.content_type)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            try:
                self._stream(reply, body.get("model", ""), protocol)
            except OSError:
                self.close_connection = True  # the client has had enough

        def _refuse(self, reply: Reply, protocol: Protocol) -> None:
            said = json.dumps(protocol.refusal(reply.status)).encode()
            self.send_response(reply.status)
            for name, value in reply.headers:
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def _stream(self, reply: Reply, model: str, protocol: Protocol) -> None:
            for first in protocol.beginning(model):
                self._send(first)
            pieces = [reply.text[n : n + 7] for n in range(0, len(reply.text), 7)]
            for piece in self._paced(pieces, reply):
                self._send(protocol.piece(model, piece))
            if reply.breaks_off:
                self.close_connection = True
                return
            for last in protocol.ending(model):
                self._send(last)
            self.wfile.write(b"0\r\n\r\n")

        def _paced(self, pieces: Sequence[str], reply: Reply) -> Iterator[str]:
            while True:
                for piece in pieces:
                    time.sleep(reply.pause)
                    yield piece
                if not reply.endless:
                    return

        def _send(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    state.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
