"""The virtual environment of a cell: what `python3 -m venv` makes, in a twentieth of its time beside Debian's pip.

`venv` unpacks and installs pip anew each time, for seconds, and for half a minute when emulated. Debian's own pip is
the same version, installed and compiled already, so it is copied; setuptools too for a Python whose `venv` brings it.
"""

import shlex

_DEBIAN = "/usr/lib/python3/dist-packages"
_WITH_SETUPTOOLS = "import sys; sys.exit(sys.version_info >= (3, 12))"
_PURELIB = "import sysconfig; print(sysconfig.get_path('purelib'))"
_PIP = "import sys\\nfrom pip._internal.cli.main import main\\nsys.exit(main())\\n"


def command(place: str) -> str:
    """A shell command that makes the environment at an absolute path."""
    path = shlex.quote(place)
    names = "pip pip-*.dist-info"
    setuptools = "setuptools setuptools-*-info pkg_resources _distutils_hack"
    return (
        f'if [ "$(command -v python3)" = /usr/bin/python3 ] && [ -e {_DEBIAN}/pip/__init__.py ]; then'
        f" python3 -m venv --without-pip {path};"
        f" site=$({path}/bin/python -c {shlex.quote(_PURELIB)});"
        f' cd {_DEBIAN}; cp -r {names} "$site";'
        f' if python3 -c {shlex.quote(_WITH_SETUPTOOLS)}; then cp -r {setuptools} "$site"; fi;'
        f" for name in pip pip3; do printf '#!%s\\n{_PIP}' {path}/bin/python >{path}/bin/$name;"
        f" chmod 755 {path}/bin/$name; done;"
        f" else python3 -m venv {path}; fi"
    )
