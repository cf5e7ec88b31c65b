/* deadline.c — the end of a limit from the calendar's counts; the steps by walking the same days once. */
#include "engine/calendar/deadline.h"

/* The steps being written down, and how sure the days make them. */
struct account {
    const struct calendar *calendar;
    struct deadline_step *steps;
    size_t count, room;
    enum calendar_confidence confidence;
};

static void account_add(struct account *account, enum deadline_step_kind kind, struct day day,
                        const struct calendar_day *entry)
{
    REQUIRE(account->count < account->room);
    account->steps[account->count++] = (struct deadline_step){kind, day, entry};
}

static void account_weaken(struct account *account, enum calendar_confidence confidence)
{
    if (confidence > account->confidence)
        account->confidence = confidence;
}

/* Writes down a day met on the way, when it is anything but an ordinary workday. */
static void account_meet(struct account *account, struct day day)
{
    const struct calendar_day *entry = calendar_find(account->calendar, day);
    bool weekend = day_weekday(day) >= SATURDAY;
    if (weekend && (entry == NULL || entry->kind != CALENDAR_MAKE_UP)) {
        account_add(account, DEADLINE_WEEKEND, day, entry);
        return;
    }
    if (entry == NULL)
        return;
    bool unconfirmed = entry->kind == CALENDAR_UNCONFIRMED;
    account_weaken(account, unconfirmed ? CALENDAR_C : entry->confidence);
    account_add(account, unconfirmed                     ? DEADLINE_UNCONFIRMED
                         : entry->kind == CALENDAR_MAKE_UP ? DEADLINE_MAKE_UP
                                                           : DEADLINE_HOLIDAY,
                day, entry);
}

/* Meets the days from `from` to `to`, in that direction, the first not among them. */
static void account_walk(struct account *account, struct day from, struct day to)
{
    int step = day_compare(from, to) <= 0 ? 1 : -1;
    for (struct day day = from; day_compare(day, to) != 0;) {
        day = day_plus(day, step);
        account_meet(account, day);
    }
}

/* The last day of the limit, before it moves. */
static bool find_reached(const struct deadline_question *question, struct day *reached, struct failure *why)
{
    if (!day_is_some(question->from) || question->days < 0 || question->days > DEADLINE_DAYS_MAX)
        return FAIL(why, FAILURE_INVALID, "a limit of %d days, or from no day", question->days);
    int count = question->before ? -question->days : question->days;
    if (question->working)
        return calendar_plus_working(question->calendar, question->from, count, reached, why);
    struct day sum = {question->from.number + count};
    if (!day_is_some(sum))
        return FAIL(why, FAILURE_INVALID, "a limit that ends outside 1900 to 2199");
    *reached = sum;
    return true;
}

/* Where the limit ends once moved to a working day, forward or back. */
static bool find_due(const struct deadline_question *question, struct day reached, struct day *due, struct failure *why)
{
    *due = reached;
    if (!question->roll || (question->calendar != NULL && calendar_is_working(question->calendar, reached)))
        return true;
    return calendar_plus_working(question->calendar, reached, question->before ? -1 : 1, due, why);
}

static int32_t distance(struct day a, struct day b)
{
    return a.number < b.number ? b.number - a.number : a.number - b.number;
}

bool deadline_compute(struct arena *arena, const struct deadline_question *question, struct deadline_date *date,
                      struct failure *why)
{
    REQUIRE(question->calendar != NULL || !(question->working || question->roll));
    struct day reached, due;
    if (!find_reached(question, &reached, why) || !find_due(question, reached, &due, why))
        return false;
    /* Start, reached and due, the reached day's own reason, and at most one step for each day met on the way. */
    size_t room = (size_t)(distance(reached, due) + (question->working ? distance(question->from, reached) : 0)) + 4;
    struct account account = {.calendar = question->calendar, .room = room};
    account.steps = arena_make_many(arena, room, sizeof *account.steps);
    account_add(&account, DEADLINE_START, question->from, NULL);
    if (question->working)
        account_walk(&account, question->from, reached);
    if (day_compare(reached, due) != 0)
        account_add(&account, DEADLINE_REACHED, reached, NULL);
    if (question->roll && !question->working)
        account_meet(&account, reached); /* whether this one day is worked decides */
    account_walk(&account, reached, due);
    account_add(&account, DEADLINE_DUE, due, NULL);
    *date = (struct deadline_date){reached, due, account.confidence, account.steps, account.count};
    return true;
}

const char *deadline_step_word(enum deadline_step_kind kind)
{
    switch (kind) {
    case DEADLINE_START:
        return "start";
    case DEADLINE_WEEKEND:
        return "weekend";
    case DEADLINE_HOLIDAY:
        return "holiday";
    case DEADLINE_MAKE_UP:
        return "make-up";
    case DEADLINE_UNCONFIRMED:
        return "unconfirmed";
    case DEADLINE_REACHED:
        return "reached";
    case DEADLINE_DUE:
        return "due";
    }
    NEVER("a kind of step without a word");
}
