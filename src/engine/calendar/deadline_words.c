/* deadline_words.c — the sentences of a computation, in two languages. */
#include "engine/calendar/deadline_words.h"

struct telling {
    struct arena *arena;
    const struct deadline_date *date;
    const struct deadline_step *step;
    bool english;
};

static const char *either(const struct telling *telling, const char *vi, const char *en)
{
    return telling->english ? en : vi;
}

static struct text name_of(const struct telling *telling)
{
    const struct deadline_words *name = &telling->step->name;
    return telling->english && name->en.length > 0 ? name->en : name->vi;
}

/* "02/09–05/09/2021"; the earlier day first, whichever way it was walked. */
static struct text days_of(const struct telling *telling)
{
    struct day first = telling->step->day, last = telling->step->until;
    if (day_compare(first, last) > 0) {
        first = telling->step->until;
        last = telling->step->day;
    }
    struct text end = day_write_people(telling->arena, last, telling->english);
    if (day_compare(first, last) == 0)
        return end;
    return text_format(telling->arena, "%.*s–%.*s", TEXT_ARGS(day_write_people(telling->arena, first, telling->english)), TEXT_ARGS(end));
}

static struct text with_day(const struct telling *telling, const char *before, const char *behind)
{
    return text_format(telling->arena, "%s%.*s%s", before, TEXT_ARGS(days_of(telling)), behind);
}

static struct text with_day_and_number(const struct telling *telling, const char *before, const char *between, const char *behind)
{
    return text_format(telling->arena, "%s%.*s%s%d%s", before, TEXT_ARGS(days_of(telling)), between, telling->step->number, behind);
}

static struct text with_day_and_name(const struct telling *telling, const char *before, const char *behind)
{
    struct text name = name_of(telling);
    if (name.length == 0)
        return with_day(telling, before, behind);
    return text_format(telling->arena, "%s%.*s (%.*s)%s", before, TEXT_ARGS(days_of(telling)), TEXT_ARGS(name), behind);
}

static struct text weekend(const struct telling *telling)
{
    bool saturday = day_weekday(telling->step->day) == SATURDAY || day_weekday(telling->step->until) == SATURDAY;
    bool sunday = day_weekday(telling->step->day) == SUNDAY || day_weekday(telling->step->until) == SUNDAY;
    if (saturday && sunday)
        return with_day(telling, either(telling, "Bỏ ", "Not counted: "), either(telling, " (thứ Bảy, Chủ nhật)", " (Saturday, Sunday)"));
    return with_day(telling, either(telling, "Bỏ ", "Not counted: "),
                    sunday ? either(telling, " (Chủ nhật)", " (Sunday)") : either(telling, " (thứ Bảy)", " (Saturday)"));
}

static const char *event_words(const struct telling *telling)
{
    switch (telling->step->event) {
    case DEADLINE_SUSPENDED:
        return either(telling, "tạm đình chỉ", "suspension");
    case DEADLINE_CONTINUED:
        return either(telling, "tiếp tục", "decision to continue");
    case DEADLINE_EXTENDED:
        return either(telling, "gia hạn", "extension");
    }
    NEVER("an event of no kind");
}

static const char *refusal_words(const struct telling *telling)
{
    switch (telling->step->refusal) {
    case DEADLINE_ALLOWED:
        break;
    case DEADLINE_NOT_FORESEEN:
        return either(telling, "quy định áp dụng không cho phép", "the rule that applies knows none");
    case DEADLINE_TOO_OFTEN:
        return either(telling, "quá số lần cho phép", "more often than allowed");
    case DEADLINE_TOO_LONG:
        return either(telling, "phần vượt quá số ngày cho phép", "the days above what is allowed");
    case DEADLINE_AFTER_THE_END:
        return either(telling, "thời hạn đã hết trước đó", "the limit had run out before");
    case DEADLINE_BEFORE_START:
        return either(telling, "trước ngày bắt đầu", "before the start");
    case DEADLINE_OUT_OF_TURN:
        return either(telling, "không đúng thứ tự", "out of turn");
    }
    NEVER("a refusal without a reason");
}

static struct text start(const struct telling *telling)
{
    const struct deadline_version *version = telling->date->version;
    if (version && version->before)
        return with_day(telling, either(telling, "Tính ngược từ ", "Counted back from "),
                        either(telling, " (không tính ngày này)", " (that day is not counted)"));
    if (version && (version->count == DEADLINE_WEEK || version->count == DEADLINE_MONTH))
        return with_day(telling, either(telling, "Ngày ", "The day "), "");
    return with_day(telling, either(telling, "Bắt đầu từ ", "Starts on "), either(telling, " (không tính ngày đầu)", " (the first day is not counted)"));
}

static struct text rests(const struct telling *telling)
{
    return text_format(telling->arena, either(telling, "Đang tạm đình chỉ: chưa có ngày đến hạn, còn %d ngày khi tiếp tục",
                                              "Suspended: no due day yet, %d days are left when it goes on"),
                       telling->step->number);
}

static struct text reached(const struct telling *telling)
{
    const char *behind = telling->date->version->before
                             ? either(telling, ", ngày nghỉ: lùi về ngày làm việc trước đó", ", a day off: it moves to the working day before")
                             : either(telling, ", ngày nghỉ: chuyển sang ngày làm việc tiếp theo", ", a day off: it moves to the next working day");
    return with_day(telling, either(telling, "Ngày cuối là ", "The last day is "), behind);
}

static struct text refused(const struct telling *telling)
{
    return text_format(telling->arena, either(telling, "Không tính lần %s ngày %.*s: %s", "The %s of %.*s is not counted: %s"),
                       event_words(telling), TEXT_ARGS(days_of(telling)), refusal_words(telling));
}

static struct text period_words(const struct telling *telling)
{
    bool week = telling->date->version->count == DEADLINE_WEEK;
    return text_format(telling->arena,
                       week ? either(telling, "Trong tuần %.*s: ít nhất %d ngày", "In the week %.*s: at least %d days")
                            : either(telling, "Trong tháng %.*s: ít nhất %d ngày", "In the month %.*s: at least %d days"),
                       TEXT_ARGS(days_of(telling)), telling->step->number);
}

struct text deadline_step_sentence(struct arena *arena, const struct deadline_date *date, const struct deadline_step *step,
                                   enum language language)
{
    const struct telling telling = {arena, date, step, language == LANGUAGE_EN};
    switch (step->kind) {
    case DEADLINE_STEP_START:
        return start(&telling);
    case DEADLINE_STEP_TAKEN_OVER:
        return with_day(&telling, either(&telling, "Theo quy định có hiệu lực từ ", "Under the rule in force since "),
                        either(&telling, ", áp dụng cả việc đang giải quyết", ", which takes over what was running"));
    case DEADLINE_STEP_VARIANT: {
        struct text name = name_of(&telling);
        return text_format(arena, either(&telling, "Trường hợp: %.*s", "Case: %.*s"), TEXT_ARGS(name));
    }
    case DEADLINE_STEP_LENGTH:
        return deadline_length_words(arena, date->version, step->number, language);
    case DEADLINE_STEP_PERIOD:
        return period_words(&telling);
    case DEADLINE_STEP_WEEKEND:
        return weekend(&telling);
    case DEADLINE_STEP_HOLIDAY:
        return with_day_and_name(&telling, either(&telling, "Bỏ ", "Not counted: "), "");
    case DEADLINE_STEP_MAKE_UP:
        return with_day(&telling, either(&telling, "Tính cả ", "Counted: "), either(&telling, " (ngày làm bù)", " (worked for a swapped day off)"));
    case DEADLINE_STEP_UNCONFIRMED:
        return with_day_and_name(&telling, either(&telling, "Vẫn tính ", "Counted all the same: "),
                                 either(&telling, ": chưa xác nhận là ngày nghỉ", ": not confirmed as a day off"));
    case DEADLINE_STEP_SUSPENDED:
        return with_day_and_number(&telling, either(&telling, "Tạm đình chỉ từ ", "Suspended on "), either(&telling, ", còn ", ", "),
                                   either(&telling, " ngày chưa dùng", " days are left"));
    case DEADLINE_STEP_CONTINUED:
        return with_day_and_number(&telling, either(&telling, "Tiếp tục từ ", "Continued on "),
                                   either(&telling, " (không tính ngày này), còn ", " (that day is not counted), "),
                                   either(&telling, " ngày", " days are left"));
    case DEADLINE_STEP_EXTENDED:
        return with_day_and_number(&telling, either(&telling, "Gia hạn theo quyết định ngày ", "Extended by the decision of "),
                                   either(&telling, ": thêm ", ": "), either(&telling, " ngày", " days more"));
    case DEADLINE_STEP_REFUSED:
        return refused(&telling);
    case DEADLINE_STEP_REACHED:
        return reached(&telling);
    case DEADLINE_STEP_DUE:
        return with_day(&telling, either(&telling, "Đến hạn: ", "Due: "), "");
    case DEADLINE_STEP_RESTS:
        return rests(&telling);
    case DEADLINE_STEP_UNTOLD:
        return with_day(&telling, either(&telling, "Chưa tính được: lịch nghỉ mới có đến ", "Cannot be told yet: the days off are known until "), "");
    }
    NEVER("a kind of step without a sentence");
}

struct text deadline_length_words(struct arena *arena, const struct deadline_version *version, int days, enum language language)
{
    static const char *const words[][2] = {
        [DEADLINE_CALENDAR] = {"%d ngày", "%d days"},
        [DEADLINE_WORKING] = {"%d ngày làm việc", "%d working days"},
        [DEADLINE_WEEK] = {"ít nhất %d ngày trong mỗi tuần", "at least %d days in each week"},
        [DEADLINE_MONTH] = {"ít nhất %d ngày trong mỗi tháng", "at least %d days in each month"},
    };
    struct text length = text_format(arena, words[version->count][language == LANGUAGE_EN], days);
    if (!version->before)
        return length;
    return text_format(arena, language == LANGUAGE_EN ? "%.*s before" : "%.*s trước đó", TEXT_ARGS(length));
}

struct text deadline_left_words(struct arena *arena, struct day due, struct day today, enum language language)
{
    bool english = language == LANGUAGE_EN;
    int left = due.number - today.number;
    if (left == 0)
        return english ? TEXT("due today") : TEXT("hạn hôm nay");
    if (left < 0)
        return text_format(arena, english ? "%d days overdue" : "quá hạn %d ngày", -left);
    return text_format(arena, english ? "%d days left" : "còn %d ngày", left);
}
