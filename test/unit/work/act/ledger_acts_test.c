/* ledger_acts_test.c — the book of a fund: whatever people do, in whatever order, the sum is zero and nothing is below it. */
#include "support/house/house.h"

#include "keep/journal/journal.h"
#include "keep/record/ledger.h"
#include "keep/store/statement.h"
#include "keep/store/store.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char WARD[] = "00118.pn", NEXT[] = "00118.mttq", DISTRICT[] = "004.mttq";

static int funds_setup(void **state)
{
    if (house_setup(state) != 0)
        return 1;
    struct test_house *house = *state;
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "funds");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    return 0;
}

static int64_t a_box(struct test_house *house, const char *unit, const char *purpose)
{
    return house_write(house, "box", unit, "opened_on", "01/07/2021", "title_of", "Quỹ", "purpose", purpose, NULL);
}

static const char *number(struct test_house *house, int64_t value)
{
    return text_format(house->arena, "%lld", (long long)value).bytes;
}

/* ---- reading ---- */

static struct connection *reading_of(struct test_house *house)
{
    struct connection *reading = NULL;
    struct failure why;
    assert_true(store_read_begin(instance_store(house->instance), &reading, &why));
    return reading;
}

static int64_t held(struct test_house *house, int64_t box, const char *item)
{
    struct connection *CLOSING(store_read) reading = reading_of(house);
    struct failure why;
    struct list balances = {0};
    int64_t found = 0;
    if (!ledger_balances(house->arena, reading, house_read(house, "box", box), DAY_NONE, DAY_NONE, &balances, &why))
        fail_msg("%s", why.text);
    for (size_t i = 0; i < balances.count; i++) {
        const struct ledger_balance *one = balances.items[i];
        found = text_is(one->item, item) ? one->closing : found;
    }
    return found;
}

static void the_book_is_sound(struct test_house *house)
{
    struct connection *CLOSING(store_read) reading = reading_of(house);
    struct failure why;
    int64_t sum, below;
    if (!ledger_proof(reading, instance_shard(house->instance), &sum, &below, &why))
        fail_msg("%s", why.text);
    assert_int_equal(sum, 0);
    assert_int_equal(below, 0);
}

static struct text legs_of(struct test_house *house)
{
    static const struct sql ALL = {"test legs",
                                   "SELECT record, position, fund, account, item, lot, day, amount, via, reverses FROM ledger ORDER BY record, position", NULL};
    struct connection *CLOSING(store_read) reading = reading_of(house);
    struct statement *row;
    struct failure why;
    struct list lines = {0};
    assert_true(store_select(reading, &ALL, NULL, 0, &row, &why));
    while (statement_next(row, &why)) {
        struct text line = text_format(house->arena, "%lld %lld %lld %.*s %.*s %lld %lld %lld %lld %lld", (long long)statement_int64(row, 0),
                                       (long long)statement_int64(row, 1), (long long)statement_int64(row, 2), TEXT_ARGS(statement_text(row, 3)),
                                       TEXT_ARGS(statement_text(row, 4)), (long long)statement_int64(row, 5), (long long)statement_int64(row, 6),
                                       (long long)statement_int64(row, 7), (long long)statement_int64(row, 8), (long long)statement_int64(row, 9));
        list_add(&lines, house->arena, arena_copy(house->arena, &line, sizeof line));
    }
    assert_true(statement_sound(row));
    struct text *texts = arena_make_many(house->arena, lines.count, sizeof *texts);
    for (size_t i = 0; i < lines.count; i++)
        texts[i] = *(struct text *)lines.items[i];
    return text_join(house->arena, texts, lines.count, TEXT("\n"));
}

/* What stands of each lot, wherever it is, is what came in less what went out: asked of the lot's way, as pages do. */
static void lots_add_up(struct test_house *house, int64_t lot)
{
    struct connection *CLOSING(store_read) reading = reading_of(house);
    struct failure why;
    struct list steps = {0};
    int64_t sums[LEDGER_ACCOUNTS] = {0}, money = 0;
    bool more;
    if (!ledger_path(house->arena, reading, instance_shard(house->instance), lot, &steps, &more, &why))
        fail_msg("%s", why.text);
    for (size_t i = 0; i < steps.count; i++) {
        const struct ledger_step *step = steps.items[i];
        if (step->lot != lot || step->item.length > 0)
            continue;
        sums[step->account] += step->amount;
        money += step->amount;
    }
    int64_t received = sums[ACCOUNT_GIVER] + sums[ACCOUNT_OPENING] + (sums[ACCOUNT_DIFFERENCE] > 0 ? sums[ACCOUNT_DIFFERENCE] : 0);
    assert_true(received >= 0 && money >= 0);
    assert_true(money + -sums[ACCOUNT_TRANSIT] + -sums[ACCOUNT_RECEIVER] <= received);
    assert_true(sums[ACCOUNT_RECEIVER] <= 0 && sums[ACCOUNT_TRANSIT] <= 0);
}

/* ---- what a ward does on a day ---- */

static struct act_answer reverse(struct test_house *house, int64_t record, const char *day)
{
    struct act_answer answer;
    struct failure why;
    struct node *given = house_change_given(house, "gift", record);
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm số tiền")));
    if (day)
        node_put(given, "day", node_text(house->arena, text_of(day)));
    if (!house_try(house, &house->owner, "record-reverse", given, &answer, &why))
        fail_msg("%s", why.text);
    return answer;
}

static void told(struct test_house *house, const struct act_answer *answer, const char *code, const char *field)
{
    for (size_t i = 0; i < answer->problems.count; i++)
        if (text_is(text_of(answer->problems.items[i].code), code) && text_is(answer->problems.items[i].place.field, field))
            return;
    for (size_t i = 0; i < answer->problems.count; i++) {
        struct text line = problem_line(house->arena, &answer->problems.items[i], LANGUAGE_EN);
        print_message("%.*s: %.*s\n", TEXT_ARGS(answer->problems.items[i].place.field), TEXT_ARGS(line));
    }
    fail_msg("%s at %s was not told", code, field);
}

static void what_is_given_out_is_what_was_there(void **state)
{
    struct test_house *house = *state;
    int64_t box = a_box(house, WARD, "storm");
    const char *its = number(house, box);
    int64_t gift = house_write(house, "gift", WARD, "booked_on", "01/09/2021", "box", its, "direction", "received", "amount", "2.000.000", "item",
                               "Mì ăn liền", "measure", "thùng", "quantity", "50", "worth", "5.000.000", "donor", "Một người", NULL);
    int64_t out = house_write(house, "gift", WARD, "booked_on", "03/09/2021", "box", its, "direction", "given", "item", "mì  ăn liền", "measure",
                              "thùng", "quantity", "30", NULL);
    assert_int_equal(held(house, box, ""), 2000000);
    assert_int_equal(held(house, box, "mi an lien (thung)"), 200); /* in tenths */
    assert_true(text_is(house_read_field(house, "gift", gift, "purpose"), "storm"));  /* as the fund says */
    assert_true(text_is(house_read_field(house, "gift", out, "worth"), "3000000"));   /* as it was worth when it came */
    struct act_answer back = reverse(house, out, NULL);
    assert_int_equal(back.problems.errors, 0);
    assert_int_equal(held(house, box, "mi an lien (thung)"), 500);
    assert_true(text_is(house_read_field(house, "gift", back.record, "donor"), ""));
    assert_int_equal(house_figure(house, "gift.gifts", WARD, "2021-Q3").number.digits, 1);
    back = reverse(house, gift, NULL);
    assert_int_equal(back.problems.errors, 0);
    assert_int_equal(held(house, box, ""), 0);
    assert_int_equal(house_figure(house, "gift.gifts", WARD, "2021-Q3").number.digits, 0);
    assert_int_equal(house_figure(house, "gift.received", WARD, "2021-Q3").number.digits, 0);
    assert_int_equal(house_figure(house, "gift.in_hand", WARD, "2021-Q3").number.digits, 0);
    the_book_is_sound(house);
}

struct refusal {
    const char *code, *place;
    const char *given[18];
};

/* BOX stands for the fund, which holds 1,000,000 đ since 01/09 and 10 kg of rice since 02/09; GIFT for the rice; OTHER for another's fund. */
static const struct refusal REFUSED[] = {
    {"ledger.short", "amount", {"booked_on", "05/09/2021", "box", "BOX", "direction", "given", "amount", "1.000.001"}},
    {"ledger.short", "amount", {"booked_on", "31/08/2021", "box", "BOX", "direction", "given", "amount", "1"}}, /* nothing was there yet */
    {"ledger.short", "quantity", {"booked_on", "05/09/2021", "box", "BOX", "direction", "given", "item", "Gạo", "measure", "kg", "quantity", "10,1"}},
    {"ledger.short", "quantity", {"booked_on", "05/09/2021", "box", "BOX", "direction", "given", "item", "Gạo", "measure", "bao", "quantity", "1"}},
    {"ledger.short", "amount", {"booked_on", "05/09/2021", "box", "BOX", "direction", "given", "amount", "5", "of_gift", "GIFT"}}, /* that lot is rice */
    {"ledger.quantity", "quantity", {"booked_on", "05/09/2021", "box", "BOX", "direction", "received", "item", "Gạo", "measure", "kg"}},
    {"ledger.measure", "measure", {"booked_on", "05/09/2021", "box", "BOX", "direction", "received", "item", "Gạo", "quantity", "1"}},
    {"record.required", "item", {"booked_on", "05/09/2021", "box", "BOX", "direction", "received", "quantity", "1"}},
    {"ledger.nothing", "amount", {"booked_on", "05/09/2021", "box", "BOX", "direction", "received"}},
    {"record.required", "box", {"booked_on", "05/09/2021", "direction", "received", "purpose", "poor", "amount", "5"}},
    {"ledger.other-unit", "box", {"booked_on", "05/09/2021", "box", "OTHER", "direction", "received", "amount", "5"}},
    {"ledger.differs", "purpose", {"booked_on", "05/09/2021", "box", "BOX", "direction", "received", "amount", "5", "purpose", "poor"}},
    {"ledger.before-open", "booked_on", {"booked_on", "30/06/2021", "box", "BOX", "direction", "received", "amount", "5"}},
    {"ledger.after-close", "booked_on", {"booked_on", "08/09/2021", "box", "BOX", "direction", "received", "amount", "5"}},
    {"record.required", "remark", {"booked_on", "05/09/2021", "box", "BOX", "direction", "missing", "amount", "5"}},
    {"record.required", "sent_to", {"booked_on", "05/09/2021", "box", "BOX", "direction", "sent", "amount", "5"}},
    {"record.required", "sending", {"booked_on", "05/09/2021", "box", "BOX", "direction", "arrived", "amount", "5"}},
    {"ledger.sent-elsewhere", "sending", {"booked_on", "05/09/2021", "box", "BOX", "direction", "arrived", "amount", "5", "sending", "GIFT"}},
    {"act.unknown-field", "back", {"booked_on", "05/09/2021", "box", "BOX", "direction", "received", "amount", "5", "back", "GIFT"}},
    {"record.unknown-record", "box", {"booked_on", "05/09/2021", "box", "999999", "direction", "received", "amount", "5"}},
};

static void what_the_book_cannot_bear_is_told_at_its_field(void **state)
{
    struct test_house *house = *state;
    int64_t box = house_write(house, "box", WARD, "opened_on", "01/07/2021", "closed_on", "07/09/2021", "title_of", "Quỹ", "purpose", "storm", NULL);
    const char *its = number(house, box), *other = number(house, a_box(house, NEXT, "storm"));
    (void)house_write(house, "gift", WARD, "booked_on", "01/09/2021", "box", its, "direction", "received", "amount", "1.000.000", NULL);
    const char *gift = number(house, house_write(house, "gift", WARD, "booked_on", "02/09/2021", "box", its, "direction", "received", "item", "Gạo",
                                                 "measure", "kg", "quantity", "10", NULL));
    for (size_t i = 0; i < LENGTH_OF(REFUSED); i++) {
        struct node *fields = node_map(house->arena), *given = house_given(house, "register", "gift", "unit", WARD, NULL);
        struct act_answer answer;
        struct failure why;
        for (size_t k = 0; k < LENGTH_OF(REFUSED[i].given) && REFUSED[i].given[k]; k += 2) {
            struct text value = text_of(REFUSED[i].given[k + 1]);
            value = text_is(value, "BOX") ? text_of(its) : text_is(value, "OTHER") ? text_of(other) : text_is(value, "GIFT") ? text_of(gift) : value;
            node_put(fields, REFUSED[i].given[k], node_text(house->arena, value));
        }
        node_put(given, "fields", fields);
        if (!house_try(house, &house->owner, "record-write", given, &answer, &why))
            fail_msg("%s: %s", REFUSED[i].code, why.text);
        told(house, &answer, REFUSED[i].code, REFUSED[i].place);
    }
    assert_int_equal(held(house, box, ""), 1000000);
}

static void what_stands_is_neither_changed_nor_withdrawn(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer;
    struct failure why;
    int64_t box = a_box(house, WARD, "poor");
    int64_t gift = house_write(house, "gift", WARD, "booked_on", "01/09/2021", "box", number(house, box), "direction", "received", "amount", "500.000", NULL);
    static const char *const FROZEN[][2] = {{"amount", "600.000"}, {"booked_on", "02/09/2021"}, {"direction", "opened"}, {"purpose", "storm"}, {"box", ""}};
    for (size_t i = 0; i < LENGTH_OF(FROZEN); i++) {
        struct node *given = house_change_given(house, "gift", gift), *fields = house_given(house, FROZEN[i][0], FROZEN[i][1], NULL);
        node_put(given, "fields", fields);
        node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm")));
        assert_true(house_try(house, &house->owner, "record-correct", given, &answer, &why));
        told(house, &answer, "ledger.frozen", FROZEN[i][0]);
    }
    static const char *const WITHDRAWN[][2] = {{"gift", "ledger.no-withdraw"}, {"box", "ledger.fund-used"}};
    for (size_t i = 0; i < LENGTH_OF(WITHDRAWN); i++) {
        struct node *given = house_change_given(house, WITHDRAWN[i][0], i == 0 ? gift : box);
        node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm")));
        assert_true(house_try(house, &house->owner, "record-withdraw", given, &answer, &why));
        told(house, &answer, WITHDRAWN[i][1], "reason");
    }
    answer = reverse(house, gift, "31/08/2021");
    told(house, &answer, "ledger.before-original", "day");
    int64_t out = house_write(house, "gift", WARD, "booked_on", "03/09/2021", "box", number(house, box), "direction", "given", "amount", "200.000", NULL);
    answer = reverse(house, gift, NULL);
    told(house, &answer, "ledger.used", "reason");
    int64_t back = reverse(house, out, "05/09/2021").record;
    answer = reverse(house, gift, "04/09/2021"); /* the 200,000 came back on the 5th only */
    told(house, &answer, "ledger.used", "reason");
    answer = reverse(house, out, NULL);
    told(house, &answer, "ledger.again", "reason");
    answer = reverse(house, back, NULL);
    told(house, &answer, "ledger.reversal", "reason");
    assert_int_equal(reverse(house, gift, "05/09/2021").problems.errors, 0);
    the_book_is_sound(house);
}

static void what_is_sent_arrives_once_with_its_lots(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer;
    struct failure why;
    int64_t box = a_box(house, WARD, "storm"), high = a_box(house, DISTRICT, "storm");
    int64_t gift = house_write(house, "gift", WARD, "booked_on", "01/09/2021", "box", number(house, box), "direction", "received", "amount", "900", NULL);
    int64_t sent = house_write(house, "gift", WARD, "booked_on", "02/09/2021", "box", number(house, box), "direction", "sent", "amount", "600", "sent_to",
                               DISTRICT, NULL);
    struct node *wrong = house_write_given(house, "gift", WARD, "booked_on", "03/09/2021", "box", number(house, box), "direction", "arrived", "amount", "600",
                                           "sending", number(house, sent), NULL);
    assert_true(house_try(house, &house->owner, "record-write", wrong, &answer, &why));
    told(house, &answer, "ledger.another-receiver", "sending");
    int64_t came = house_write(house, "gift", DISTRICT, "booked_on", "03/09/2021", "box", number(house, high), "direction", "arrived", "amount", "600",
                               "sending", number(house, sent), NULL);
    assert_int_equal(held(house, box, ""), 300);
    assert_int_equal(held(house, high, ""), 600);
    struct node *twice = house_write_given(house, "gift", DISTRICT, "booked_on", "03/09/2021", "box", number(house, high), "direction", "arrived", "amount",
                                           "1", "sending", number(house, sent), NULL);
    assert_true(house_try(house, &house->owner, "record-write", twice, &answer, &why));
    told(house, &answer, "ledger.sent-elsewhere", "sending");
    answer = reverse(house, sent, NULL); /* it has arrived */
    told(house, &answer, "ledger.used", "reason");
    (void)house_write(house, "gift", DISTRICT, "booked_on", "04/09/2021", "box", number(house, high), "direction", "given", "amount", "100", NULL);
    lots_add_up(house, gift);
    answer = reverse(house, came, NULL);
    told(house, &answer, "ledger.used", "reason");
    the_book_is_sound(house);
}

/* ---- a book that begins in the middle ---- */

/* Where it stands in the text; its length when it does not. */
static size_t place_in(struct text text, const char *wanted)
{
    size_t at = 0;
    while (at < text.length && !text_starts(text_from(text, at), text_of(wanted)))
        at++;
    return at;
}

/* The pack as it was before its register had a ledger. */
static struct definition_source without_ledger(struct test_house *house)
{
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "funds");
    struct definition_file *files = arena_copy(house->arena, source.files, source.count * sizeof *files);
    for (size_t i = 0; i < source.count; i++) {
        size_t begin = place_in(files[i].bytes, "\nledger:"), end = place_in(files[i].bytes, "\nfigures:");
        if (text_ends(files[i].path, TEXT("registers/gift.yaml"))) {
            const struct text parts[] = {text_part(files[i].bytes, 0, begin), text_from(files[i].bytes, end)};
            files[i].bytes = text_join(house->arena, parts, LENGTH_OF(parts), (struct text){0});
        }
    }
    return (struct definition_source){files, source.count};
}

static void what_was_written_before_there_was_a_book_stands_in_none(void **state)
{
    struct test_house *house = *state;
    struct act_answer answer;
    struct failure why;
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, without_ledger(house)));
    int64_t old = house_write(house, "gift", WARD, "booked_on", "01/08/2021", "direction", "received", "purpose", "poor", "amount", "700", NULL);
    struct definition_source source = house_source_with(house->arena, house_source(house->arena), "funds");
    source = house_source_changed(house->arena, source, "funds/pack.yaml", "version: 1", "version: 2");
    (void)house_act(house, &house->owner, "upgrade", house_files_given(house->arena, source));
    assert_int_equal(house_figure(house, "gift.received", "00118", "2021").number.digits, 700);
    int64_t box = a_box(house, WARD, "poor");
    struct node *given = house_change_given(house, "gift", old);
    node_put(given, "fields", house_given(house, "box", number(house, box), NULL));
    node_put(given, "reason", node_text(house->arena, TEXT("Đưa vào quỹ")));
    assert_true(house_try(house, &house->owner, "record-correct", given, &answer, &why));
    told(house, &answer, "ledger.frozen", "box");
    given = house_change_given(house, "gift", old);
    node_put(given, "fields", house_given(house, "amount", "800", NULL));
    node_put(given, "reason", node_text(house->arena, TEXT("Cộng nhầm")));
    (void)house_act(house, &house->owner, "record-correct", given);
    assert_int_equal(house_figure(house, "gift.received", "00118", "2021").number.digits, 800);
    answer = reverse(house, old, NULL);
    told(house, &answer, "ledger.not-in-book", "reason");
    assert_int_equal(held(house, box, ""), 0);
    assert_int_equal(legs_of(house).length, 0);
}

/* ---- two people at once ---- */

struct taker {
    struct test_house *house;
    const struct node *given;
    struct arena *arena;
    struct act_answer answer;
    bool done;
    pthread_t thread;
};

static void *take(void *context)
{
    struct taker *taker = context;
    struct failure why;
    const struct act_request request = {.name = TEXT("record-write"), .viewer = &taker->house->owner, .given = taker->given};
    taker->done = act_perform(taker->house->instance, &request, taker->arena, &taker->answer, &why);
    return NULL;
}

static void of_two_who_take_the_last_at_once_one_is_told(void **state)
{
    enum { TAKERS = 8, WAIT_ROUNDS = 6 };
    struct test_house *house = *state;
    for (int round = 0; round < WAIT_ROUNDS; round++) {
        int64_t box = a_box(house, WARD, "poor");
        struct taker takers[TAKERS];
        size_t wrote = 0;
        (void)house_write(house, "gift", WARD, "booked_on", "01/09/2021", "box", number(house, box), "direction", "received", "amount", "300", NULL);
        for (size_t i = 0; i < TAKERS; i++)
            takers[i] = (struct taker){.house = house, .arena = arena_open(),
                                       .given = house_write_given(house, "gift", WARD, "booked_on", "02/09/2021", "box", number(house, box), "direction",
                                                                  "given", "amount", "100", NULL)};
        for (size_t i = 0; i < TAKERS; i++)
            assert_int_equal(pthread_create(&takers[i].thread, NULL, take, &takers[i]), 0);
        for (size_t i = 0; i < TAKERS; i++) {
            assert_int_equal(pthread_join(takers[i].thread, NULL), 0);
            assert_true(takers[i].done);
            if (takers[i].answer.problems.errors == 0)
                wrote++;
            else
                told(house, &takers[i].answer, "ledger.short", "amount");
        }
        for (size_t i = 0; i < TAKERS; i++)
            arena_close(takers[i].arena);
        assert_int_equal(wrote, 3);
        assert_int_equal(held(house, box, ""), 0);
    }
}

/* ---- by chance ---- */

enum { BOXES = 3, ACTS = 350 };
struct play {
    struct test_house *house;
    uint64_t chance;
    int64_t boxes[BOXES];
    int64_t records[ACTS];
    size_t count;
    int64_t refused, written;
};

static const char *const UNITS[BOXES] = {"00118.pn", "00118.pn", "004.mttq"};

static int64_t draw(struct play *play, int64_t below)
{
    uint64_t z = play->chance += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (int64_t)((z ^ (z >> 31)) % (uint64_t)below);
}

static const char *some_day(struct play *play)
{
    return text_format(play->house->arena, "%02lld/08/2021", (long long)draw(play, 28) + 1).bytes;
}

static void perform(struct play *play, const char *act, struct node *given)
{
    struct act_answer answer;
    struct failure why;
    if (!house_try(play->house, &play->house->owner, act, given, &answer, &why))
        fail_msg("%s: %s", act, why.text);
    for (size_t i = 0; i < answer.problems.count; i++) {
        struct text code = text_of(answer.problems.items[i].code);
        if (!text_starts(code, TEXT("ledger.")) && !text_is(code, "act.nothing-changed") && !text_is(code, "record.required"))
            fail_msg("%s: %s", act, answer.problems.items[i].code);
    }
    play->refused += answer.problems.errors > 0;
    play->written += answer.problems.errors == 0;
    if (answer.problems.errors == 0 && text_is(text_of(act), "record-write"))
        play->records[play->count++] = answer.record;
}

static void write_one(struct play *play, const char *direction, size_t box, int64_t sending)
{
    static const char *const ITEMS[] = {"Gạo", "Nước"};
    struct test_house *house = play->house;
    struct node *fields = house_given(house, "booked_on", some_day(play), "box", number(house, play->boxes[box]), "direction", direction, "remark", "Kiểm kê",
                                      NULL);
    bool coming = text_is(text_of(direction), "received");
    if (draw(play, 3) > 0)
        node_put(fields, "amount", node_text(house->arena, text_of(number(house, draw(play, coming ? 1000 : 400) + 1))));
    if (draw(play, 2) == 0 || !node_at(fields, "amount")) {
        node_put(fields, "item", node_text(house->arena, text_of(ITEMS[draw(play, 2)])));
        node_put(fields, "measure", node_text(house->arena, TEXT("kg")));
        node_put(fields, "quantity", node_text(house->arena, text_of(number(house, draw(play, coming ? 90 : 40) + 1))));
        if (coming)
            node_put(fields, "worth", node_text(house->arena, text_of(number(house, draw(play, 90000)))));
    }
    if (text_is(text_of(direction), "sent"))
        node_put(fields, "sent_to", node_text(house->arena, text_of(UNITS[draw(play, BOXES)])));
    if (sending)
        node_put(fields, "sending", node_text(house->arena, text_of(number(house, sending))));
    struct node *given = house_given(house, "register", "gift", "unit", UNITS[box], NULL);
    node_put(given, "fields", fields);
    perform(play, "record-write", given);
}

static void change_one(struct play *play, int64_t record, bool back)
{
    struct test_house *house = play->house;
    struct node *given = house_change_given(house, "gift", record);
    node_put(given, "reason", node_text(house->arena, TEXT("Ghi nhầm số")));
    if (back) {
        node_put(given, "day", node_text(house->arena, text_of(some_day(play))));
        perform(play, "record-reverse", given);
        return;
    }
    /* Half of them try what is refused. */
    struct node *fields = draw(play, 2) == 0 ? house_given(house, "remark", number(house, draw(play, 9)), NULL)
                                             : house_given(house, "amount", number(house, draw(play, 900)), NULL);
    node_put(given, "fields", fields);
    perform(play, "record-correct", given);
}

static void act_by_chance(struct play *play)
{
    static const char *const DIRECTIONS[] = {"received", "received", "given", "given", "sent", "arrived", "missing", "over"};
    int64_t what = draw(play, 12), some = play->count > 0 ? play->records[draw(play, (int64_t)play->count)] : 0;
    if (what >= 8 && some != 0)
        change_one(play, some, what < 11);
    else if (what < 8)
        write_one(play, DIRECTIONS[what], (size_t)draw(play, BOXES), what == 5 ? some : 0);
}

static void books_equal_figures(struct play *play)
{
    struct test_house *house = play->house;
    int64_t sum = 0;
    for (size_t i = 0; i < BOXES; i++)
        sum += held(house, play->boxes[i], "");
    assert_int_equal(house_figure(house, "gift.in_hand", "004", "2021").number.digits, sum);
}

static void the_sum_is_zero_whatever_is_done(void **state)
{
    struct test_house *house = *state;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        struct play play = {.house = house, .chance = seed};
        for (size_t i = 0; i < BOXES; i++)
            play.boxes[i] = a_box(house, UNITS[i], "poor");
        for (int i = 0; i < ACTS; i++) {
            act_by_chance(&play);
            the_book_is_sound(house);
        }
        if (seed == 1)
            books_equal_figures(&play);
        for (size_t i = 0; i < play.count; i += 7)
            lots_add_up(house, play.records[i]);
        assert_true(play.written > ACTS / 4 && play.refused > ACTS / 8); /* both were tried */
    }
    struct text before = legs_of(house);
    (void)house_act(house, &house->owner, "rebuild", node_map(house->arena));
    assert_true(text_equal(before, legs_of(house)));
    /* The teardown replays the journal on an empty store and compares all tables. */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_given_out_is_what_was_there, funds_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_the_book_cannot_bear_is_told_at_its_field, funds_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_stands_is_neither_changed_nor_withdrawn, funds_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_is_sent_arrives_once_with_its_lots, funds_setup, house_teardown),
        cmocka_unit_test_setup_teardown(what_was_written_before_there_was_a_book_stands_in_none, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(of_two_who_take_the_last_at_once_one_is_told, funds_setup, house_teardown),
        cmocka_unit_test_setup_teardown(the_sum_is_zero_whatever_is_done, funds_setup, house_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
