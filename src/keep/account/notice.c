/* notice.c — see notice.h. */
#include "keep/account/notice.h"

#include "keep/store/statement.h"

#define SQL(id, name, text, postgres) static const struct sql id __attribute__((unused)) = {name, text, postgres};
#include "keep/account/account_sql.def"
#undef SQL

/* ---- an address ---- */

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Words of letters, digits and `marks`, apart by single dots; none empty. */
static bool dotted(struct text text, const char *marks, size_t *words)
{
    struct text word;
    *words = 0;
    if (text.length == 0 || text.bytes[text.length - 1] == '.')
        return false;
    while (text_next(&text, '.', &word)) {
        if (word.length == 0)
            return false;
        for (size_t i = 0; i < word.length; i++)
            if (!is_letter_or_digit(word.bytes[i]) && !text_contains(text_of(marks), (struct text){word.bytes + i, 1}))
                return false;
        ++*words;
    }
    return true;
}

bool notice_is_mail(struct text mail)
{
    struct text name, host = mail;
    size_t words;
    return mail.length <= NOTICE_MAIL_MAX && text_next(&host, '@', &name) && dotted(name, "_+-", &words) && dotted(host, "-", &words) &&
           words >= 2;
}

/* ---- rows ---- */

static struct text text_or_none(struct arena *arena, struct statement *row, int column)
{
    return statement_is_null(row, column) ? (struct text){0} : text_copy(arena, statement_text(row, column));
}

static struct notice read_notice(struct arena *arena, struct statement *row)
{
    return (struct notice){.account = statement_int64(row, 0),
                           .mail = text_copy(arena, statement_text(row, 1)),
                           .digest = statement_int64(row, 2) != 0,
                           .feed = text_or_none(arena, row, 3)};
}

bool notice_load(struct arena *arena, struct connection *connection, int64_t account, struct notice *notice, struct failure *why)
{
    struct store_value key[] = {store_int64(account)};
    struct statement *row;
    if (!store_find(connection, &NOTICE_OF, key, LENGTH_OF(key), &row, why))
        return false;
    *notice = row ? read_notice(arena, row) : (struct notice){.account = account};
    return true;
}

bool notice_load_digests(struct arena *arena, struct connection *connection, struct list *notices, struct failure *why)
{
    struct statement *row_of;
    *notices = (struct list){0};
    if (!store_statement(connection, &NOTICE_DIGESTS, &row_of, why))
        return false;
    while (statement_next(row_of, why)) {
        struct notice notice = read_notice(arena, row_of);
        list_add(notices, arena, arena_copy(arena, &notice, sizeof notice));
    }
    return statement_sound(row_of);
}

bool notice_find_feed(struct connection *connection, struct text feed, int64_t *account, struct failure *why)
{
    struct store_value key[] = {store_text(feed)};
    struct statement *row;
    if (!store_find(connection, &NOTICE_FEED, key, LENGTH_OF(key), &row, why))
        return false;
    if (!row)
        return FAIL(why, FAILURE_NOT_FOUND, "no calendar has this address");
    *account = statement_int64(row, 0);
    return true;
}

bool notice_save(struct connection *writer, const struct notice *notice, struct failure *why)
{
    struct store_value row[] = {store_int64(notice->account), store_text(notice->mail), store_int64(notice->digest),
                                notice->feed.length > 0 ? store_text(notice->feed) : store_null()};
    return store_run(writer, &NOTICE_SAVE, row, LENGTH_OF(row), why);
}
