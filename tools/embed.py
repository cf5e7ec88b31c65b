#!/usr/bin/env python3
"""Turns files into a C table of path and bytes, so that the program is one file.

    embed.py OUT.c ROOT FILE…        paths in the table are relative to ROOT; fonts of node_modules are assets/fonts/
"""
import os
import sys
from pathlib import Path

HEAD = """/* Made by tools/embed.py: do not edit. */
struct asset {
    const char *path;
    const unsigned char *bytes;
    unsigned long length;
};
"""


def array(number, data):
    lines = [",".join(str(b) for b in data[i:i + 32]) for i in range(0, len(data), 32)]
    # One NUL behind each file, not counted, so that a text can be handed to C.
    return f"static const unsigned char bytes_{number}[] = {{\n" + "".join(l + ",\n" for l in lines) + "0};\n"


def path_of(name, root):
    if "node_modules" in Path(name).parts:
        return "assets/fonts/" + os.path.basename(name)
    return os.path.relpath(name, root)


def main(out, root, names):
    header = Path(root) / "assets.h"
    text = '#include "face/web/assets.h"\n' if header.exists() else HEAD
    text += "extern const struct asset assets[];\nextern const unsigned long assets_count;\n"
    rows = []
    for number, name in enumerate(sorted(names, key=lambda n: path_of(n, root))):
        data = Path(name).read_bytes()
        text += array(number, data)
        rows.append(f'    {{"{path_of(name, root)}", bytes_{number}, {len(data)}}},\n')
    text += "const struct asset assets[] = {\n" + "".join(rows) + "};\n"
    text += f"const unsigned long assets_count = {len(rows)};\n"
    Path(out).write_text(text)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
