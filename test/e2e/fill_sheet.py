#!/usr/bin/python3
"""Fills an empty sheet as a person would:  fill_sheet.py FROM.xlsx TO.xlsx ROWS     ROWS: JSON, a list of {field: value}.

    fill_sheet.py --ward CODE GSO.xlsx      prints that ward's name, as the General Statistics Office's list has it
"""
import datetime
import json
import re
import sys

import openpyxl


def fill(source, made, rows):
    book = openpyxl.load_workbook(source)
    names = [cell.value for cell in book["danvan"][2]]
    for number, row in enumerate(json.loads(rows), 2):
        for field, value in row.items():
            day = re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
            book.worksheets[0].cell(number, names.index(field) + 1).value = datetime.date.fromisoformat(value) if day else value
    book.save(made)


def ward(code, source):
    for row in openpyxl.load_workbook(source).active.iter_rows(values_only=True):
        if code in row:
            print(row[4])


if __name__ == "__main__":
    ward(*sys.argv[2:]) if sys.argv[1] == "--ward" else fill(*sys.argv[1:])
