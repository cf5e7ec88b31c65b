#!/usr/bin/python3
"""Makes the workbooks of test/sheets from the grids described beside them.

    tools/make_sheets.py [NN…]           those whose name begins so; else all

NN-name.txt is read line by line; what it says of itself stands above the grid:

    # words for people
    file xlsx | xls | csv | paste        what is made: NN-name.xlsx …; paste: text as it comes from the clipboard
    register outreach                    which register it is brought into
    unit 00139.kv                        for whom; none: a column says it
    map Chủ toạ = -                      what a person would say of a column that is not understood of itself
    decomposed                           all texts as macOS writes them: letters, then tones
    sheet Tháng 8                        begins a sheet; "hidden sheet X" a hidden one
    at C5                                the rows that follow begin there

A row is "| one | two |"; "~| one | two |" is a hidden one, "|" alone an empty one. A cell:

    12  2.5        a number              2021-08-03     a day, shown as 03/08/2021
    '12            the text 12           =SUM(D5:D9)    a formula without a saved value (in .xls: with it)
    <  ^           belongs to the cell at its left, above it (merged)
    \\n             a line break          else            text

A line ": words" is a line of a message. Needs python3-openpyxl; .xls also LibreOffice. Equal grids make equal .xlsx files.
"""
import datetime
import re
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.utils.cell import coordinate_from_string, column_index_from_string, get_column_letter

FOLDER = Path(__file__).resolve().parent.parent / "test/sheets"
MADE = datetime.datetime(2021, 9, 30)


class Grid:
    def __init__(self, path):
        self.path, self.kind, self.sheets, self.lines, self.decomposed = path, "xlsx", [], [], False
        for line in path.read_text(encoding="utf-8").splitlines():
            self.take(line)

    def take(self, line):
        word, _, rest = line.partition(" ")
        if line.startswith(("|", "~|")):
            self.row(line)
        elif line.startswith(":"):
            self.lines.append(line[2:])
        elif word == "file":
            self.kind = rest.strip()
        elif word == "decomposed":
            self.decomposed = True
        elif word == "at":
            self.sheet().at = where(rest.strip())
        elif word == "sheet" or line.startswith("hidden sheet "):
            self.sheets.append(Sheet(line.partition("sheet ")[2].strip(), word == "hidden"))

    def sheet(self):
        if not self.sheets:
            self.sheets.append(Sheet("Trang 1", False))
        return self.sheets[-1]

    def row(self, line):
        cells = [c.strip() for c in line.lstrip("~").strip()[1:].rstrip("|").split("|")]
        if self.decomposed:
            cells = [unicodedata.normalize("NFD", c) for c in cells]
        self.sheet().add(cells, line.startswith("~"))


class Sheet:
    def __init__(self, name, hidden):
        self.name, self.hidden, self.at = name, hidden, (1, 1)
        self.cells, self.merged, self.hidden_rows = {}, {}, set()

    def add(self, cells, hidden):
        row, first = self.at
        self.hidden_rows |= {row} if hidden else set()
        for i, cell in enumerate(cells):
            place = (row, first + i)
            if cell in ("<", "^"):
                left = (row, first + i - 1) if cell == "<" else (row - 1, first + i)
                self.merged[place] = self.merged.get(left, left)
            elif cell:
                self.cells[place] = cell.replace("\\n", "\n")
        self.at = (row + 1, first)

    def areas(self):
        last = {}
        for (row, column), corner in self.merged.items():
            most = last.get(corner, corner)
            last[corner] = (max(most[0], row), max(most[1], column))
        return [f"{get_column_letter(a[1])}{a[0]}:{get_column_letter(b[1])}{b[0]}" for a, b in last.items()]

    def texts(self):
        """Row by row, as programs give cells that are copied."""
        rows, columns = (max((p[i] for p in self.cells), default=0) for i in (0, 1))
        return [[plain(self.cells.get((r, c), "")) for c in range(1, columns + 1)] for r in range(1, rows + 1)]


def where(name):
    letters, row = coordinate_from_string(name)
    return row, column_index_from_string(letters)


def plain(cell):
    day = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell)
    return f"{day[3]}/{day[2]}/{day[1]}" if day else cell.removeprefix("'")


def typed(cell):
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return datetime.date.fromisoformat(cell)
    if re.fullmatch(r"-?\d+", cell):
        return int(cell)
    if re.fullmatch(r"-?\d+\.\d+", cell) and not re.fullmatch(r"\d{1,3}\.\d{3}", cell):
        return float(cell)
    return cell.removeprefix("'")


def workbook(grid, path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet in grid.sheets:
        page = book.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for (row, column), cell in sheet.cells.items():
            value = typed(cell)
            made = page.cell(row, column)
            made.value = value
            if isinstance(value, datetime.date):
                made.number_format = "dd/mm/yyyy"
            elif isinstance(value, str) and not cell.startswith("="):
                made.data_type = "s"
        for area in sheet.areas():
            page.merge_cells(area)
        for row in sheet.hidden_rows:
            page.row_dimensions[row].hidden = True
    book.properties.created = book.properties.modified = MADE
    book.save(path)
    same_bytes(path)


def same_bytes(path):
    """The parts again, without the hour of their making."""
    with zipfile.ZipFile(path) as made:
        parts = [(i.filename, made.read(i)) for i in made.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as again:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2021-09-30T00:00:00Z", content)
            again.writestr(zipfile.ZipInfo(name, (2021, 9, 30, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def old_workbook(grid, path):
    between = path.with_suffix(".between.xlsx")
    workbook(grid, between)
    subprocess.run(["soffice", "--headless", "--convert-to", "xls:MS Excel 97", "--outdir", str(path.parent), str(between)],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    path.with_suffix(".between.xls").rename(path)
    between.unlink()


def text(grid, path, between):
    def cell(word):
        return '"' + word.replace('"', '""') + '"' if any(c in word for c in '"\n' + between) else word
    lines = [between.join(map(cell, row)) for sheet in grid.sheets for row in sheet.texts()] + grid.lines
    mark = "\ufeff" if between == ";" else ""
    path.write_bytes((mark + "".join(line + "\r\n" for line in lines)).encode())


def make(path):
    grid = Grid(path)
    made = path.with_suffix("." + grid.kind)
    if grid.kind == "xlsx":
        workbook(grid, made)
    elif grid.kind == "xls":
        old_workbook(grid, made)
    else:
        text(grid, made, ";" if grid.kind == "csv" else "\t")


if __name__ == "__main__":
    for one in sorted(FOLDER.glob("*.txt")):
        if len(sys.argv) == 1 or one.name.startswith(tuple(sys.argv[1:])):
            make(one)
