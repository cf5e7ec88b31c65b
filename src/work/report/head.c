/*
 * head.c — a report's head and recipients, and the notes under its title.
 */
#include "work/report/report_inside.h"

#include "work/report/letterhead.h"

const struct unit *report_issuer(struct arena *arena, const struct house *house, const struct report_definition *report,
                                 const struct unit *unit, struct day day)
{
    if (unit->is_organisation)
        return text_equal(unit->kind, report->issued_by) ? unit : NULL;
    const struct unit_set *found = unit_organisations(arena, house->units, unit, report->issued_by, day, day);
    for (size_t i = 0; i < found->count; i++)
        if (found->units[i]->in == unit)
            return found->units[i];
    return NULL;
}

static int compare_places(const struct unit *a, const struct unit *b)
{
    const struct unit *one = a->in ? a->in : a, *other = b->in ? b->in : b;
    if (one->order != other->order)
        return one->order < other->order ? -1 : 1;
    return text_compare(one->code, other->code);
}

struct unit_set report_senders(struct arena *arena, const struct house *house, const struct unit *issuer, struct day day)
{
    const struct unit_set *all = unit_all(arena, house->units, day);
    const struct unit **senders = arena_make_many(arena, all->count, sizeof *senders);
    size_t count = 0;
    for (size_t i = 0; i < all->count && issuer; i++) {
        const struct unit *unit = all->units[i];
        if (!unit->is_organisation || unit->under != issuer || unit->in == issuer->in)
            continue;
        size_t at = count++;
        for (; at > 0 && compare_places(unit, senders[at - 1]) < 0; at--)
            senders[at] = senders[at - 1];
        senders[at] = unit;
    }
    return (struct unit_set){senders, count};
}

bool report_may_draft(const struct viewer *viewer, const struct unit *issuer)
{
    static const enum role WORKERS[] = {ROLE_RECORDER, ROLE_OFFICER, ROLE_APPROVER, ROLE_CLERK, ROLE_PUBLISHER};
    if (viewer->whole_house)
        return true;
    for (size_t i = 0; issuer && i < LENGTH_OF(WORKERS); i++)
        if (account_has_role(viewer, WORKERS[i], issuer))
            return true;
    return false;
}

/* ---- the head ---- */

static void print_recipients(struct building *building)
{
    for (size_t i = 0; i < building->report->recipient_count; i++) {
        struct text recipient = text_trimmed(building->report->recipients[i]);
        if (text_starts(recipient, TEXT("-")))
            recipient = text_trimmed(text_from(recipient, 1));
        document_recipient(building->built->document, recipient);
    }
}

/* Below "BÁO CÁO" the title does not say "Báo cáo" again. */
static struct text subject_of(const struct building *building, struct text title)
{
    struct text again = report_words(building, "Báo cáo ", "Report on ");
    if (!text_starts(title, again) || title.length == again.length)
        return title;
    struct text rest = text_copy(building->arena, text_from(title, again.length));
    char first = rest.bytes[0];
    if (first < 'a' || first > 'z')
        return rest;
    return text_format(building->arena, "%c%.*s", first - 'a' + 'A', TEXT_ARGS(text_from(rest, 1)));
}

void report_print_head(struct building *building)
{
    struct document *document = building->built->document;
    document->head.type_name = report_words(building, "BÁO CÁO", "REPORT");
    document->head.subject = subject_of(building, document->title);
    const struct letterhead head = {.house = building->house, .issuer = building->issuer, .place = building->unit,
                                    .today = building->today, .mark = TEXT("BC")};
    if (letterhead_print(document, &head))
        print_recipients(building);
}

/* ---- notes under the title ---- */

static struct day cut_off_of(const struct building *building)
{
    const struct period *now = &building->periods[SPAN_NOW];
    int wanted = building->report->cut_off[now->kind];
    if (now->kind == PERIOD_SPECIAL)
        return now->end;
    if (wanted == 0)
        return DAY_NONE;
    struct day_parts end = day_parts(now->end);
    return wanted < end.day ? day_of(end.year, end.month, wanted) : now->end;
}

/* Records of the registers this report counts, dated after the cut-off and inside the period. */
static bool count_after(struct building *building, struct day cut_off, int64_t *count, struct failure *why)
{
    struct map *counted = map_make(building->arena);
    *count = 0;
    for (size_t i = 0; i < map_count(building->asked); i++) {
        const struct asked *asked = map_value(building->asked, i);
        const struct register_definition *register_ = asked->figure->register_;
        if (map_find(counted, register_->name))
            continue;
        map_put(counted, register_->name, building);
        const struct record_query query = {.register_ = register_,
                                           .units = building->below[SPAN_NOW],
                                           .begin = day_plus(cut_off, 1),
                                           .end = building->periods[SPAN_NOW].end};
        int64_t of_register;
        if (day_compare(query.begin, query.end) > 0)
            continue;
        if (!record_count(building->connection, &query, &of_register, why))
            return false;
        *count += of_register;
    }
    return true;
}

static bool cut_off_note(struct building *building, struct text *note, struct failure *why)
{
    struct day cut_off = cut_off_of(building);
    int64_t after = 0;
    *note = (struct text){0};
    if (!day_is_some(cut_off))
        return true;
    bool running = day_compare(building->today, cut_off) < 0, english = building->language == LANGUAGE_EN;
    struct text day = day_write_people(building->arena, running ? building->today : cut_off, english);
    if (!running && !count_after(building, cut_off, &after, why))
        return false;
    struct text many = decimal_write_people(building->arena, decimal_of(after), english);
    if (after == 0)
        *note = text_format(building->arena, english ? "Figures as of %.*s." : "Số liệu tính đến ngày %.*s.", TEXT_ARGS(day));
    else
        *note = text_format(building->arena,
                            english ? "Figures as of %.*s, including %.*s records that came after the cut-off."
                                    : "Số liệu tính đến ngày %.*s, kể cả %.*s mục ghi phát sinh sau khi chốt số liệu.",
                            TEXT_ARGS(day), TEXT_ARGS(many));
    return true;
}

static bool has_sent(const struct list *sendings, const struct unit *unit)
{
    for (size_t i = 0; i < sendings->count; i++)
        if (((const struct sending *)sendings->items[i])->unit == unit->number)
            return true;
    return false;
}

bool report_not_sent(struct arena *arena, struct connection *connection, const struct unit_set *senders, struct period period,
                     struct list *missing, struct failure *why)
{
    struct list sendings;
    if (!sending_load(arena, connection, period_write(arena, period), &sendings, why))
        return false;
    for (size_t i = 0; i < senders->count; i++)
        if (!has_sent(&sendings, senders->units[i]))
            list_add(missing, arena, (void *)(uintptr_t)senders->units[i]);
    return true;
}

static bool find_not_sent(struct building *building, struct list *missing, struct failure *why)
{
    struct period period = building->periods[SPAN_NOW];
    struct unit_set senders = report_senders(building->arena, building->house, building->issuer, period.end);
    struct list found = {0};
    if (!report_not_sent(building->arena, building->connection, &senders, period, &found, why))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct unit *unit = found.items[i];
        /* Told by the place ("Bồ Đề"), which is how people name them. */
        const struct unit *told = unit->in && unit->in != building->unit ? unit->in : unit;
        struct node *node = node_append(building->built->not_sent, node_map(building->arena));
        struct text short_name = report_title(building, told->short_name), name = report_title(building, unit->name);
        node_put(node, "code", node_text(building->arena, unit->code));
        node_put(node, "name", node_text(building->arena, name));
        node_put(node, "short", node_text(building->arena, short_name.length > 0 ? short_name : name));
        list_add(missing, building->arena, (void *)(uintptr_t)told);
    }
    return true;
}

bool report_print_notes(struct building *building, struct failure *why)
{
    struct text cut_off;
    struct list missing = {0};
    if (!cut_off_note(building, &cut_off, why) || !find_not_sent(building, &missing, why))
        return false;
    struct list *blocks = &building->built->document->blocks;
    struct list body = *blocks;
    *blocks = (struct list){0};
    if (cut_off.length > 0)
        run_text(document_paragraph(building->built->document, PARAGRAPH_NOTE), cut_off);
    const struct text notes[] = {report_retyped_note(building), report_estimates_note(building), report_replaced_note(building)};
    for (size_t i = 0; i < LENGTH_OF(notes); i++)
        if (notes[i].length > 0)
            run_text(document_paragraph(building->built->document, PARAGRAPH_NOTE), notes[i]);
    if (missing.count > 0) {
        struct text names = unit_names(building->arena, (const struct unit *const *)missing.items, missing.count, building->language);
        run_text(document_paragraph(building->built->document, PARAGRAPH_NOTE),
                 text_format(building->arena, building->language == LANGUAGE_EN ? "Not reported yet: %.*s." : "Chưa báo cáo: %.*s.",
                             TEXT_ARGS(names)));
        report_warn(building, (struct text){0}, "report.not-sent", names, (struct text){0});
    }
    for (size_t i = 0; i < body.count; i++)
        list_add(blocks, building->arena, body.items[i]);
    return true;
}
