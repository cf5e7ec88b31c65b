/* leaf.c — head and commitments in one order for ever, then SHA-256. */
#include "keep/journal/leaf_inside.h"

static struct text hash_text(const struct seal_hash *hash)
{
    return (struct text){(const char *)hash->bytes, sizeof hash->bytes};
}

/* Big-endian, two's complement. */
static void add_number(struct seal_sha256 *leaf, int64_t number, size_t width)
{
    char bytes[8];
    uint64_t rest = (uint64_t)number;
    for (size_t i = width; i > 0; i--, rest >>= 8)
        bytes[i - 1] = (char)(rest & 0xff);
    seal_sha256_add(leaf, (struct text){bytes, width});
}

static void add_text(struct seal_sha256 *leaf, struct text text)
{
    add_number(leaf, (int64_t)text.length, 4);
    seal_sha256_add(leaf, text);
}

struct seal_hash leaf_no_personal(void)
{
    static const char words[] = "danvan no personal body 1"; /* with its NUL */
    return seal_sha256((struct text){words, sizeof words});
}

static bool commit_personal(struct journal_entry *entry, struct seal_hash *commitment, struct failure *why)
{
    struct text bytes;
    if (entry->erased)
        *commitment = entry->personal_commitment;
    else if (entry->personal == NULL)
        *commitment = leaf_no_personal();
    else if (body_write(entry->personal, &bytes, why))
        *commitment = seal_commitment(bytes, &entry->personal_nonce);
    else
        return false;
    return true;
}

bool leaf_compute(struct journal_entry *entry, struct seal_hash *leaf, struct failure *why)
{
    static const char words[] = "danvan act 1"; /* with its NUL */
    struct text facts;
    struct seal_hash personal;
    if (!body_write(entry->facts, &facts, why) || !commit_personal(entry, &personal, why))
        return false;
    struct seal_hash facts_commitment = seal_commitment(facts, &entry->facts_nonce);
    struct seal_sha256 hashing;
    seal_sha256_init(&hashing);
    seal_sha256_add(&hashing, (struct text){words, sizeof words});
    add_number(&hashing, entry->shard, 8);
    add_number(&hashing, entry->number, 8);
    add_number(&hashing, entry->at.milliseconds, 8);
    add_number(&hashing, entry->account, 8);
    add_text(&hashing, entry->on_behalf);
    add_text(&hashing, entry->name);
    add_text(&hashing, entry->register_name);
    add_number(&hashing, entry->record, 8);
    add_text(&hashing, entry->unit);
    add_number(&hashing, entry->day.number, 4);
    add_number(&hashing, entry->definition, 8);
    add_text(&hashing, entry->once);
    seal_sha256_add(&hashing, hash_text(&facts_commitment));
    seal_sha256_add(&hashing, hash_text(&personal));
    *leaf = seal_sha256_end(&hashing);
    return true;
}
