/* gazetteer_test.c — names as people write them: sure, unsure with proposals, unknown; and both official lists in every spelling. */
#include "base/file.h"
#include "base/map.h"
#include "engine/codec/syllable.h"
#include "keep/unit/country.h"

#include <stdio.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define DAY_2021 day_of(2021, 9, 8)
#define DAY_2026 day_of(2026, 1, 1)

struct lists {
    struct arena *arena;
    const struct gazetteer *country; /* both lists */
    struct gazetteer_source small;   /* four wards and what became of them */
    const struct gazetteer *district;
};

static struct text list_bytes(struct arena *arena, const char *name)
{
    struct text path = text_format(arena, "%s/vietnam/%s", DANVAN_PACKS, name), bytes;
    struct failure why;
    assert_true(file_read(arena, path.bytes, COUNTRY_LIST_MAX, &bytes, &why));
    return bytes;
}

#define OLD_TO .to = {20269} /* 30/6/2025 */
#define NEW_FROM .from = {20270}
static const struct gazetteer_place SMALL[] = {
    {TEXT_ENTRY("01"), TEXT_ENTRY("Thành phố Hà Nội"), TEXT_ENTRY("Hà Nội"), TEXT_ENTRY("province"), {0}, {INT32_MIN}, {INT32_MIN}, false, NULL},
    {TEXT_ENTRY("004"), TEXT_ENTRY("Quận Long Biên"), {0}, TEXT_ENTRY("district"), TEXT_ENTRY("01"), {INT32_MIN}, {20269}, false, NULL},
    {TEXT_ENTRY("00118"), TEXT_ENTRY("Phường Ngọc Thụy"), {0}, TEXT_ENTRY("ward"), TEXT_ENTRY("004"), {INT32_MIN}, {20269}, false, NULL},
    {TEXT_ENTRY("00139"), TEXT_ENTRY("Phường Bồ Đề"), {0}, TEXT_ENTRY("ward"), TEXT_ENTRY("004"), {INT32_MIN}, {20269}, false, NULL},
    {TEXT_ENTRY("00118"), TEXT_ENTRY("Phường Bồ Đề"), {0}, TEXT_ENTRY("ward"), TEXT_ENTRY("01"), {20270}, {INT32_MIN}, false, NULL},
    {TEXT_ENTRY("00097"), TEXT_ENTRY("Phường Hồng Hà"), {0}, TEXT_ENTRY("ward"), TEXT_ENTRY("01"), {20270}, {INT32_MIN}, false, NULL},
    {TEXT_ENTRY("00118.kv"), TEXT_ENTRY("Khối Dân vận Ngọc Thụy"), {0}, TEXT_ENTRY("bloc"), TEXT_ENTRY("00118"), {INT32_MIN}, {20269}, true, NULL},
};
static const struct gazetteer_successor TAKEN_OVER[] = {{2, 5}, {2, 4}, {3, 4}};

static int begin(void **state)
{
    struct arena *arena = arena_open();
    struct lists *lists = arena_make(arena, sizeof *lists);
    struct problems problems;
    problems_init(&problems, arena, 10);
    struct country_list both[] = {
        {TEXT("places-2021-11.csv"), list_bytes(arena, "places-2021-11.csv"), DAY_NONE, day_of(2025, 6, 30)},
        {TEXT("places-2025-07.csv"), list_bytes(arena, "places-2025-07.csv"), day_of(2025, 7, 1), DAY_NONE},
    };
    lists->arena = arena;
    lists->country = country_make(arena, NULL, both, 2, &problems);
    lists->small = (struct gazetteer_source){SMALL, LENGTH_OF(SMALL), TAKEN_OVER, LENGTH_OF(TAKEN_OVER)};
    lists->district = gazetteer_make(arena, &lists->small);
    assert_non_null(lists->country);
    *state = lists;
    return 0;
}

static int end(void **state)
{
    arena_close(((struct lists *)*state)->arena);
    return 0;
}

static struct gazetteer_answer ask(const struct gazetteer *names, struct text written, const char *kind, struct day day)
{
    struct gazetteer_answer answer;
    gazetteer_find(names, &(struct gazetteer_question){.written = written, .kind = text_of(kind), .day = day}, &answer);
    return answer;
}

/* ---- tables ---- */

struct row {
    const char *written, *kind;
    int year;
    enum gazetteer_reason reason; /* NO_REASON: sure */
    const char *codes;            /* the one, or the proposals; "*" any */
};

static void check_rows(struct lists *lists, const struct gazetteer *names, const struct row *rows, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct gazetteer_answer answer = ask(names, text_of(rows[i].written), rows[i].kind, rows[i].year == 2021 ? DAY_2021 : DAY_2026);
        struct text codes[GAZETTEER_PROPOSALS_MAX];
        for (size_t k = 0; k < answer.count; k++)
            codes[k] = answer.places[k]->code;
        struct text said = text_join(lists->arena, codes, answer.count, TEXT(" "));
        enum gazetteer_sureness sureness = rows[i].reason == GAZETTEER_NO_REASON ? GAZETTEER_SURE
                                           : rows[i].reason >= GAZETTEER_NOWHERE ? GAZETTEER_UNKNOWN : GAZETTEER_UNSURE;
        if (answer.reason != rows[i].reason || answer.sureness != sureness || (!text_is(text_of(rows[i].codes), "*") && !text_is(said, rows[i].codes))) {
            print_error("“%s” (%d): reason %d, %.*s; wanted %d, %s\n", rows[i].written, rows[i].year, answer.reason, TEXT_ARGS(said),
                        rows[i].reason, rows[i].codes);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void names_of_the_country_are_sure_only_when_one_place_is_meant(void **state)
{
    static const struct row ROWS[] = {
        {"P. Bồ Đề", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"bo de", "", 2021, GAZETTEER_SEVERAL, "00139 13531"},
        {"Bồ Đề", "", 2021, GAZETTEER_SEVERAL, "00139 13531"},
        {"Phường Bồ Đề, Long Biên", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"Phuong Bo De - Q. Long Bien - HN", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"TP. Hồ Chí Minh", "", 2021, GAZETTEER_NO_REASON, "79"},
        {"TPHCM", "", 2021, GAZETTEER_NO_REASON, "79"},
        {"Tp.HCM", "", 2026, GAZETTEER_NO_REASON, "79"},
        {"Sài Gòn", "", 2021, GAZETTEER_NO_REASON, "79"},
        {"Q1", "", 2021, GAZETTEER_NO_REASON, "760"},
        {"Q.1 - TPHCM", "", 2021, GAZETTEER_NO_REASON, "760"},
        {"P.12", "", 2021, GAZETTEER_SEVERAL, "*"},
        {"P12, Gò Vấp", "", 2021, GAZETTEER_NO_REASON, "26881"},
        {"F.12 Q.Gò Vấp", "", 2021, GAZETTEER_NO_REASON, "26881"},
        {"12, Gò Vấp", "", 2021, GAZETTEER_SEVERAL, "*"},
        {"Phường 1, Quận 3", "", 2021, GAZETTEER_NO_REASON, "27160"},
        {"Phường 01, Quận 03", "", 2021, GAZETTEER_NO_REASON, "27160"},
        {"TT Trâu Quỳ", "", 2021, GAZETTEER_NO_REASON, "00565"},
        {"TT. Trâu Quì", "", 2021, GAZETTEER_NO_REASON, "00565"},
        {"xã Đa Tốn, huyện Gia Lâm, Hà Nội", "", 2021, GAZETTEER_NO_REASON, "00577"},
        {"xã Đa Tốn huyện Gia Lâm Hà Nội", "", 2021, GAZETTEER_REST, "*"},
        {"xã Đa Tốn huyện Gia Lâm TP Hà Nội", "", 2021, GAZETTEER_NO_REASON, "00577"},
        {"Hà Nội/Long Biên/Bồ Đề", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"BỒ ĐỀ (LONG BIÊN)", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"Số 12 ngõ 5 Nguyễn Văn Cừ, tổ 7, P.Bồ Đề, Q.Long Biên, Hà Nội, Việt Nam", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"123 Lê Lợi, Phường Bến Nghé, Quận 1", "", 2021, GAZETTEER_NO_REASON, "26740"},
        {"Bỏ Dê, Long Biên, Hà Nội", "", 2021, GAZETTEER_MARKS, "00139"},
        {"Bồ Đè, Long Biên", "", 2021, GAZETTEER_MARKS, "00139"},
        {"Bồ Đềe, Long Biên", "", 2021, GAZETTEER_NEAR, "00139"},
        {"Quận Gia Lâm", "", 2021, GAZETTEER_KIND, "018 14389 24904"},
        {"Long Biên, Hà Nội", "", 2021, GAZETTEER_SEVERAL, "00145 004"},
        {"Long Biên, Hà Nội", "ward", 2021, GAZETTEER_NO_REASON, "00145"},
        {"Quận Long Biên", "ward", 2021, GAZETTEER_KIND, "00145 004"},
        {"Phường Quân Chu, Đại Từ", "", 2021, GAZETTEER_KIND, "05764 05851"},
        {"xa quan chu, dai tu", "", 2021, GAZETTEER_NO_REASON, "05851"},
        {"Đắk Lắk", "", 2021, GAZETTEER_NO_REASON, "66"},
        {"Đắc Lắc", "", 2021, GAZETTEER_NO_REASON, "66"},
        {"Đăk Lăk", "", 2021, GAZETTEER_NO_REASON, "66"},
        {"Daklak", "", 2026, GAZETTEER_NO_REASON, "66"},
        {"tỉnh Kontum", "", 2021, GAZETTEER_NO_REASON, "62"},
        {"Huế, TT-Huế", "", 2021, GAZETTEER_NO_REASON, "474"},
        {"TTH", "", 2021, GAZETTEER_NO_REASON, "46"},
        {"BR-VT", "", 2021, GAZETTEER_NO_REASON, "77"},
        {"Bà Rịa Vũng Tàu", "", 2021, GAZETTEER_NO_REASON, "77"},
        {"Bà Rịa - Vũng Tàu", "", 2026, GAZETTEER_GONE, "77"},
        {"ĐN", "", 2021, GAZETTEER_SEVERAL, "48 67 75"},
        {"Hải Châu, ĐN", "", 2021, GAZETTEER_NO_REASON, "492"},
        {"Phường Xuân Hương - Đà Lạt, Lâm Đồng", "", 2026, GAZETTEER_NO_REASON, "24781"},
        {"Gia Thuỵ, Long Biên", "", 2021, GAZETTEER_NO_REASON, "00130"},
        {"Bồ Đề, Hà Nội", "", 2026, GAZETTEER_NO_REASON, "00118"},
        {"Phường Ngọc Thụy", "", 2026, GAZETTEER_GONE, "00118"},
        {"Phường Ngọc Thụy, Quận Long Biên, Hà Nội", "", 2026, GAZETTEER_GONE, "00118"},
        {"00139", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"00118", "", 2026, GAZETTEER_NO_REASON, "00118"},
        {"Paris", "", 2021, GAZETTEER_NOWHERE, ""},
        {"東京都", "", 2021, GAZETTEER_NOWHERE, ""},
        {" - ", "", 2021, GAZETTEER_EMPTY, ""},
        {"", "", 2021, GAZETTEER_EMPTY, ""},
    };
    struct lists *lists = *state;
    check_rows(lists, lists->country, ROWS, LENGTH_OF(ROWS));
}

static void names_of_a_small_tree_need_no_more_than_the_name(void **state)
{
    static const struct row ROWS[] = {
        {"bo de", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"bo de", "", 2026, GAZETTEER_NO_REASON, "00118"},
        {"P.Ngọc Thuỵ", "ward", 2021, GAZETTEER_NO_REASON, "00118"},
        {"Ngọc Thụy", "", 2026, GAZETTEER_GONE, "00097 00118"},
        {"Ngọc Thụy, Long Biên", "ward", 2026, GAZETTEER_GONE, "00097 00118"},
        {"Hồng Hà", "", 2021, GAZETTEER_NOT_YET, "00097"},
        {"khoi dan van Ngoc Thuy", "", 2021, GAZETTEER_NO_REASON, "00118.kv"},
        {"5 Ngọc Lâm, Bồ Đề", "", 2021, GAZETTEER_NO_REASON, "00139"},
        {"Ngoc Thui", "", 2021, GAZETTEER_NEAR, "00118"},
    };
    struct lists *lists = *state;
    check_rows(lists, lists->district, ROWS, LENGTH_OF(ROWS));
}

/* ---- both lists, whole ---- */

enum spelling { SPELL_FULL, SPELL_SHORT_KIND, SPELL_GLUED_KIND, SPELL_DASHES, SPELL_BRACKETS, SPELL_BARE_LETTERS, SPELL_CAPITALS, SPELL_DECOMPOSED,
                SPELL_LARGEST_FIRST, SPELL_NO_COMMA, SPELL_TONES, SPELLINGS };
static const char *const SPELLED[] = {"Phường Bồ Đề, Quận Long Biên, Thành phố Hà Nội", "P. Bồ Đề, Q. Long Biên, TP. Hà Nội",
    "P.Bồ Đề,Q.Long Biên,TP.Hà Nội", "… - … - …", "… (…, …)", "phuong bo de, quan long bien, thanh pho ha noi", "PHƯỜNG BỒ ĐỀ, …", "decomposed Unicode",
    "Thành phố Hà Nội, Quận Long Biên, Phường Bồ Đề", "Phường Bồ Đề Quận Long Biên Thành phố Hà Nội", "hoà, thuý"};

static struct text with_short_kind(struct arena *arena, struct text name, const char *between)
{
    static const struct { const char *kind, *written; } KINDS[] = {{"Phường ", "P."}, {"Xã ", "X."}, {"Thị trấn ", "TT."}, {"Quận ", "Q."},
        {"Huyện ", "H."}, {"Thị xã ", "TX."}, {"Thành phố ", "TP."}, {"Tỉnh ", "T."}, {"Đặc khu ", "ĐK."}};
    for (size_t i = 0; i < LENGTH_OF(KINDS); i++)
        if (text_starts(name, text_of(KINDS[i].kind)))
            return text_format(arena, "%s%s%.*s", KINDS[i].written, between, TEXT_ARGS(text_from(name, text_of(KINDS[i].kind).length)));
    fail_msg("%.*s", TEXT_ARGS(name));
    return name;
}

/* Each letter with its marks apart, as text from a Mac has them. */
static struct text decomposed(struct arena *arena, struct text name)
{
    static const struct { int32_t letter; char base; int32_t mark; } OURS[] = {{0x103, 'a', 0x306}, {0xE2, 'a', 0x302}, {0xEA, 'e', 0x302},
        {0xF4, 'o', 0x302}, {0x1A1, 'o', 0x31B}, {0x1B0, 'u', 0x31B}};
    static const int32_t TONES[] = {[TONE_HUYEN] = 0x300, [TONE_HOI] = 0x309, [TONE_NGA] = 0x303, [TONE_SAC] = 0x301, [TONE_NANG] = 0x323};
    char *bytes = arena_make(arena, 4 * name.length + 8);
    size_t length = 0;
    int32_t point;
    while (text_point_next(&name, &point)) {
        struct syllable_letter letter;
        int32_t parts[3] = {point, 0, 0};
        if (point >= 0x80 && syllable_letter_split(point, &letter)) {
            parts[0] = letter.plain == 0x111 ? point : letter.plain - (letter.plain < 0x80 && letter.capital ? 32 : 0);
            for (size_t i = 0; i < LENGTH_OF(OURS); i++)
                if (OURS[i].letter == letter.plain) {
                    parts[0] = OURS[i].base - (letter.capital ? 32 : 0);
                    parts[1] = OURS[i].mark;
                }
            parts[2] = TONES[letter.tone];
        }
        for (size_t i = 0; i < 3; i++)
            if (i == 0 || parts[i] != 0)
                length += text_point_write(parts[i], bytes + length);
    }
    return (struct text){bytes, length};
}

static struct text other_tones(struct arena *arena, struct text name)
{
    static const char *const PAIRS[][2] = {{"òa", "oà"}, {"óa", "oá"}, {"ọa", "oạ"}, {"ỏa", "oả"}, {"úy", "uý"}, {"ủy", "uỷ"}, {"ụy", "uỵ"}, {"ùy", "uỳ"},
        {"oà ", "òa "}};
    for (size_t i = 0; i < LENGTH_OF(PAIRS); i++)
        name = text_replace(arena, name, text_of(PAIRS[i][0]), text_of(PAIRS[i][1]));
    return name;
}

static struct text capitals(struct arena *arena, struct text name)
{
    /* The capitals of Vietnamese stand 32 before (Latin-1) or one before their small letters. */
    char *bytes = arena_make(arena, 2 * name.length + 1);
    size_t length = 0;
    int32_t point;
    while (text_point_next(&name, &point)) {
        bool latin = (point >= 'a' && point <= 'z') || (point >= 0xE0 && point <= 0xFE);
        bool odd = (point >= 0x1EA0 && point <= 0x1EF9 && point % 2 == 1) || point == 0x103 || point == 0x111 || point == 0x129 || point == 0x169;
        bool horned = point == 0x1A1 || point == 0x1B0;
        int32_t capital = latin ? point - 32 : odd || horned ? point - 1 : point;
        char one[4];
        size_t size = text_point_write(capital, one);
        for (size_t i = 0; i < size; i++)
            bytes[length++] = one[i];
    }
    return (struct text){bytes, length};
}

static struct text spell(struct arena *arena, enum spelling spelling, const struct text *names, size_t count)
{
    struct text parts[4];
    for (size_t i = 0; i < count; i++) {
        parts[i] = spelling == SPELL_SHORT_KIND    ? with_short_kind(arena, names[i], " ")
                   : spelling == SPELL_GLUED_KIND  ? with_short_kind(arena, names[i], "")
                   : spelling == SPELL_LARGEST_FIRST ? names[count - 1 - i]
                                                   : names[i];
        if (spelling == SPELL_BRACKETS && i > 0)
            parts[i] = text_format(arena, "(%.*s)", TEXT_ARGS(names[i]));
    }
    struct text whole = text_join(arena, parts, count,
                                  spelling == SPELL_DASHES ? TEXT(" - ") : spelling == SPELL_GLUED_KIND ? TEXT(",")
                                  : spelling == SPELL_BRACKETS || spelling == SPELL_NO_COMMA ? TEXT(" ") : TEXT(", "));
    switch (spelling) {
    case SPELL_BARE_LETTERS: return text_fold(arena, whole);
    case SPELL_CAPITALS: return capitals(arena, whole);
    case SPELL_DECOMPOSED: return decomposed(arena, whole);
    case SPELL_TONES: return other_tones(arena, whole);
    case SPELL_FULL: case SPELL_SHORT_KIND: case SPELL_GLUED_KIND: case SPELL_DASHES: case SPELL_BRACKETS: case SPELL_LARGEST_FIRST:
    case SPELL_NO_COMMA: case SPELLINGS: break;
    }
    return whole;
}

/* A brother whose whole name differs in diacritics only: without them nobody can tell the two apart. */
static bool has_double(struct arena *arena, const struct gazetteer_place *places, size_t count, const struct gazetteer_place *place)
{
    struct text folded = text_fold(arena, place->name);
    for (size_t i = 0; i < count; i++)
        if (&places[i] != place && text_equal(places[i].parent, place->parent) && text_equal(text_fold(arena, places[i].name), folded))
            return true;
    return false;
}

struct list_test {
    struct arena *arena;
    struct gazetteer_place *places;
    size_t count;
};

/* The rows of a list read once more, simply, so that the test does not believe what it tests. */
static struct list_test read_rows(struct arena *arena, const char *file)
{
    struct text bytes = list_bytes(arena, file), line, cell;
    struct list_test list = {arena, arena_make_many(arena, 12000, sizeof *list.places), 0};
    bool heading = true;
    while (text_next(&bytes, '\n', &line)) {
        struct text cells[7] = {{0}};
        line = text_trimmed(line);
        for (size_t i = 0; i < 7 && text_next(&line, ',', &cell); i++)
            cells[i] = cell;
        if (!heading && cells[0].length > 0)
            list.places[list.count++] = (struct gazetteer_place){.code = cells[0], .name = cells[4], .short_name = cells[3], .parent = cells[6]};
        heading = false;
    }
    return list;
}

static size_t names_up(const struct list_test *list, size_t at, struct text names[4])
{
    size_t count = 0;
    const struct gazetteer_place *place = &list->places[at];
    while (place && count < 4) {
        names[count++] = place->name;
        const struct gazetteer_place *above = NULL;
        for (size_t i = 0; i < at && place->parent.length > 0 && !above; i++)
            if (text_equal(list->places[i].code, place->parent))
                above = &list->places[i];
        place = above;
    }
    return count;
}

static void check_list(struct lists *lists, const char *file, struct day day, size_t units, size_t doubles_wanted)
{
    struct list_test list = read_rows(lists->arena, file);
    size_t right[SPELLINGS] = {0}, doubles = 0, wrong = 0;
    assert_int_equal(list.count, units);
    for (size_t i = 0; i < list.count; i++) {
        struct arena *CLOSING(arena) scratch = arena_open();
        struct text names[4];
        size_t count = names_up(&list, i, names);
        for (enum spelling spelling = 0; spelling < SPELLINGS; spelling++) {
            struct text written = spell(scratch, spelling, names, count);
            struct gazetteer_answer answer = ask(lists->country, written, "", day);
            bool found = answer.sureness == GAZETTEER_SURE && text_equal(answer.places[0]->code, list.places[i].code);
            right[spelling] += found;
            if (found)
                continue;
            if (spelling == SPELL_BARE_LETTERS && answer.sureness == GAZETTEER_UNSURE && answer.found == 2 &&
                has_double(scratch, list.places, list.count, &list.places[i])) {
                doubles++;
                continue;
            }
            if (wrong++ < 20)
                print_error("“%.*s” (%.*s): reason %d, %zu\n", TEXT_ARGS(written), TEXT_ARGS(list.places[i].code), answer.reason, answer.found);
        }
    }
    for (enum spelling spelling = 0; spelling < SPELLINGS; spelling++)
        print_message("# %s: %zu of %zu as %s\n", file, right[spelling], list.count, SPELLED[spelling]);
    print_message("# %s: %zu that only diacritics tell from a brother are unsure without them\n", file, doubles);
    assert_int_equal(wrong, 0);
    assert_int_equal(doubles, doubles_wanted);
}

static void every_unit_of_2021_is_found_in_every_spelling(void **state)
{
    check_list(*state, "places-2021-11.csv", DAY_2021, 11367, 42);
}

static void every_unit_of_2025_is_found_in_every_spelling(void **state)
{
    check_list(*state, "places-2025-07.csv", DAY_2026, 3355, 16);
}

/* A bare name is sure exactly when one unit bears it. */
static void check_bare_names(struct lists *lists, const char *file, struct day day, size_t variants_wanted)
{
    struct list_test list = read_rows(lists->arena, file);
    struct map *bearers = map_make(lists->arena);
    size_t sure = 0, unsure = 0, borne_once = 0, variants = 0, wrong = 0;
    for (size_t i = 0; i < list.count; i++) {
        struct text folded = text_fold(lists->arena, list.places[i].short_name);
        map_put(bearers, folded, (void *)((uintptr_t)map_find(bearers, folded) + 1));
    }
    for (size_t i = 0; i < map_count(bearers); i++) {
        uintptr_t count = (uintptr_t)map_value(bearers, i);
        struct gazetteer_answer answer = ask(lists->country, map_key(bearers, i), "", day);
        bool number = map_key(bearers, i).bytes[0] <= '9' && map_key(bearers, i).length < 3;
        sure += answer.sureness == GAZETTEER_SURE;
        unsure += answer.sureness == GAZETTEER_UNSURE;
        borne_once += count == 1;
        if (answer.sureness == GAZETTEER_UNSURE && answer.reason == GAZETTEER_SEVERAL && !number && answer.found > count) {
            variants++; /* "Mĩ Hòa" beside "Mỹ Hòa" */
            print_message("# also so called: “%.*s”, %.*s, %.*s\n", TEXT_ARGS(map_key(bearers, i)), TEXT_ARGS(answer.places[0]->name),
                          TEXT_ARGS(answer.places[1]->name));
        } else if ((answer.sureness == GAZETTEER_SURE) != (count == 1 && !number) || (answer.sureness == GAZETTEER_UNSURE && !number && answer.found != count)) {
            if (wrong++ < 40)
                print_error("“%.*s”: %zu bear it; sureness %d, %zu found\n", TEXT_ARGS(map_key(bearers, i)), (size_t)count, answer.sureness, answer.found);
        }
    }
    print_message("# %s: of %zu bare names %zu are sure, %zu unsure; %zu are borne once\n", file, map_count(bearers), sure, unsure, borne_once);
    assert_int_equal(sure + unsure, map_count(bearers));
    assert_int_equal(variants, variants_wanted);
    assert_int_equal(wrong, 0);
}

static void a_bare_name_is_sure_when_one_unit_bears_it(void **state)
{
    check_bare_names(*state, "places-2021-11.csv", DAY_2021, 13);
    check_bare_names(*state, "places-2025-07.csv", DAY_2026, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_the_country_are_sure_only_when_one_place_is_meant),
        cmocka_unit_test(names_of_a_small_tree_need_no_more_than_the_name),
        cmocka_unit_test(every_unit_of_2021_is_found_in_every_spelling),
        cmocka_unit_test(every_unit_of_2025_is_found_in_every_spelling),
        cmocka_unit_test(a_bare_name_is_sure_when_one_unit_bears_it),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
