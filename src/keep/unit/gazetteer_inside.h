/* gazetteer_inside.h — what the gazetteer's files share: a written name taken apart, and the index. */
#pragma once

#include "keep/unit/gazetteer.h"

enum { WORDS_MAX = 96, KEY_MAX = 1024, PIECES_MAX = 24, JOINED_MAX = 4, LETTERS_MAX = 48 };

enum seam {
    SEAM_NONE,
    SEAM_WEAK /* a dash, a kind word: the name may go on behind it */,
    SEAM_STRONG /* a comma */
};

/*
 * A written name as one row of keys without spaces: `key` has bare letters and digits ("boede" of no name is
 * "bode" of Bồ Đề), `marked` has letters with their marks, and the tone behind the vowels of its syllable, so that
 * "Hòa" and "Hoà" are one. A word is a stretch of both.
 */
struct word {
    uint16_t key_at, marked_at;
    bool marks; /* some diacritic is written */
    bool number;
    bool dot;       /* a full stop follows */
    uint8_t before; /* enum seam */
};

struct reading {
    char key[KEY_MAX], marked[KEY_MAX];
    struct word words[WORDS_MAX + 1]; /* one more: where the last ends */
    size_t count;
    bool too_long;
};

/* A letter by its code point: what `key` and `marked` hold for it. */
struct letter {
    char plain, marked; /* 0: no letter of ours */
    uint8_t tone;       /* enum syllable_tone */
};
enum { LETTERS_FROM = 0xC0, LETTERS_TO = 0x1EFA };
struct alphabet {
    struct letter letters[LETTERS_TO - LETTERS_FROM];
};

enum place_kind {
    PLACE_TINH,
    PLACE_THANH_PHO,
    PLACE_QUAN,
    PLACE_HUYEN,
    PLACE_THI_XA,
    PLACE_PHUONG,
    PLACE_XA,
    PLACE_THI_TRAN,
    PLACE_DAC_KHU
};
#define WHOLE_COUNTRY (1u << 31) /* among kinds: "Việt Nam" */

/* The word of a kind, and the words by which parts that name no unit begin. */
struct kind_word {
    struct text key, marked;
    size_t words;
    uint32_t kinds; /* one bit, 1 << enum place_kind; of a form 0 where the name says none */
    bool detail;    /* "số", "ngõ", "thôn": no unit */
};

/* One name of one place. Forms of the same key stand in a chain. */
struct form {
    struct text key, marked;
    uint64_t begins; /* where in the key words begin: "Tân Giang" is not "T. An Giang" */
    uint32_t kinds;
    uint32_t place;
    uint32_t next; /* FORM_NONE at the end */
};
#define FORM_NONE UINT32_MAX

struct entry {
    const struct gazetteer_place *place;
    uint32_t above;     /* FORM_NONE at the top */
    uint32_t successor; /* first of gazetteer.links, or FORM_NONE */
    bool childless;
};

struct link { /* an entry took over another */
    uint32_t to, next;
};

struct key { /* one of the different keys */
    struct text key;
    uint32_t form;    /* head of its chain */
    uint64_t letters; /* which stand in it */
};

struct code {
    struct text text;
    uint32_t entry;
};

struct gazetteer {
    struct alphabet alphabet;
    struct kind_word *kind_words;
    size_t kind_word_count;
    struct entry *entries;
    size_t entry_count;
    struct form *forms;
    size_t form_count;
    struct key *keys;
    size_t key_count;
    uint32_t *slots;   /* by hash of the key: place in keys + 1, or 0 */
    size_t slot_count; /* a power of two */
    struct link *links;
    const struct gazetteer_place *places; /* the source's */
    struct code *codes;                   /* of each entry, sorted */
};

void alphabet_fill(struct alphabet *alphabet);
void gazetteer_read(const struct gazetteer *gazetteer, struct text written, struct reading *reading);

/* Keys of the words `from` up to, not including, `to`. */
static inline struct text reading_key(const struct reading *reading, size_t from, size_t to)
{
    return (struct text){reading->key + reading->words[from].key_at,
                         (size_t)(reading->words[to].key_at - reading->words[from].key_at)};
}
static inline struct text reading_marked(const struct reading *reading, size_t from, size_t to)
{
    return (struct text){reading->marked + reading->words[from].marked_at,
                         (size_t)(reading->words[to].marked_at - reading->words[from].marked_at)};
}
uint64_t reading_begins(const struct reading *reading, size_t from, size_t to);
bool reading_marks(const struct reading *reading, size_t from, size_t to);

/* The kind word that the words from `at` on begin with, the longest; NULL when none. `to`: where they end. */
const struct kind_word *gazetteer_kind_word(const struct gazetteer *gazetteer, const struct reading *reading,
                                            size_t at, size_t to, bool detail);
/* The place of a key in keys, or FORM_NONE. */
uint32_t gazetteer_key(const struct gazetteer *gazetteer, struct text key);
uint64_t key_letters(struct text key);
/* The first place in codes that bears the code, or behind it; entries of one code stand together. */
size_t gazetteer_code(const struct gazetteer *gazetteer, struct text code);
bool entry_inside(const struct gazetteer *gazetteer, uint32_t entry,
                  uint32_t above); /* strictly; FORM_NONE holds all */
bool place_valid(const struct gazetteer_place *place, struct day day);
