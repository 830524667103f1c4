"""The lines of a log that a developer would look for first."""

from workers.readers.log_lines import most_telling, telling_lines


def test_the_compilers_word_is_the_most_telling() -> None:
    """A fatal error of the compiler wins over pip's long farewell."""
    log = (
        "  Building wheel for x: started\n  src/a.cpp:7:10: fatal error: fplll/fplll.h: No such file or directory\n"
        "  compilation terminated.\n  error: command '/usr/bin/g++' failed with exit code 1\n"
        "ERROR: Failed building wheel for x\n"
    )
    assert most_telling(log) == "src/a.cpp:7:10: fatal error: fplll/fplll.h: No such file or directory"
    assert any("fatal error" in line for line in telling_lines("noise\n" * 5000 + log + "noise\n" * 5000))


def test_telling_lines_are_few_and_clean() -> None:
    """Control bytes never get through, and there are never more than asked for."""
    lines = telling_lines("\x1b[31merror: red\x1b[0m\x07\n" * 100, most=9)
    assert len(lines) <= 9
    assert all("\x1b" not in line and "\x07" not in line for line in lines)
