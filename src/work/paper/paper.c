/* paper.c — which papers are offered, what one is made from, and its parts from top to bottom. */
#include "work/paper/paper_inside.h"

#include "engine/template/template.h"
#include "work/report/citation.h"
#include "work/report/letterhead.h"
#include "work/report/report.h"

enum { WORDS_MAX = 1 << 18, DOTS = 30 };

bool paper_may_make(const struct viewer *viewer, const struct record *record)
{
    if (!account_handles(viewer, record->register_, record->unit))
        return false;
    return account_may_write(viewer, record->register_, record->unit) || account_has_role(viewer, ROLE_APPROVER, record->unit) ||
           account_has_role(viewer, ROLE_CLERK, record->unit);
}

/* ---- words ---- */

bool paper_words(const struct papering *papering, struct title title, const struct node *root, struct text *written, struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    struct buffer CLOSING(buffer) out;
    struct problems problems;
    const struct citing citing = {.language = desk->language};
    struct text source = citation_expand(desk->arena, desk->house->definition, title_in(title, desk->language), &citing);
    problems_init(&problems, desk->arena, 5);
    buffer_init(&out, WORDS_MAX);
    const struct template *template = template_read(desk->arena, papering->paper->name, source, &problems);
    if (!template)
        return FAIL(why, FAILURE_BROKEN, "the words of %.*s do not read", TEXT_ARGS(papering->paper->name));
    template_render(&out, NULL, template, root, TEMPLATE_ESCAPE_NONE);
    if (!buffer_ok(&out, why))
        return false;
    *written = text_trimmed(text_copy(desk->arena, buffer_text(&out)));
    return true;
}

/* Each line that says something is a paragraph. */
static void print_lines(struct papering *papering, const struct paper_part *part, struct text lead, struct text words)
{
    static const enum paragraph_style STYLES[] = {
        [PAPER_BODY] = PARAGRAPH_BODY, [PAPER_CENTRED] = PARAGRAPH_CENTRED, [PAPER_NOTE] = PARAGRAPH_NOTE};
    struct text line;
    while (text_next(&words, '\n', &line)) {
        line = text_trimmed(line);
        if (line.length == 0)
            continue;
        struct runs *runs = document_paragraph(papering->document, STYLES[part->style]);
        if (lead.length > 0)
            run_bold(runs, text_format(papering->desk->arena, "%.*s ", TEXT_ARGS(lead)));
        if (part->style == PAPER_CENTRED)
            run_bold(runs, line);
        else
            run_text(runs, line);
        lead = (struct text){0};
    }
}

/* ---- parts ---- */

static bool print_row(struct papering *papering, const struct paper_part *part, struct table *table, const struct node *root, struct failure *why)
{
    struct row *row = table_row(table);
    for (size_t c = 0; c < part->column_count; c++) {
        struct text cell;
        if (!paper_words(papering, part->columns[c].cell, root, &cell, why))
            return false;
        run_text(&row->cells[c], cell);
    }
    return true;
}

static bool print_table(struct papering *papering, const struct paper_part *part, struct failure *why)
{
    struct text caption = {0};
    size_t number = 0;
    if (part->text.vi.length > 0 && !paper_words(papering, part->text, papering->root, &caption, why))
        return false;
    struct table *table = document_table(papering->document, caption);
    table->placing = PLACING_IN_TEXT;
    for (size_t c = 0; c < part->column_count; c++) {
        struct column *column = table_column(table, title_in(part->columns[c].title, papering->desk->language), ALIGN_LEFT);
        column->share = (unsigned)part->columns[c].share;
    }
    for (; part->of_disposed && number < papering->disposed.count; number++)
        if (!print_row(papering, part, table, paper_disposed_item(papering, papering->disposed.items[number], number + 1), why))
            return false;
    const struct paper_linked *linked = part->of ? paper_find_linked(papering, part->of) : NULL;
    for (; linked && number < linked->records.count; number++)
        if (!print_row(papering, part, table, paper_item(papering, linked->records.items[number], number + 1), why))
            return false;
    for (int64_t i = 0; i < part->lines; i++) {
        struct row *row = table_row(table);
        if (text_is(part->columns[0].cell.vi, "{{number}}"))
            run_text(&row->cells[0], text_format(papering->desk->arena, "%zu", ++number));
    }
    return true;
}

static void print_dots(struct papering *papering, int64_t lines)
{
    struct text dots[DOTS];
    for (size_t i = 0; i < DOTS; i++)
        dots[i] = TEXT("…");
    struct text line = text_join(papering->desk->arena, dots, DOTS, (struct text){0});
    for (int64_t i = 0; i < lines; i++)
        run_text(document_paragraph(papering->document, PARAGRAPH_BODY), line);
}

/* Who signs side by side: then nobody signs below. */
static void print_parties(struct papering *papering, const struct paper_part *part)
{
    struct table *table = document_table(papering->document, (struct text){0});
    bool english = papering->desk->language == LANGUAGE_EN;
    table->placing = PLACING_IN_TEXT;
    table->bare = true;
    for (size_t c = 0; c < part->column_count; c++)
        table_column(table, title_in(part->columns[c].title, papering->desk->language), ALIGN_CENTRE)->share = 1;
    struct row *row = table_row(table);
    for (size_t c = 0; c < part->column_count; c++)
        run_italic(&row->cells[c], english ? TEXT("(signature and full name)") : TEXT("(ký, ghi rõ họ tên)"));
    papering->document->head.signature = (struct signature){0};
}

bool paper_print_part(struct papering *papering, const struct paper_part *part, struct failure *why)
{
    struct text lead = {0}, words = {0};
    if (papering->record && !record_holds(papering->record, part->when))
        return true;
    if (part->lead.vi.length > 0 && !paper_words(papering, part->lead, papering->root, &lead, why))
        return false;
    switch (part->kind) {
    case PAPER_HEADING:
    case PAPER_TEXT:
    case PAPER_ANNEX:
        if (!paper_words(papering, part->text, papering->root, &words, why))
            return false;
        if (part->kind == PAPER_TEXT)
            print_lines(papering, part, lead, words);
        else if (part->kind == PAPER_ANNEX)
            (void)document_annex(papering->document, words);
        else
            document_heading(papering->document, 1, words);
        return true;
    case PAPER_LINES:
        print_dots(papering, part->lines);
        return true;
    case PAPER_TABLE:
        return print_table(papering, part, why);
    case PAPER_PARTIES:
        print_parties(papering, part);
        return true;
    }
    NEVER("a part of a paper");
}

/* ---- the head ---- */

static bool take_lines(struct papering *papering, struct title title, void (*take)(struct document *, struct text), struct failure *why)
{
    struct text words = {0}, line;
    if (title.vi.length > 0 && !paper_words(papering, title, papering->root, &words, why))
        return false;
    while (text_next(&words, '\n', &line)) {
        line = text_trimmed(line);
        if (text_starts(line, TEXT("-")))
            line = text_trimmed(text_from(line, 1));
        if (line.length > 0)
            take(papering->document, line);
    }
    return true;
}

static bool print_paper(struct papering *papering, struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    const struct paper_definition *paper = papering->paper;
    struct text subject;
    if (!paper_words(papering, paper->subject, papering->root, &subject, why))
        return false;
    papering->document = document_make(desk->arena, desk->language, title_in(paper->title, desk->language));
    struct document_head *head = &papering->document->head;
    if (desk->demo)
        papering->document->notice = desk->language == LANGUAGE_EN ? TEXT("Sample data, not real figures") : TEXT("Số liệu minh họa");
    const struct letterhead letterhead = {.house = desk->house, .issuer = papering->issuer, .place = papering->issuer,
                                          .today = desk->today, .mark = paper->mark, .day_blank = true};
    letterhead_print(papering->document, &letterhead);
    head->type_name = title_in(paper->type, desk->language);
    head->subject = subject;
    if (!take_lines(papering, paper->to, document_addressed_to, why) || !take_lines(papering, paper->recipients, document_recipient, why))
        return false;
    for (size_t i = 0; i < paper->part_count; i++)
        if (!paper_print_part(papering, &paper->parts[i], why))
            return false;
    return true;
}

/* ---- one paper for each ---- */

static struct text value_of(const struct papering *papering, const struct record *item)
{
    const struct paper_desk *desk = papering->desk;
    const struct field_definition *by = papering->paper->each_by;
    return record_value_people(desk->arena, by, &item->values[by->slot], desk->house->definition, desk->house->units, desk->language);
}

/* Keeps of the linked records those that agree with the one asked, whose fields then stand before the record's. */
static bool keep_each(struct papering *papering, struct text each, struct failure *why)
{
    struct paper_linked *linked = (struct paper_linked *)(uintptr_t)paper_find_linked(papering, papering->paper->each_of);
    const struct record *asked = NULL;
    int64_t number = 0;
    if (each.length > 0 && !text_read_int64(each, &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no record's number");
    for (size_t i = 0; linked && i < linked->records.count && !asked; i++) {
        const struct record *item = linked->records.items[i];
        asked = number == 0 || item->number == number ? item : NULL;
    }
    if (!asked)
        return FAIL(why, FAILURE_NOT_FOUND, "nothing is linked that this paper is made for");
    struct list kept = {0};
    for (size_t i = 0; i < linked->records.count; i++)
        if (text_equal(value_of(papering, linked->records.items[i]), value_of(papering, asked)))
            list_add(&kept, papering->desk->arena, linked->records.items[i]);
    linked->records = kept;
    if (!paper_context(papering, why))
        return false;
    papering->root = paper_item(papering, asked, 1);
    return true;
}

/* ---- from a record, from a period ---- */

static bool make_from_record(struct papering *papering, const struct paper_request *request, struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    struct record *record;
    int64_t number;
    if (!text_read_int64(request->record, &number))
        return FAIL(why, FAILURE_NOT_FOUND, "that is no record's number");
    if (!record_load(desk->arena, desk->connection, desk->house->units, papering->paper->register_, number, &record, why))
        return false;
    if (!paper_may_make(desk->viewer, record))
        return FAIL(why, FAILURE_DENIED, "this person makes no papers from that record");
    if (record->withdrawn || !record_holds(record, papering->paper->when))
        return FAIL(why, FAILURE_INVALID, "this paper is not made from a record in that state");
    papering->record = record;
    papering->opened = request->opened;
    papering->issuer = record->unit;
    if (!paper_load_linked(papering, why))
        return false;
    if (papering->paper->each_of ? !keep_each(papering, request->each, why) : !paper_context(papering, why))
        return false;
    return print_paper(papering, why);
}

static bool make_from_period(struct papering *papering, const struct paper_request *request, struct failure *why)
{
    const struct paper_desk *desk = papering->desk;
    if (!period_read(request->period, &papering->period))
        return FAIL(why, FAILURE_INVALID, "that is not a period");
    papering->issuer = unit_find(desk->house->units, request->unit, desk->today);
    if (!papering->issuer || !papering->issuer->is_organisation)
        return FAIL(why, FAILURE_NOT_FOUND, "no organisation bears that code");
    if (!report_may_draft(desk->viewer, papering->issuer))
        return FAIL(why, FAILURE_DENIED, "this person does not work on its reports");
    struct unit_set senders = report_senders(desk->arena, desk->house, papering->issuer, papering->period.end);
    if (!report_not_sent(desk->arena, desk->connection, &senders, papering->period, &papering->late, why))
        return false;
    if (papering->late.count == 0)
        return FAIL(why, FAILURE_INVALID, "everyone has sent that period");
    return paper_context(papering, why) && print_paper(papering, why);
}

static bool make_from_disposal(struct papering *papering, const struct paper_request *request, struct failure *why)
{
    return paper_take_disposal(papering, request->disposal, why) && print_paper(papering, why);
}

static bool make_paper(const struct paper_desk *desk, const struct paper_request *request, struct document **document, struct failure *why)
{
    struct papering papering = {.desk = desk, .paper = definition_paper(desk->house->definition, request->paper)};
    if (!papering.paper)
        return FAIL(why, FAILURE_NOT_FOUND, "there is no such paper");
    bool done = papering.paper->register_     ? make_from_record(&papering, request, why)
                : papering.paper->of_disposal ? make_from_disposal(&papering, request, why)
                                              : make_from_period(&papering, request, why);
    if (done)
        *document = papering.document;
    return done;
}

bool paper_build(struct instance *instance, const struct paper_request *request, struct arena *arena, struct document **document,
                 struct failure *why)
{
    struct paper_desk desk = {.arena = arena, .house = instance_house(instance), .viewer = request->viewer, .language = request->language,
                              .today = instance_today(instance), .demo = instance_is_demo(instance)};
    bool done = desk.house->definition ? store_read_begin(instance_store(instance), &desk.connection, why)
                                       : FAIL(why, FAILURE_NOT_FOUND, "no definitions are in force yet");
    done = done && make_paper(&desk, request, document, why);
    store_read_end(desk.connection);
    instance_release(instance, desk.house);
    return done;
}

/* ---- what is offered ---- */

/* "" is its page, "/tai-ve.docx" the file. */
static struct text paper_href(const struct paper_desk *desk, const struct paper_definition *paper, const struct record *record, const char *what)
{
    return text_format(desk->arena, "/muc-ghi/%.*s/%lld/van-ban/%.*s%s", TEXT_ARGS(record->register_->name), (long long)record->number,
                       TEXT_ARGS(paper->name), what);
}

static void put_words(const struct paper_desk *desk, struct node *offer, const struct paper_definition *paper, struct text page, struct text query)
{
    node_put(offer, "paper", node_text(desk->arena, paper->name));
    node_put(offer, "title", node_text(desk->arena, title_in(paper->title, desk->language)));
    node_put(offer, "href", node_text(desk->arena, text_format(desk->arena, "%.*s%.*s", TEXT_ARGS(page), TEXT_ARGS(query))));
    node_put(offer, "word", node_text(desk->arena, text_format(desk->arena, "%.*s/tai-ve.docx%.*s", TEXT_ARGS(page), TEXT_ARGS(query))));
    node_put(offer, "unconfirmed", node_truth(desk->arena, paper->confidence == CONFIDENCE_C));
}

static struct node *put_offer(const struct papering *papering, struct node *list, struct text query)
{
    const struct paper_desk *desk = papering->desk;
    const struct paper_definition *paper = papering->paper;
    struct node *offer = node_append(list, node_map(desk->arena));
    node_put(offer, "for", node_text(desk->arena, (struct text){0}));
    put_words(desk, offer, paper, paper_href(desk, paper, papering->record, ""), query);
    return offer;
}

static void offer_each(struct papering *papering, struct node *list)
{
    const struct paper_desk *desk = papering->desk;
    const struct paper_linked *linked = paper_find_linked(papering, papering->paper->each_of);
    for (size_t i = 0; linked && i < linked->records.count; i++) {
        const struct record *item = linked->records.items[i];
        struct text value = value_of(papering, item);
        bool told = value.length == 0;
        for (size_t k = 0; k < i && !told; k++)
            told = text_equal(value_of(papering, linked->records.items[k]), value);
        if (told)
            continue;
        struct text query = text_format(desk->arena, "?cho=%lld", (long long)item->number);
        node_put(put_offer(papering, list, query), "for", node_text(desk->arena, value));
    }
}

bool paper_offer(const struct paper_desk *desk, const struct record *record, struct node *list, struct failure *why)
{
    struct papering papering = {.desk = desk, .record = record};
    if (record->withdrawn || !paper_may_make(desk->viewer, record))
        return true;
    if (!paper_load_linked(&papering, why))
        return false;
    for (size_t i = 0; i < desk->house->definition->paper_count; i++) {
        papering.paper = &desk->house->definition->papers[i];
        if (papering.paper->register_ != record->register_ || !record_holds(record, papering.paper->when))
            continue;
        if (papering.paper->each_of)
            offer_each(&papering, list);
        else
            put_offer(&papering, list, (struct text){0});
    }
    return true;
}

struct text paper_reminder(const struct paper_desk *desk, const struct record *record, const struct deadline_definition *rule)
{
    for (size_t i = 0; i < desk->house->definition->paper_count; i++) {
        const struct paper_definition *paper = &desk->house->definition->papers[i];
        if (paper->register_ == record->register_ && paper->reminds && text_equal(paper->reminds->name, rule->name) &&
            record_holds(record, paper->when) && paper_may_make(desk->viewer, record))
            return paper_href(desk, paper, record, "/tai-ve.docx");
    }
    return (struct text){0};
}

struct text paper_period_reminder(const struct paper_desk *desk, const struct unit *issuer, struct text period)
{
    for (size_t i = 0; issuer && i < desk->house->definition->paper_count; i++) {
        const struct paper_definition *paper = &desk->house->definition->papers[i];
        if (!paper->register_ && !paper->of_disposal && report_may_draft(desk->viewer, issuer))
            return text_format(desk->arena, "/ky/van-ban/%.*s/tai-ve.docx?don-vi=%.*s&ky=%.*s", TEXT_ARGS(paper->name), TEXT_ARGS(issuer->code),
                               TEXT_ARGS(period));
    }
    return (struct text){0};
}

void paper_disposal_offer(const struct paper_desk *desk, int64_t act, struct node *list)
{
    for (size_t i = 0; i < desk->house->definition->paper_count; i++) {
        const struct paper_definition *paper = &desk->house->definition->papers[i];
        if (!paper->of_disposal)
            continue;
        struct node *offer = node_append(list, node_map(desk->arena));
        struct text page = text_format(desk->arena, "/tieu-huy/%lld/van-ban/%.*s", (long long)act, TEXT_ARGS(paper->name));
        put_words(desk, offer, paper, page, (struct text){0});
    }
}
