#!/usr/bin/env python3
"""server.py — the memory of the served program over a district of a million records, and how long its pages take.

    bench/server.py BIN_FOLDER [RECORDS [FOLDER]]     BIN_FOLDER: build-release; FOLDER: kept, and used again when it is there

The instance is made by bench-figures --make; a person is added and granted with the command line; the
program is served on a free loopback port and asked PAGES pages one after another, then by PEOPLE at
once, signed in and not. Memory is what /proc says of the served process.
"""
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

PAGES, PEOPLE, LIMIT_MB, START_SECONDS = 1000, 8, 100, 30
PASSWORD = "mat-khau-de-do-1"
REGISTERS = ["outreach", "gratitude", "volunteers", "dialogue", "model"]
WARDS = [f"{code:05d}" for code in range(115, 155, 3)]


def row(what, unit, value, aim="-", reached="-"):
    print(f"{what:<52} | {unit:<10} | {value:>10.3f} | {'-':>10} | {'-':>7} | {aim:<18} | {reached}", flush=True)


def make(binaries, records, folder):
    if os.path.isdir(folder):
        return
    subprocess.run([f"{binaries}/bench/bench-figures", "--make", folder, str(records)], check=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as password:
        password.write(PASSWORD + "\n")
        password.flush()
        danvan = f"{binaries}/src/danvan"
        for words in (["add", folder, "nguoido", "--password-file", password.name], ["passwd", folder, "nguoido", "--as", "nguoido", "--password-file", password.name],
                      ["grant", folder, "nguoido", "recorder", "00118.kv"],
                      *(["grant", folder, "nguoido", "officer", f"{ward}.kv"] for ward in WARDS)):
            subprocess.run([danvan, "user", *words], check=True, stdout=subprocess.DEVNULL)


class Served:
    def __init__(self, binaries, folder):
        self.process = subprocess.Popen([f"{binaries}/src/danvan", "serve", folder, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        line = ""
        while "http://" not in line:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("the server did not start")
        self.port = int(re.search(r"http://[^:/]+:(\d+)", line).group(1))

    def memory(self, name):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(re.search(rf"{name}:\s+(\d+)", status.read()).group(1)) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(START_SECONDS)


class Person:
    """One browser: a connection and, signed in, a cookie."""

    def __init__(self, port):
        self.wire = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = None

    def ask(self, method, path, body=None):
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://127.0.0.1:{self.wire.port}"
        self.wire.request(method, path, body, headers)
        answer = self.wire.getresponse()
        text = answer.read().decode("utf-8", "replace")
        return answer.status, answer.headers, text

    def sign_in(self):
        body = urllib.parse.urlencode({"name": "nguoido", "password": PASSWORD})
        status, headers, _ = self.ask("POST", "/dang-nhap", body)
        if status != 303 or "Set-Cookie" not in headers:
            raise SystemExit(f"signing in answered {status}")
        self.cookie = headers["Set-Cookie"].split(";")[0]
        if headers["Location"] != "/viec-hom-nay":
            raise SystemExit(f"signing in led to {headers['Location']}")


def addresses():
    """The pages people open most, told apart by register, ward, period and order."""
    orders = ["ngay", "ngay-cu", "don-vi", "so", "muc-ghi"]
    told = []
    for i in range(PAGES):
        register, quarter = REGISTERS[i % 5], f"202{i // 5 % 2}-Q{1 + i // 10 % 4}"
        told.append([
            "/", f"/so/{register}", f"/so-lieu/{register}.all?don-vi=004&ky={quarter}&xep={orders[i // 7 % 5]}",
            f"/so-lieu/{register}.people?don-vi=004&ky={quarter}&xep={orders[i // 7 % 5]}", f"/so/{register}?sap=people&thu-tu=giam",
            "/viec-hom-nay", f"/so-lieu/{register}.people?don-vi=004&ky=2021", f"/so/{register}?tu=01/07/2021&den=30/09/2021", "/so", "/ky",
        ][i % 10])
    return told


def walk(port, signed_in, paths, times, wrong):
    person = Person(port)
    if signed_in:
        person.sign_in()
    for path in paths:
        begin = time.monotonic()
        status, _, _ = person.ask("GET", path)
        times.append((time.monotonic() - begin, path))
        if status >= 500 or (signed_in and status != 200):
            wrong.append((status, path))


def measure(served, what, signed_in, people):
    times, wrong, paths = [], [], addresses()
    threads = [threading.Thread(target=walk, args=(served.port, signed_in, paths[p::people], times, wrong)) for p in range(people)]
    begin = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.monotonic() - begin
    only = sorted(t for t, _ in times)
    row(f"{len(times)} pages {what}", "pages/s", len(times) / taken)
    row("  the middle one", "ms", statistics.median(only) * 1e3)
    slowest = max(times)
    row(f"  the slowest, {slowest[1]}"[:52], "ms", slowest[0] * 1e3)
    for name in ("VmRSS", "VmHWM"):
        row(f"  memory ({name})", "MB", served.memory(name), f"< {LIMIT_MB} MB", "yes" if served.memory(name) < LIMIT_MB else "no")
    for status, path in wrong[:5]:
        print(f"  {status} {path}", file=sys.stderr)
    return not wrong


def main():
    binaries, records = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1000000
    kept = len(sys.argv) > 3
    folder = sys.argv[3] if kept else tempfile.mkdtemp(prefix="danvan-bench-", dir="/var/tmp") + "/district"
    served = None
    try:
        make(binaries, records, folder)
        served = Served(binaries, folder)
        row(f"served, {records} records, nothing asked (VmRSS)", "MB", served.memory("VmRSS"))
        good = measure(served, "as nobody, one by one", False, 1)
        good = measure(served, "signed in, one by one", True, 1) and good
        good = measure(served, f"signed in, {PEOPLE} people at once", True, PEOPLE) and good
    finally:
        if served:
            served.stop()
        if not kept:
            shutil.rmtree(os.path.dirname(folder), ignore_errors=True)
    sys.exit(0 if good else 1)


main()
