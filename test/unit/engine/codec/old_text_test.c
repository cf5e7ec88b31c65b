/* old_text_test.c — columns of old Vietnamese text recognised, converted, and left alone when they could be either. */
#include "engine/codec/old_text.h"

#include "base/file.h"
#include "engine/codec/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { NAMES_MAX = 1000 };

struct names {
    struct text right[NAMES_MAX], decomposed[NAMES_MAX], tcvn3[NAMES_MAX], cp1258[NAMES_MAX];
    size_t count;
};

static uint8_t hex_digit(char c)
{
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static struct text unhex(struct arena *arena, struct text hex)
{
    uint8_t *bytes = arena_make(arena, hex.length / 2 + 1);
    for (size_t i = 0; i + 1 < hex.length; i += 2)
        bytes[i / 2] = (uint8_t)(hex_digit(hex.bytes[i]) << 4 | hex_digit(hex.bytes[i + 1]));
    return (struct text){(const char *)bytes, hex.length / 2};
}

/* Old bytes as Excel gives them: each the code point of its number. */
static struct text as_latin1(struct arena *arena, struct text bytes)
{
    char *out = arena_make(arena, bytes.length * 2 + 1);
    size_t length = 0;
    for (size_t i = 0; i < bytes.length; i++)
        length += text_point_write((unsigned char)bytes.bytes[i], out + length);
    return (struct text){out, length};
}

static void names_read(struct arena *arena, struct names *names)
{
    struct failure why;
    struct text bytes;
    struct problems problems;
    struct csv_row row;
    problems_init(&problems, arena, 10);
    assert_true(file_read(arena, DANVAN_TEST_DATA "/old-text/names.csv", 1 << 20, &bytes, &why));
    struct csv *csv = csv_make(arena, TEXT("names.csv"), bytes, CSV_USUAL, &problems);
    assert_true(csv_next(csv, &row));
    while (csv_next(csv, &row) && names->count < NAMES_MAX) {
        size_t i = names->count++;
        names->right[i] = row.cells[0];
        names->decomposed[i] = unhex(arena, row.cells[1]);
        names->tcvn3[i] = row.cells[2];
        assert_true(text_equal(as_latin1(arena, unhex(arena, row.cells[3])), row.cells[2]));
        names->cp1258[i] = as_latin1(arena, unhex(arena, row.cells[4]));
    }
    assert_true(csv_sound(csv));
    assert_int_equal(names->count, 362);
}

static struct old_text_column column_of(const struct text *cells, size_t count, enum old_text beside)
{
    struct old_text_column column = {0};
    for (size_t i = 0; i < count; i++)
        old_text_see(&column, cells[i]);
    old_text_settle(&column, beside);
    return column;
}

/* Every text is right; how many cells are asked about all the same. */
static size_t check_column(struct arena *arena, const struct text *cells, const struct text *want,
                           size_t count, enum old_text encoding)
{
    size_t unsure = 0;
    struct old_text_column column = column_of(cells, count, OLD_TEXT_UNSURE);
    assert_string_equal(old_text_word(column.encoding), old_text_word(encoding));
    for (size_t i = 0; i < count; i++) {
        struct old_text_cell got = old_text_read(arena, &column, cells[i]);
        if (!text_equal(got.text, want[i]))
            print_error("%.*s gives %.*s (%s), want %.*s\n", TEXT_ARGS(cells[i]), TEXT_ARGS(got.text),
                        old_text_word(got.encoding), TEXT_ARGS(want[i]));
        assert_true(text_equal(got.text, want[i]));
        assert_true(text_equal(got.read, cells[i]));
        unsure += got.encoding == OLD_TEXT_UNSURE;
    }
    return unsure;
}

/* Every name that the encoding can hold comes back, and none is asked about; how many there are. */
static size_t old_column_check(struct arena *arena, const struct text *old, const struct names *names,
                               enum old_text encoding)
{
    struct text *cells = arena_make_many(arena, names->count, sizeof *cells);
    struct text *want = arena_make_many(arena, names->count, sizeof *want);
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        cells[count] = old[i];
        want[count] = names->right[i];
        count += old[i].length > 0;
    }
    assert_int_equal(check_column(arena, cells, want, count, encoding), 0);
    return count;
}

static void every_name_comes_back_from_every_encoding(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct names *names = arena_make(arena, sizeof *names);
    names_read(arena, names);
    /* The list itself holds six names that somebody once typed in VNI ("Buøi"): they stay, and are asked about. */
    assert_int_equal(check_column(arena, names->right, names->right, names->count, OLD_TEXT_UNICODE), 6);
    assert_int_equal(check_column(arena, names->decomposed, names->right, names->count, OLD_TEXT_UNICODE), 2);
    assert_int_equal(old_column_check(arena, names->cp1258, names, OLD_TEXT_CP1258), 361);
    assert_int_equal(old_column_check(arena, names->tcvn3, names, OLD_TEXT_TCVN3), 357);
}

static void told_the_encoding_every_name_is_converted_alone(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct names *names = arena_make(arena, sizeof *names);
    names_read(arena, names);
    for (size_t i = 0; i < names->count; i++) {
        struct text text;
        assert_true(names->tcvn3[i].length == 0 ||
                    (old_text_convert(arena, OLD_TEXT_TCVN3, names->tcvn3[i], &text) &&
                     text_equal(text, names->right[i])));
        assert_true(names->cp1258[i].length == 0 ||
                    (old_text_convert(arena, OLD_TEXT_CP1258, names->cp1258[i], &text) &&
                     text_equal(text, names->right[i])));
        assert_true(old_text_convert(arena, OLD_TEXT_DECOMPOSED, names->decomposed[i], &text) &&
                    text_equal(text, names->right[i]));
    }
}

/* A name alone is right, or unsure with the right one among the proposals, never wrong: but for the six that are wrong
 * in the list. */
static void a_name_alone_is_never_guessed(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct names *names = arena_make(arena, sizeof *names);
    names_read(arena, names);
    const struct text *const columns[] = {names->right, names->decomposed, names->tcvn3, names->cp1258};
    size_t sure[LENGTH_OF(columns)] = {0};
    struct text wrong = TEXT("");
    for (size_t c = 0; c < LENGTH_OF(columns); c++)
        for (size_t i = 0; i < names->count; i++) {
            struct old_text_column column = column_of(&columns[c][i], 1, OLD_TEXT_UNSURE);
            struct old_text_cell got = old_text_read(arena, &column, columns[c][i]);
            bool proposed = got.encoding != OLD_TEXT_UNSURE && text_equal(got.text, names->right[i]);
            sure[c] += proposed;
            for (size_t p = 0; p < got.proposals_count; p++)
                proposed = proposed || text_equal(got.proposals[p].text, names->right[i]);
            if (!proposed && columns[c][i].length > 0)
                wrong = text_format(arena, "%.*s %.*s", TEXT_ARGS(wrong), TEXT_ARGS(columns[c][i]));
        }
    assert_string_equal(wrong.bytes, " Khaùnh Döông Buøi Ñoã Ñinh Huøynh"    /* as they stand */
                                     " Buøi Huøynh"                          /* with marks of their own */
                                     " Khaïnh N²o· N²inh"                    /* in TCVN3 */
                                     " Khaùnh Döông Buøi ÑoaÞ Ñinh Huøynh"); /* in code page 1258 */
    print_message("sure alone, of %zu: Unicode %zu, decomposed %zu, TCVN3 %zu, CP1258 %zu\n", names->count,
                  sure[0], sure[1], sure[2], sure[3]);
}

/* One cell in a column, read with what the rest of the sheet is in. */
struct wanted {
    const char *cell, *text;
    enum old_text encoding;
};

static void check_cells(enum old_text beside, const struct wanted *cases, size_t count)
{
    struct arena *CLOSING(arena) arena = arena_open();
    for (size_t i = 0; i < count; i++) {
        struct text cell = text_of(cases[i].cell);
        struct old_text_column column = column_of(&cell, 1, beside);
        struct old_text_cell got = old_text_read(arena, &column, cell);
        if (got.encoding != cases[i].encoding || !text_is(got.text, cases[i].text))
            print_error("%s gives %.*s (%s)\n", cases[i].cell, TEXT_ARGS(got.text),
                        old_text_word(got.encoding));
        assert_string_equal(old_text_word(got.encoding), old_text_word(cases[i].encoding));
        assert_true(text_is(got.text, cases[i].text));
    }
}

static void a_cell_that_can_be_read_in_one_way_only_is_read_alone(void **state)
{
    (void)state;
    static const struct wanted cases[] = {
        {"Nguyễn Văn Tuấn", "Nguyễn Văn Tuấn", OLD_TEXT_UNICODE},
        {"Nguy\xC3\xAA\xCC\x83n Va\xCC\x86n A", "Nguyễn Văn A", OLD_TEXT_DECOMPOSED},
        {"Ðức", "Đức", OLD_TEXT_ETH},
        {"phường Ðức Giang", "phường Đức Giang", OLD_TEXT_ETH},
        {"NguyÔn V¨n TuÊn", "Nguyễn Văn Tuấn", OLD_TEXT_TCVN3},
        {"Ph­êng Bå §Ò, quËn Long Biªn", "Phường Bồ Đề, quận Long Biên", OLD_TEXT_TCVN3},
        {"Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam", OLD_TEXT_TCVN3},
        {"Nguyeãn Vaên Tuaán", "Nguyễn Văn Tuấn", OLD_TEXT_VNI},
        {"Phöôøng Boà Ñeà, quaän Long Bieân", "Phường Bồ Đề, quận Long Biên", OLD_TEXT_VNI},
        {"Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam", OLD_TEXT_VNI},
        {"NGUYEÃN THÒ YÙ NHÆ", "NGUYỄN THỊ Ý NHỈ", OLD_TEXT_VNI},
        {"NguyêÞn Vãn Tuâìn", "Nguyễn Văn Tuấn", OLD_TEXT_CP1258},
        {"H§ND ph­êng", "HĐND phường", OLD_TEXT_TCVN3},
        {"H§ND", "HĐND", OLD_TEXT_TCVN3},
        {"HÑND", "HĐND", OLD_TEXT_VNI},
        {"Long Bien", "Long Bien", OLD_TEXT_UNICODE},
        {"", "", OLD_TEXT_UNICODE},
        {"Noël Müller", "Noël Müller", OLD_TEXT_UNICODE}, /* foreign, and nothing old in it */
        {"100 m², 25 °C – “tốt”", "100 m², 25 °C – “tốt”", OLD_TEXT_UNICODE},
        {"25 °C", "25 °C", OLD_TEXT_UNICODE},
        {"Đắk Lắk, Krông Pắk", "Đắk Lắk, Krông Pắk", OLD_TEXT_UNICODE},
        {"日本", "日本", OLD_TEXT_UNICODE},
    };
    check_cells(OLD_TEXT_UNSURE, cases, LENGTH_OF(cases));
}

static void capitals_of_the_abc_fonts_become_capitals(void **state)
{
    (void)state;
    static const struct wanted cases[] = {
        {"NGUYÔN V¨N TUÊN", "NGUYỄN VĂN TUẤN", OLD_TEXT_TCVN3},
        {"§¶NG Bé QUËN LONG BI£N", "ĐẢNG BỘ QUẬN LONG BIÊN", OLD_TEXT_TCVN3},
        {"Uû BAN NH¢N D¢N", "UỶ BAN NHÂN DÂN", OLD_TEXT_TCVN3},
        {"NguyÔn ThÞ Hµ", "Nguyễn Thị Hà", OLD_TEXT_TCVN3},
        {"nguyÔn v¨n a", "nguyễn văn a", OLD_TEXT_TCVN3},
        {"UBND quËn", "UBND quận", OLD_TEXT_TCVN3},
    };
    check_cells(OLD_TEXT_UNSURE, cases, LENGTH_OF(cases));
    static const struct wanted in_an_old_sheet[] = {
        {"Lª", "Lê", OLD_TEXT_TCVN3},
        {"Hµ", "Hà", OLD_TEXT_TCVN3},
        {"Vò", "Vũ", OLD_TEXT_TCVN3},
        {"100.000®", "100.000đ", OLD_TEXT_TCVN3},
    };
    check_cells(OLD_TEXT_TCVN3, in_an_old_sheet, LENGTH_OF(in_an_old_sheet));
}

static void what_could_be_either_is_unsure_and_proposed(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct {
        const char *cell, *proposals;
    } cases[] = {
        {"Dòng", "unicode Dòng, tcvn3 Dũng"},
        {"Hoàng", "unicode Hoàng, vni Hồng"},
        {"Hµ", "unicode Hµ, tcvn3 Hà"},
        {"Nguyễn V¨n A", "tcvn3 Nguyễn Văn A"}, /* two hands in one cell */
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct text cell = text_of(cases[i].cell), told = {0};
        struct old_text_column column = column_of(&cell, 1, OLD_TEXT_UNSURE);
        struct old_text_cell got = old_text_read(arena, &column, cell);
        assert_int_equal(got.encoding, OLD_TEXT_UNSURE);
        assert_true(text_equal(got.text, cell));
        for (size_t p = 0; p < got.proposals_count; p++)
            told = text_format(arena, "%.*s%s%s %.*s", TEXT_ARGS(told), p > 0 ? ", " : "",
                               old_text_word(got.proposals[p].encoding), TEXT_ARGS(got.proposals[p].text));
        assert_string_equal(text_copy(arena, told).bytes, cases[i].proposals);
    }
    /* What the rest of the sheet is in decides. */
    static const struct wanted unicode[] = {{"Dòng", "Dòng", OLD_TEXT_UNICODE},
                                            {"Hoàng", "Hoàng", OLD_TEXT_UNICODE}};
    static const struct wanted tcvn3[] = {{"Dòng", "Dũng", OLD_TEXT_TCVN3}};
    static const struct wanted vni[] = {{"Hoàng", "Hồng", OLD_TEXT_VNI}};
    check_cells(OLD_TEXT_UNICODE, unicode, LENGTH_OF(unicode));
    check_cells(OLD_TEXT_TCVN3, tcvn3, LENGTH_OF(tcvn3));
    check_cells(OLD_TEXT_VNI, vni, LENGTH_OF(vni));
}

static void in_a_mixed_column_only_certain_cells_are_read(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct text cells[] = {TEXT_ENTRY("Nguyễn Văn Tuấn"), TEXT_ENTRY("NguyÔn V¨n TuÊn"),
                                        TEXT_ENTRY("Dòng"), TEXT_ENTRY("Lan"), TEXT_ENTRY("Noël")};
    static const struct wanted want[] = {{"", "Nguyễn Văn Tuấn", OLD_TEXT_UNICODE},
                                         {"", "Nguyễn Văn Tuấn", OLD_TEXT_TCVN3},
                                         {"", "Dòng", OLD_TEXT_UNSURE},
                                         {"", "Lan", OLD_TEXT_UNICODE},
                                         {"", "Noël", OLD_TEXT_UNICODE}};
    struct old_text_column column = column_of(cells, LENGTH_OF(cells), OLD_TEXT_TCVN3);
    assert_int_equal(column.encoding, OLD_TEXT_UNSURE);
    for (size_t i = 0; i < LENGTH_OF(cells); i++) {
        struct old_text_cell got = old_text_read(arena, &column, cells[i]);
        assert_true(text_is(got.text, want[i].text));
        assert_string_equal(old_text_word(got.encoding), old_text_word(want[i].encoding));
    }
}

static void one_odd_cell_does_not_turn_a_column(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    struct text cells[41];
    for (size_t i = 0; i < LENGTH_OF(cells); i++)
        cells[i] = TEXT("Dòng");
    cells[7] = TEXT("TuÊn");
    struct old_text_column column = column_of(cells, LENGTH_OF(cells), OLD_TEXT_UNSURE);
    assert_int_equal(old_text_read(arena, &column, cells[7]).encoding, OLD_TEXT_TCVN3);
    assert_int_equal(old_text_read(arena, &column, cells[8]).encoding, OLD_TEXT_UNSURE);
}

static void names_of_other_languages_follow_an_old_column_only_when_they_cannot_be_unicode(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct text cells[] = {TEXT_ENTRY("TØnh Gia Lai"), TEXT_ENTRY("HuyÖn Ch­ S£"),
                                        TEXT_ENTRY("§¾k L¾k"), TEXT_ENTRY("Noël")};
    struct old_text_column column = column_of(cells, LENGTH_OF(cells), OLD_TEXT_UNSURE);
    assert_true(text_is(old_text_read(arena, &column, cells[2]).text, "Đắk Lắk"));
    assert_int_equal(old_text_read(arena, &column, cells[3]).encoding, OLD_TEXT_UNSURE);
}

static void a_letter_the_encoding_lacks_is_not_converted(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const struct {
        enum old_text encoding;
        const char *cell;
    } cases[] = {{OLD_TEXT_TCVN3, "Nguyễn"}, {OLD_TEXT_TCVN3, "\xC2\xB2n"}, {OLD_TEXT_VNI, "Mü"},
                 {OLD_TEXT_VNI, "aùù"},      {OLD_TEXT_CP1258, "\xC3\x8C"}, {OLD_TEXT_CP1258, "bì"},
                 {OLD_TEXT_UNSURE, "a"}};
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct text text = TEXT("untouched");
        assert_false(old_text_convert(arena, cases[i].encoding, text_of(cases[i].cell), &text));
        assert_true(text_is(text, "untouched"));
    }
}

/* Every letter of VNI, each behind a letter it may follow. */
static void vni_has_every_letter(void **state)
{
    (void)state;
    struct arena *CLOSING(arena) arena = arena_open();
    static const char *const cases[][2] = {
        {"aù aø aû aõ aï aâ aá aà aå aã aä aê aé aè aú aü aë", "á à ả ã ạ â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ"},
        {"eù eø eû eõ eï eâ eá eà eå eã eä", "é è ẻ ẽ ẹ ê ế ề ể ễ ệ"},
        {"où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï", "ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ"},
        {"uù uø uû uõ uï ö öù öø öû öõ öï", "ú ù ủ ũ ụ ư ứ ừ ử ữ ự"},
        {"í ì æ ó ò yù yø yû yõ î ñ", "í ì ỉ ĩ ị ý ỳ ỷ ỹ ỵ đ"},
        {"AÙ AØ AÛ AÕ AÏ AÂ AÁ AÀ AÅ AÃ AÄ AÊ AÉ AÈ AÚ AÜ AË", "Á À Ả Ã Ạ Â Ấ Ầ Ẩ Ẫ Ậ Ă Ắ Ằ Ẳ Ẵ Ặ"},
        {"OÂ OÁ Ô ÔÙ ÔØ Ö ÖÙ ÖØ ÖÛ ÖÕ ÖÏ Í Ì Æ Ó Ò YÙ Î Ñ", "Ô Ố Ơ Ớ Ờ Ư Ứ Ừ Ử Ữ Ự Í Ì Ỉ Ĩ Ị Ý Ỵ Đ"},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        struct text text;
        assert_true(old_text_convert(arena, OLD_TEXT_VNI, text_of(cases[i][0]), &text));
        assert_string_equal(text_copy(arena, text).bytes, cases[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_name_comes_back_from_every_encoding),
        cmocka_unit_test(told_the_encoding_every_name_is_converted_alone),
        cmocka_unit_test(a_name_alone_is_never_guessed),
        cmocka_unit_test(a_cell_that_can_be_read_in_one_way_only_is_read_alone),
        cmocka_unit_test(capitals_of_the_abc_fonts_become_capitals),
        cmocka_unit_test(what_could_be_either_is_unsure_and_proposed),
        cmocka_unit_test(in_a_mixed_column_only_certain_cells_are_read),
        cmocka_unit_test(one_odd_cell_does_not_turn_a_column),
        cmocka_unit_test(names_of_other_languages_follow_an_old_column_only_when_they_cannot_be_unicode),
        cmocka_unit_test(a_letter_the_encoding_lacks_is_not_converted),
        cmocka_unit_test(vni_has_every_letter),
    };
    return cmocka_run_group_tests_name("engine/codec/old_text", tests, NULL, NULL);
}
