"""Names that are nearly those of well-known packages: how a mistyped or a planted dependency looks (A20).

The list holds what research software in Python uses most, and the packages that differ from one of those by one letter
and are well known themselves.
"""

from criteria.census.apart import words

KNOWN = words(
    """
    aiohttp anaconda ansible anyio apscheduler arviz asciitree astropy asyncpg attrs autograd awkward babel
    beautifulsoup4 biopython black blosc bokeh boost boto boto3 botocore bottle bottleneck build cachetools
    cartopy cattrs celery certifi cffi cftime chardet charset-normalizer cirq click cloudpickle cmake colorama
    conda coverage cryptography cupy cvxopt cvxpy cycler cypari cypari2 cysignals cython dash dask dateutil
    debugpy decorator deepdiff defusedxml dill distlib distributed django docker docutils ecdsa einops emcee
    fabric fastapi fastjsonschema filelock fiona flake8 flask fonttools fplll fpylll fsspec future gensim
    geopandas gevent gitpython gmpy gmpy2 graphviz greenlet grpcio gunicorn h5netcdf h5py hatchling healpy
    httpcore httpcore2 httplib2 httpx httpx2 huggingface-hub hypothesis idna imageio importlib-metadata
    importlib-resources iniconfig intake ipykernel ipython ipywidgets isort itsdangerous jax jaxlib jedi
    jinja2 joblib jsonpatch jsonschema jupyter jupyter-client jupyter-core jupyterhub jupyterlab jwt keras
    kiwisolver lightgbm llvmlite lmfit lxml markdown markupsafe marshmallow matplotlib memory-allocator meson
    meson-python mistune mkdocs mock monotonic mpi4py mpmath msgpack multidict multiprocess mypy myst-parser
    nbconvert nbformat nbsphinx netcdf4 networkit networkx ninja nltk nodeenv nose notebook nox numba
    numcodecs numexpr numpy numpydoc oauthlib onnx opencv-python openpyxl optuna orjson packaging pandas
    pandocfilters paramiko pari parso partd pathspec patsy pendulum pexpect pillow pint pip pipenv pkgconfig
    platformdirs plotly pluggy ply poetry pooch pplpy pre-commit prettytable primecount prometheus-client
    prompt-toolkit protobuf psutil psycopg psycopg2 ptyprocess pure-eval py4j pyarrow pyasn1 pybind11 pycairo
    pycodestyle pycosat pycparser pycryptodome pydantic pydata-sphinx-theme pyflakes pygit2 pygments pyjwt
    pylint pymc pymongo pymysql pynacl pyopenssl pyparsing pyproj pyproject-hooks pyqt5 pyqt6 pyro pyscf
    pyserial pyside pyside2 pyside6 pytest pytest-cov pytest-mock pytest-xdist python pythran pytorch pytz
    pyvista pywavelets pyyaml pyzmq qiskit qutip rapidfuzz rasterio redis regex requests requests-oauthlib
    responses rich rpy2 rsa ruff s3fs s3transfer sagemath-standard scanpy scapy scikit-build scikit-build-core
    scikit-image scikit-learn scipy scons seaborn selenium setuptools setuptools-scm shapely simplejson simpy
    six sklearn snakemake snowballstemmer sortedcontainers soupsieve spacy sphinx sphinx-copybutton
    sphinx-rtd-theme spyder sqlalchemy sqlparse starlette statsmodels sympy tables tabulate tenacity
    tensorboard tensorflow termcolor testpath texttable theano threadpoolctl toml tomli tomlkit toolz torch
    torchaudio torchvision tornado tox tqdm traitlets trame transformers trio twine twisted typer
    types-requests typing-extensions tzdata ujson unidecode uproot uri-template uritemplate urllib3 uvicorn
    uvloop vcrpy versioneer virtualenv vtk waitress wcwidth webencodings websockets werkzeug wheel
    widgetsnbextension wrapt wsproto xarray xgboost xlrd xlsxwriter xmltodict yarl zarr zict zipp
    zope-interface
    """
)
SHORTEST = 5  # letters: of shorter names too many are one letter apart


def nearly(name: str) -> str | None:
    """The well-known package that `name` (normalised) misses by one letter, swapped pair or separator; else None."""
    if len(name) < SHORTEST or name in KNOWN:
        return None
    near = _one_off(name) & KNOWN
    return min((known for known in near if len(known) >= SHORTEST), default=None)


def _one_off(name: str) -> set[str]:
    """All names one edit away: some 76 for each letter."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
    halves = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    return {
        edited
        for head, tail in halves
        for edited in (
            head + tail[1:],
            head + tail[1:2] + tail[:1] + tail[2:],
            *(head + letter + tail[1:] for letter in letters if tail),
            *(head + letter + tail for letter in letters),
        )
    }
