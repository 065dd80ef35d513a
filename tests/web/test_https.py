"""Under https the session's cookie is bound to the host and never leaves in plain text."""

import os
import socket
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, HTTPSHandler, Request, build_opener

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.people import LISTING, PASSWORD

ROOT = Path(__file__).parents[2]


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of its own making for 127.0.0.1, as a small office would make one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    files[1].write_bytes(private)
    return files


@pytest.fixture
def served(url, tmp_path):
    """The product on https; yields its address and a way to ask it that keeps no cookie and follows nothing."""
    cert, key = certificate(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    command += ["--server.sslCertFile", str(cert), "--server.sslKeyFile", str(key)]
    server = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "HAZARDS_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    ask = build_opener(HTTPSHandler(context=trusting), Stay)
    address = f"https://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                ask.open(f"{address}/healthz", timeout=2)
                break
            except (URLError, OSError):
                time.sleep(0.1)
        yield address, ask
    finally:
        server.kill()
        server.wait()


def test_the_session_is_bound_to_the_host_and_to_https(served):
    address, ask = served
    form = urlencode({"name": LISTING, "password": PASSWORD, "next": "/"}).encode()
    told = _status(ask, Request(f"{address}/account/login", form, {"Origin": address}))
    assert told.code == 303
    cookie = told.headers["Set-Cookie"]
    assert cookie.startswith("__Host-sid=")
    assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "SameSite=lax" in cookie or "SameSite=Lax" in cookie
    held = cookie.split(";")[0]
    assert _status(ask, Request(f"{address}/download/cases.csv", headers={"Cookie": held})).code == 200
    # What a plain page could have planted under the plain name is nobody's session here.
    planted = held.replace("__Host-sid", "sid")
    assert _status(ask, Request(f"{address}/download/cases.csv", headers={"Cookie": planted})).code == 401
    downgraded = Request(f"{address}/account/login", form, {"Origin": address.replace("https", "http")})
    assert _status(ask, downgraded).code == 403


def _status(ask, request):
    try:
        answer = ask.open(request, timeout=10)
    except HTTPError as told:
        answer = told
    answer.read()
    answer.close()
    return answer
