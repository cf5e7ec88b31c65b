/* ledger.c — a register's `ledger:`: which of its fields say into which fund, out of which, how much of what. */
#include "keep/definition/definition_inside.h"

static const struct text means_words[] = {
    [LEDGER_IN] = TEXT_ENTRY("in"),       [LEDGER_OPENING] = TEXT_ENTRY("opening"), [LEDGER_OUT] = TEXT_ENTRY("out"),
    [LEDGER_SENT] = TEXT_ENTRY("sent"),   [LEDGER_TAKEN] = TEXT_ENTRY("taken"),     [LEDGER_MORE] = TEXT_ENTRY("more"),
    [LEDGER_LESS] = TEXT_ENTRY("less"),
};

/* The field under `key`, of one of these kinds; what else it is, is a problem that says what is wanted. */
struct wanted_field {
    const char *key;
    enum yaml_need need;
    enum field_kind kind, or_kind;
    const char *said; /* "a money" */
};

static bool plain(const struct field_definition *field)
{
    return !field->many && !field->personal && !field->retired;
}

static const struct field_definition *wanted_at(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                                                const struct wanted_field *wanted)
{
    const struct field_definition *field = field_at(reading, reg, in, wanted->key, wanted->need);
    if (field == NULL || (plain(field) && (field->kind == wanted->kind || field->kind == wanted->or_kind)))
        return field;
    problem_of(reading, value_place(in, wanted->key), "definition.ledger-field", field->name, text_of(wanted->said));
    return NULL;
}

/* A record of the register itself: the receipt, the sending, the entry taken back. */
static const struct field_definition *own_record_at(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                                                    const char *key, enum yaml_need need)
{
    const struct wanted_field wanted = {key, need, FIELD_RECORD, FIELD_RECORD, "record"};
    const struct field_definition *field = wanted_at(reading, reg, in, &wanted);
    if (field == NULL || text_equal(field->of, reg->made->name))
        return field;
    problem_of(reading, value_place(in, key), "definition.ledger-field", field->name,
               text_format(reading->arena, "record of: %.*s", TEXT_ARGS(reg->made->name)));
    return NULL;
}

static void means_read(struct reading *reading, const struct yaml_fields *in, struct ledger_definition *ledger)
{
    struct yaml_fields below;
    const struct field_definition *by = ledger->by;
    if (by == NULL || !yaml_fields_map(in, "means", YAML_MUST, &below))
        return;
    struct text *codes = arena_make_many(reading->arena, by->choice_count, sizeof *codes);
    enum ledger_means *means = arena_make_many(reading->arena, by->choice_count, sizeof *means);
    for (size_t i = 0; i < by->choice_count; i++)
        codes[i] = by->choices[i].code;
    yaml_fields_check(&below, (struct yaml_words){codes, by->choice_count});
    for (size_t i = 0; i < by->choice_count; i++) {
        size_t index;
        if (by->choices[i].retired)
            continue;
        if (node_find(below.map, codes[i]) == NULL)
            problem_of(reading, yaml_fields_key_place(in, "means"), "definition.ledger-means", codes[i], (struct text){0});
        else if (yaml_fields_choice(&below, text_copy(reading->arena, codes[i]).bytes, YAML_MUST, (struct yaml_words){means_words, LENGTH_OF(means_words)}, &index))
            means[i] = (enum ledger_means)index;
        if ((means[i] == LEDGER_SENT || means[i] == LEDGER_TAKEN) && node_at(in->map, "transfer") == NULL)
            problem_of(reading, yaml_fields_key_place(in, "means"), "definition.ledger-transfer", (struct text){0}, (struct text){0});
    }
    ledger->means = means;
}

/* A day of the fund's own register. */
static const struct field_definition *fund_day_at(struct reading *reading, const struct yaml_fields *in, const char *key,
                                                  const struct ledger_definition *ledger)
{
    struct text name;
    if (ledger->fund == NULL || ledger->fund->of_register == NULL || !yaml_fields_text(in, key, YAML_MAY, &name))
        return NULL;
    const struct field_definition *field = register_field(ledger->fund->of_register, name);
    if (field != NULL && field->kind == FIELD_DAY && plain(field))
        return field;
    problem_of(reading, value_place(in, key), "definition.ledger-field", name,
               text_format(reading->arena, "day (%.*s)", TEXT_ARGS(ledger->fund->of_register->name)));
    return NULL;
}

static void takes_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                       struct ledger_definition *ledger)
{
    ledger->takes = fields_at(reading, reg, in, "takes", &ledger->take_count);
    for (size_t i = 0; i < ledger->take_count && ledger->fund != NULL && ledger->fund->of_register != NULL; i++) {
        const struct field_definition *own = ledger->takes[i], *its = register_field(ledger->fund->of_register, own->name);
        if (its == NULL || its->kind != own->kind || !plain(its) || !plain(own))
            problem_of(reading, value_place(in, "takes"), "definition.ledger-takes", own->name, (struct text){0});
    }
}

static void amounts_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                         struct ledger_definition *ledger)
{
    static const struct wanted_field MONEY = {"money", YAML_MAY, FIELD_MONEY, FIELD_MONEY, "money"},
                                     ITEM = {"item", YAML_MAY, FIELD_TEXT, FIELD_CHOICE, "text, choice"},
                                     MEASURE = {"measure", YAML_MAY, FIELD_TEXT, FIELD_CHOICE, "text, choice"},
                                     QUANTITY = {"quantity", YAML_MAY, FIELD_NUMBER, FIELD_DECIMAL, "number, decimal"},
                                     VALUE = {"value", YAML_MAY, FIELD_MONEY, FIELD_MONEY, "money"};
    ledger->money = wanted_at(reading, reg, in, &MONEY);
    ledger->item = wanted_at(reading, reg, in, &ITEM);
    ledger->measure = wanted_at(reading, reg, in, &MEASURE);
    ledger->quantity = wanted_at(reading, reg, in, &QUANTITY);
    ledger->value = wanted_at(reading, reg, in, &VALUE);
    if ((ledger->money == NULL && ledger->item == NULL) || (ledger->item == NULL) != (ledger->quantity == NULL))
        problem_of(reading, yaml_fields_key_place(&reg->in, "ledger"), "definition.ledger-nothing", (struct text){0}, (struct text){0});
}

/* The one personal field: shown to all when, and only when, the giver agreed. */
static void named_read(struct reading *reading, const struct register_reading *reg, const struct yaml_fields *in,
                       struct ledger_definition *ledger)
{
    static const struct wanted_field CONSENTS = {"consents", YAML_MAY, FIELD_TRUTH, FIELD_TRUTH, "truth"};
    const struct field_definition *named = field_at(reading, reg, in, "named", YAML_MAY);
    ledger->consents = wanted_at(reading, reg, in, &CONSENTS);
    if (named != NULL && (named->kind != FIELD_TEXT || !named->personal || named->sealed != BOX_NONE || ledger->consents == NULL))
        problem_of(reading, value_place(in, "named"), "definition.ledger-field", named->name, TEXT("text, personal: yes, consents: …"));
    else
        ledger->named = named;
}

void ledger_read(struct reading *reading, struct register_reading *reg)
{
    static const struct text known[] = {
        TEXT_ENTRY("fund"),  TEXT_ENTRY("by"),       TEXT_ENTRY("means"),    TEXT_ENTRY("money"),  TEXT_ENTRY("item"), TEXT_ENTRY("measure"), TEXT_ENTRY("quantity"),
        TEXT_ENTRY("value"), TEXT_ENTRY("lot"),      TEXT_ENTRY("transfer"), TEXT_ENTRY("reverses"), TEXT_ENTRY("reason"), TEXT_ENTRY("from"), TEXT_ENTRY("until"),
        TEXT_ENTRY("to"),    TEXT_ENTRY("takes"), TEXT_ENTRY("public_from"), TEXT_ENTRY("named"), TEXT_ENTRY("consents"),
    };
    static const struct wanted_field FUND = {"fund", YAML_MUST, FIELD_RECORD, FIELD_RECORD, "record"},
                                     BY = {"by", YAML_MUST, FIELD_CHOICE, FIELD_CHOICE, "choice"},
                                     TO = {"to", YAML_MAY, FIELD_UNIT, FIELD_UNIT, "unit"},
                                     REASON = {"reason", YAML_MAY, FIELD_TEXT, FIELD_LONG_TEXT, "text, long_text"};
    struct yaml_fields in;
    if (!yaml_fields_map(&reg->in, "ledger", YAML_MAY, &in))
        return;
    yaml_fields_check(&in, (struct yaml_words){known, LENGTH_OF(known)});
    struct ledger_definition *ledger = arena_make(reading->arena, sizeof *ledger);
    *ledger = (struct ledger_definition){.fund = wanted_at(reading, reg, &in, &FUND), .by = wanted_at(reading, reg, &in, &BY)};
    if (ledger->fund != NULL && text_equal(ledger->fund->of, reg->made->name))
        problem_of(reading, value_place(&in, "fund"), "definition.ledger-field", ledger->fund->name, TEXT("record of: another register"));
    if (ledger->by != NULL && !ledger->by->required)
        problem_of(reading, value_place(&in, "by"), "definition.ledger-field", ledger->by->name, TEXT("required: yes"));
    means_read(reading, &in, ledger);
    amounts_read(reading, reg, &in, ledger);
    ledger->lot = own_record_at(reading, reg, &in, "lot", YAML_MAY);
    ledger->transfer = own_record_at(reading, reg, &in, "transfer", YAML_MAY);
    ledger->to = wanted_at(reading, reg, &in, &TO);
    ledger->reverses = own_record_at(reading, reg, &in, "reverses", YAML_MUST);
    ledger->reason = wanted_at(reading, reg, &in, &REASON);
    ledger->from = fund_day_at(reading, &in, "from", ledger);
    ledger->until = fund_day_at(reading, &in, "until", ledger);
    ledger->public_from = fund_day_at(reading, &in, "public_from", ledger);
    named_read(reading, reg, &in, ledger);
    takes_read(reading, reg, &in, ledger);
    reg->made->ledger = ledger;
}

/* What stands in one book must come from one register: lots are then taken in the order of its records, whoever tells it again. */
void ledger_link(struct reading *reading)
{
    for (size_t i = 0; i < reading->made->register_count; i++)
        for (size_t k = 0; k < i; k++) {
            const struct ledger_definition *one = reading->made->registers[i].ledger, *other = reading->made->registers[k].ledger;
            if (one != NULL && other != NULL && one->fund != NULL && other->fund != NULL && one->fund->of_register == other->fund->of_register)
                problem_of(reading, reading->made->registers[i].place, "definition.ledger-twice", one->fund->of, reading->made->registers[k].name);
        }
}
