#!/usr/bin/env python3
"""The rules of the house that a machine can see. Each check is one line, "ok NAME" or "not ok NAME" with the places.

    check.py SOURCE BUILD [--slow]       --slow adds cppcheck and clang-tidy, where they are installed

Exceptions to the size limits stand in tools/limits.txt, each with its reason.
"""
import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import layers as layer_tool  # noqa: E402

FUNCTION_MAX, FILE_MAX, HEADER_MAX = 90, 700, 250
NAME = re.compile(r"([A-Za-z_]\w*)\s*\(")
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


class House:
    def __init__(self, source, build):
        self.source = Path(source)
        self.build = Path(build)
        listed = subprocess.run(["git", "-C", source, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                                capture_output=True, text=True)
        names = listed.stdout.split("\0") if listed.returncode == 0 else \
            [p.relative_to(source).as_posix() for root in ("src", "test", "tools", "packs", "docs")
             for p in (self.source / root).rglob("*") if p.is_file()]
        self.files = sorted(n for n in set(names) if n and (self.source / n).is_file())
        self.allowed = self.read_limits()

    def read_limits(self):
        """PATH[:FUNCTION] reason …"""
        path = self.source / "tools/limits.txt"
        allowed = set()
        for line in path.read_text().splitlines() if path.exists() else []:
            words = line.split("#")[0].split(None, 1)
            if len(words) == 2:
                allowed.add(words[0])
        return allowed

    def code(self, *endings):
        """C of ours; what stands in test/data is others'."""
        return [n for n in self.files if n.endswith(endings) and n.startswith(("src/", "test/", "bench/"))
                and not n.startswith(("test/data/", "test/golden/"))]

    def lines(self, name):
        return (self.source / name).read_text(errors="replace").splitlines()


def functions(lines):
    """(name, first line, length) of each function: bodies open and close at the left margin or end a line there."""
    start, name = None, ""
    for number, line in enumerate(lines, 1):
        if start is None:
            opens = line == "{" or (line.endswith(") {") and line[:1] not in (" ", "\t", "#", "}"))
            if opens:
                start, name = number, heading(lines, number)
        elif line.startswith("}"):
            if name:
                yield name, start, number - start + 1
            start = None


def heading(lines, number):
    text = ""
    for line in reversed(lines[:number]):
        if text and (not line.strip() or line.startswith(("}", "#", " *", "/*")) or line.endswith(";")):
            break
        text = line + " " + text
    found = NAME.search(text)
    return found[1] if found else ""


def check_sizes(house):
    for name in house.code(".c", ".h"):
        lines = house.lines(name)
        ceiling = HEADER_MAX if name.endswith(".h") else FILE_MAX
        if len(lines) > ceiling and name not in house.allowed:
            yield f"{name}: {len(lines)} lines, at most {ceiling}"
        for function, line, length in functions(lines):
            if length > FUNCTION_MAX and f"{name}:{function}" not in house.allowed:
                yield f"{name}:{line}: {function} has {length} lines, at most {FUNCTION_MAX}"


def check_includes(house):
    yield from layer_tool.refused_includes(layer_tool.Layers(house.source))


def check_headers(house):
    try:
        layer_tool.headers(str(house.source), str(house.build))
    except layer_tool.Refused as why:
        yield str(why)


def check_unfinished(house):
    for name in house.code(".c", ".h", ".def", ".py", ".sh", ".mjs", ".yaml"):
        for number, line in enumerate(house.lines(name), 1):
            if UNFINISHED.search(line):
                yield f"{name}:{number}: unfinished: {line.strip()}"


def check_places(house):
    """No path of one machine and no registry's address may be written down."""
    wanted = re.compile(r"(?<![\w.>])/(?:home|work|tmp/wt|root)/\w|(?:registry|npm)\.[\w.-]+\.\w+/")
    for name in house.files:
        if name.startswith(("test/data/", "test/golden/", "test/fuzz/corpus/")) or name == "tools/check.py":
            continue
        if not name.endswith((".c", ".h", ".py", ".txt", ".md", ".build", ".json", ".yaml", ".mjs", ".sh", "dev", "run")):
            continue
        for number, line in enumerate(house.lines(name), 1):
            if wanted.search(line):
                yield f"{name}:{number}: a place of one machine: {line.strip()[:100]}"


def check_sentences(house):
    """Of two sentences with one code only the first is ever said."""
    name, first = "src/base/problem_sentences.def", {}
    for number, line in enumerate(house.lines(name), 1):
        code = re.match(r'PROBLEM\("([^"]+)"', line)
        if code and first.setdefault(code[1], number) != number:
            yield f"{name}:{number}: “{code[1]}” stands in line {first[code[1]]} already"


def check_manifest(house):
    data = [n for n in house.files if n.startswith("test/data/") and n != "test/data/MANIFEST.csv"]
    path = house.source / "test/data/MANIFEST.csv"
    rows = list(csv.DictReader(path.open(newline=""))) if path.exists() else []
    listed = {row.get("path", "") for row in rows}
    for row in rows:
        if not row.get("licence") or not row.get("source"):
            yield f"test/data/MANIFEST.csv: {row.get('path')} has no licence or no source"
    for name in data:
        inside = name.removeprefix("test/data/")
        folders = {inside, name, *(f"{p}/" for p in map(str, Path(inside).parents)), *map(str, Path(inside).parents),
                   *(f"test/data/{p}" for p in map(str, Path(inside).parents))} - {"."}
        if not folders & listed:
            yield f"{name} has no row in test/data/MANIFEST.csv"


def check_format(house):
    """Only files changed since main: nobody reformats what they did not touch."""
    if not shutil.which("clang-format"):
        return
    base = subprocess.run(["git", "-C", house.source, "merge-base", "HEAD", "main"], capture_output=True, text=True)
    changed = subprocess.run(["git", "-C", house.source, "diff", "--name-only", base.stdout.strip() or "HEAD"],
                             capture_output=True, text=True).stdout.split()
    for name in sorted(set(changed) & set(house.code(".c", ".h"))):
        done = subprocess.run(["clang-format", "--dry-run", "-Werror", house.source / name], capture_output=True, text=True)
        if done.returncode:
            print(f"  (layout) {name}: clang-format would change it")


def check_cppcheck(house):
    if shutil.which("cppcheck"):
        done = subprocess.run(["cppcheck", "--quiet", "--std=c11", "--enable=warning,portability", "--inline-suppr",
                               "--error-exitcode=1", "-I", house.source / "src", "-j", "2", house.source / "src"],
                              capture_output=True, text=True)
        if done.returncode:
            yield done.stderr


def check_tidy(house):
    tool = shutil.which("clang-tidy-14") or shutil.which("clang-tidy")
    if tool:
        names = [str(house.source / n) for n in house.code(".c") if n.startswith("src/")]
        done = subprocess.run([tool, "-p", house.build, "--quiet", "--checks=-*,bugprone-*,-bugprone-easily-swappable-parameters,"
                               "-bugprone-reserved-identifier,readability-function-cognitive-complexity", *names],
                              capture_output=True, text=True)
        if "error:" in done.stdout:
            yield done.stdout


CHECKS = [
    ("includes: each folder includes only what src/layers.txt allows", check_includes),
    ("headers: each compiles alone", check_headers),
    (f"sizes: functions to {FUNCTION_MAX} lines, files to {FILE_MAX}, headers to {HEADER_MAX}", check_sizes),
    ("finished: nothing is left for later in the sources", check_unfinished),
    ("places: no machine's path and no registry is written down", check_places),
    ("sentences: each code of a problem stands once", check_sentences),
    ("manifest: each file of test/data has a licence and a source", check_manifest),
    ("layout: changed files follow .clang-format (told, not refused)", check_format),
]
SLOW = [("cppcheck", check_cppcheck), ("clang-tidy", check_tidy)]


def main(source, build, slow):
    house = House(source, build)
    failed = 0
    for name, check in CHECKS + (SLOW if slow else []):
        try:
            problems = list(check(house) or [])
        except layer_tool.Refused as why:
            problems = [str(why)]
        failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} - {name}")
        for problem in problems:
            print("    " + problem.replace("\n", "\n    "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], "--slow" in sys.argv))
