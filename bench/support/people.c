/* people.c — names by frequency, days, numbers, and the mistakes of people who type. */
#include "support/people.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum {
    SURNAME_FREQUENT = 16,
    SURNAME_RARE_WEIGHT = 4,
    MIDDLES = 15,
    GIVEN = 60,
    POINTS_MAX = 96,
    DRAWS = 32
};

static const char *const SURNAMES[] = {
    "Nguyễn", "Trần",  "Lê",   "Phạm",  "Hoàng", "Huỳnh",  "Phan", "Vũ",  "Võ",    "Đặng",  "Bùi",
    "Đỗ",     "Hồ",    "Ngô",  "Dương", "Lý",    "Đinh",   "Đoàn", "Lâm", "Trịnh", "Mai",   "Đào",
    "Cao",    "Lương", "Hà",   "Tạ",    "Tô",    "Trương", "Châu", "Chu", "Thái",  "Quách", "Phùng",
    "Vương",  "Lưu",   "Kiều", "Tống",  "La",    "Thạch",  "Kim",  "Sơn"};
/* Per mille; those behind them 4 each. */
static const uint32_t SURNAME_WEIGHTS[SURNAME_FREQUENT] = {383, 121, 95, 70, 36, 15, 45, 20,
                                                           19,  21,  20, 14, 13, 13, 10, 5};
static const char *const MIDDLE[2][MIDDLES] = {{"Hữu", "Đức", "Công", "Quốc", "Minh", "Thanh", "Xuân", "Đình",
                                                "Ngọc", "Quang", "Hoàng", "Anh", "Gia", "Tuấn", "Duy"},
                                               {"Ngọc", "Thanh", "Thu", "Kim", "Minh", "Hồng", "Phương",
                                                "Bích", "Mỹ", "Thùy", "Diệu", "Khánh", "Bảo", "Tuyết",
                                                "Cẩm"}};
static const char *const GIVEN_NAMES[2][GIVEN] = {
    {"Hùng",  "Dũng",  "Tuấn",  "Minh",  "Anh",   "Hải",    "Nam", "Sơn",   "Long",  "Thắng", "Hưng", "Cường",
     "Đức",   "Bình",  "Hoàng", "Huy",   "Khánh", "Kiên",   "Lâm", "Lộc",   "Mạnh",  "Nghĩa", "Nhân", "Phong",
     "Phú",   "Phúc",  "Quân",  "Quang", "Quốc",  "Quý",    "Tài", "Tâm",   "Tân",   "Thành", "Thái", "Thịnh",
     "Thiện", "Thông", "Tiến",  "Toàn",  "Trung", "Trường", "Tú",  "Tùng",  "Tuyên", "Văn",   "Việt", "Vinh",
     "Vũ",    "Xuân",  "An",    "Bảo",   "Chiến", "Công",   "Đạt", "Giang", "Hiếu",  "Hòa",   "Khoa", "Luân"},
    {"Hương", "Lan",   "Hoa",  "Linh",  "Trang",  "Hà",    "Mai",  "Thảo", "Nga",    "Hằng",  "Hạnh", "Huyền",
     "Thủy",  "Yến",   "Ngân", "Nhung", "Phương", "Anh",   "Dung", "Loan", "Oanh",   "Quỳnh", "Vân",  "Tuyết",
     "Thu",   "Trinh", "Uyên", "Vy",    "My",     "Nhi",   "Như",  "Ngọc", "Nguyệt", "Nhàn",  "Liên", "Lệ",
     "Lý",    "Hiền",  "Hậu",  "Hòa",   "Giang",  "Duyên", "Diệp", "Đào",  "Cúc",    "Chi",   "Châu", "Bích",
     "Ánh",   "Ân",    "Tâm",  "Thanh", "Thơ",    "Thúy",  "Tiên", "Trâm", "Tú",     "Xuân",  "Ý",    "Sen"}};
static const uint8_t MONTH_DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

/* ---- chance ---- */

static uint64_t value(uint64_t seed, uint64_t row, unsigned which)
{
    uint64_t z = seed + (row * DRAWS + which + 1) * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

struct dice {
    uint64_t seed, row;
};

/* 0 … count - 1. */
static uint32_t throw(struct dice dice, unsigned which, uint32_t count)
{
    return (uint32_t)((value(dice.seed, dice.row, which) >> 32) * count >> 32);
}

/* ---- originals ---- */

static const char *surname(uint32_t mille)
{
    uint32_t below = 0, i = 0;
    while (i < SURNAME_FREQUENT && mille >= below + SURNAME_WEIGHTS[i])
        below += SURNAME_WEIGHTS[i++];
    return SURNAMES[i < SURNAME_FREQUENT ? i : SURNAME_FREQUENT + (mille - below) / SURNAME_RARE_WEIGHT];
}

/* The name of rank r has the weight 1 / (r + 10). */
static const char *given_name(struct dice dice, int woman)
{
    double sum = 0, upto[GIVEN];
    for (int i = 0; i < GIVEN; i++)
        upto[i] = sum += 1.0 / (i + 10);
    double at = (double)(value(dice.seed, dice.row, 6) >> 11) * (1.0 / 9007199254740992.0) * sum;
    int rank = 0;
    while (upto[rank] <= at)
        rank++;
    return GIVEN_NAMES[woman][rank];
}

static void original_make(struct made_person *person, struct dice dice)
{
    int woman = (int)(value(dice.seed, dice.row, 0) & 1);
    const char *usual = woman ? "Thị" : "Văn", *second = "";
    bool is_usual = throw(dice, 2, 1000) < (woman ? 450 : 350);
    const char *middle = is_usual ? usual : MIDDLE[woman][throw(dice, 3, MIDDLES)];
    if (throw(dice, 4, 10) == 0)
        second = MIDDLE[woman][throw(dice, 5, MIDDLES)];
    (void)snprintf(person->name, sizeof person->name, "%s %s%s%s %s", surname(throw(dice, 1, 1000)), middle,
                   *second ? " " : "", second, given_name(dice, woman));
    person->year = (uint16_t)(1940 + throw(dice, 7, 85));
    person->month = (uint8_t)(1 + throw(dice, 8, 12));
    person->day = (uint8_t)(1 + throw(dice, 9, MONTH_DAYS[person->month - 1]));
    person->ward = (uint16_t) throw(dice, 11, PEOPLE_WARDS);
    if (throw(dice, 12, 100) >= 15)
        (void)snprintf(person->identity, sizeof person->identity, "%03u%u%02u%06u",
                       person->ward * 63U / PEOPLE_WARDS + 1,
                       (unsigned)woman + (person->year >= 2000 ? 2 : 0), person->year % 100U,
                       throw(dice, 13, 1000000));
    if (throw(dice, 10, 100) < 8)
        person->month = person->day = 0;
    person->truth = (uint32_t)dice.row;
}

/* ---- doubles ---- */

struct letters_of_name {
    int32_t points[POINTS_MAX];
    size_t count;
};

static void drop_first_middle(struct letters_of_name *name)
{
    size_t first = 0;
    while (name->points[first] != ' ')
        first++;
    size_t second = first + 1;
    while (name->points[second] != ' ')
        second++;
    memmove(name->points + first, name->points + second, (name->count - second) * sizeof *name->points);
    name->count -= second - first;
}

/* Of each letter its plain one, small or capital as it was. */
static void drop_marks(struct letters_of_name *name)
{
    struct arena *CLOSING(arena) scratch = arena_open();
    for (size_t i = 0; i < name->count; i++) {
        char bytes[4];
        if (name->points[i] < 0x80)
            continue;
        struct text letter = {bytes, text_point_write(name->points[i], bytes)};
        bool small = text_equal(text_lower(scratch, letter), letter);
        name->points[i] = text_fold(scratch, letter).bytes[0] - (small ? 0 : 'a' - 'A');
    }
}

static void slip(struct letters_of_name *name, struct dice dice)
{
    enum { LEFT_OUT, SWAPPED, REPLACED, PUT_IN };
    size_t at = 1 + throw(dice, 4, (uint32_t)name->count - 1);
    int32_t letter = 'a' + (int32_t) throw(dice, 5, 26), swap = name->points[at];
    int32_t *here = name->points + at;
    switch (throw(dice, 6, 4)) {
    case LEFT_OUT:
        memmove(here, here + 1, (name->count - at - 1) * sizeof *here);
        name->count--;
        break;
    case SWAPPED:
        here[0] = here[-1];
        here[-1] = swap;
        break;
    case REPLACED:
        *here = letter;
        break;
    default:
        memmove(here + 1, here, (name->count - at) * sizeof *here);
        *here = letter;
        name->count++;
    }
}

static void name_change(struct made_person *person, struct dice dice)
{
    struct letters_of_name name = {.count = 0};
    for (struct text rest = text_of(person->name); text_point_next(&rest, &name.points[name.count]);)
        name.count++;
    if (throw(dice, 3, 100) < 5)
        drop_first_middle(&name);
    if (throw(dice, 1, 100) < 40)
        drop_marks(&name);
    if (throw(dice, 2, 100) < 30)
        slip(&name, dice);
    size_t length = 0;
    for (size_t i = 0; i < name.count; i++)
        length += text_point_write(name.points[i], person->name + length);
    person->name[length] = 0;
}

static void day_change(struct made_person *person, struct dice dice)
{
    uint8_t swap = person->month;
    if (throw(dice, 7, 100) < 10) {
        person->month = person->day = 0;
    } else if (throw(dice, 8, 100) < 5) {
        person->month = person->day <= 12 ? person->day : person->month;
        person->day = person->day <= 12 ? swap : person->day;
    } else if (throw(dice, 9, 100) < 5) {
        person->day = person->day >= 28 ? 1 : (uint8_t)(person->day + 1);
    }
}

static void identity_change(struct made_person *person, struct dice dice)
{
    if (throw(dice, 10, 100) < 25) {
        person->identity[0] = 0;
    } else if (throw(dice, 11, 100) < 10) {
        person->identity[throw(dice, 12, 12)] = (char)('0' + throw(dice, 13, 10));
    } else if (throw(dice, 14, 100) < 5) {
        char *at = person->identity + throw(dice, 15, 11), swap = at[0];
        at[0] = at[1];
        at[1] = swap;
    }
}

static void double_make(struct made_person *person, struct dice dice)
{
    name_change(person, dice);
    if (person->month != 0)
        day_change(person, dice);
    if (person->identity[0] != 0)
        identity_change(person, dice);
    if (throw(dice, 16, 100) < 10)
        person->ward = (uint16_t) throw(dice, 17, PEOPLE_WARDS);
}

struct people people_make(struct arena *arena, uint32_t originals, uint32_t doubles, uint64_t seed)
{
    struct people people = {arena_make_many(arena, originals + doubles, sizeof *people.rows),
                            originals + doubles};
    for (uint32_t i = 0; i < people.count; i++) {
        struct dice dice = {seed, i};
        if (i < originals) {
            original_make(&people.rows[i], dice);
        } else {
            people.rows[i] = people.rows[throw(dice, 0, originals)];
            double_make(&people.rows[i], dice);
        }
    }
    for (uint32_t i = people.count - 1; i > 0; i--) {
        uint32_t j = throw((struct dice){seed, i}, 31, i + 1);
        struct made_person swap = people.rows[i];
        people.rows[i] = people.rows[j];
        people.rows[j] = swap;
    }
    return people;
}
