#!/usr/bin/env python3
"""The folders of src/, read from src/layers.txt: what to compile, with which includes, and the proof.

    layers.py plan SOURCE BUILD          makes BUILD/include/ and prints what meson compiles, one line each
    layers.py watch SOURCE BUILD         makes ninja configure again when files come or go (after configuring)
    layers.py list SOURCE STAMP          rewrites STAMP when the files are no longer the same
    layers.py prove SOURCE STAMP LIB…    refuses includes and calls that layers.txt does not allow
    layers.py headers SOURCE BUILD       compiles each header alone

The include farm is the heart of it. BUILD/include/FOLDER/ holds links to the headers
of FOLDER and of the folders on its line, and nothing else is on the include path: what
is not allowed is not found.
"""
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SYSTEM_HEADERS = set("""
    assert.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h limits.h locale.h math.h setjmp.h signal.h
    stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h stdint.h stdio.h stdlib.h stdnoreturn.h string.h
    tgmath.h threads.h time.h uchar.h wchar.h wctype.h
    dirent.h fcntl.h fnmatch.h ftw.h getopt.h glob.h grp.h libgen.h poll.h pthread.h pwd.h sched.h semaphore.h
    spawn.h strings.h sys/epoll.h sys/eventfd.h sys/file.h sys/mman.h sys/prctl.h sys/random.h sys/resource.h sys/sendfile.h
    sys/signalfd.h sys/stat.h sys/statvfs.h sys/sysinfo.h sys/syscall.h sys/time.h sys/timerfd.h sys/types.h
    sys/uio.h sys/utsname.h sys/wait.h syslog.h termios.h unistd.h sysexits.h
    sanitizer/asan_interface.h sanitizer/lsan_interface.h
""".split())

EMBEDDED = {"face/web": ("templates", "assets", "words")}  # files that travel inside the program
FONTS = "node_modules/@fontsource/be-vietnam-pro/files"     # travel as assets/fonts/ where npm put them; else none do
FONT = re.compile(r"be-vietnam-pro-(latin|vietnamese)-(400|700)-normal\.woff2")
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


class Refused(Exception):
    """What layers.txt, or the tree beside it, has wrong."""


class Layer:
    def __init__(self, folder, path, words, foreign):
        self.folder = folder
        self.path = path
        self.uses = [w for w in words if not w.startswith("~")]
        self.sees = [w.lstrip("~") for w in words]
        self.foreign = foreign

    def files(self, *endings):
        if not self.path.is_dir():
            return []
        return sorted(p for p in self.path.iterdir() if p.suffix in endings and not p.name.startswith("."))


class Layers:
    def __init__(self, source):
        self.source = Path(source)
        self.rows = {}
        self.modules = {}
        self.read()
        self.refuse_strangers()

    def read(self):
        path = self.source / "src/layers.txt"
        for number, line in enumerate(path.read_text().splitlines(), 1):
            line = line.split("#")[0].strip()
            if not line:
                continue
            try:
                self.read_line(line)
            except Refused as why:
                raise Refused(f"src/layers.txt:{number}: {why}") from None

    def read_line(self, line):
        if line.startswith("@"):
            header, module = line[1:].split()
            self.modules[header] = module
            return
        folder, colon, rest = line.partition(":")
        folder = folder.strip()
        if not colon or not re.fullmatch(r"[a-z_]+(/[a-z_]+)*", folder):
            raise Refused(f"a line is 'folder: folders | headers', not '{line}'")
        if folder in self.rows:
            raise Refused(f"{folder} stands here twice")
        uses, _, foreign = rest.partition("|")
        for used in uses.replace("~", " ").split():
            if used not in self.rows:
                raise Refused(f"{folder} may not use {used}, which does not stand above it")
        root = "test" if folder.split("/")[0] == "support" else "src"
        self.rows[folder] = Layer(folder, self.source / root / folder, uses.split(), foreign.split())

    def refuse_strangers(self):
        for path in sorted((self.source / "src").rglob("*.[ch]")):
            folder = path.parent.relative_to(self.source / "src").as_posix()
            if folder not in self.rows:
                raise Refused(f"src/{folder} holds {path.name} but has no line in src/layers.txt")

    def all(self):
        return [layer for layer in self.rows.values() if layer.path.is_dir()]

    def reach(self, folder):
        """All folders whose code may end up behind this one's: for the linker only."""
        found = set()
        queue = [folder]
        while queue:
            name = queue.pop()
            if name not in found:
                found.add(name)
                queue.extend(self.rows[name].uses)
        return [name for name in reversed(self.rows) if name in found]

    def support_for(self, folder):
        allowed = set(self.rows[folder].uses) | {folder}
        return [name for name, row in self.rows.items()
                if name.split("/")[0] == "support" and all(used in allowed or used.split("/")[0] == "support" for used in row.uses)]

    def program(self, path):
        """main.c is the program, not part of its folder's library."""
        return path.name == "main.c"

    def listing(self):
        """Every file whose coming or going changes what is compiled."""
        wanted = []
        for root in ("src", "test", "bench"):
            for folder, below, names in os.walk(self.source / root):
                below[:] = [b for b in below if not b.startswith(".") and b != "node_modules"]
                inside = Path(folder).relative_to(self.source).as_posix()
                if inside == "test/data" or inside == "test/golden" or inside == "test/e2e":
                    below.clear()
                    continue
                for name in names:
                    if self.counts(inside, name):
                        wanted.append(f"{inside}/{name}")
        wanted += [p.relative_to(self.source).as_posix() for p in self.fonts()]
        return sorted(wanted)

    def fonts(self):
        folder = self.source / FONTS
        return sorted(p for p in folder.iterdir() if FONT.fullmatch(p.name)) if folder.is_dir() else []

    def counts(self, inside, name):
        if name.startswith(".") or name.endswith("~"):
            return False
        if name.endswith((".c", ".h", ".def", ".txt")):
            return True
        return any(inside.startswith(f"src/{folder}/{part}")
                   for folder, parts in EMBEDDED.items() for part in parts)

    def watched(self):
        """The directories in which such a file can come or go."""
        found = []
        for root in ("src", "test", "bench"):
            for folder, below, _ in os.walk(self.source / root):
                below[:] = sorted(b for b in below if not b.startswith(".") and b != "node_modules")
                inside = Path(folder).relative_to(self.source).as_posix()
                if inside in ("test/data", "test/golden", "test/e2e") or inside.startswith("test/fuzz/corpus/"):
                    below.clear()
                    continue
                found.append(folder)
        return found + [str(self.source)]  # where node_modules, with the fonts, comes and goes


def write_if_changed(path, text):
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def make_links(folder, wanted):
    """`folder` holds exactly the links of `wanted` (relative path -> target)."""
    if folder.is_dir():
        for path in sorted(folder.rglob("*"), reverse=True):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                if os.readlink(path) != wanted.get(name):
                    path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    for name, target in wanted.items():
        path = folder / name
        if not path.is_symlink():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.symlink_to(target)


def farm_folder(build, folder):
    return build / "include" / folder.replace("/", "-")


def make_farm(layers, build):
    for layer in layers.all():
        farm = farm_folder(build, layer.folder)
        wanted = {}
        for name in [layer.folder, *layer.sees]:
            other = layers.rows[name]
            for path in other.files(".h", ".def"):
                if name == layer.folder or not path.stem.endswith("_inside"):
                    link = f"{name}/{path.name}"
                    wanted[link] = os.path.relpath(path, (farm / link).parent)
        make_links(farm, wanted)
        farm.mkdir(parents=True, exist_ok=True)


def modules_of(layers, layer):
    return [layers.modules[h] for h in layer.foreign if h in layers.modules]


def line_of(*fields):
    return "|".join(f if isinstance(f, str) else ",".join(f) for f in fields)


def plan(source, build):
    """library|folder|sources|modules   unit|name|folder|sources|libraries   fuzz|…   bench|…   program|…   embed|folder|files"""
    layers = Layers(source)
    build = Path(build)
    make_farm(layers, build)
    relative = lambda paths: [p.relative_to(layers.source).as_posix() for p in paths]
    out = []
    filled = set()
    for layer in layers.all():
        sources = [p for p in layer.files(".c") if not layers.program(p)]
        assets = [p for part in EMBEDDED.get(layer.folder, ()) for p in sorted((layer.path / part).rglob("*"))
                  if p.is_file() and not p.name.startswith(".")]
        if assets:
            assets += layers.fonts()
            out.append(line_of("embed", layer.folder, relative(assets)))
        if sources or assets:
            filled.add(layer.folder)
            out.append(line_of("library", layer.folder, relative(sources), modules_of(layers, layer)))
    linked = lambda folder: [name for name in layers.reach(folder) if name in filled]
    for layer in layers.all():
        for path in layer.files(".c"):
            if layers.program(path):
                out.append(line_of("program", layer.folder, relative([path]), linked(layer.folder)))
    out += plan_tests(layers, relative, linked, filled)
    return "\n".join(out)


def plan_tests(layers, relative, linked, filled):
    out = []
    unit = layers.source / "test/unit"
    for path in sorted(unit.rglob("*_test.c")) if unit.is_dir() else []:
        folder = path.parent.relative_to(unit).as_posix()
        if folder not in layers.rows:
            raise Refused(f"{path.relative_to(layers.source)} tests no folder of src/layers.txt")
        shared = [p for p in sorted(path.parent.glob("*.c")) if not p.name.endswith("_test.c")]
        support = [s for s in layers.support_for(folder) if s in filled]
        out.append(line_of("unit", f"{folder}/{path.stem[:-5]}", folder, relative([path, *shared]),
                           support + linked(folder)))
    for kind, place in (("fuzz", "test/fuzz"), ("bench", "bench")):
        for path in sorted((layers.source / place).glob("*.c")):
            if path.name != "replay.c":
                folder = marked_folder(layers, kind, path)
                support = [s for s in layers.support_for(folder) if s in filled]
                out.append(line_of(kind, path.stem, folder, relative([path]), support + linked(folder)))
    return out


def marked_folder(layers, kind, path):
    """The folder whose includes a program outside src/ has; its first line says so."""
    mark = re.match(rf"/\* {kind}: (\S+) \*/", path.read_text().split("\n", 1)[0])
    if not mark or mark[1] not in layers.rows:
        raise Refused(f"{path.relative_to(layers.source)}:1: begin with /* {kind}: FOLDER */")
    return mark[1]


def stamp_text(layers):
    return "\n".join(layers.listing()) + "\n"


def watch(source, build):
    """Adds to build.ninja: the list of files is an input of build.ninja, kept by directory times."""
    layers = Layers(source)
    manifest = Path(build) / "build.ninja"
    write_if_changed(Path(build) / "files.txt", stamp_text(layers))
    text = manifest.read_text()
    line = re.search(r"^build build\.ninja: REGENERATE_BUILD .*$", text, re.M)
    if not line:
        raise Refused("build.ninja has no rule to configure again: this meson is not one we know")
    folders = [d.replace("$", "$$").replace(" ", "$ ").replace(":", "$:") for d in layers.watched()]
    rule = (f"\nrule list_files\n command = python3 {sys.argv[0]} list {source} files.txt\n"
            " description = Listing the files\n restat = 1\n generator = 1\n\n"
            f"build files.txt: list_files {' '.join(folders)}\n"
            # A folder that went away is no error: the list is made again without it.
            + "".join(f"build {folder}: phony\n" for folder in folders) + "\n")
    manifest.write_text(text.replace(line[0], line[0] + " files.txt") + rule)


def list_files(source, stamp):
    write_if_changed(Path(stamp), stamp_text(Layers(source)))


def refused_includes(layers):
    problems = []
    for layer in layers.all():
        for path in layer.files(".c", ".h"):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = INCLUDE.match(line)
                why = found and refuse_include(layers, layer, found[1], found[2])
                if why:
                    problems.append(f"{path.relative_to(layers.source)}:{number}: {why}")
    return problems


def refuse_include(layers, layer, mark, name):
    if ".." in name.split("/"):
        return f'"{name}" climbs; write it from src'
    folder = name.rpartition("/")[0]
    if mark == "<":
        if name in SYSTEM_HEADERS or name in layer.foreign:
            return None
        return f"{layer.folder} may not include <{name}> (src/layers.txt)"
    if folder not in layers.rows:
        return f'"{name}" is not written from src'
    if folder == layer.folder:
        return None
    if folder not in layer.uses:
        return f"{layer.folder} may not use {folder} (src/layers.txt)"
    if name.endswith("_inside.h"):
        return f'"{name}" is private to {folder}'
    return None


def symbols(library):
    text = subprocess.run(["nm", "-P", "--extern-only", library], check=True, capture_output=True, text=True).stdout
    defined, wanted, member = set(), {}, ""
    for line in text.splitlines():
        if line.endswith(":"):
            member = line[:-1].rpartition("[")[2].rstrip("]")
            continue
        parts = line.split()
        if len(parts) >= 2 and parts[1] in "Uw":
            wanted.setdefault(parts[0], member)
        elif len(parts) >= 2:
            defined.add(parts[0])
    return defined, wanted


def refused_calls(layers, libraries):
    """libraries: folder -> path. A symbol of another folder may be used only when the folder is allowed."""
    tables = {folder: symbols(path) for folder, path in libraries.items()}
    home, problems = {}, []
    for folder, (defined, _) in tables.items():
        for name in defined:
            if name.startswith(("__", "DW.", ".")):
                continue
            if name in home:
                problems.append(f"{name} is defined in {home[name]} and again in {folder}")
            home[name] = folder
    for folder, (defined, wanted) in tables.items():
        allowed = {folder, *layers.rows[folder].uses}
        for name, member in sorted(wanted.items()):
            if home.get(name, folder) not in allowed:
                problems.append(f"{folder} ({member}) calls {name} of {home[name]}, which it may not use (src/layers.txt)")
    return problems


def prove(source, stamp, libraries):
    layers = Layers(source)
    by_name = {folder.replace("/", "-"): folder for folder in layers.rows}
    named = {}
    for library in libraries:
        folder = by_name.get(Path(library).stem.removeprefix("lib"))
        if folder:
            named[folder] = library
    problems = refused_includes(layers) + refused_calls(layers, named)
    if problems:
        raise Refused("\n".join(problems))
    Path(stamp).write_text(f"{len(named)} folders use only what src/layers.txt allows\n")


def headers(source, build):
    """Each header must say for itself all that it needs."""
    layers = Layers(source)
    make_farm(layers, Path(build))
    work = [(layer, path) for layer in layers.all() for path in layer.files(".h") if path.name != "banned.h"]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = [why for why in pool.map(lambda pair: compile_header(layers, Path(build), *pair), work) if why]
    if found:
        raise Refused("\n".join(found))
    return f"{len(work)} headers compile alone"


def compile_header(layers, build, layer, path):
    flags = ["-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", f"-I{farm_folder(build, layer.folder)}"]
    modules = modules_of(layers, layer)
    if modules:
        out = subprocess.run(["pkg-config", "--cflags", *modules], capture_output=True, text=True)
        flags += out.stdout.split()
    text = f'#include "{layer.folder}/{path.name}"\nextern int nothing;\n'
    done = subprocess.run(["gcc", *flags, "-fsyntax-only", "-x", "c", "-"], input=text, capture_output=True, text=True)
    if done.returncode:
        return f"{path.relative_to(layers.source)} does not compile alone:\n{done.stderr}"
    return None


def main(words):
    commands = {"plan": plan, "watch": watch, "list": list_files, "headers": headers}
    if words and words[0] == "prove":
        return prove(words[1], words[2], words[3:])
    if not words or words[0] not in commands or len(words) != 3:
        raise Refused(__doc__)
    return commands[words[0]](words[1], words[2])


if __name__ == "__main__":
    try:
        said = main(sys.argv[1:])
    except Refused as why:
        sys.exit(f"layers: {why}")
    if said:
        print(said)
