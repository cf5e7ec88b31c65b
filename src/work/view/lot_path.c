/* lot_path.c — the way of what was given: from the receipts an entry draws on to every entry they reached; a drawing and a table. */
#include "work/view/funds_inside.h"

#include "engine/document/drawing_svg.h"

enum { DRAWN_MAX = 14, NAME_LETTERS = 26, SVG_MAX = 1 << 20 };

static const double WIDTH = 720, ROW = 58, BOX_HEIGHT = 44, BOX_WIDTH = 250, TOP = 12, LETTER = 13;

struct path {
    struct seen_fund seen; /* of the entry asked: amounts are told in its register's units */
    int64_t record;
    struct list steps;
    struct list sources, uses; /* struct ledger_step *: what came in from outside, what became of it */
};

/* Does the person see entries of that fund? Else a step says what and how much, and no more. */
static bool sees(struct view_context *view, const struct path *path, int64_t fund, struct seen_fund *seen, struct failure *why)
{
    struct record *record;
    if (!record_load(view->arena, view->reading, view->house->units, path->seen.ledger->fund->of_register, fund, &record, why))
        return false;
    fund_seen(view, record, seen);
    return true;
}

static struct text label(const struct view_context *view, const struct ledger_step *step)
{
    return text_format(view->arena, "%.*s, %.*s", TEXT_ARGS(fund_entry_word(view, step->account, step->amount, step->reverses != 0)),
                       TEXT_ARGS(day_write_people(view->arena, step->day, false)));
}

static struct text amount_words(const struct view_context *view, const struct path *path, const struct ledger_step *step)
{
    struct node *scratch = node_map(view->arena);
    fund_put_amount(view, scratch, "amount", &path->seen, step->item, step->amount < 0 ? -step->amount : step->amount);
    return text_format(view->arena, "%.*s %.*s", TEXT_ARGS(node_text_at(node_at(scratch, "amount"), "shown")),
                       TEXT_ARGS(step->item.length > 0 ? step->name : TEXT("đồng")));
}

/* ---- the table ---- */

static bool put_step(struct view_context *view, struct node *rows, const struct path *path, const struct ledger_step *step, struct failure *why)
{
    struct seen_fund seen;
    if (!sees(view, path, step->fund, &seen, why))
        return false;
    struct node *row = node_append(rows, node_map(view->arena));
    const char *entries = text_copy(view->arena, path->seen.entries->name).bytes;
    node_put(row, "lot", node_whole(view->arena, step->lot));
    node_put(row, "record", node_whole(view->arena, step->record));
    view_put_text(view, row, "href", seen.sees_book ? text_format(view->arena, "/muc-ghi/%s/%lld", entries, (long long)step->record) : (struct text){0});
    view_put_text(view, row, "what", fund_entry_word(view, step->account, step->amount, step->reverses != 0));
    view_put_text(view, row, "name", fund_item_name(view, step->item, step->name));
    view_put_day(view, row, "day", step->day);
    view_put_unit(view, row, "unit", seen.fund->unit);
    view_put_truth(view, row, "here", step->record == path->record);
    fund_put_amount(view, row, "amount", &path->seen, step->item, step->amount);
    return true;
}

/* ---- the drawing: receipts on the left, what became of them on the right ---- */

static void draw_step(const struct view_context *view, struct drawing *drawing, const struct path *path, const struct ledger_step *step, struct point at)
{
    bool here = step->record == path->record;
    shape_rectangle(drawing, (struct box){at.x, at.y, BOX_WIDTH, BOX_HEIGHT}, (struct paint){here ? INK_FIRST : INK_FAINT, FILL_NONE, here ? 2 : 1, DASH_NONE});
    shape_text(drawing, (struct point){at.x + 8, at.y + 18}, amount_words(view, path, step), (struct lettering){LETTER, ANCHOR_START, true, INK_TEXT});
    shape_text(drawing, (struct point){at.x + 8, at.y + 35}, label(view, step), (struct lettering){LETTER - 1, ANCHOR_START, false, INK_TEXT});
}

static double row_at(size_t row)
{
    return TOP + (double)row * ROW;
}

static void draw_ties(struct drawing *drawing, const struct path *path)
{
    for (size_t i = 0; i < path->sources.count; i++)
        for (size_t k = 0; k < path->uses.count; k++) {
            const struct ledger_step *from = path->sources.items[i], *to = path->uses.items[k];
            if (from->lot != to->lot || !text_equal(from->item, to->item))
                continue;
            const struct point ends[] = {{BOX_WIDTH + 10, row_at(i) + BOX_HEIGHT / 2}, {WIDTH - BOX_WIDTH - 10, row_at(k) + BOX_HEIGHT / 2}};
            shape_line(drawing, ends, LENGTH_OF(ends), (struct paint){INK_SECOND, FILL_NONE, 1.5, to->reverses ? DASH_SHORT : DASH_NONE});
        }
}

static void put_drawing(const struct view_context *view, struct node *page, const struct path *path)
{
    struct buffer CLOSING(buffer) out;
    size_t rows = path->sources.count > path->uses.count ? path->sources.count : path->uses.count;
    if (rows == 0 || rows > DRAWN_MAX)
        return;
    struct drawing *drawing = drawing_make(view->arena, WIDTH, row_at(rows) + TOP, view_words(view, "Đường đi của lô", "The way of the lots"));
    drawing->description = view_words(view, "Bên trái: lần nhận; bên phải: lần phân bổ, chuyển đi hoặc đảo. Bảng bên dưới ghi từng bước.",
                                      "Left: receipts; right: distributions, sendings and reversals. The table below has each step.");
    draw_ties(drawing, path);
    for (size_t i = 0; i < path->sources.count; i++)
        draw_step(view, drawing, path, path->sources.items[i], (struct point){10, row_at(i)});
    for (size_t i = 0; i < path->uses.count; i++)
        draw_step(view, drawing, path, path->uses.items[i], (struct point){WIDTH - BOX_WIDTH - 10, row_at(i)});
    buffer_init(&out, SVG_MAX);
    drawing_svg_write(&out, drawing, TEXT("lot"));
    if (!out.full)
        view_put_text(view, page, "drawing", buffer_text(&out));
}

/* Did the record asked move anything of this lot and item? */
static bool moved(const struct path *path, const struct ledger_step *of)
{
    for (size_t i = 0; i < path->steps.count; i++) {
        const struct ledger_step *step = path->steps.items[i];
        if (step->record == path->record && step->lot == of->lot && text_equal(step->item, of->item))
            return true;
    }
    return false;
}

/* Of a receipt the whole way; of what went out only where it came from: the rest of those lots is another question. */
static void sort_out(struct path *path, struct arena *arena)
{
    struct list kept = {0};
    bool receipt = false;
    for (size_t i = 0; i < path->steps.count; i++) {
        const struct ledger_step *step = path->steps.items[i];
        receipt = receipt || (step->record == step->lot && step->record == path->record);
    }
    for (size_t i = 0; i < path->steps.count; i++) {
        struct ledger_step *step = path->steps.items[i];
        bool source = step->record == step->lot;
        if (!receipt && step->record != path->record && !(source && moved(path, step)))
            continue;
        list_add(&kept, arena, step);
        list_add(source ? &path->sources : &path->uses, arena, step);
    }
    path->steps = kept;
}

bool lot_path_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct seen_record seen;
    struct path path = {0};
    struct record *fund;
    bool more;
    if (!seen_load(view, &seen, why) || !view_allow(view_signed_in(view), "see the way of a lot", why))
        return false;
    if (!seen.register_->ledger || !ledger_posts(seen.record))
        return FAIL(why, FAILURE_NOT_FOUND, "the record stands in no fund's book");
    int64_t number = seen.record->values[seen.register_->ledger->fund->slot].value.number.digits;
    if (!record_load(view->arena, view->reading, view->house->units, seen.register_->ledger->fund->of_register, number, &fund, why))
        return false;
    fund_seen(view, fund, &path.seen);
    path.record = seen.record->number;
    if (!ledger_path(view->arena, view->reading, seen.record->unit->shard, path.record, &path.steps, &more, why))
        return false;
    sort_out(&path, view->arena);
    fund_put(view, node_put(page, "fund", node_map(view->arena)), &path.seen);
    seen_put_register(view, page, seen.register_);
    view_put_text(view, page, "page_title",
                  text_format(view->arena, "%.*s %lld", TEXT_ARGS(view_words(view, "Đường đi của mục", "The way of record")), (long long)path.record));
    view_put_text(view, page, "record_href", text_format(view->arena, "/muc-ghi/%.*s/%lld", TEXT_ARGS(seen.register_->name), (long long)path.record));
    put_drawing(view, page, &path);
    struct node *rows = node_put(page, "rows", node_list(view->arena));
    for (size_t i = 0; i < path.steps.count; i++)
        if (!put_step(view, rows, &path, path.steps.items[i], why))
            return false;
    view_put_truth(view, page, "more", more);
    return true;
}
