"""Data formats: those that the documentation names, and those that the code reads or writes by its imports.

A scan: documentation is searched for the names of formats, code for imports of the libraries that read them.
"""

import re
from collections.abc import Iterable

import attrs

from criteria.census.kinds import CODE, DOCUMENTATION, in_document_folder, in_test_folder
from criteria.census.languages import BY_NAME, PROGRAMMING
from criteria.evidence.census import CensusFile

KIND = "formats"


@attrs.frozen
class Format:
    """`open`: its specification is public and free to implement. `names` and `libraries`: words, `&` for a blank."""

    name: str
    open: bool
    names: str
    libraries: str = ""


# Openness by the format's own specification. A format that only one vendor can write is not open.
FORMATS: tuple[Format, ...] = (
    Format("HDF5", True, "HDF5 hdf5", "h5py hdf5 HDF5 rhdf5 JLD JLD2"),
    Format("netCDF", True, "netCDF NetCDF netcdf netCDF4", "netCDF4 netcdf netcdf4 NetCDF ncdf4 NCDatasets"),
    Format("CSV", True, "CSV csv TSV comma-separated", "csv CSV readr DelimitedFiles opencsv"),
    Format("JSON", True, "JSON json", "json JSON JSON3 orjson ujson simplejson rapidjson jsonlite json_module"),
    Format("YAML", True, "YAML yaml", "yaml ruamel YAML serde_yaml yaml-cpp"),
    Format("TOML", True, "TOML toml", "tomllib tomli toml tomlkit TOML tomlf"),
    Format("XML", True, "XML", "xml lxml libxml libxml2 EzXML LightXML defusedxml XML"),
    Format("FITS", True, "FITS", "astropy.io.fits fitsio cfitsio FITSIO pyfits CFITSIO"),
    Format("Parquet", True, "Parquet parquet", "parquet Parquet fastparquet"),
    Format("Zarr", True, "Zarr zarr", "zarr Zarr"),
    Format("NPY", True, "npy npz NPY NPZ", "NPZ stdlib_io_npy npy_format"),
    Format("SQLite", True, "SQLite", "sqlite3 SQLite rusqlite RSQLite"),
    Format("GraphML", True, "GraphML graphml"),
    Format("GML", True, "GML"),
    Format("Matrix Market", True, "Matrix&Market MatrixMarket", "MatrixMarket scipy.io.mmread mmio"),
    Format("PDB or mmCIF", True, "mmCIF PDB", "Bio.PDB BioStructures gemmi"),
    Format("FASTA or FASTQ", True, "FASTA FASTQ", "Bio.SeqIO FASTX pyfaidx"),
    Format("VTK", True, "VTK VTU", "vtk WriteVTK meshio pyvista"),
    Format("GeoTIFF or GeoJSON", True, "GeoTIFF GeoJSON Shapefile", "rasterio gdal GDAL geopandas"),
    Format("DICOM or NIfTI", True, "DICOM NIfTI", "pydicom nibabel NIfTI DICOM"),
    Format("GRIB", True, "GRIB", "cfgrib pygrib eccodes"),
    Format("ROOT", True, "ROOT&file ROOT&files", "uproot TFile"),
    Format("PNG or SVG", True, "PNG SVG", "png libpng PNGFiles"),
    Format("PDF", True, "PDF", "pypdf PyPDF2 poppler"),
    Format("tar or ZIP", True, "tarball tarballs ZIP", "tarfile zipfile libarchive ZipFile"),
    Format("Python pickle", False, "pickle pickles pickled", "pickle cPickle dill joblib cloudpickle"),
    Format("MATLAB MAT", False, "MAT-file MAT-files", "scipy.io.loadmat MAT matio mat73 R.matlab"),
    Format("Excel workbook", False, "xlsx xls Excel", "openpyxl xlrd xlsxwriter XLSX readxl"),
    Format("SPSS, SAS or Stata", False, "SPSS Stata", "pyreadstat haven ReadStatTables"),
)  # fmt: skip
_WORDS = {one.name: tuple(word.replace("&", " ").encode() for word in one.names.split()) for one in FORMATS}
_NAMED = {
    name: re.compile(rb"(?<![\w])(?:" + b"|".join(map(re.escape, words)) + rb")(?![\w])")
    for name, words in _WORDS.items()
}
_LIBRARIES = {library: one.name for one in FORMATS for library in one.libraries.split()}
_IMPORT = re.compile(
    rb"\n[ \t]{0,12}(?:from|import|cimport|using|use|library\(|require\(|#[ \t]{0,4}include)[ \t]{0,4}[\"'<]?"
    rb"([A-Za-z_][\w.+:/,-]{0,80})"
)
_MAX_LINES = 400  # imports of one file that are looked at
_HEAD = 256 * 1024  # bytes of one file
_SPECIFIED = re.compile(
    rb"json-schema\.org|\.xsd\b|\bJSON Schema\b|\bXML Schema\b|cfconventions"
    rb"|file[- ]format specification|format specification|\bdata model\b"
)


@attrs.frozen
class FormatUse:
    """A format, the files of documentation that name it and the files of code that read or write it (first paths)."""

    name: str
    open: bool
    documents: int
    first_document: str | None
    sources: int
    first_source: str | None


@attrs.frozen
class Formats:
    """By name. `code_files` counts the files of code that were read; `schema_documents` those that link a schema."""

    uses: tuple[FormatUse, ...]
    code_files: int
    documents: int
    schema_documents: tuple[str, ...]

    @property
    def used(self) -> tuple[FormatUse, ...]:
        return tuple(one for one in self.uses if one.sources)

    @property
    def named(self) -> tuple[FormatUse, ...]:
        return tuple(one for one in self.uses if one.documents)


def wants(file: CensusFile) -> bool:
    """First-party code and documentation; tests and what is set apart say nothing about what users meet."""
    if file.apart is not None or file.language is None or not file.decodable:
        return False
    *folders, _ = file.path.split("/")
    if file.kind == DOCUMENTATION:
        return not in_test_folder(folders) and (not folders or in_document_folder(folders))
    return file.kind == CODE and BY_NAME[file.language].group == PROGRAMMING


def read(file: CensusFile, content: bytes) -> list[object] | None:
    """0 and the names of formats with 1 where a schema is linked, for documentation; 1 and the formats for code."""
    if file.kind == DOCUMENTATION:
        content = content[:_HEAD]
        names = sorted(name for name, words in _WORDS.items() if _named(name, words, content))
        schema = _SPECIFIED.search(content) is not None
        return [0, names, int(schema)]
    return [1, sorted(_imported(content)), 0]


def _named(name: str, words: tuple[bytes, ...], content: bytes) -> bool:
    """The words first, for they are found at the speed of memory; then as words of their own."""
    return any(word in content for word in words) and _NAMED[name].search(content) is not None


def _imported(content: bytes) -> set[str]:
    found = set()
    for number, match in enumerate(_IMPORT.finditer(b"\n" + content[:_HEAD])):
        if number >= _MAX_LINES:
            break
        for word in match[1].decode("ascii", "replace").split(","):
            whole = re.split(r"[/:]", word.strip())[0].removesuffix(".h").removesuffix(".hpp")
            parts = whole.split(".")
            for size in range(len(parts), 0, -1):
                if name := _LIBRARIES.get(".".join(parts[:size])):
                    found.add(name)
                    break
    return found


def reduce(facts: Iterable[tuple[CensusFile, list[object]]]) -> Formats:
    documents: dict[str, list[str]] = {}
    sources: dict[str, list[str]] = {}
    linked: list[str] = []
    counts = [0, 0]
    for file, (kind, names, schema) in facts:
        counts[1 if kind else 0] += 1
        into = sources if kind else documents
        for name in names if isinstance(names, list) else ():
            into.setdefault(name, []).append(file.path)
        if schema:
            linked.append(file.path)
    uses = (
        FormatUse(
            one.name,
            one.open,
            len(documents.get(one.name, ())),
            next(iter(documents.get(one.name, ())), None),
            len(sources.get(one.name, ())),
            next(iter(sources.get(one.name, ())), None),
        )
        for one in FORMATS
        if one.name in documents or one.name in sources
    )
    return Formats(tuple(uses), counts[1], counts[0], tuple(linked[:20]))
