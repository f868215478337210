"""A server for fetch_test.cpp: zips made on the spot, and every way in which a download goes wrong.

The first folder of a path says what happens, its last part names the zip. Prints its port on one line and ends when its
standard input closes, so that a test that dies leaves nothing running.

/ok/       the zip                              /missing/    404
/redirect/ 302 to /ok/                          /forbidden/  403
/flaky/    half of it, then as asked by Range   /html/       a web page with status 200
/norange/  half of it, then all of it           /corrupt/    a zip with a changed byte in a packed member
/truncated/ half of what is asked, always       /stored/     the same in a member that is not packed
/slow/     a few bytes, then nothing            /tiny/       ten bytes
/busy/     503 twice, then the zip              /open/       half of it without a length
/once/     a damaged zip, then the sound one    /trickle/    the zip, slowly

The only argument names a file to which each request adds a line: path, then the Range asked for.
"""

import http.server
import io
import random
import sys
import threading
import time
import zipfile

log = open(sys.argv[1], "w")
counts = {}
lock = threading.Lock()
ended = threading.Event()


def make_zip(name, method=zipfile.ZIP_DEFLATED):
    """The same bytes for the same name; two members, one of them in a folder; letters at random pack by a half."""
    rng = random.Random(name)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for member in (f"{name}.txt", "folder/notes.txt"):
            info = zipfile.ZipInfo(member, (2020, 10, 1, 0, 0, 0))
            info.compress_type = method
            archive.writestr(info, "".join(rng.choices("0123456789,*\n", k=60_000)))
    return content.getvalue()


def with_changed_byte(content):
    changed = bytearray(content)
    changed[len(changed) // 4] ^= 0x10
    return bytes(changed)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def do_GET(self):
        way, name = self.path.split("/")[1], self.path.rsplit("/", 1)[1].removesuffix(".zip")
        with lock:
            print(self.path, self.headers.get("Range", "-"), file=log, flush=True)
            counts[self.path] = counts.get(self.path, 0) + 1
        getattr(self, f"way_{way}")(make_zip(name), counts[self.path])

    def send(self, body, status=200, kind="application/zip", headers=(), sent=None):
        """Sends `sent` bytes of the body only, but announces them all."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for key, value in headers:
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body if sent is None else body[:sent])
        if sent is not None:
            self.close_connection = True

    def send_asked(self, content, sent=None):
        asked = self.headers.get("Range")
        if asked is None:
            self.send(content, sent=sent)
            return
        first = int(asked.removeprefix("bytes=").removesuffix("-"))
        if first >= len(content):
            self.send(b"", 416, headers=[("Content-Range", f"bytes */{len(content)}")])
            return
        headers = [("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")]
        self.send(content[first:], 206, headers=headers, sent=sent)

    def way_ok(self, content, count):
        self.send_asked(content)

    def way_redirect(self, content, count):
        self.send(b"", 302, headers=[("Location", self.path.replace("/redirect/", "/ok/"))])

    def way_flaky(self, content, count):
        self.send_asked(content, sent=len(content) // 2 if count == 1 else None)

    def way_norange(self, content, count):
        self.send(content, sent=len(content) // 2 if count == 1 else None)

    def way_truncated(self, content, count):
        self.send_asked(content, sent=1000)

    def way_slow(self, content, count):
        self.send(content, sent=0)
        self.wfile.write(content[:100])
        self.wfile.flush()
        ended.wait(30)

    def way_trickle(self, content, count):
        self.send(content, sent=0)
        for at in range(0, len(content), 500):
            self.wfile.write(content[at : at + 500])
            self.wfile.flush()
            time.sleep(0.1)

    def way_busy(self, content, count):
        if count <= 2:
            self.send(b"busy", 503, "text/plain")
        else:
            self.send(content)

    def way_once(self, content, count):
        self.send(with_changed_byte(content) if count == 1 else content)

    def way_missing(self, content, count):
        self.send(b"<html><title>Not Found</title></html>", 404, "text/html")

    def way_forbidden(self, content, count):
        self.send(b"no", 403, "text/plain")

    def way_html(self, content, count):
        page = "<!DOCTYPE html>\n<html><head><title>ただいまメンテナンス中です</title></head><body></body></html>"
        self.send((page + " " * 2000).encode(), kind="text/html; charset=utf-8")

    def way_corrupt(self, content, count):
        self.send(with_changed_byte(content))

    def way_stored(self, content, count):
        self.send(with_changed_byte(make_zip("stored", zipfile.ZIP_STORED)))

    def way_tiny(self, content, count):
        self.send(content[:10])

    def way_open(self, content, count):
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content[: len(content) // 2])
        self.close_connection = True


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # a client that goes away is part of the tests


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
ended.set()
