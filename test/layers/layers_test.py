#!/usr/bin/env python3
"""The build must fail where a folder reaches for what src/layers.txt does not give it.

    layers_test.py SOURCE

A small house is built with the real meson files, the real layers.txt and the real
tools, then spoiled in one way at a time. Prints TAP.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOUSE = {
    "src/base/word.h": "#pragma once\nint word_length(const char *word);\n",
    "src/base/word.c": '#include "base/word.h"\n\nint word_length(const char *word)\n{\n    return word[0] != 0;\n}\n',
    "src/base/banned.h": None,
    "src/engine/template/leaf.h": "#pragma once\nint leaf_count(void);\n",
    "src/engine/template/leaf.c": '#include "engine/template/leaf.h"\n#include "base/word.h"\n\n'
                                  'int leaf_count(void)\n{\n    return word_length("leaf");\n}\n',
    "src/engine/template/leaf_inside.h": "#pragma once\nint leaf_secret(void);\n",
    "src/keep/store/shelf.h": "#pragma once\nint shelf_count(void);\n",
    "src/keep/store/shelf.c": '#include "keep/store/shelf.h"\n\nint shelf_count(void)\n{\n    return 1;\n}\n',
    "src/work/view/look.h": '#pragma once\n#include "keep/store/shelf.h"\nint look_at(void);\n',
    "src/work/view/look.c": '#include "work/view/look.h"\n\nint look_at(void)\n{\n    return shelf_count();\n}\n',
    "src/face/command/main.c": '#include "work/view/look.h"\n\nint main(void)\n{\n    return look_at() - 1;\n}\n',
    "src/face/command/say.c": '#include "work/view/look.h"\n\nint say(void);\n\nint say(void)\n{\n    return look_at();\n}\n',
}

# What a case changes -> what the build must say. None: the build must succeed.
CASES = [
    ("the house as it stands builds", {}, None),
    ("a file that was added is compiled without being named anywhere",
     {"src/base/fresh.c": "this does not compile\n"}, "fresh.c"),
    ("a folder that was added is compiled too",
     {"src/keep/unit/tree.c": "this does not compile\n"}, "tree.c"),
    ("an include of a folder that is not allowed does not compile",
     {"src/engine/template/leaf.c": '#include "keep/store/shelf.h"\n'}, "keep/store/shelf.h: No such file"),
    ("a prototype written by hand does not link",
     {"src/engine/template/leaf.c": "int shelf_count(void);\nint leaf_count(void);\n\nint leaf_count(void)\n{\n"
                                    "    return shelf_count();\n}\n"}, "calls shelf_count of keep/store"),
    ("what a folder may use is not inherited by who uses it",
     {"src/face/command/say.c": "int word_length(const char *word);\nint shelf_count(void);\nint say(void);\n\n"
                                "int say(void)\n{\n    return shelf_count();\n}\n"}, "calls shelf_count of keep/store"),
    ("a header that is only seen through another may not be called",
     {"src/face/command/say.c": '#include "work/view/look.h"\n\nint say(void);\n\nint say(void)\n{\n'
                                "    return shelf_count();\n}\n"}, "calls shelf_count of keep/store"),
    ("a header that is only seen through another may not be named",
     {"src/face/command/say.c": '#include "keep/store/shelf.h"\n\nint say(void);\n\nint say(void)\n{\n'
                                "    return 1;\n}\n"}, "may not use keep/store"),
    ("a private header of another folder is not found",
     {"src/face/command/say.c": '#include "engine/template/leaf_inside.h"\n'}, "leaf_inside.h: No such file"),
    ("an include that climbs is refused",
     {"src/engine/template/leaf.c": '#include "engine/../engine/template/leaf.h"\n\n'
                                    'int leaf_count(void)\n{\n    return 1;\n}\n'}, "climbs"),
    ("a library's header is refused where it is not listed",
     {"src/engine/template/leaf.c": '#include "engine/template/leaf.h"\n#include <sqlite3.h>\n\n'
                                    'int leaf_count(void)\n{\n    return 1;\n}\n'}, "may not include <sqlite3.h>"),
    ("a socket is refused outside face and keep/instance",
     {"src/work/view/look.c": '#include "work/view/look.h"\n#include <sys/socket.h>\n\n'
                              'int look_at(void)\n{\n    return 1;\n}\n'}, "may not include <sys/socket.h>"),
    ("a banned call does not compile outside base",
     {"src/engine/template/leaf.c": '#include "engine/template/leaf.h"\n#include <stdlib.h>\n\n'
                                    'int leaf_count(void)\n{\n    return atoi("1");\n}\n'}, "poisoned"),
    ("a folder without a line is refused", {"src/cellar/wine.c": "int wine;\n"}, "has no line in src/layers.txt"),
    ("a folder that uses one below its own line is refused",
     {"src/layers.txt": "base: engine/codec\nengine/codec: base\n"}, "does not stand above it"),
    ("mended, it builds again", {}, None),
]


def put(house, files):
    for name, text in files.items():
        path = house / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def make_house(source, house):
    for name in ("meson.build", "meson_options.txt", "src/meson.build", "src/layers.txt", "tools/layers.py", "tools/embed.py",
                 "src/base/banned.h"):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, house / name)
    put(house, {name: text for name, text in HOUSE.items() if text is not None})
    return subprocess.run(["meson", "setup", "-Dtests=false", "-Db_sanitize=none", "build"], cwd=house,
                          capture_output=True, text=True)


def spoil_and_build(house, changes):
    before = {name: (house / name).read_text() if (house / name).exists() else None for name in changes}
    put(house, changes)
    done = subprocess.run(["ninja", "-C", "build"], cwd=house, capture_output=True, text=True)
    for name, text in before.items():
        if text is None:
            (house / name).unlink()
            if not any((house / name).parent.iterdir()):
                (house / name).parent.rmdir()
        else:
            (house / name).write_text(text)
    return done.returncode, done.stdout + done.stderr


def main(source):
    print(f"1..{len(CASES)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="layers.") as folder:
        house = Path(folder)
        made = make_house(source, house)
        if made.returncode:
            print("Bail out! the small house could not be configured\n" + made.stdout)
            return
        for number, (name, changes, wanted) in enumerate(CASES, 1):
            code, said = spoil_and_build(house, changes)
            good = code == 0 if wanted is None else code != 0 and wanted in said
            print(f"{'ok' if good else 'not ok'} {number} - {name}", flush=True)
            if not good:
                print("# the build said:\n# " + said.replace("\n", "\n# "))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
