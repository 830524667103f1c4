"""The docstrings of a file, each closed by the example that Sage adds."""

import ast
import doctest
from pathlib import Path

from sage.doctest.parsing import SageDocTestParser

_ADDED = "sig_on_count() # check sig_on/off pairings (virtual doctest)\n"


def get_basename(path):
    path, parts = Path(path).absolute(), [Path(path).stem]
    while (path.parent / "__init__.py").exists():
        path = path.parent
        parts.insert(0, path.name)
    return ".".join(parts)


class FileDocTestSource:
    def __init__(self, path, options):
        self.path = self.printpath = path
        self.options = options
        self.basename = get_basename(path)

    def create_doctests(self, namespace):
        parser = SageDocTestParser((), self.options.long)
        doctests = []
        tree = ast.parse(Path(self.path).read_text())
        for node in [tree, *(node for node in tree.body if isinstance(node, ast.FunctionDef))]:
            text = ast.get_docstring(node, clean=False)
            if text and "sage:" in text:
                name = self.basename if node is tree else f"{self.basename}.{node.name}"
                line = node.body[0].lineno - 1
                test = parser.get_doctest(text, namespace, name, self.printpath, line)
                if test.examples:
                    added = doctest.Example(_ADDED, "0\n", lineno=text.count("\n"))
                    added.sage_source = _ADDED
                    test.examples.append(added)
                doctests.append(test)
        return doctests, {"tab": False}
