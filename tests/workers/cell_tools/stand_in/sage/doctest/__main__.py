"""The command line of the stand-in."""

import argparse


def main():
    parser = argparse.ArgumentParser(prog="sage-runtests")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--serial", action="store_true")
    parser.add_argument("--exitfirst", action="store_true")
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("--random-seed", type=int, default=7)
    parser.add_argument("--file-iterations", type=int, default=1)
    parser.add_argument("--global-iterations", type=int, default=1)
    parser.add_argument("filenames", nargs="*")
    options = parser.parse_args()

    from sage.doctest.control import DocTestController

    return DocTestController(options, options.filenames).run()


if __name__ == "__main__":
    raise SystemExit(main())
