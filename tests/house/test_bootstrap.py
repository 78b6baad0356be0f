"""manage.py makes the environment that it runs in: once, again when the lock changes, never by half."""

from pathlib import Path

import pytest

import manage


class Machine:
    """A clone with its own two locks; what would be downloaded is written down instead."""

    def __init__(self, top: Path) -> None:
        self.top, self.venv, self.broken = top, top / ".venv", False
        self.installed: list[str] = []
        (top / "requirements.txt").write_text("django==5.2\n")
        (top / "requirements-dev.txt").write_text("django==5.2\npytest==9\n")

    def create(self, folder: Path, **options: bool) -> None:
        (folder / "bin").mkdir(parents=True)
        (folder / "bin" / "pytest").write_text(f"#!{folder}/bin/python\n")

    def install(self, lock: str, *, into: Path) -> None:
        if self.broken:
            raise SystemExit("the network went away")
        self.installed.append(f"{lock} into {into.name}")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    monkeypatch.setattr(manage, "ROOT", tmp_path)
    monkeypatch.setattr(manage, "VENV", machine.venv)
    monkeypatch.setattr(manage, "install", machine.install)
    monkeypatch.setattr(manage.venv, "create", machine.create)
    return machine


def test_venv__first_run__is_built_beside_and_renamed(machine: Machine) -> None:
    manage.make_venv(for_developers=False)
    manage.make_venv(for_developers=False)
    assert machine.installed == ["requirements.txt into .venv.new"]
    assert (machine.venv / "bin" / "pytest").read_text() == f"#!{machine.venv}/bin/python\n"
    assert not (machine.top / ".venv.new").exists()


def test_venv__installing_fails__leaves_nothing_half(machine: Machine) -> None:
    machine.broken = True
    with pytest.raises(SystemExit):
        manage.make_venv(for_developers=False)
    assert not machine.venv.exists()
    machine.broken = False
    manage.make_venv(for_developers=False)
    assert machine.venv.exists()


def test_venv__developers_after_demo__are_added_in_place(machine: Machine) -> None:
    manage.make_venv(for_developers=False)
    manage.make_venv(for_developers=True)
    manage.make_venv(for_developers=False)
    assert machine.installed == ["requirements.txt into .venv.new", "requirements-dev.txt into .venv"]


def test_venv__lock_changes__is_built_anew(machine: Machine) -> None:
    manage.make_venv(for_developers=True)
    (machine.top / "requirements-dev.txt").write_text("django==5.2\npytest==9.1\n")
    manage.make_venv(for_developers=True)
    assert machine.installed == ["requirements-dev.txt into .venv.new"] * 2


def test_venv__without_ensurepip__is_said_in_a_sentence(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="sudo apt install python3-venv"):
        manage.make_venv(for_developers=False)


def test_lock__in_halves__loses_no_requirement_and_no_hash() -> None:
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (manage.VENV.parent / lock).read_text()
        halves = manage.halves(text)
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        assert sorted("\n".join(halves).splitlines()) == sorted(lines)
        for half in halves:
            assert half.startswith(tuple("abcdefghijklmnopqrstuvwxyz"))
            assert half.count("==") > 10


def test_pango__missing_without_being_root__is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage, "can_load", lambda library: not library.startswith("libpangoft2"))
    monkeypatch.setattr(manage.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit, match=r"sudo apt install libpangoft2-1\.0-0$"):
        manage.install_letter_libraries()


def test_python__too_old__is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manage.sys, "version_info", (3, 10, 13))
    with pytest.raises(SystemExit, match=r"Python 3\.11 or newer"):
        manage.main(["demo"])
