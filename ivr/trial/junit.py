"""Verdicts as JUnit XML, which build servers show."""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

from ivr.trial.suite import Verdict


def write(verdicts: Sequence[Verdict], file: Path) -> None:
    """Write one test case for each call, under the folder it stands in."""
    slips = sum(bool(each.slip) for each in verdicts)
    seconds = f"{sum(each.seconds for each in verdicts):.3f}"
    suite = ElementTree.Element("testsuite", name="ivr test", tests=str(len(verdicts)), failures=str(slips), errors="0", time=seconds)
    for each in verdicts:
        where = {"classname": each.file.parent.as_posix(), "name": each.file.stem, "file": each.file.as_posix()}
        case = ElementTree.SubElement(suite, "testcase", where, time=f"{each.seconds:.3f}")
        if each.slip:
            ElementTree.SubElement(case, "failure", message=each.slip.splitlines()[0]).text = each.slip
    suites = ElementTree.Element("testsuites")
    suites.append(suite)
    ElementTree.ElementTree(suites).write(file, encoding="utf-8", xml_declaration=True)
