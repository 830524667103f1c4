"""pip's configuration, as pip itself would merge it."""

from pathlib import Path

import pytest

from master.sources import pip_settings as settings_of
from master.sources.pip_settings import PYPI, parse_config, pip_settings


def test_stronger_origins_win() -> None:
    """The environment over a command's section, that over the global one; what is no option is passed over."""
    text = """
:env:.index-url='https://env.example/simple'
global.index-url='https://global.example/simple'
install.index-url='https://install.example/simple'
global.timeout='15'
wheel.timeout='99'
global.cert=__import__('os')
nonsense
"""
    assert parse_config(text) == {"index-url": "https://env.example/simple", "timeout": "15"}


def test_options_are_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Lists are split, missing folders dropped, numbers kept within reason."""
    text = (
        "global.extra-index-url='\\nhttps://one.example/simple\\nhttps://two.example/simple'\n"
        f"global.find-links='{tmp_path} {tmp_path}/none https://three.example/links'\n"
        "global.trusted-host='one.example two.example:8080'\n"
        "global.proxy='http://proxy.example:3128'\n"
        "global.timeout='9999'\n"
    )
    monkeypatch.setattr(settings_of, "_config_list", lambda: text)
    found = pip_settings({"REQUESTS_CA_BUNDLE": "/ca.pem"})
    assert found.indexes == (PYPI, "https://one.example/simple", "https://two.example/simple")
    assert found.find_links == (str(tmp_path), "https://three.example/links")
    assert found.trusted_hosts == ("one.example", "two.example:8080")
    assert (found.proxy, found.certificates, found.timeout) == ("http://proxy.example:3128", "/ca.pem", 600.0)


def test_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no-index no index is left, not even the usual one."""
    monkeypatch.setattr(settings_of, "_config_list", lambda: "global.no-index='true'\n")
    assert pip_settings({}).indexes == ()


def test_without_pip_the_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this Python has no pip, its variables are still honoured."""
    monkeypatch.setattr(settings_of, "_config_list", lambda: None)
    found = pip_settings({"PIP_INDEX_URL": "https://one.example/simple", "PIP_CERT": "/ca.pem", "HOME": "/"})
    assert (found.indexes, found.certificates) == (("https://one.example/simple",), "/ca.pem")


@pytest.mark.threat("T28", "T29")
def test_a_checkout_cannot_stand_in_for_pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Started inside a repository that has a `pip` package, the real pip answers, from the user's environment."""
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip/__init__.py").write_text("")
    (tmp_path / "pip/__main__.py").write_text(f"open({str(tmp_path / 'canary')!r}, 'w')\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "https://one.example/simple")
    assert pip_settings().indexes[0] == "https://one.example/simple"
    assert not (tmp_path / "canary").exists()
