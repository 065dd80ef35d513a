"""The signing key: an Ed25519 key in a file of this machine, never in the database."""

import os
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization as pem
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hazards.domain.errors import Refusal
from hazards.services.stores import ROOT
from hazards.storage.store import Store


class KeyUnusable(Refusal):
    code = "key-unusable"
    says = "签名钥文件“{path}”不能使用，未能生成封签；已办理的事项不受影响。"
    remedy = "请系统管理员核对 HAZARDS_KEY 所指文件及其权限。"


def key_path(store: Store) -> Path:
    """``HAZARDS_KEY``, else signing.key beside an SQLite file, else in var/."""
    if told := os.environ.get("HAZARDS_KEY", "").strip():
        return Path(told)
    return (store.path.parent if store.path else ROOT / "var") / "signing.key"


def load(path: Path) -> Ed25519PrivateKey:
    """The key of this installation, made on first use.

    Raises:
        KeyUnusable
    """
    try:
        if not path.exists():
            make(path)
        key = pem.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise KeyUnusable(path=path) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(path=path)
    return key


def make(path: Path) -> None:
    """Write a new key for the owner's eyes only; an existing file stays as it is."""
    key = Ed25519PrivateKey.generate()
    told = key.private_bytes(pem.Encoding.PEM, pem.PrivateFormat.PKCS8, pem.NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, beside = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(told)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(beside, path)  # unlike a rename it never replaces what another process made
        except FileExistsError:
            return
    finally:
        os.unlink(beside)


def public(key: Ed25519PrivateKey) -> str:
    """The public half, hex."""
    return key.public_key().public_bytes_raw().hex()


def holds(key: str, statement: bytes, signature: str) -> bool:
    """Whether the holder of ``key`` signed ``statement``; nonsense is a no."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), statement)
    except (InvalidSignature, ValueError):
        return False
    return True
