/*
 * published.c — what was made public: the front page, the list of all, and one of them.
 *
 * A publication is a snapshot: its words and numbers are shown as they were on the day, whatever
 * the records say now. Who looks is not asked: what is published is for anyone.
 */
#include "work/view/view_inside.h"

#include "engine/codec/json.h"
#include "keep/report/draft.h"

enum { LISTED = 100, EARLIER = 12, SNAPSHOT_PROBLEMS = 5 };

static void put_head(const struct view_context *view, struct node *map, const struct published *published)
{
    struct period period;
    const struct unit *unit = unit_by_number(view->house->units, published->unit);
    const struct report_definition *report = definition_report(view->house->definition, published->report);
    node_put(map, "act", node_whole(view->arena, published->act));
    view_put_text(view, map, "href", text_format(view->arena, "/bao-cao/%lld", (long long)published->act));
    view_put_text(view, map, "title", published->title);
    view_put_text(view, map, "report", report ? report->name : published->report);
    view_put_moment(view, map, "at", published->at);
    view_put_number(view, map, "views", value_whole(published->views));
    if (unit)
        view_put_unit(view, map, "unit", unit);
    if (period_read(published->period, &period))
        view_put_period(view, map, "period", period);
}

/* The snapshot in the reader's language; in Vietnamese where there is no other. */
static bool put_snapshot(const struct view_context *view, struct node *map, const struct published *published, struct failure *why)
{
    struct problems problems;
    struct node *snapshot;
    bool english = view->language == LANGUAGE_EN && published->document_en.length > 0;
    problems_init(&problems, view->arena, SNAPSHOT_PROBLEMS);
    if (!json_read(view->arena, TEXT("snapshot"), english ? published->document_en : published->document_vi, &snapshot, &problems))
        return FAIL(why, FAILURE_BROKEN, "publication %lld does not read", (long long)published->act);
    view_put_text(view, map, "html", node_text_at(snapshot, "html"));
    view_put_text(view, map, "text", node_text_at(snapshot, "text"));
    if (node_text_at(snapshot, "title").length > 0)
        view_put_text(view, map, "title", node_text_at(snapshot, "title"));
    struct node *document = node_at(snapshot, "document");
    if (document)
        node_put(map, "document", document);
    return true;
}

static bool put_one(struct view_context *view, struct node *map, int64_t act, struct failure *why)
{
    struct published *published;
    if (!view_read(view, why) || !published_load(view->arena, view->reading, act, &published, why))
        return false;
    put_head(view, map, published);
    return put_snapshot(view, map, published, why);
}

static void put_list(const struct view_context *view, struct node *page, const char *key, const struct list *published, size_t first,
                     size_t most)
{
    struct node *list = node_put(page, key, node_list(view->arena));
    for (size_t i = first; i < published->count && i - first < most; i++)
        put_head(view, node_append(list, node_map(view->arena)), published->items[i]);
    view_put_truth(view, page, "has_earlier", node_count(list) > 0);
}

bool front_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct list published;
    if (!view_read(view, why) || !published_list(view->arena, view->reading, LISTED, &published, why))
        return false;
    put_list(view, page, "earlier", &published, 1, EARLIER);
    view_put_truth(view, page, "nothing_yet", published.count == 0);
    if (published.count == 0)
        return true;
    const struct published *newest = published.items[0];
    return put_one(view, node_put(page, "newest", node_map(view->arena)), newest->act, why);
}

bool reports_view(struct view_context *view, struct node *page, struct failure *why)
{
    struct list published;
    if (!view_read(view, why) || !published_list(view->arena, view->reading, LISTED, &published, why))
        return false;
    put_list(view, page, "reports", &published, 0, LISTED);
    view_put_truth(view, page, "nothing_yet", published.count == 0);
    return true;
}

bool published_view(struct view_context *view, struct node *page, struct failure *why)
{
    int64_t act;
    struct list published;
    if (!text_read_int64(view_given(view, "act"), &act))
        return FAIL(why, FAILURE_NOT_FOUND, "no publication has that number");
    if (!put_one(view, page, act, why) || !published_list(view->arena, view->reading, LISTED, &published, why))
        return false;
    put_list(view, page, "earlier", &published, 0, EARLIER);
    return true;
}

/* ---- how often it was looked at ---- */

struct views_work {
    int64_t act, views;
};

static bool add_views(void *given, struct connection *writer, struct failure *why)
{
    const struct views_work *work = given;
    return published_add_views(writer, work->act, work->views, why);
}

bool view_add_views(struct instance *instance, int64_t act, int64_t views, struct failure *why)
{
    struct views_work work = {act, views};
    return store_write(instance_store(instance), add_views, &work, why);
}
