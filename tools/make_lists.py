#!/usr/bin/python3
"""Makes the five made-up wards' lists of packs/long-bien-2021/sample/lists, with planted mistakes and the answers beside them.

    tools/make_lists.py [FOLDER]
    tools/make_lists.py --paid 230000 FILE.xlsx        one long list of payments, for measuring (docs/checking.md)

Nobody on them lives: names are drawn by frequency (test/data/names, MIT), everything else by a generator with a fixed seed, so
that equal code makes equal files. Each ward keeps its lists its own way: titles and headings of one or two lines, merged cells,
columns under other names, an old font (TCVN3), days and amounts as text, identity numbers that Excel took the zeros off, names in
capitals without accents. That alone is no mistake. answers.csv has one row for each planted one:

    ward, dossier, line, kind, conditions, other

kind is a word of engine/policy (missed wrong unproven twice short over late), or "alike": two dossiers that may be one person, for a
person to look at; `other` is the second dossier of twice and alike. Needs python3-openpyxl and glibc's iconv.
"""
import csv
import datetime
import io
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.styles import Font

HERE = Path(__file__).resolve().parent.parent
NAMES = HERE / "test/data/names"
MADE = datetime.datetime(2021, 10, 15)
D = datetime.date
OFF = {D(2021, 9, 2), D(2021, 9, 3)}
FREELANCE, HOUSEHOLD = "Lao động tự do", "Hộ kinh doanh"
LINE = {FREELANCE: "free_worker", HOUSEHOLD: "household_business"}  # of packs/vietnam/policies/nq-68-2021.yaml, as the conditions are
WARDS = [("ngoc-thuy", "Ngọc Thụy", "NT"), ("gia-thuy", "Gia Thụy", "GT"), ("bo-de", "Bồ Đề", "BD"), ("phuc-dong", "Phúc Đồng", "PD"), ("ngoc-lam", "Ngọc Lâm", "NL")]


class Chance:
    """splitmix64: the same in every language and version."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def below(self, count):
        return self.next() % count

    def of(self, items):
        return items[self.below(len(items))]

    def weighted(self, pairs):
        at = self.below(sum(count for _, count in pairs))
        for item, count in pairs:
            at -= count
            if at < 0:
                return item


def frequencies(name):
    with (NAMES / name).open(encoding="utf-8", newline="") as file:
        return [(row[0], int(row[1])) for row in list(csv.reader(file))[1:]]


def plain(text):
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in text if not unicodedata.combining(c))


def tcvn3(text):
    return subprocess.run(["iconv", "-f", "UTF-8", "-t", "TCVN5712-1"], input=text.encode(), capture_output=True, check=True).stdout.decode("latin-1")


def working(day, count):
    while count > 0:
        day += datetime.timedelta(days=1)
        count -= day.weekday() < 5 and day not in OFF
    return day


class Person:
    pass


class Maker:
    def __init__(self):
        self.chance = Chance(20210915)
        self.surnames, self.middles, self.givens = (frequencies(f"vn_{kind}_freq.csv") for kind in ("surname", "middle", "given"))
        self.seen = set()
        self.answers = []
        self.rows = {name: [] for name, _, _ in WARDS}
        self.numbers = {name: 0 for name, _, _ in WARDS}

    def person(self, young=False):
        chance = self.chance
        while True:
            one = Person()
            one.sex = chance.of(["Nam", "Nữ"])
            middle = chance.weighted(self.middles)
            if (middle == "Văn" and one.sex == "Nữ") or (middle == "Thị" and one.sex == "Nam"):
                continue
            one.name = f"{chance.weighted(self.surnames)} {middle} {chance.weighted(self.givens)}"
            # TCVN3 has no capitals with tones: such names stay out, whatever the ward.
            if any(c.isupper() and len(unicodedata.normalize("NFD", c)) > 1 and c not in "ĂÂÊÔƠƯ" for c in one.name):
                continue
            year = 2008 if young else 1962 + chance.below(38)
            one.born = D(year, 1 + chance.below(12), 2 + chance.below(26))
            key = (plain(one.name), year)
            if key not in self.seen and plain(one.name).split()[-1] not in {n.split()[-1] for n, y in self.seen if y == year}:
                self.seen.add(key)
                break
        digit = (0 if one.sex == "Nam" else 1) + (2 if one.born.year >= 2000 else 0)
        one.number = f"001{digit}{one.born.year % 100:02d}{990000 + chance.below(10000):06d}"
        one.phone = f"09{chance.below(10**8):08d}"
        return one

    def dossier(self, ward, person, line=FREELANCE, **changes):
        chance = self.chance
        self.numbers[ward] += 1
        letters = next(short for name, _, short in WARDS if name == ward)
        applied = working(D(2021, 8, 16), chance.below(14))
        row = {"dossier": f"{letters}-{self.numbers[ward]:03d}", "person": person, "line": line, "name": person.name, "number": person.number,
               "born": person.born, "sex": person.sex, "group": 1 + chance.below(20),
               "residence": chance.of(["Thường trú", "Thường trú", "Thường trú", "Tạm trú"]),
               "trade": "Có", "lost": D(2021, 7, 19) + datetime.timedelta(days=chance.below(12)), "pension": "Không", "contract": "Không", "quarantine": "Không",
               "registered": "Có", "tax": "Có", "ordered": "Có", "stopped": 15 + chance.below(40), "stopped_on": D(2021, 7, 19),
               "job": chance.of(["Bán hàng rong", "Xe ôm truyền thống", "Phục vụ quán ăn", "Bốc vác", "Thu gom phế liệu", "Cắt tóc"]),
               "applied": applied, "decided": working(applied, 3), "paid": working(applied, 4),
               "due": 1500000 if line == FREELANCE else 3000000, "amount": None, "approved": True, "refused": None}
        row["amount"] = row["due"]
        row.update(changes)
        self.rows[ward].append(row)
        return row

    def plant(self, ward, row, kind, conditions="", other=""):
        self.answers.append([ward, row["dossier"], LINE[row["line"]], kind, conditions, other])

    # ---- what every ward has ----

    def clean(self, ward):
        for _ in range(34):
            self.dossier(ward, self.person())
        for _ in range(5):
            self.dossier(ward, self.person(), HOUSEHOLD)
        for changes, reason in (({"pension": "Có"}, "Đang hưởng lương hưu"), ({"residence": "Chưa đăng ký"}, "Không có đăng ký cư trú"),
                                ({"lost": D(2021, 4, 12)}, "Mất việc trước ngày 01/5/2021")):
            self.dossier(ward, self.person(), approved=False, refused=reason, **changes)

    def mistakes(self, ward, index):
        dossier, plant, person = self.dossier, self.plant, self.person
        for refused in (None, "Hồ sơ nộp muộn"):
            plant(ward, dossier(ward, person(), approved=False, refused=refused), "missed")
        wrong = [({"person": person(young=True)}, FREELANCE, "age"), ({"trade": "Không"}, FREELANCE, "cause"), ({"residence": "Chưa đăng ký"}, FREELANCE, "lives"),
                 ({"lost": D(2021, 4, 20)}, FREELANCE, "window"), ({"pension": "Có"}, FREELANCE, "no_pension"), ({"registered": "Không"}, HOUSEHOLD, "registered"),
                 ({"tax": "Không"}, HOUSEHOLD, "taxed"), ({"stopped": 9}, HOUSEHOLD, "days"), ({"contract": "Có"}, FREELANCE, "no_contract"),
                 ({"ordered": "Không"}, HOUSEHOLD, "ordered")]
        for step in range(3):
            changes, line, condition = wrong[(index * 3 + step) % len(wrong)]
            changes = dict(changes)
            who = changes.pop("person", None) or person()
            plant(ward, dossier(ward, who, line, **changes), "wrong", condition)
        unproven = [("residence", FREELANCE, "lives"), ("lost", FREELANCE, "window age"), ("pension", FREELANCE, "no_pension"), ("stopped", HOUSEHOLD, "days"), ("tax", HOUSEHOLD, "taxed")]
        for step in range(2):
            field, line, condition = unproven[(index + step) % len(unproven)]
            plant(ward, dossier(ward, person(), line, **{field: None}), "unproven", condition)
        plant(ward, dossier(ward, person(), amount=1000000), "short")
        plant(ward, dossier(ward, person(), amount=3000000), "over")
        late = dossier(ward, person(), HOUSEHOLD)
        late["decided"], late["paid"] = working(late["applied"], 14), working(late["applied"], 15)
        plant(ward, late, "late")
        self.same_list(ward, index)
        self.strangers(ward)

    def again(self, ward, first, line=None, **changes):
        """The same person once more, with what was typed."""
        kept = {key: first[key] for key in ("name", "number", "born", "sex")}
        kept.update(changes)
        return self.dossier(ward, first["person"], line or first["line"], **kept)

    def twice(self, ward, first, second, other_ward=None):
        self.plant(ward, first, "twice", other=second["dossier"])
        self.plant(other_ward or ward, second, "twice", other=first["dossier"])

    def same_list(self, ward, index):
        first = self.dossier(ward, self.person())
        typed = [{}, {"name": plain(first["name"])}, {"name": first["name"].upper()}, {"number": first["number"][:8] + first["number"][9] + first["number"][8] + first["number"][10:]},
                 {"number": first["number"][2:]}][index]
        self.twice(ward, first, self.again(ward, first, **typed))

    def strangers(self, ward):
        """Two people of one name and year, each with a number of her own: no mistake, and nothing sure."""
        first = self.dossier(ward, self.person())
        second = self.dossier(ward, first["person"], name=first["name"], born=first["born"].replace(day=1 + first["born"].day % 27, month=1 + first["born"].month % 12),
                              sex=first["sex"], number=first["number"][:6] + f"{990000 + self.chance.below(10000):06d}")
        self.plant(ward, first, "alike", other=second["dossier"])

    def across(self):
        names = [name for name, _, _ in WARDS]
        for one, other, change in ((0, 2, {}), (1, 3, {"plain": True}), (4, 0, {"residence": "Tạm trú"})):
            first = self.dossier(names[one], self.person(), residence="Thường trú")
            typed = {"name": plain(first["name"])} if change.get("plain") else {}
            self.twice(names[one], first, self.again(names[other], first, residence="Tạm trú", **typed), names[other])
        for ward in (names[1], names[4]):
            first = self.dossier(ward, self.person(), HOUSEHOLD)
            self.twice(ward, first, self.again(ward, first, FREELANCE))


# ---- how each ward keeps its lists ----

def vn_day(day):
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def short_day(day):
    return f"{day.day}/{day.month}/{day.year}"


class Book:
    def __init__(self):
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.active)
        self.book.properties.created = self.book.properties.modified = MADE
        self.book.properties.creator = "danvan"

    def sheet(self, title):
        self.page, self.at = self.book.create_sheet(title), 0
        return self.page

    def row(self, cells, bold=False):
        self.at += 1
        for column, cell in enumerate(cells, 1):
            if cell is None:
                continue
            put = self.page.cell(self.at, column, cell)
            put.font = Font(bold=bold)
            if isinstance(cell, D):
                put.number_format = "dd/mm/yyyy"

    def merged(self, text, columns, bold=True):
        self.row([text], bold)
        self.page.merge_cells(start_row=self.at, end_row=self.at, start_column=1, end_column=columns)

    def save(self, path):
        held = io.BytesIO()
        self.book.save(held)
        with zipfile.ZipFile(held) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for name in sorted(made.namelist()):
                info = zipfile.ZipInfo(name, (2021, 10, 15, 0, 0, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                content = made.read(name)
                if name == "docProps/core.xml":
                    content = content.replace(content[content.index(b"<dcterms:modified"):content.index(b"</dcterms:modified>")],
                                              b'<dcterms:modified xsi:type="dcterms:W3CDTF">2021-10-15T00:00:00Z')
                out.writestr(info, content)


LISTS = {"de-nghi": ("DANH SÁCH NGƯỜI ĐỀ NGHỊ HỖ TRỢ", lambda r: True), "tu-choi": ("DANH SÁCH KHÔNG ĐỦ ĐIỀU KIỆN", lambda r: r["refused"]),
         "duyet": ("DANH SÁCH ĐƯỢC PHÊ DUYỆT", lambda r: r["approved"]), "chi": ("DANH SÁCH ĐÃ CHI TRẢ", lambda r: r["approved"])}
NOTE = "Danh sách do phần mềm đặt ra để thử; không có ai như vậy."
OWN = ("job", "trade", "lost", "pension", "contract", "quarantine")
FACTS = ("residence", *OWN, "registered", "tax", "ordered", "stopped_on", "stopped")


def facts(row, day):
    own = row["line"] == FREELANCE
    out = []
    for key in FACTS:
        mine = key == "residence" or (own == (key in OWN))
        value = row[key] if mine else None
        out.append(day(value) if isinstance(value, D) else value)
    return out


FACT_TITLES = ["Nơi cư trú", "Công việc trước khi mất việc", "Thuộc ngành, nghề phải dừng hoạt động", "Ngày mất việc", "Đang hưởng lương hưu, trợ cấp mất sức lao động hằng tháng",
               "Có hợp đồng lao động", "Phải cách ly hoặc ở khu vực phong tỏa", "Có đăng ký kinh doanh", "Có đăng ký thuế", "Hộ kinh doanh bị yêu cầu tạm dừng", "Ngày bắt đầu dừng hoạt động", "Số ngày dừng hoạt động liên tục"]
FACT_TITLES_2 = ["Tình trạng cư trú", "Nghề nghiệp", "Nghề bị tạm dừng theo văn bản của Thành phố", "Ngày nghỉ việc", "Hưởng lương hưu hoặc trợ cấp mất sức lao động",
                 "Hợp đồng lao động", "Cách ly, phong tỏa", "Đăng ký kinh doanh", "Đăng ký thuế", "Bị yêu cầu tạm dừng kinh doanh", "Dừng hoạt động từ ngày", "Số ngày dừng"]


def plain_ward(book, kind, rows, title):
    """Ngọc Thụy: one line of headings, real days and numbers."""
    book.sheet("Danh sách")
    heads = ["STT", "Số hồ sơ", "Họ và tên", "Ngày sinh", "Giới tính", "Số CMND/CCCD", "Số điện thoại", "Tổ dân phố", "Diện hỗ trợ"]
    tail = {"de-nghi": FACT_TITLES + ["Ngày nộp hồ sơ"], "tu-choi": ["Ngày trả lời", "Lý do"], "duyet": ["Ngày phê duyệt", "Số tiền được duyệt"],
            "chi": ["Ngày chi trả", "Số tiền đã chi", "Ký nhận"]}[kind]
    book.merged("ỦY BAN NHÂN DÂN PHƯỜNG NGỌC THỤY", 6, False)
    book.row([])
    book.merged(title, 9)
    book.merged(NOTE, 9, False)
    book.row(heads + tail, True)
    for n, r in enumerate(rows, 1):
        cells = [n, r["dossier"], r["name"], r["born"], r["sex"], r["number"], r["person"].phone, f"Tổ {r['group']}", r["line"]]
        cells += {"de-nghi": facts(r, lambda d: d) + [r["applied"]], "tu-choi": [r["decided"], r["refused"]], "duyet": [r["decided"], r["due"]],
                  "chi": [r["paid"], r["amount"]]}[kind]
        book.row(cells)
    if kind == "chi":
        book.row(["Tổng cộng"] + [None] * 9 + [sum(r["amount"] for r in rows)], True)
        book.row([])
        book.row([None, "NGƯỜI LẬP BIỂU", None, None, None, None, "CHỦ TỊCH"])


def two_line_ward(book, kind, rows, title):
    """Gia Thụy: headings of two lines, the year of birth under Nam or Nữ, numbers that lost their zeros, days as text."""
    page = book.sheet("Biểu 1")
    book.merged("UBND PHƯỜNG GIA THỤY", 5, False)
    book.merged(title, 10)
    book.merged(NOTE, 10, False)
    tail = {"de-nghi": FACT_TITLES + ["Ngày nộp"], "tu-choi": ["Ngày thông báo", "Lý do từ chối"], "duyet": ["Ngày duyệt", "Mức hỗ trợ"], "chi": ["Ngày nhận tiền", "Số tiền"]}[kind]
    book.row(["TT", "Mã hồ sơ", "Họ tên", "Năm sinh", None, "Số CCCD", "Nhóm đối tượng"] + tail, True)
    book.row([None, None, None, "Nam", "Nữ"], True)
    first = book.at - 1
    page.merge_cells(start_row=first, end_row=first, start_column=4, end_column=5)
    for column in [1, 2, 3, 6, 7] + list(range(8, 8 + len(tail))):
        page.merge_cells(start_row=first, end_row=first + 1, start_column=column, end_column=column)
    for n, r in enumerate(rows, 1):
        year = r["born"].year
        cells = [n, r["dossier"], r["name"], year if r["sex"] == "Nam" else None, year if r["sex"] == "Nữ" else None, int(r["number"]), r["line"]]
        cells += {"de-nghi": facts(r, vn_day) + [vn_day(r["applied"])], "tu-choi": [vn_day(r["decided"]), r["refused"]],
                  "duyet": [vn_day(r["decided"]), r["due"]], "chi": [vn_day(r["paid"]), r["amount"]]}[kind]
        book.row(cells)
    book.row(["Cộng"] + [None] * 7 + ([sum(r["amount"] for r in rows)] if kind == "chi" else []), True)


def old_font_ward(book, kind, rows, title):
    """Bồ Đề: typed in .VnTime (TCVN3)."""
    book.sheet("DS")
    t = tcvn3
    book.merged(t("Ủy ban nhân dân phường Bồ Đề".replace("Ủ", "U")), 6, False)
    book.merged(t(title.capitalize()), 9)
    book.merged(t(NOTE), 9, False)
    tail = {"de-nghi": FACT_TITLES + ["Ngày tiếp nhận"], "tu-choi": ["Ngày trả lời", "Lý do"], "duyet": ["Ngày quyết định", "Số tiền"], "chi": ["Ngày chi", "Số tiền"]}[kind]
    heads = ["Số TT", "Số hồ sơ", "Họ và tên", "Ngày sinh", "Giới tính", "Số căn cước công dân", "Đối tượng hỗ trợ"] + tail
    book.row([t(head) for head in heads], True)
    for n, r in enumerate(rows, 1):
        name = r["name"] if not r["name"].isupper() else plain(r["name"])
        cells = [n, r["dossier"], t(name), r["born"], t(r["sex"]), r["number"], t(r["line"])]
        own = {"de-nghi": facts(r, lambda d: d) + [r["applied"]], "tu-choi": [r["decided"], r["refused"]], "duyet": [r["decided"], r["due"]], "chi": [r["paid"], r["amount"]]}[kind]
        cells += [t(cell) if isinstance(cell, str) else cell for cell in own]
        book.row(cells)


def months_ward(book, kind, rows, title):
    """Phúc Đồng: a sheet for each line of support, names in two columns, amounts as words."""
    for line in (FREELANCE, HOUSEHOLD):
        mine = [r for r in rows if r["line"] == line]
        if not mine:
            continue
        book.sheet(line)
        book.merged(title, 8)
        book.merged(NOTE, 8, False)
        tail = {"de-nghi": FACT_TITLES_2 + ["Ngày đề nghị"], "tu-choi": ["Ngày trả lời", "Lý do không đủ điều kiện"], "duyet": ["Ngày phê duyệt", "Kinh phí hỗ trợ"],
                "chi": ["Ngày nhận", "Số tiền được nhận"]}[kind]
        book.row(["STT", "Hồ sơ số", "Họ và đệm", "Tên", "Ngày, tháng, năm sinh", "Giới", "CMND/CCCD", "Diện hỗ trợ"] + tail, True)
        for n, r in enumerate(mine, 1):
            family, _, given = r["name"].rpartition(" ")
            cells = [n, r["dossier"], family, given, vn_day(r["born"]), r["sex"], f"{r['number'][:3]} {r['number'][3:6]} {r['number'][6:9]} {r['number'][9:]}", r["line"]]
            cells += {"de-nghi": facts(r, vn_day) + [vn_day(r["applied"])], "tu-choi": [vn_day(r["decided"]), r["refused"]],
                      "duyet": [vn_day(r["decided"]), f"{r['due']:,} đ".replace(",", ".")], "chi": [vn_day(r["paid"]), f"{r['amount']:,} đ".replace(",", ".")]}[kind]
            book.row(cells)


def groups_ward(book, kind, rows, title):
    """Ngọc Lâm: a row above says the line of support; paid names in capitals without accents; short days as text."""
    book.sheet("Tổng hợp")
    book.merged("PHƯỜNG NGỌC LÂM", 4, False)
    book.merged(title, 8)
    book.merged(NOTE, 8, False)
    tail = {"de-nghi": FACT_TITLES + ["Ngày nhận hồ sơ"], "tu-choi": ["Ngày trả lời", "Lý do"], "duyet": ["Ngày phê duyệt", "Số tiền hỗ trợ"], "chi": ["Ngày chi tiền", "Thành tiền"]}[kind]
    book.row(["STT", "Số HS", "Họ và tên người lao động", "Ngày sinh", "Giới tính", "Số định danh"] + tail, True)
    for roman, line in (("I", FREELANCE), ("II", HOUSEHOLD)):
        mine = [r for r in rows if r["line"] == line]
        if not mine:
            continue
        book.row([f"{roman}. {line}"], True)
        for n, r in enumerate(mine, 1):
            name = plain(r["name"]).upper() if kind == "chi" else r["name"]
            cells = [n, r["dossier"], name, short_day(r["born"]), r["sex"], r["number"]]
            cells += {"de-nghi": facts(r, short_day) + [short_day(r["applied"])], "tu-choi": [short_day(r["decided"]), r["refused"]],
                      "duyet": [short_day(r["decided"]), r["due"]], "chi": [short_day(r["paid"]), r["amount"]]}[kind]
            book.row(cells)
        if kind == "chi":
            book.row(["Cộng", None, None, None, None, None, None, sum(r["amount"] for r in mine)], True)


WRITERS = [plain_ward, two_line_ward, old_font_ward, months_ward, groups_ward]


def long_list(count, path):
    """Payments to `count` people; of a thousand, two are there twice, two paid short, three have no residence, two a pension."""
    maker = Maker()
    chance, book = maker.chance, openpyxl.Workbook(write_only=True)
    page = book.create_sheet("Chi")
    page.append(["STT", "Số hồ sơ", "Họ và tên", "Ngày sinh", "Giới tính", "Số CMND/CCCD", "Phường", "Diện hỗ trợ", "Nơi cư trú", FACT_TITLES[2], FACT_TITLES[3], FACT_TITLES[4], *FACT_TITLES[5:7],
                 "Ngày chi trả", "Số tiền đã chi"])
    who = None
    for n in range(1, count + 1):
        if who is None or chance.below(1000) >= 2:
            sex, born = chance.of(["Nam", "Nữ"]), D(1950, 1, 1) + datetime.timedelta(days=chance.below(20000))
            name = " ".join(chance.weighted(pairs) for pairs in (maker.surnames, maker.middles, maker.givens))
            digit = (0 if sex == "Nam" else 1) + (2 if born.year >= 2000 else 0)
            who = [name, born, sex, f"001{digit}{born.year % 100:02d}{chance.below(10**6):06d}"]
        residence = "Chưa đăng ký" if chance.below(1000) < 3 else chance.of(["Thường trú", "Tạm trú"])
        page.append([n, f"HS-{n:06d}", *who, f"Phường {chance.below(579)}", FREELANCE, residence, "Có", D(2021, 7, 19) + datetime.timedelta(days=chance.below(20)),
                     "Có" if chance.below(1000) < 2 else "Không", "Không", "Không", D(2021, 9, 10), 1000000 if chance.below(1000) < 2 else 1500000])
    book.save(path)


def main():
    if sys.argv[1:2] == ["--paid"]:
        long_list(int(sys.argv[2]), sys.argv[3])
        return
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "packs/long-bien-2021/sample/lists"
    folder.mkdir(parents=True, exist_ok=True)
    maker = Maker()
    for index, (ward, _, _) in enumerate(WARDS):
        maker.clean(ward)
        maker.mistakes(ward, index)
    maker.across()
    for index, (ward, _, _) in enumerate(WARDS):
        for kind, (title, wanted) in LISTS.items():
            book = Book()
            WRITERS[index](book, kind, [r for r in maker.rows[ward] if wanted(r)], title)
            book.save(folder / f"{ward}-{kind}.xlsx")
    with (folder / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["ward", "dossier", "line", "kind", "conditions", "other"])
        out.writerows(maker.answers)
    print(f"{sum(len(rows) for rows in maker.rows.values())} dossiers, {len(maker.answers)} planted")


if __name__ == "__main__":
    main()
