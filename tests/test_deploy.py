"""What is offered for servers fits the program: paths, ports, pins and settings are there; nobody runs as root."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import typer

from dealflow.cli import app_for
from dealflow.settings import Settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text("utf-8")
COMPOSE = (DEPLOY / "compose.yaml").read_text("utf-8")
SETTINGS = {f"DEALFLOW_{name.upper()}" for name in Settings.model_fields}


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells A from a
    parser.read(DEPLOY / name)
    return parser


def options_of(command: str) -> set[str]:
    group = typer.main.get_command(app_for([command]))
    return {name for option in group.commands[command].params for name in option.opts}  # type: ignore[attr-defined]  # click types groups as commands


@pytest.mark.parametrize("path", sorted(DEPLOY.iterdir()), ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"DEALFLOW_[A-Z_]+[A-Z]", path.read_text("utf-8")))
    assert named - SETTINGS == set()


def test_behind_the_containers_proxy_each_browser_is_of_its_own_network() -> None:
    assert re.search(r'FORWARDED_ALLOW_IPS: "\*"', COMPOSE)
    assert re.findall(r'ports: \["(.+?)"\]', COMPOSE) == ["127.0.0.1:8501:8501"]  # only a proxy of this machine says so
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx  # what a browser claims of itself is not passed on


def test_what_the_container_copies_is_there_and_every_image_has_a_version() -> None:
    sources = re.findall(r"^COPY (?!--from)(.+) \S+$", CONTAINER, re.MULTILINE)
    assert [name for line in sources for name in line.split() if not (ROOT / name).exists()] == []
    images = re.findall(r"^FROM (\S+)", CONTAINER, re.MULTILINE) + re.findall(r"image: (\S+)", COMPOSE)
    assert len(images) == 4
    assert [image for image in images if not re.search(r":\d", image)] == []
    assert "latest" not in CONTAINER + COMPOSE


def test_the_container_installs_by_hash_and_runs_as_nobody_of_importance() -> None:
    assert CONTAINER.count("--require-hashes") == 3
    instructions = [line.split(" ", 1) for line in CONTAINER.splitlines() if re.match(r"[A-Z]+ ", line)]
    assert [rest for word, rest in instructions if word == "USER"] == ["10001:10001"]
    assert [rest for word, rest in instructions if word == "ENTRYPOINT"] == ['["dealflow"]']
    assert "DEALFLOW_ACCOUNTS=required" in CONTAINER
    packages = (ROOT / "install-debian.sh").read_text("utf-8")
    assert [
        name for name in ("tesseract-ocr-kor", "libreoffice-impress-nogui", "fonts-noto-cjk") if name not in packages
    ] == []
    serve = re.search(r'^CMD \["serve", (.+)\]$', CONTAINER, re.MULTILINE)
    assert serve is not None
    assert set(re.findall(r'"(--[a-z-]+)"', serve[1])) <= options_of("serve")


def test_the_pair_of_containers_is_shut_but_for_one_port_of_this_machine() -> None:
    assert "read_only: true" in COMPOSE
    assert "cap_drop: [ALL]" in COMPOSE
    assert "no-new-privileges:true" in COMPOSE
    assert "condition: service_healthy" in COMPOSE
    assert re.findall(r"ports: (.+)", COMPOSE) == ['["127.0.0.1:8501:8501"]']
    assert "DEALFLOW_ACCOUNTS: required" in COMPOSE
    assert "password@" not in COMPOSE


@pytest.mark.parametrize("name", ["dealflow.service", "dealflow-backup.service"])
def test_a_service_runs_our_command_as_its_own_account(name: str) -> None:
    service = unit(name)["Service"]
    program, command, *arguments = service["ExecStart"].split()
    assert program == "/opt/dealflow/bin/dealflow"
    assert {word for word in arguments if word.startswith("--")} <= options_of(command)
    assert (service["User"], service["UMask"], service["ProtectSystem"]) == ("dealflow", "0077", "strict")


def test_backups_are_made_every_night_and_proved() -> None:
    assert unit("dealflow-backup.timer")["Timer"]["OnCalendar"] == "*-*-* 03:10:00"
    assert "--keep 14 --prove" in unit("dealflow-backup.service")["Service"]["ExecStart"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_reads_the_units(tmp_path: Path) -> None:
    for path in DEPLOY.glob("dealflow*.*"):
        text = path.read_text("utf-8").replace("/opt/dealflow/bin/dealflow", "/bin/true")
        (tmp_path / path.name).write_text(text)
    units = sorted(tmp_path.glob("dealflow*.*"))
    said = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    about_ours = [line for line in said.stderr.splitlines() if "dealflow" in line and "Unknown" in line]
    assert (said.returncode, about_ours) == (0, [])


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx here")
def test_nginx_reads_its_configuration(tmp_path: Path) -> None:
    text = re.sub(r"listen 443 ssl;|ssl_certificate\w* .*;", "", (DEPLOY / "nginx.conf").read_text("utf-8"))
    text = text.replace("server_name", "listen 127.0.0.1:8499;\n    server_name").replace(
        "/var/log/nginx", str(tmp_path)
    )
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    nginx = ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-e", str(tmp_path / "errors")]
    said = subprocess.run(nginx, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stderr
