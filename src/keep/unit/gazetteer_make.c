/* gazetteer_make.c — the index: every name of every place by its bare letters. */
#include "keep/unit/gazetteer_inside.h"

#include <stdlib.h>

enum { NAMES_EACH = 2, ALIASES_EACH = 8, HEIGHT_MAX = 8 };

struct alias {
    struct text written, name;
};
static const struct alias ALIASES[] = {
#define KIND(kind, written)
#define DETAIL(written)
#define COUNTRY(written)
#define ALIAS(written, name) {TEXT_ENTRY(written), TEXT_ENTRY(name)},
#include "keep/unit/gazetteer_words.def"
#undef KIND
#undef DETAIL
#undef COUNTRY
#undef ALIAS
};

struct spelled_kind {
    struct text written;
    uint32_t kinds;
    bool detail;
};
static const struct spelled_kind KINDS[] = {
#define KIND(kind, written) {TEXT_ENTRY(written), 1u << PLACE_##kind, false},
#define DETAIL(written) {TEXT_ENTRY(written), 0, true},
#define COUNTRY(written) {TEXT_ENTRY(written), WHOLE_COUNTRY, true},
#define ALIAS(written, name)
#include "keep/unit/gazetteer_words.def"
#undef KIND
#undef DETAIL
#undef COUNTRY
#undef ALIAS
};

static void read_kinds(struct arena *arena, struct gazetteer *made)
{
    struct kind_word *words = arena_make_many(arena, LENGTH_OF(KINDS), sizeof *words);
    struct reading reading;
    for (size_t i = 0; i < LENGTH_OF(KINDS); i++) {
        gazetteer_read(made, KINDS[i].written, &reading);
        words[i] = (struct kind_word){text_copy(arena, reading_key(&reading, 0, reading.count)),
                                      text_copy(arena, reading_marked(&reading, 0, reading.count)),
                                      reading.count, KINDS[i].kinds, KINDS[i].detail};
    }
    made->kind_words = words;
    made->kind_word_count = LENGTH_OF(KINDS);
}

/* ---- keys ---- */

uint64_t key_letters(struct text key)
{
    uint64_t letters = 0;
    for (size_t i = 0; i < key.length; i++)
        letters |= (uint64_t)1 << ((unsigned char)key.bytes[i] &
                                   63); /* small letters and digits share a bit at most */
    return letters;
}

static uint32_t *slot_of(const struct gazetteer *gazetteer, struct text key)
{
    size_t at = text_hash(key) & (gazetteer->slot_count - 1);
    while (gazetteer->slots[at] != 0 && !text_equal(gazetteer->keys[gazetteer->slots[at] - 1].key, key))
        at = (at + 1) & (gazetteer->slot_count - 1);
    return &gazetteer->slots[at];
}

uint32_t gazetteer_key(const struct gazetteer *gazetteer, struct text key)
{
    uint32_t slot = *slot_of(gazetteer, key);
    return slot == 0 ? FORM_NONE : slot - 1;
}

static bool form_known(const struct gazetteer *made, uint32_t head, const struct form *form)
{
    for (uint32_t at = head; at != FORM_NONE; at = made->forms[at].next)
        if (made->forms[at].place == form->place && made->forms[at].kinds == form->kinds &&
            text_equal(made->forms[at].marked, form->marked))
            return true;
    return false;
}

static void add_form(struct arena *arena, struct gazetteer *made, struct form form)
{
    uint32_t *slot = slot_of(made, form.key);
    if (*slot == 0) {
        form.key = text_copy(arena, form.key);
        made->keys[made->key_count] = (struct key){form.key, FORM_NONE, key_letters(form.key)};
        *slot = (uint32_t)++made->key_count;
    }
    struct key *key = &made->keys[*slot - 1];
    if (form_known(made, key->form, &form))
        return;
    form.key = key->key;
    form.marked = text_copy(arena, form.marked);
    form.next = key->form;
    made->forms[made->form_count] = form;
    key->form = (uint32_t)made->form_count++;
}

/* The name without the word of its kind; gives the kind, or `kinds` where none is written. */
static uint32_t add_name(struct arena *arena, struct gazetteer *made, uint32_t place, struct text name,
                         uint32_t kinds)
{
    struct reading reading;
    gazetteer_read(made, name, &reading);
    if (reading.count == 0 || reading.too_long)
        return kinds;
    const struct kind_word *kind = gazetteer_kind_word(made, &reading, 0, reading.count - 1, false);
    size_t from = kind ? kind->words : 0;
    if (kind)
        kinds = kind->kinds;
    add_form(arena, made,
             (struct form){.key = reading_key(&reading, from, reading.count),
                           .marked = reading_marked(&reading, from, reading.count),
                           .begins = reading_begins(&reading, from, reading.count),
                           .kinds = kinds,
                           .place = place,
                           .next = FORM_NONE});
    return kinds;
}

/* ---- places ---- */

static int compare_codes(const void *a, const void *b)
{
    const struct code *one = a, *other = b;
    int order = text_compare(one->text, other->text);
    return order != 0 ? order : (one->entry > other->entry) - (one->entry < other->entry);
}

size_t gazetteer_code(const struct gazetteer *gazetteer, struct text code)
{
    size_t low = 0, high = gazetteer->entry_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(gazetteer->codes[middle].text, code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool overlap(const struct gazetteer_place *a, const struct gazetteer_place *b)
{
    return (!day_is_some(a->to) || !day_is_some(b->from) || day_compare(b->from, a->to) <= 0) &&
           (!day_is_some(b->to) || !day_is_some(a->from) || day_compare(a->from, b->to) <= 0);
}

/* Of the entries that bear the parent's code, the newest that was there while the place was. */
static uint32_t find_above(const struct gazetteer *made, const struct gazetteer_place *place)
{
    uint32_t above = FORM_NONE;
    if (place->parent.length == 0)
        return FORM_NONE;
    for (size_t i = gazetteer_code(made, place->parent);
         i < made->entry_count && text_equal(made->codes[i].text, place->parent); i++) {
        const struct gazetteer_place *parent = made->entries[made->codes[i].entry].place;
        if (parent != place && overlap(parent, place) &&
            (above == FORM_NONE || parent->from.number > made->entries[above].place->from.number))
            above = made->codes[i].entry;
    }
    return above;
}

bool entry_inside(const struct gazetteer *gazetteer, uint32_t entry, uint32_t above)
{
    if (above == FORM_NONE)
        return true;
    for (int height = 0; height < HEIGHT_MAX; height++) {
        entry = gazetteer->entries[entry].above;
        if (entry == above || entry == FORM_NONE)
            return entry == above;
    }
    return false;
}

bool place_valid(const struct gazetteer_place *place, struct day day)
{
    return !day_is_some(day) || ((!day_is_some(place->from) || day_compare(place->from, day) <= 0) &&
                                 (!day_is_some(place->to) || day_compare(place->to, day) >= 0));
}

static void link_places(struct arena *arena, struct gazetteer *made, const struct gazetteer_source *source)
{
    made->codes = arena_make_many(arena, source->count, sizeof *made->codes);
    for (size_t i = 0; i < source->count; i++) {
        made->entries[i] = (struct entry){&source->places[i], FORM_NONE, FORM_NONE, true};
        made->codes[i] = (struct code){source->places[i].code, (uint32_t)i};
    }
    qsort(made->codes, source->count, sizeof *made->codes, compare_codes);
    for (size_t i = 0; i < source->count; i++) {
        made->entries[i].above = find_above(made, &source->places[i]);
        if (made->entries[i].above != FORM_NONE && !source->places[i].is_organisation)
            made->entries[made->entries[i].above].childless = false;
    }
    made->links = arena_make_many(arena, source->successor_count, sizeof *made->links);
    for (size_t i = source->successor_count; i-- > 0;) {
        struct entry *old = &made->entries[source->successors[i].old_place];
        made->links[i] = (struct link){(uint32_t)source->successors[i].new_place, old->successor};
        old->successor = (uint32_t)i;
    }
}

/* Abbreviations of places at the top: wherever the name is theirs. "TT Huế" is a whole, no township. */
static void add_aliases(struct arena *arena, struct gazetteer *made)
{
    struct reading name, written;
    for (size_t i = 0; i < LENGTH_OF(ALIASES); i++) {
        gazetteer_read(made, ALIASES[i].name, &name);
        gazetteer_read(made, ALIASES[i].written, &written);
        uint32_t key = gazetteer_key(made, reading_key(&name, 0, name.count));
        for (uint32_t at = key == FORM_NONE ? FORM_NONE : made->keys[key].form; at != FORM_NONE;
             at = made->forms[at].next) {
            const struct form *form = &made->forms[at];
            if (made->entries[form->place].above == FORM_NONE &&
                text_equal(form->marked, reading_marked(&name, 0, name.count)))
                add_form(arena, made,
                         (struct form){.key = reading_key(&written, 0, written.count),
                                       .marked = reading_marked(&written, 0, written.count),
                                       .begins = reading_begins(&written, 0, written.count),
                                       .kinds = form->kinds,
                                       .place = form->place});
        }
    }
}

const struct gazetteer *gazetteer_make(struct arena *arena, const struct gazetteer_source *source)
{
    struct gazetteer *made = arena_make(arena, sizeof *made);
    REQUIRE(source->count <= GAZETTEER_PLACES_MAX);
    made->entries = arena_make_many(arena, source->count, sizeof *made->entries);
    made->entry_count = source->count;
    made->places = source->places;
    link_places(arena, made, source);
    size_t rooms = source->count * NAMES_EACH;
    for (size_t i = 0; i < source->count; i++)
        rooms += made->entries[i].above == FORM_NONE ? ALIASES_EACH : 0;
    for (made->slot_count = 64; made->slot_count < 2 * rooms;)
        made->slot_count *= 2;
    made->slots = arena_make_many(arena, made->slot_count, sizeof *made->slots);
    made->keys = arena_make_many(arena, rooms, sizeof *made->keys);
    made->forms = arena_make_many(arena, rooms, sizeof *made->forms);
    alphabet_fill(&made->alphabet);
    read_kinds(arena, made);
    for (size_t i = 0; i < source->count; i++) {
        uint32_t kinds = add_name(arena, made, (uint32_t)i, source->places[i].name, 0);
        (void)add_name(arena, made, (uint32_t)i, source->places[i].short_name, kinds);
    }
    add_aliases(arena, made);
    return made;
}

const struct gazetteer_place *gazetteer_above(const struct gazetteer *gazetteer,
                                              const struct gazetteer_place *place)
{
    uint32_t above = gazetteer->entries[place - gazetteer->places].above;
    return above == FORM_NONE ? NULL : gazetteer->entries[above].place;
}

struct text gazetteer_full_name(struct arena *arena, const struct gazetteer *gazetteer,
                                const struct gazetteer_place *place)
{
    struct text names[HEIGHT_MAX];
    size_t count = 0;
    for (; place && count < HEIGHT_MAX; place = gazetteer_above(gazetteer, place))
        names[count++] = place->name;
    return text_join(arena, names, count, TEXT(", "));
}
