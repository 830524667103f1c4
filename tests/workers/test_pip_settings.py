"""pip's configuration, as pip itself would merge it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers import pip_settings as settings_of
from workers.pip_settings import PYPI, PipSettings, cell_access, certificate_variables, parse_config, pip_settings


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
    monkeypatch.setattr(settings_of, "_config_list", lambda _: text)
    found = pip_settings({"REQUESTS_CA_BUNDLE": "/ca.pem"})
    assert found.indexes == (PYPI, "https://one.example/simple", "https://two.example/simple")
    assert found.find_links == (str(tmp_path), "https://three.example/links")
    assert found.trusted_hosts == ("one.example", "two.example:8080")
    assert (found.proxy, found.certificates, found.timeout) == ("http://proxy.example:3128", "/ca.pem", 600.0)


def test_no_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no-index no index is left, not even the usual one."""
    monkeypatch.setattr(settings_of, "_config_list", lambda _: "global.no-index='true'\n")
    assert pip_settings({}).indexes == ()


def test_without_pip_the_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this Python has no pip, its variables are still honoured."""
    monkeypatch.setattr(settings_of, "_config_list", lambda _: None)
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


def test_variables_of_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """pip's own setting wins over the variables of other clients; without any there are none."""
    monkeypatch.setattr(settings_of, "_config_list", lambda _: "global.cert='/pip.pem'\n")
    assert pip_settings({"SSL_CERT_FILE": "/ssl.pem"}).certificates == "/pip.pem"
    monkeypatch.setattr(settings_of, "_config_list", lambda _: None)
    assert pip_settings({"SSL_CERT_FILE": "/ssl.pem"}).certificates == "/ssl.pem"
    assert pip_settings({}).certificates is None


def test_the_usual_index_needs_no_word() -> None:
    """A machine with pip's own defaults tells a cell nothing."""
    access = cell_access(PipSettings(), {})
    assert (access.environment, access.certificates, access.remarks) == ({}, None, ())


def test_a_cell_looks_where_the_user_looks(tmp_path: Path) -> None:
    """Indexes, pages of links, trusted hosts, proxy and certificates go into the cell as pip's own variables."""
    bundle = tmp_path / "ca.pem"
    bundle.write_text("certificates")
    settings = PipSettings(
        indexes=("https://one.example/simple", "https://two.example/simple", "https://three.example/simple"),
        find_links=("https://four.example/links",),
        trusted_hosts=("one.example", "two.example:8080"),
        certificates=str(bundle),
        proxy="http://proxy.example:3128",
    )
    access = cell_access(settings, {"no_proxy": "localhost", "OTHER": "x"})
    assert access.environment == {
        "PIP_INDEX_URL": "https://one.example/simple",
        "PIP_EXTRA_INDEX_URL": "https://two.example/simple https://three.example/simple",
        "PIP_FIND_LINKS": "https://four.example/links",
        "PIP_TRUSTED_HOST": "one.example two.example:8080",
        "PIP_PROXY": "http://proxy.example:3128",
        "no_proxy": "localhost",
    }
    assert (access.certificates, access.remarks) == (str(bundle), ())


def test_no_index_holds_in_the_cell() -> None:
    """Where the user's pip may use no index, a cell's may not either."""
    assert cell_access(PipSettings(indexes=()), {}).environment == {"PIP_NO_INDEX": "1"}


words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=12)


@pytest.mark.threat("T24")
@given(words, words, st.sampled_from(["https", "http"]), st.booleans())
def test_no_credential_reaches_a_cell(user: str, host: str, scheme: str, password: bool) -> None:
    """Whatever an address holds before its host stays out of the cell, and out of the remark that says so."""
    secret = "canary-7f3a"
    login = f"{user}:{secret}@" if password else f"{secret}@"
    url = f"{scheme}://{login}{host}.example/simple"
    settings = PipSettings(indexes=(url, url), find_links=(url,), proxy=url, client_certificate="/secret/key.pem")
    access = cell_access(settings, {"https_proxy": url, "HTTP_PROXY": f"{secret}@proxy:3128"})
    assert access.environment == {}
    assert secret not in str(access)
    assert "/secret/key.pem" not in str(access)
    assert len(access.remarks) == 6


def test_folders_of_this_machine_stay_out(tmp_path: Path) -> None:
    """A folder is no index for a cell, however it is written; it is left out, and that is said."""
    settings = PipSettings(indexes=((tmp_path / "simple").as_uri(), str(tmp_path)), find_links=(str(tmp_path),))
    access = cell_access(settings, {})
    assert access.environment == {}
    assert len(access.remarks) == 3


def test_certificates_that_are_no_file_stay_out(tmp_path: Path) -> None:
    """A path that leads to no file is said, and does not end every cell."""
    for path in (tmp_path, tmp_path / "missing.pem"):
        access = cell_access(PipSettings(certificates=str(path)), {})
        assert access.certificates is None
        assert str(path) in access.remarks[0]


def test_every_client_finds_the_certificates() -> None:
    """pip, Python, requests, curl and git are all told the same file."""
    said = certificate_variables("/work/ca.pem")
    assert set(said.values()) == {"/work/ca.pem"}
    assert {"PIP_CERT", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"} == set(said)
