/*
 * gazetteer.c — parts of a written name matched with places, each inside the next.
 *
 * A name is cut into pieces at commas, dashes and kind words. A chain takes the pieces from the largest place down (first
 * from the end, then from the beginning of the text) and gives each a place inside the one before. What does not agree
 * adds weight to the chain; the lightest chains are the answer. The first search allows no weight and answers nearly
 * everything; only where it finds nothing do the others look at slips, old names and wrong kinds.
 */
#include "keep/unit/gazetteer_inside.h"

#include <limits.h>

enum {
    WEIGHT_SLIP = 1, /* another kind, other diacritics, one letter, another day */
    WEIGHT_REST = 2, /* a part that is no place there */
    WEIGHT_MAX = 3,
    LEAVES_MAX = 64,
    STEPS_MAX = 4000, /* of one search; beyond it nothing is sure */
    NEAR_MAX = 8,     /* keys one slip away from a part */
    NEAR_LEAST = 4,   /* shorter keys are near to everything */
    CODE_LEAST = 3,   /* "10" is a ward's name as well as a province's code */
    HOPS_MAX = 4,     /* from a place to its successor's successor */
    UNSET = UINT32_MAX - 1,
};

struct piece {
    uint8_t first; /* its first word */
    bool strong;   /* a comma stands before it */
    bool detail;   /* begins like a house, a street, a hamlet */
    bool country;  /* says nothing */
    bool kind;     /* begins with the word of a kind: no street */
};

/* What some pieces in a row may be called: all of it a name, or a kind word and a name. */
struct called {
    uint32_t key, near[NEAR_MAX]; /* of gazetteer.keys */
    size_t near_count;
    bool near_sought;
    uint32_t kinds;
    struct text marked; /* empty: no diacritics are written */
    struct text letters;
    uint64_t begins;
    bool bare_number;
};

struct leaf {
    uint32_t entry;
    enum gazetteer_reason reason;
};

struct search {
    const struct gazetteer *gazetteer;
    const struct gazetteer_question *question;
    struct reading reading;
    struct piece pieces[PIECES_MAX + 1];
    size_t piece_count;
    struct called called[PIECES_MAX][JOINED_MAX][2]; /* [first piece][pieces joined - 1][with a kind word] */
    bool from_start;                                 /* the largest place comes first */
    bool near;                                       /* slips of a letter are looked at */
    int most;                                        /* weight allowed */
    bool marks; /* the text has diacritics: a name without any is meant so */
    int best, best_loose;
    struct leaf leaves[LEAVES_MAX];
    size_t leaf_count, leaves_found;
    int steps;
    bool tired;
};

struct chain { /* the pieces first..last are still to be matched inside `above` */
    size_t first, last;
    uint32_t above;
    int weight;
    int loose; /* parts passed over that name no unit, words parted otherwise, diacritics left out: the fewest count */
    int taken;       /* places in the chain */
    bool kind_given; /* the last was written with the word of its kind */
    enum gazetteer_reason reason;
};

/* ---- pieces ---- */

/* A kind word within a part begins a new one: "xã Đa Tốn huyện Gia Lâm". A single letter only as "P." or "P12". */
static bool begins_kind(const struct search *search, size_t at)
{
    const struct reading *reading = &search->reading;
    const struct kind_word *kind = gazetteer_kind_word(search->gazetteer, reading, at, reading->count, false);
    if (!kind || at + kind->words >= reading->count)
        return false;
    return kind->key.length > 1 || reading->words[at].dot || reading->words[at + 1].number;
}

static bool cut_pieces(struct search *search)
{
    struct reading *reading = &search->reading;
    for (size_t i = 0; i < reading->count; i++) {
        if (reading->words[i].before == SEAM_NONE && !begins_kind(search, i))
            continue;
        if (search->piece_count == PIECES_MAX)
            return false;
        search->pieces[search->piece_count++] =
            (struct piece){.first = (uint8_t)i, .strong = reading->words[i].before == SEAM_STRONG};
    }
    search->pieces[search->piece_count].first = (uint8_t)reading->count;
    for (size_t i = 0; i < search->piece_count; i++) {
        size_t first = search->pieces[i].first, end = search->pieces[i + 1].first;
        const struct kind_word *detail = gazetteer_kind_word(search->gazetteer, reading, first, end, true);
        search->pieces[i].detail = detail || (reading->words[first].number && end > first + 1U);
        search->pieces[i].kind = gazetteer_kind_word(search->gazetteer, reading, first, end, false) != NULL;
        search->pieces[i].country = detail && detail->kinds != 0 && first + detail->words == end;
        for (size_t joined = 0; joined < JOINED_MAX; joined++)
            search->called[i][joined][0].key = search->called[i][joined][1].key = UNSET;
    }
    return true;
}

static struct called call(const struct search *search, size_t from, size_t end, uint32_t kinds)
{
    const struct reading *reading = &search->reading;
    struct called called = {.key = FORM_NONE, .kinds = kinds};
    if (from >= end)
        return called;
    called.letters = reading_key(reading, from, end);
    called.key = gazetteer_key(search->gazetteer, called.letters);
    called.marked = reading_marks(reading, from, end) ? reading_marked(reading, from, end) : (struct text){0};
    called.begins = reading_begins(reading, from, end);
    called.bare_number = kinds == 0 && end - from == 1 && reading->words[from].number;
    return called;
}

/* Read once, however often chains come by. */
static struct called *called_at(struct search *search, size_t piece, size_t joined, bool with_kind)
{
    struct called *called = &search->called[piece][joined - 1][with_kind];
    if (called->key != UNSET)
        return called;
    size_t from = search->pieces[piece].first, end = search->pieces[piece + joined].first;
    *called = (struct called){.key = FORM_NONE};
    if (!with_kind) {
        *called = call(search, from, end, 0);
        return called;
    }
    const struct kind_word *kind = gazetteer_kind_word(search->gazetteer, &search->reading, from, end, false);
    if (kind)
        *called = call(search, from + kind->words, end, kind->kinds);
    return called;
}

/* "Tổ 2" is no slip of "Tổ 1". */
static bool same_numbers(struct text a, struct text b)
{
    size_t i = 0, k = 0;
    for (;; i++, k++) {
        while (i < a.length && a.bytes[i] > '9')
            i++;
        while (k < b.length && b.bytes[k] > '9')
            k++;
        if (i == a.length || k == b.length)
            return i == a.length && k == b.length;
        if (a.bytes[i] != b.bytes[k])
            return false;
    }
}

static void seek_near(const struct search *search, struct called *called)
{
    const struct gazetteer *gazetteer = search->gazetteer;
    if (called->near_sought)
        return;
    called->near_sought = true;
    uint64_t letters = key_letters(called->letters);
    for (size_t i = 0;
         i < gazetteer->key_count && called->letters.length >= NEAR_LEAST && called->near_count < NEAR_MAX;
         i++) {
        const struct key *key = &gazetteer->keys[i];
        /* One letter more, less or other changes at most two of those that stand in it. */
        if (__builtin_popcountll(letters ^ key->letters) > 2 ||
            key->key.length + 1 < called->letters.length || key->key.length > called->letters.length + 1 ||
            i == called->key)
            continue;
        if (same_numbers(called->letters, key->key) && text_distance(called->letters, key->key, 1) == 1)
            called->near[called->near_count++] = (uint32_t)i;
    }
}

/* ---- chains ---- */

static void add_leaf(struct search *search, const struct chain *chain)
{
    if (chain->weight < search->best ||
        (chain->weight == search->best && chain->loose < search->best_loose)) {
        search->best = chain->weight;
        search->best_loose = chain->loose;
        search->leaf_count = search->leaves_found = 0;
    }
    for (size_t i = 0; i < search->leaf_count; i++)
        if (search->leaves[i].entry == chain->above)
            return;
    search->leaves_found++;
    if (search->leaf_count < LEAVES_MAX)
        search->leaves[search->leaf_count++] = (struct leaf){chain->above, chain->reason};
}

static void weigh(struct chain *chain, int weight, enum gazetteer_reason reason)
{
    chain->weight += weight;
    chain->reason = reason;
}

/* The chain is done: the last place is what the whole name means. */
static void end_chain(struct search *search, struct chain chain)
{
    if (chain.above == FORM_NONE)
        return;
    const struct gazetteer_place *place = search->gazetteer->entries[chain.above].place;
    if (search->question->kind.length > 0 && !text_equal(place->kind, search->question->kind))
        weigh(&chain, WEIGHT_SLIP, GAZETTEER_KIND);
    if (!place_valid(place, search->question->day))
        weigh(&chain, WEIGHT_SLIP,
              day_is_some(place->to) && day_compare(place->to, search->question->day) < 0
                  ? GAZETTEER_GONE
                  : GAZETTEER_NOT_YET);
    if (chain.weight <= search->most &&
        (chain.weight < search->best || (chain.weight == search->best && chain.loose <= search->best_loose)))
        add_leaf(search, &chain);
}

static void extend(struct search *search, struct chain chain);

/* Each place of the key inside the chain's. */
static void take_key(struct search *search, struct chain chain, const struct called *called, uint32_t key)
{
    const struct gazetteer *gazetteer = search->gazetteer;
    for (uint32_t at = gazetteer->keys[key].form; at != FORM_NONE; at = gazetteer->forms[at].next) {
        const struct form *form = &gazetteer->forms[at];
        struct chain longer = chain;
        if (!entry_inside(gazetteer, form->place, chain.above))
            continue;
        longer.above = form->place;
        longer.taken++;
        longer.kind_given = called->kinds != 0;
        longer.loose += (called->begins != form->begins) + (search->marks && called->marked.length == 0 &&
                                                            !text_equal(called->letters, form->marked));
        if (called->kinds != 0 && !(form->kinds & called->kinds))
            weigh(&longer, WEIGHT_SLIP, GAZETTEER_KIND);
        if (key != called->key)
            weigh(&longer, WEIGHT_SLIP, GAZETTEER_NEAR);
        else if (called->marked.length > 0 && !text_equal(called->marked, form->marked))
            weigh(&longer, WEIGHT_SLIP, GAZETTEER_MARKS);
        if (called->bare_number)
            weigh(&longer, WEIGHT_SLIP, GAZETTEER_SEVERAL);
        extend(search, longer);
    }
}

static void take(struct search *search, struct chain chain, size_t joined)
{
    size_t piece = search->from_start ? chain.first : chain.last - joined;
    if (search->from_start)
        chain.first += joined;
    else
        chain.last -= joined;
    for (int with_kind = 0; with_kind < 2; with_kind++) {
        struct called *called = called_at(search, piece, joined, with_kind);
        if (called->key != FORM_NONE)
            take_key(search, chain, called, called->key);
        if (!search->near || called->letters.length == 0)
            continue;
        seek_near(search, called);
        for (size_t i = 0; i < called->near_count; i++)
            take_key(search, chain, called, called->near[i]);
    }
}

/* Some place in here is called, or nearly called, as the piece is: then it may be that, and no house or street. */
static bool may_be_unit(struct search *search, size_t piece, uint32_t above)
{
    for (int with_kind = 0; with_kind < 2; with_kind++) {
        struct called *called = called_at(search, piece, 1, with_kind);
        if (called->letters.length == 0 || called->bare_number)
            continue;
        seek_near(search, called);
        for (size_t i = 0; i <= called->near_count; i++) {
            uint32_t key = i < called->near_count ? called->near[i] : called->key;
            for (uint32_t at = key == FORM_NONE ? FORM_NONE : search->gazetteer->keys[key].form;
                 at != FORM_NONE; at = search->gazetteer->forms[at].next)
                if (entry_inside(search->gazetteer, search->gazetteer->forms[at].place, above))
                    return true;
        }
    }
    return false;
}

/*
 * A part that names no unit: the country; what begins like a house, a street or a hamlet within a place that is known; and
 * what stands before the lowest kind of place, if that is certainly meant: by the word of its kind, or because no unit
 * thereabouts is called so.
 */
static bool names_no_unit(struct search *search, const struct chain *chain, size_t piece)
{
    const struct entry *entries = search->gazetteer->entries;
    if (search->pieces[piece].country)
        return true;
    if (chain->above == FORM_NONE || search->pieces[piece].kind)
        return false;
    if (entries[chain->above].childless && (!search->from_start || chain->taken > 1)) {
        uint32_t top = chain->above;
        for (int height = 0; entries[top].above != FORM_NONE && height < HOPS_MAX; height++)
            top = entries[top].above;
        return chain->kind_given || !may_be_unit(search, piece, top);
    }
    return search->pieces[piece].detail && !may_be_unit(search, piece, chain->above);
}

static void pass(struct search *search, struct chain chain)
{
    size_t piece = search->from_start ? chain.first++ : --chain.last;
    if (names_no_unit(search, &chain, piece))
        chain.loose++;
    else
        weigh(&chain, WEIGHT_REST, GAZETTEER_REST);
    extend(search, chain);
}

static void extend(struct search *search, struct chain chain)
{
    if (chain.weight > search->most || chain.weight > search->best || search->tired)
        return;
    if (++search->steps > STEPS_MAX) {
        search->tired = true;
        return;
    }
    if (chain.first == chain.last) {
        end_chain(search, chain);
        return;
    }
    for (size_t joined = 1; joined <= JOINED_MAX && joined <= chain.last - chain.first; joined++) {
        /* Only what no comma parts is joined. */
        size_t inner = search->from_start ? chain.first + joined - 1 : chain.last - joined + 1;
        if (joined > 1 && search->pieces[inner].strong)
            break;
        take(search, chain, joined);
    }
    pass(search, chain);
}

static void run(struct search *search, int most, bool near)
{
    search->most = most;
    search->near = near;
    search->best = most;
    search->best_loose = INT_MAX;
    search->leaf_count = search->leaves_found = 0;
    search->steps = 0;
    search->tired = false;
    for (int way = 0; way < 2 && !search->tired; way++) {
        search->from_start = way == 1;
        if (way == 1 && search->piece_count == 1)
            break;
        extend(search, (struct chain){.first = 0, .last = search->piece_count, .above = FORM_NONE});
    }
}

/* ---- the answer ---- */

static void propose(struct gazetteer_answer *answer, const struct gazetteer_place *place)
{
    for (size_t i = 0; i < answer->count; i++)
        if (answer->places[i] == place)
            return;
    answer->found++;
    /* In order of code, and then the eight first: the order of the index says nothing. */
    size_t at = answer->count;
    while (at > 0 && text_compare(answer->places[at - 1]->code, place->code) > 0)
        at--;
    if (answer->count < GAZETTEER_PROPOSALS_MAX)
        answer->count++;
    for (size_t i = answer->count - 1; i > at && i < GAZETTEER_PROPOSALS_MAX; i--)
        answer->places[i] = answer->places[i - 1];
    if (at < answer->count)
        answer->places[at] = place;
}

/* Those that took the place over and are there on the day. */
static bool propose_successors(const struct search *search, struct gazetteer_answer *answer, uint32_t entry,
                               int hops)
{
    const struct gazetteer *gazetteer = search->gazetteer;
    bool any = false;
    for (uint32_t at = gazetteer->entries[entry].successor; at != FORM_NONE && hops > 0;
         at = gazetteer->links[at].next) {
        uint32_t to = gazetteer->links[at].to;
        if (place_valid(gazetteer->entries[to].place, search->question->day)) {
            propose(answer, gazetteer->entries[to].place);
            any = true;
        } else if (propose_successors(search, answer, to, hops - 1)) {
            any = true;
        }
    }
    return any;
}

static void answer_with_leaves(const struct search *search, struct gazetteer_answer *answer)
{
    bool sure = search->best == 0 && search->leaves_found == 1 && !search->tired;
    answer->sureness = sure ? GAZETTEER_SURE : GAZETTEER_UNSURE;
    answer->reason = sure                ? GAZETTEER_NO_REASON
                     : search->best == 0 ? GAZETTEER_SEVERAL
                                         : search->leaves[0].reason;
    for (size_t i = 0; i < search->leaf_count; i++) {
        const struct leaf *leaf = &search->leaves[i];
        const struct gazetteer_place *place = search->gazetteer->entries[leaf->entry].place;
        if (leaf->reason == GAZETTEER_GONE) {
            answer->gone = place;
            answer->reason = GAZETTEER_GONE;
            (void)propose_successors(search, answer, leaf->entry, HOPS_MAX);
        } else {
            propose(answer, place);
        }
    }
    /* What is no more and has no known successor is proposed itself: the reader sees which place was meant. */
    if (answer->count == 0 && answer->gone)
        propose(answer, answer->gone);
    answer->found += search->leaves_found - search->leaf_count;
}

/* Alone and as it stands in the list. */
static bool find_code(const struct gazetteer *gazetteer, const struct gazetteer_question *question,
                      struct gazetteer_answer *answer)
{
    struct text code = text_trimmed(question->written);
    const struct gazetteer_place *found = NULL;
    for (size_t i = 0; i < code.length; i++)
        if (code.bytes[i] < '0' || code.bytes[i] > '9')
            return false;
    if (code.length < CODE_LEAST)
        return false;
    for (size_t i = gazetteer_code(gazetteer, code);
         i < gazetteer->entry_count && text_equal(gazetteer->codes[i].text, code); i++) {
        const struct gazetteer_place *place = gazetteer->entries[gazetteer->codes[i].entry].place;
        if (!place_valid(place, question->day) ||
            (question->kind.length > 0 && !text_equal(place->kind, question->kind)))
            continue;
        if (found)
            return false;
        found = place;
    }
    if (!found)
        return false;
    *answer =
        (struct gazetteer_answer){.sureness = GAZETTEER_SURE, .places = {found}, .count = 1, .found = 1};
    return true;
}

void gazetteer_find(const struct gazetteer *gazetteer, const struct gazetteer_question *question,
                    struct gazetteer_answer *answer)
{
    static const struct {
        int most;
        bool near;
    } SEARCHES[] = {{0, false}, {WEIGHT_SLIP, false}, {WEIGHT_MAX, true}};
    struct search search; /* large: what is not set here is set before it is read */
    *answer = (struct gazetteer_answer){.sureness = GAZETTEER_UNKNOWN, .reason = GAZETTEER_TOO_LONG};
    if (find_code(gazetteer, question, answer))
        return;
    search.gazetteer = gazetteer;
    search.question = question;
    search.piece_count = 0;
    gazetteer_read(gazetteer, question->written, &search.reading);
    if (search.reading.too_long || !cut_pieces(&search))
        return;
    search.marks = reading_marks(&search.reading, 0, search.reading.count);
    answer->reason = search.reading.count == 0 ? GAZETTEER_EMPTY : GAZETTEER_NOWHERE;
    for (size_t i = 0; i < LENGTH_OF(SEARCHES) && search.reading.count > 0; i++) {
        run(&search, SEARCHES[i].most, SEARCHES[i].near);
        if (search.leaf_count > 0) {
            answer_with_leaves(&search, answer);
            return;
        }
    }
}
