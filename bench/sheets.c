/* bench: engine/codec */
/*
 * sheets.c — how fast a workbook is read and its cells are checked against their columns' types.
 *
 *     build-release/bench/bench-sheets [ROWS | --full [FOLDER]]          (200,000 rows; --full: 1,000,000)
 *
 * A workbook of 12 columns as Excel saves it (shared texts, an identity number of its own in every row) is made, then read
 * by us, by openpyxl (read_only, values_only, the same checks) and converted to CSV by LibreOffice, each in a process of
 * its own. Processor seconds count, as other work on the machine does not change them much.
 */
#include "base/file.h"
#include "engine/codec/sheet.h"
#include "support/measure.h"

#include "base/decimal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zip.h>

enum { COLUMNS = 12, NAMES = 20000, NOTES = 500, WARDS = 14, PATH_MAX_BYTES = 400, ROUNDS = 3 };

/* ---- the workbook ---- */

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char *const small_parts[][2] = {
    {"[Content_Types].xml", XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml\"/></Types>"},
    {"_rels/.rels", XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"" TYPE "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"},
    {"xl/workbook.xml", XML "<workbook " MAIN " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels", XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"" TYPE "worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\" Type=\"" TYPE "styles\" Target=\"styles.xml\"/><Relationship Id=\"rId3\" Type=\"" TYPE "sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"},
    {"xl/styles.xml", XML "<styleSheet " MAIN "><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd/mm/yyyy\"/></numFmts><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf numFmtId=\"0\"/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>"},
};

static void strings_write(FILE *out, long rows)
{
    static const char *const first[] = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Đặng", "Bùi", "Đỗ"};
    static const char *const middle_names[] = {"Thị", "Văn", "Đức", "Thanh", "Ngọc", "Minh", "Hữu"};
    static const char *const last[] = {"Hường", "Bưởi", "Dũng", "Tuấn", "Quỳnh", "Hiền", "Phượng", "Thuỷ", "Việt", "Đạt"};
    (void)fprintf(out, XML "<sst " MAIN " count=\"%ld\" uniqueCount=\"%ld\">", rows * 5, rows + NAMES + WARDS + NOTES);
    for (int i = 0; i < NAMES; i++)
        (void)fprintf(out, "<si><t>%s %s %s %d</t></si>", first[i % 10], middle_names[i % 7], last[i / 70 % 10], i);
    for (int i = 0; i < WARDS; i++)
        (void)fprintf(out, "<si><t>Phường Bồ Đề %d</t></si>", i);
    for (int i = 0; i < NOTES; i++)
        (void)fprintf(out, "<si><t>Đã vận động, hộ gia đình đồng thuận; hẹn gặp lại lần thứ %d tại nhà văn hoá</t></si>", i);
    for (long i = 0; i < rows; i++)
        (void)fprintf(out, "<si><t>0010850%05ld</t></si>", i);
    (void)fputs("</sst>", out);
}

static void row_write(FILE *out, long row, uint64_t *seed)
{
    unsigned long any = draw(seed) % 1000000007;
    long n = row + 1;
    (void)fprintf(out, "<row r=\"%ld\" spans=\"1:12\"><c r=\"A%ld\"><v>%ld</v></c>", n, n, n);
    (void)fprintf(out, "<c r=\"B%ld\" t=\"s\"><v>%lu</v></c><c r=\"C%ld\" s=\"1\"><v>%lu</v></c>", n, any % NAMES, n, 20000 + any % 20000);
    (void)fprintf(out, "<c r=\"D%ld\" t=\"s\"><v>%ld</v></c><c r=\"E%ld\" t=\"s\"><v>%lu</v></c>", n, NAMES + WARDS + NOTES + row, n, NAMES + any % WARDS);
    (void)fprintf(out, "<c r=\"F%ld\"><v>%lu</v></c><c r=\"G%ld\" s=\"1\"><v>%lu</v></c>", n, any % 40, n, 44197 + any % 365);
    (void)fprintf(out, "<c r=\"H%ld\"><v>%lu</v></c><c r=\"I%ld\"><v>%lu</v></c>", n, any % 5000 * 1000, n, any % 300);
    (void)fprintf(out, "<c r=\"J%ld\"><v>%lu.%lu</v></c><c r=\"K%ld\" t=\"b\"><v>%lu</v></c>", n, any % 80, any % 9 + 1, n, any % 2);
    (void)fprintf(out, "<c r=\"L%ld\" t=\"s\"><v>%lu</v></c></row>", n, NAMES + WARDS + any % NOTES);
}

static void sheet_write(FILE *out, long rows)
{
    uint64_t seed = 9;
    (void)fprintf(out, XML "<worksheet " MAIN "><dimension ref=\"A1:L%ld\"/><sheetData>", rows);
    for (long i = 0; i < rows; i++)
        row_write(out, i, &seed);
    (void)fputs("</sheetData></worksheet>", out);
}

static void part_write(zip_t *zip, const char *folder, const char *file, const char *name, void (*write)(FILE *out, long rows), long rows)
{
    char path[PATH_MAX_BYTES];
    (void)snprintf(path, sizeof path, "%s/%s", folder, file);
    FILE *out = fopen(path, "w");
    REQUIRE(out != NULL);
    write(out, rows);
    REQUIRE(fclose(out) == 0);
    REQUIRE(zip_file_add(zip, name, zip_source_file(zip, path, 0, -1), 0) >= 0);
}

static void workbook_write(const char *folder, const char *path, long rows)
{
    int error = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &error);
    REQUIRE(zip != NULL);
    for (size_t i = 0; i < LENGTH_OF(small_parts); i++)
        REQUIRE(zip_file_add(zip, small_parts[i][0], zip_source_buffer(zip, small_parts[i][1], strlen(small_parts[i][1]), 0), 0) >= 0);
    part_write(zip, folder, "strings.xml", "xl/sharedStrings.xml", strings_write, rows);
    part_write(zip, folder, "sheet.xml", "xl/worksheets/sheet1.xml", sheet_write, rows);
    REQUIRE(zip_close(zip) == 0);
}

/* ---- reading it ---- */

/* n whole or decimal number, t text, d day, b truth. */
static const char kinds[] = "ntdttndnnnbt";

static bool cell_fits(const struct sheet_cell *cell)
{
    struct decimal number;
    switch (kinds[cell->column]) {
    case 'n': return cell->value == SHEET_NUMBER && decimal_read(cell->text, &number);
    case 'd': return cell->value == SHEET_DAY && day_is_some(cell->day);
    case 'b': return cell->value == SHEET_TRUTH;
    default: return cell->value == SHEET_TEXT && cell->text.length > 0;
    }
}

static long rows_checked(const char *path)
{
    struct arena *CLOSING(arena) arena = arena_open();
    struct failure why;
    struct problems problems;
    struct text bytes;
    long rows = 0;
    must(file_read(arena, path, (size_t)1 << 30, &bytes, &why), &why);
    problems_init(&problems, arena, 10);
    struct workbook *CLOSING(workbook) workbook = workbook_open(TEXT("bench.xlsx"), bytes, WORKBOOK_USUAL, &problems);
    REQUIRE(workbook_sheets(workbook) == 1);
    struct sheet *sheet = sheet_open(workbook, 0);
    struct sheet_row row;
    for (; sheet_next(sheet, &row); rows++) {
        REQUIRE(row.count == COLUMNS);
        for (size_t i = 0; i < row.count; i++)
            REQUIRE(cell_fits(&row.cells[i]));
    }
    REQUIRE(workbook_sound(workbook));
    return rows;
}

/* ---- each in its own process ---- */

struct taken {
    double processor, clock;
    long memory_mb;
    bool good;
};

static const char peer_python[] =
    "import sys, datetime, openpyxl\n"
    "kinds = {'n': (int, float), 't': str, 'd': datetime.datetime, 'b': bool}\n"
    "wanted = [kinds[k] for k in 'ntdttndnnnbt']\n"
    "rows = 0\n"
    "for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True):\n"
    "    for value, kind in zip(row, wanted):\n"
    "        if not isinstance(value, kind): sys.exit(3)\n"
    "    rows += 1\n"
    "sys.exit(0 if rows == int(sys.argv[2]) else 4)\n";

static void child_run(const char *who, const char *folder, const char *path, long rows)
{
    char number[32], home[PATH_MAX_BYTES];
    (void)snprintf(number, sizeof number, "%ld", rows);
    (void)snprintf(home, sizeof home, "-env:UserInstallation=file://%s/office", folder);
    if (strcmp(who, "ours") == 0)
        _exit(rows_checked(path) == rows ? 0 : 4);
    REQUIRE(freopen("/dev/null", "w", stdout) != NULL);
    if (strcmp(who, "openpyxl") == 0)
        (void)execl("/usr/bin/python3", "python3", "-c", peer_python, path, number, (char *)NULL);
    else
        (void)execlp("soffice", "soffice", home, "--headless", "--convert-to", "csv", "--outdir", folder, path, (char *)NULL);
    _exit(127);
}

static struct taken run(const char *who, const char *folder, const char *path, long rows)
{
    struct rusage used;
    int status = 0;
    double begin = seconds_now();
    (void)fflush(NULL);
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0)
        child_run(who, folder, path, rows);
    REQUIRE(wait4(child, &status, 0, &used) == child);
    double processor = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    return (struct taken){processor, seconds_now() - begin, used.ru_maxrss >> 10, WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

static void peer_print(const char *who, const char *what, const struct taken *ours, const struct taken *peer, double aim, const char *aim_said)
{
    char line[120];
    if (!peer->good) {
        (void)printf("%s is not there or could not read it: left out\n", who);
        return;
    }
    double ratio = peer->processor / ours->processor;
    (void)snprintf(line, sizeof line, "%s, beside %s (%ld MB)", what, who, peer->memory_mb);
    row_print(&(struct row){line, "s", ours->processor, peer->processor, ratio, aim_said, ratio >= aim});
    row_print(&(struct row){"    the same by the clock", "s", ours->clock, peer->clock, peer->clock / ours->clock, NULL, true});
}

int main(int count, char **arguments)
{
    char folder[200], path[256], what[80];
    bool full = count > 1 && strcmp(arguments[1], "--full") == 0;
    long rows = full ? 1000000 : count > 1 ? strtol(arguments[1], NULL, 10) : 200000;
    (void)snprintf(folder, sizeof folder, "%s/danvan-bench-XXXXXX", count > 2 ? arguments[2] : "/var/tmp");
    REQUIRE(rows > 0 && rows <= SHEET_ROWS_MAX && mkdtemp(folder) != NULL);
    (void)snprintf(path, sizeof path, "%s/bench.xlsx", folder);
    workbook_write(folder, path, rows);
    struct taken ours = run("ours", folder, path, rows);
    REQUIRE(ours.good);
    for (int i = 1; i < ROUNDS; i++) { /* the fastest of three: what else runs only slows it down */
        struct taken again = run("ours", folder, path, rows);
        if (again.processor < ours.processor)
            ours = again;
    }
    struct taken python = run("openpyxl", folder, path, rows), office = run("LibreOffice", folder, path, rows);
    row_head();
    (void)snprintf(what, sizeof what, "%ld rows x 12 read and checked", rows);
    peer_print("openpyxl", what, &ours, &python, 10, ">= 10");
    peer_print("LibreOffice", what, &ours, &office, 4, ">= 4");
    row_print(&(struct row){"    rows in a second", "rows/s", (double)rows / ours.processor, 0, 0, NULL, true});
    row_print(&(struct row){"    most memory", "MB", (double)ours.memory_mb, 0, 0, "< 200", ours.memory_mb < 200});
    struct failure why;
    must(folder_delete(folder, &why), &why);
    return 0;
}
