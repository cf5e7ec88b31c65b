#!/usr/bin/env python3
"""Adds up what ./dev test ran, names each failure with the command that repeats it, ends with "N passed, N failed".

    results.py BUILD BUILT        BUILT: yes, or no when the build itself failed
"""
import json
import re
import sys
from pathlib import Path

LINE = re.compile(r"^\s*(ok|not ok)\b\s*\d*\s*-?\s*(.*)$")


class Sum:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.said = []

    def fail(self, what, again, count=1):
        self.failed += count
        self.said.append((what, again))


def tap(text):
    """Planned, passed, names of the failed; skipped ones count as neither."""
    planned, passed, skipped, failed = None, 0, 0, []
    for line in text.splitlines():
        plan = re.match(r"^1\.\.(\d+)", line)
        found = LINE.match(line) if not line.startswith(" ") else None
        if plan:
            planned = (planned or 0) + int(plan[1])
        elif found and re.search(r"#\s*SKIP", found[2], re.I):
            skipped += 1
        elif found and found[1] == "ok":
            passed += 1
        elif found:
            failed.append(found[2])
    return planned, passed, skipped, failed


def add_meson(total, path):
    for line in path.read_text().splitlines() if path.exists() else []:
        test = json.loads(line)
        name = test["name"].split(" / ")[-1].removeprefix("danvan:")
        planned, passed, skipped, failed = tap(test.get("stdout") or "")
        total.passed += passed
        again = f"./dev test {name}"
        for what in failed:
            total.fail(f"{name}: {what}", again)
        missing = (planned or 0) - passed - skipped - len(failed)
        if missing > 0:
            total.fail(f"{name}: {missing} did not come to an end ({test['result']})", again, missing)
        elif test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL") and not failed:
            total.fail(f"{name}: {test['result']}", again)


def add_lines(total, path, what, again):
    for line in path.read_text().splitlines() if path.exists() else []:
        found = LINE.match(line) if not line.startswith(" ") else None
        if found and found[1] == "ok":
            total.passed += "# SKIP" not in line
        elif found:
            total.fail(f"{what}: {found[2]}", again)


def add_browser(total, path):
    """node's own sums, because its nesting of tests differs between versions."""
    file = ""
    for line in path.read_text().splitlines() if path.exists() else []:
        found = re.match(r"^# (file|pass|fail|cancelled) (.+)$", line)
        if not found:
            continue
        if found[1] == "file":
            file = found[2]
        elif found[1] == "pass":
            total.passed += int(found[2])
        elif int(found[2]) > 0:
            total.fail(f"e2e: {found[2]} {found[1]} in {file}", f"./dev e2e {file}", int(found[2]))


def main(build, built):
    total = Sum()
    if built != "yes":
        total.fail("the build", "ninja -C build")
    add_lines(total, build / "check.txt", "check", "./dev check")
    add_lines(total, build / "log.txt", "the server's log", "./dev test @postgres")
    add_meson(total, build / "meson-logs/testlog.json")
    add_browser(total, build / "e2e.tap")
    if total.said:
        print("\n== failed; the command behind each repeats it")
    for what, again in total.said:
        print(f"  {what}\n      {again}")
    print(f"\n{total.passed} passed, {total.failed} failed")
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
