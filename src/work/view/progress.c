/*
 * progress.c — a campaign day by day: what was planned beside what was done, each day and up to it, place by place.
 *
 * The plan of a place is what was set for its organisations under this campaign, shared out evenly over the campaign's
 * days; the page says so. A day on which nobody told a number is "chưa có", never nought. A long campaign is drawn by
 * weeks. Whoever may read the two figures for the place sees their sums here.
 */
#include "work/view/figure_inside.h"
#include "work/view/seen_inside.h"

#include "base/buffer.h"
#include "engine/document/chart.h"
#include "engine/document/drawing_svg.h"
#include "keep/record/daily.h"

enum { DRAWING_MAX = 1 << 20, PLACES_MAX = 200, BY_DAY_MOST = 62, WEEK = 7 };

/* One point of the charts, one row of the table: a day, or several. */
struct stretch {
    struct day begin, end;
    struct value planned, done, planned_so_far, done_so_far;
};

struct course {
    struct view_context *view;
    struct seen_record seen;
    const struct progress_definition *progress;
    const struct unit *place;
    struct text part;
    struct list planned, done;    /* struct daily *, of the place */
    struct day begin, ends, last; /* ends: of the plan, DAY_NONE where it has none; last: the last day that is shown */
    int64_t target;
    struct stretch *stretches;
    size_t count;
};

static int64_t days_from(struct day begin, struct day end)
{
    return (int64_t)end.number - begin.number + 1;
}

static struct day earlier(struct day one, struct day other)
{
    return !day_is_some(one) || (day_is_some(other) && day_compare(other, one) < 0) ? other : one;
}

static struct day later(struct day one, struct day other)
{
    return !day_is_some(one) || (day_is_some(other) && day_compare(other, one) > 0) ? other : one;
}

/* ---- read ---- */

static bool read_part(struct course *course, const struct figure_definition *figure, const struct field_definition *of, struct text part,
                      struct list *days, struct failure *why)
{
    struct view_context *view = course->view;
    const struct record *record = course->seen.record;
    const struct daily_question question = {.figure = figure, .of = of, .shard = record->unit->shard, .plan = record->number, .part = part};
    struct list all = {0};
    *days = (struct list){0};
    if (!daily_read(view->arena, view->reading, view->house->units, &question, &all, why))
        return false;
    for (size_t i = 0; i < all.count; i++) {
        struct daily *one = all.items[i];
        if (unit_is_inside(one->unit, course->place))
            list_add(days, view->arena, one);
    }
    return true;
}

static bool read_course(struct course *course, struct text part, struct failure *why)
{
    course->part = part;
    return read_part(course, course->progress->planned, course->progress->planned_of, part, &course->planned, why) &&
           read_part(course, course->progress->done, course->progress->done_of, part, &course->done, why);
}

/* The work asked, or the first of which anything is planned or done. */
static bool choose_part(struct course *course, struct failure *why)
{
    const struct field_definition *by = course->progress->done->by;
    struct text asked = view_given(course->view, "viec");
    for (size_t i = 0; by && i < by->choice_count; i++)
        if (asked.length == 0 || text_equal(by->choices[i].code, asked)) {
            if (!read_course(course, by->choices[i].code, why))
                return false;
            if (asked.length > 0 || course->planned.count + course->done.count > 0)
                return true;
        }
    if (by && asked.length > 0)
        return FAIL(why, FAILURE_NOT_FOUND, "no work of that name");
    return read_course(course, by && by->choice_count > 0 ? by->choices[0].code : (struct text){0}, why);
}

/* ---- computed ---- */

static int64_t sum_of(const struct list *days)
{
    int64_t sum = 0;
    for (size_t i = 0; i < days->count; i++)
        sum += ((const struct daily *)days->items[i])->amount;
    return sum;
}

static void find_days(struct course *course)
{
    const struct record *record = course->seen.record;
    struct value begins = record->values[course->progress->begins->slot].value, ends = record->values[course->progress->ends->slot].value;
    const struct list *done = &course->done;
    struct day first_done = done->count > 0 ? ((const struct daily *)done->items[0])->day : DAY_NONE;
    struct day last_done = done->count > 0 ? ((const struct daily *)done->items[done->count - 1])->day : DAY_NONE;
    course->ends = ends.kind == VALUE_DAY ? ends.day : DAY_NONE;
    course->begin = earlier(begins.kind == VALUE_DAY ? begins.day : DAY_NONE, first_done);
    course->last = later(course->ends, last_done);
    if (!day_is_some(course->last))
        course->last = later(course->begin, course->view->today);
    course->target = sum_of(&course->planned);
}

__extension__ typedef __int128 wide; /* an int64 times days */

/* What the plan asks for up to and with the day: shared out evenly, so that the last day has it all. */
static struct value planned_by(const struct course *course, struct day day)
{
    struct value begins = course->seen.record->values[course->progress->begins->slot].value;
    if (!day_is_some(course->ends) || begins.kind != VALUE_DAY || course->planned.count == 0)
        return value_unknown();
    int64_t all = days_from(begins.day, course->ends), passed = days_from(begins.day, day);
    if (passed <= 0 || all <= 0)
        return value_whole(0);
    passed = passed < all ? passed : all;
    return value_whole((int64_t)((wide)course->target * passed / all));
}

static struct value minus(struct value one, struct value other)
{
    return one.kind == VALUE_NUMBER && other.kind == VALUE_NUMBER ? value_whole(one.number.digits - other.number.digits) : value_unknown();
}

static int64_t step_of(const struct course *course)
{
    int64_t days = days_from(course->begin, course->last), step = days <= BY_DAY_MOST ? 1 : WEEK;
    while (days / step >= CHART_POINTS_MAX)
        step *= 2;
    return step;
}

static void make_stretches(struct course *course)
{
    int64_t step = step_of(course), days = days_from(course->begin, course->last);
    size_t at = 0;
    course->count = (size_t)((days + step - 1) / step);
    course->stretches = arena_make_many(course->view->arena, course->count, sizeof *course->stretches);
    struct value before = value_whole(0);
    int64_t so_far = 0;
    for (size_t i = 0; i < course->count; i++) {
        struct stretch *one = &course->stretches[i];
        int64_t sum = 0;
        size_t told = 0;
        one->begin = day_plus(course->begin, (int)((int64_t)i * step));
        one->end = earlier(day_plus(one->begin, (int)step - 1), course->last);
        for (; at < course->done.count && day_compare(((const struct daily *)course->done.items[at])->day, one->end) <= 0; at++, told++)
            sum += ((const struct daily *)course->done.items[at])->amount;
        so_far += sum;
        one->planned_so_far = planned_by(course, one->end);
        one->planned = minus(one->planned_so_far, before);
        before = one->planned_so_far;
        one->done = told > 0 ? value_whole(sum) : value_unknown();
        bool ahead = told == 0 && day_compare(one->begin, course->view->today) > 0;
        one->done_so_far = ahead ? value_unknown() : value_whole(so_far);
    }
}

/* ---- shown ---- */

static struct text stretch_name(const struct course *course, const struct stretch *one)
{
    struct arena *arena = course->view->arena;
    struct day_parts begin = day_parts(one->begin), end = day_parts(one->end);
    if (day_compare(one->begin, one->end) == 0)
        return text_format(arena, "%d/%d", begin.day, begin.month);
    return text_format(arena, "%d/%d–%d/%d", begin.day, begin.month, end.day, end.month);
}

static void put_chart(const struct course *course, struct node *page, const char *key, bool so_far)
{
    struct view_context *view = course->view;
    struct chart *chart = chart_make(view->arena, CHART_LINES, so_far ? view_words(view, "Cộng dồn đến từng ngày", "Up to each day") : view_words(view, "Từng ngày", "Each day"));
    struct buffer CLOSING(buffer) out;
    chart->unit = node_text_at(page, "measure");
    chart_series(chart, view_words(view, "Thực hiện", "Done"));
    chart_series(chart, view_words(view, "Kế hoạch", "Planned"));
    for (size_t i = 0; i < course->count; i++) {
        const struct stretch *one = &course->stretches[i];
        struct value *point = chart_point(chart, stretch_name(course, one));
        point[0] = so_far ? one->done_so_far : one->done;
        point[1] = so_far ? one->planned_so_far : one->planned;
    }
    buffer_init(&out, DRAWING_MAX);
    drawing_svg_write(&out, chart_draw(view->arena, chart, view->language), text_of(key));
    if (!out.full)
        view_put_text(view, page, key, buffer_text(&out));
}

static void put_stretches(const struct course *course, struct node *page)
{
    struct view_context *view = course->view;
    struct node *rows = node_put(page, "days", node_list(view->arena));
    for (size_t i = 0; i < course->count; i++) {
        const struct stretch *one = &course->stretches[i];
        struct node *row = node_append(rows, node_map(view->arena));
        view_put_text(view, row, "name", stretch_name(course, one));
        view_put_number(view, row, "planned", one->planned);
        view_put_number(view, row, "done", one->done);
        view_put_number(view, row, "planned_so_far", one->planned_so_far);
        view_put_number(view, row, "done_so_far", one->done_so_far);
        view_put_number(view, row, "share", figure_percent(one->done_so_far, value_whole(course->target)));
    }
}

static struct text address(const struct course *course, const struct unit *place, struct text part)
{
    return text_format(course->view->arena, "/tien-do/%.*s/%lld?don-vi=%.*s&viec=%.*s", TEXT_ARGS(course->seen.register_->name),
                       (long long)course->seen.record->number, TEXT_ARGS(place->code), TEXT_ARGS(part));
}

/* What one place was asked for, did, and on how many days it told. */
static void put_place(const struct course *course, struct node *rows, const struct unit *place)
{
    struct view_context *view = course->view;
    int64_t planned = 0, done = 0, told = 0;
    bool set = false;
    struct day before = DAY_NONE;
    for (size_t i = 0; i < course->planned.count; i++) {
        const struct daily *one = course->planned.items[i];
        bool here = unit_is_inside(one->unit, place);
        planned += here ? one->amount : 0;
        set = set || here;
    }
    for (size_t i = 0; i < course->done.count; i++) {
        const struct daily *one = course->done.items[i];
        if (!unit_is_inside(one->unit, place))
            continue;
        done += one->amount;
        told += !day_is_some(before) || day_compare(before, one->day) != 0;
        before = one->day;
    }
    struct node *row = node_append(rows, node_map(view->arena));
    struct value target = set ? value_whole(planned) : value_unknown(), made = told > 0 ? value_whole(done) : value_unknown();
    view_put_unit(view, row, "unit", place);
    view_put_text(view, row, "href", address(course, place, course->part));
    view_put_number(view, row, "planned", target);
    view_put_number(view, row, "done", made);
    view_put_number(view, row, "share", figure_percent(made, target));
    view_put_number(view, row, "told", value_whole(told));
}

static void put_places(const struct course *course, struct node *page)
{
    struct view_context *view = course->view;
    struct node *rows = node_put(page, "places", node_list(view->arena));
    const struct unit_set *all = unit_places(view->arena, view->house->units, course->place, TEXT("ward"), course->begin, course->last);
    for (size_t i = 0; i < all->count && i < PLACES_MAX; i++)
        if (all->units[i] != course->place)
            put_place(course, rows, all->units[i]);
    view_put_truth(view, page, "has_places", node_count(rows) > 0);
}

static void put_parts(const struct course *course, struct node *page)
{
    struct view_context *view = course->view;
    const struct field_definition *by = course->progress->done->by;
    struct node *parts = node_put(page, "parts", node_list(view->arena));
    for (size_t i = 0; by && i < by->choice_count; i++) {
        struct node *part = node_append(parts, node_map(view->arena));
        view_put_text(view, part, "title", view_title(view, by->choices[i].title));
        view_put_text(view, part, "href", address(course, course->place, by->choices[i].code));
        view_put_truth(view, part, "here", text_equal(by->choices[i].code, course->part));
        if (text_equal(by->choices[i].code, course->part))
            view_put_text(view, page, "part", view_title(view, by->choices[i].title));
    }
    view_put_truth(view, page, "has_parts", node_count(parts) > 1);
}

static void put_head(const struct course *course, struct node *page)
{
    struct view_context *view = course->view;
    const struct record *record = course->seen.record;
    const struct field_definition *measure = course->progress->measure;
    int64_t done = sum_of(&course->done), passed = 0;
    seen_put_register(view, page, course->seen.register_);
    seen_put_record(view, page, record, course->seen.sight);
    view_put_unit(view, page, "place", course->place);
    view_put_text(view, page, "measure",
                  measure && record->values[measure->slot].value.kind == VALUE_TEXT ? record->values[measure->slot].value.text
                                                                                   : view_title(view, course->progress->done->unit));
    view_put_day(view, page, "begins", course->begin);
    view_put_day(view, page, "ends", course->ends);
    struct value target = course->planned.count > 0 ? value_whole(course->target) : value_unknown();
    view_put_number(view, page, "planned", target);
    view_put_number(view, page, "done", course->done.count > 0 ? value_whole(done) : value_unknown());
    view_put_number(view, page, "share", figure_percent(value_whole(done), target));
    for (struct day day = course->begin; day_compare(day, course->last) <= 0 && day_compare(day, view->today) <= 0; day = day_plus(day, 1))
        passed++;
    view_put_number(view, page, "passed", value_whole(passed));
    view_put_truth(view, page, "even", day_is_some(course->ends) && course->planned.count > 0);
    view_put_truth(view, page, "some", course->planned.count + course->done.count > 0);
}

bool progress_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct course *course = arena_make(view->arena, sizeof *course);
    struct text code = view_given(view, "don-vi");
    course->view = view;
    if (!seen_load(view, &course->seen, why))
        return false;
    course->progress = course->seen.register_->progress;
    course->place = view_home(view);
    if (!course->progress || !course->place)
        return FAIL(why, FAILURE_NOT_FOUND, "nothing is planned day by day there");
    if (code.length > 0 && !view_unit(view, code, view->today, &course->place, why))
        return false;
    bool knows = figure_known(view, course->progress->done, course->place) && figure_known(view, course->progress->planned, course->place);
    if (!view_allow(knows, "read these figures of that place", why) || !choose_part(course, why))
        return false;
    find_days(course);
    make_stretches(course);
    put_head(course, page);
    put_parts(course, page);
    put_chart(course, page, "so_far_html", true);
    put_chart(course, page, "daily_html", false);
    put_stretches(course, page);
    put_places(course, page);
    return true;
}
