"""The installation's settings, from the environment (prefix ``DEALFLOW_``) or a ``.env`` file."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal
from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_PACKAGED: Final = Path(__file__).resolve().parent / "app"
APPLICATION: Final = _PACKAGED if _PACKAGED.is_dir() else Path(__file__).resolve().parents[1]
"""Where ``streamlit_app.py``, ``pages/``, ``.streamlit/`` and ``data/demo/`` lie: the checkout; in a wheel its own."""


class Settings(BaseSettings):
    """Where things lie and how this installation behaves.

    ``data_dir`` holds the ledger (SQLite), the warehouse (DuckDB) and the deck files unless the URLs say otherwise.
    """

    model_config = SettingsConfigDict(env_prefix="DEALFLOW_", env_file=".env", extra="ignore")

    data_dir: Path = Path("data/local")
    database_url: str = ""
    """SQLAlchemy URL of the ledger; empty: a SQLite file in ``data_dir``. ``postgresql+psycopg://...`` to grow."""
    warehouse_path: str = ""
    """The DuckDB file; empty: ``warehouse.duckdb`` in ``data_dir``; ``:memory:`` for a private one."""
    files: str = ""
    """Where deck files lie: empty: the folder ``files`` in ``data_dir``; ``s3://bucket/below``: a store that speaks S3,
    for several machines on one ledger (extra `s3`)."""
    workspace: str = "main"
    demo: bool = False
    """The fictional event: a visitor may choose whom to be."""
    organisation_ko: str = "우리 회사"
    organisation_en: str = "Our organisation"
    """The organisation of a single-user installation, made at the first start."""
    max_upload_mb: int = 100
    house_gb: int = 50
    """How many gigabytes of files a house may keep; 0: no limit. What strangers bring fills half of it at most."""
    session_files: int = 300
    """How many uploaded files a browser's page may have waiting at once; they are let go once they are taken in."""
    session_mb: int = 1_000
    """How many megabytes these may have together; three times as many those of all pages of a process."""
    readers: int = 2
    """How many decks are read at once."""
    accounts: Literal["auto", "required"] = "auto"
    """Who may come in: ``required``: nobody without an account, so that an empty installation waits to be set up;
    ``auto``: so it is once anybody has an account, until then the one user of this machine."""
    two_factor: Literal["optional", "deciders"] = "optional"
    """Who must have a second factor at sign-in: everybody as they please, or those whose role decides."""
    oidc_issuer: str = ""
    """The OpenID provider (``https://login.example.kr``); empty: none. With ``oidc_client_id`` and its secret."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    log: Literal["text", "json"] = "text"
    """How the process logs: as its libraries do, or as lines of JSON without anything that anybody typed."""
    metrics_token: SecretStr = SecretStr("")
    """Who shows it (``Authorization: Bearer ...``) is given ``/metrics``; empty: there is no such page."""
    public_url: str = ""
    """The address under which people reach this installation (``https://deals.example.kr``), for every link that is
    handed out; empty: the address at which the one who makes the link is."""
    executor: str = ""
    """Who reads decks; empty: this machine; ``dask://host:port``: the Dask cluster of that scheduler (extra `dask`)."""

    api_per_minute: int = 600
    """How many requests a token may make within a minute."""

    mail_host: str = ""
    """The IMAP server of the mailbox to which decks come; empty: none is looked into."""
    mail_port: int = 993
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_folder: str = "INBOX"
    mail_security: Literal["tls", "starttls", "none"] = "tls"
    mail_organisation: str = ""
    """Whose mailbox and folder it is, by id; empty: the organisation of a single-user installation."""
    mail_drop_dir: str = ""
    """A folder into which letters (.eml) and decks are dropped; empty: none is watched."""
    mail_minutes: int = 5
    """How often mailbox and folder are looked into."""

    smtp_host: str = ""
    """The SMTP server that carries letters of this installation; empty: none, what would be sent is shown to copy."""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """``none`` is for a server on this machine."""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_sender: str = ""
    """Who writes: ``Dealflow <deals@example.kr>``; empty: ``smtp_user``."""
    smtp_trusted: str = ""
    """A file of certificates (PEM) that are trusted besides the machine's own, for an office's own server."""
    notice_minutes: int = 5
    """How long a notice waits for others, so that one letter tells of many events."""
    notice_company_names: bool = True
    """Whether names of companies stand in notices; off: letters say how many, and where to look."""
    webhooks_private: bool = False
    """Whether webhooks may go to machines of the own network, and without https."""

    @field_validator("public_url")
    @classmethod
    def _is_web_address(cls, text: str) -> str:
        """Return the address without its last slash; anything but a web address without a query is refused."""
        if not text:
            return text
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
            message = f"no web address: {text!r}"
            raise ValueError(message)
        return text.rstrip("/")

    @property
    def ledger_url(self) -> str:
        """Return the ledger's URL, the SQLite file of ``data_dir`` by default."""
        return self.database_url or f"sqlite:///{self.data_dir / 'ledger.sqlite3'}"

    @property
    def warehouse_file(self) -> str:
        """Return the path of the DuckDB file, or ``:memory:``."""
        return self.warehouse_path or str(self.data_dir / "warehouse.duckdb")

    @property
    def files_dir(self) -> Path:
        """Return the folder of the deck files."""
        return self.data_dir / "files"
