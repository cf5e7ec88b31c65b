/* plan.c — a row is new, changes a record, or says what stands there already: by the register's key. */
#include "work/intake/intake_inside.h"

/* ---- keys of this sheet: hashes in one table that doubles ---- */

struct key_set {
    uint64_t *slots; /* 0: free */
    size_t room, count;
};

static bool set_put(uint64_t *slots, size_t room, uint64_t hash)
{
    size_t at = (size_t)hash & (room - 1);
    while (slots[at] != 0 && slots[at] != hash)
        at = (at + 1) & (room - 1);
    bool fresh = slots[at] == 0;
    slots[at] = hash;
    return fresh;
}

/* False when it is there already. */
static bool key_add(struct arena *arena, struct key_set *set, uint64_t hash)
{
    enum { FIRST_ROOM = 1024 };
    hash = hash == 0 ? 1 : hash;
    if ((set->count + 1) * 2 > set->room) {
        size_t room = set->room > 0 ? set->room * 2 : FIRST_ROOM;
        uint64_t *slots = arena_make_many(arena, room, sizeof *slots);
        for (size_t i = 0; i < set->room; i++)
            if (set->slots[i] != 0)
                (void)set_put(slots, room, set->slots[i]);
        set->slots = slots;
        set->room = room;
    }
    if (!set_put(set->slots, set->room, hash))
        return false;
    set->count++;
    return true;
}

/* Every field of the key is known. */
static bool has_key(const struct typed_row *typed)
{
    const struct register_definition *register_ = typed->record.register_;
    for (size_t i = 0; i < register_->key_count; i++)
        if (!value_known(typed->record.values[register_->key[i]->slot].value))
            return false;
    return register_->key_count > 0;
}

void plan_key(struct intake_run *run, struct arena *scratch, const struct source_row *row, const struct typed_row *typed)
{
    const struct register_definition *register_ = run->register_;
    if (!has_key(typed) || !typed->record.unit)
        return;
    struct text key = text_format(scratch, "%lld", (long long)typed->record.unit->number);
    for (size_t i = 0; i < register_->key_count; i++) {
        struct text one = value_write(scratch, typed->record.values[register_->key[i]->slot].value);
        key = text_format(scratch, "%.*s\x1f%.*s", TEXT_ARGS(key), TEXT_ARGS(one));
    }
    if (!run->keys)
        run->keys = arena_make(run->arena, sizeof *run->keys);
    if (!key_add(run->arena, run->keys, text_hash(key)))
        problem_add(run->problems, source_place(&run->source, row->table, row->row->number, row->table->table->first_column),
                    "intake.key-twice", (struct text){0}, (struct text){0});
}

bool plan_row(struct intake_run *run, struct arena *scratch, struct connection *reading, const struct typed_row *typed, struct plan *plan,
              struct failure *why)
{
    struct record *before = NULL;
    *plan = (struct plan){.kind = PLAN_ADD};
    if (!has_key(typed) || !typed->record.unit)
        return true;
    if (!record_find_same(scratch, reading, run->house->units, &typed->record, &before, why))
        return false;
    if (!before)
        return true;
    plan->before = before;
    plan->kind = node_count(row_fields(typed, scratch, before)) > 0 ? PLAN_CHANGE : PLAN_SAME;
    return true;
}
