/*
 * notice_acts.c — a person chooses how to be told of what is due.
 *
 * account-notice      mail (may be empty), digest: yes|no, calendar: new|off, token (of the new calendar's address),
 *                     account (the folder's owner only: somebody else's name); what is not given stays as it is
 *
 * Everybody for oneself. The token was shown to the person before (work/view/notice.c); only its hash is kept.
 */
#include "work/act/act_inside.h"

#include "engine/seal/seal.h"
#include "keep/account/notice.h"

enum { TOKEN_LETTERS = 43 };

/* As short as the view makes them, or nobody can have guessed it. */
static bool is_token(struct arena *arena, struct text token)
{
    struct text bytes;
    return token.length == TOKEN_LETTERS && seal_base64url_read(arena, token, &bytes) && bytes.length == SEAL_TOKEN_BYTES;
}

static struct text feed_asked(struct act_context *context, const struct node *given, struct text present, struct act_answer *answer)
{
    struct text calendar = node_text_at(given, "calendar"), token = node_text_at(given, "token");
    if (text_is(calendar, "off"))
        return (struct text){0};
    if (!text_is(calendar, "new"))
        return present;
    if (!is_token(context->arena, token)) {
        act_problem(answer, "calendar", "act.notice-token", (struct text){0}, (struct text){0});
        return present;
    }
    struct seal_hash hash = seal_sha256(token);
    return seal_hex(context->arena, hash.bytes, sizeof hash.bytes);
}

/* Oneself; for the folder's owner the person named. NULL in `*person` when nobody is called so, which was told. */
static bool find_person(struct act_context *context, const struct node *given, const struct account **person, struct act_answer *answer,
                        struct failure *why)
{
    struct text name = node_text_at(given, "account");
    struct failure absent;
    *person = context->viewer->account;
    if (!context->viewer->whole_house)
        return act_allow(*person && (name.length == 0 || text_equal(name, (*person)->name)), "choose how somebody else is told", why);
    if (account_load(context->arena, context->connection, context->house->units, name, person, &absent))
        return true;
    *person = NULL;
    act_problem(answer, "account", "act.unknown-account", name, (struct text){0});
    return absent.kind == FAILURE_NOT_FOUND || FAIL(why, absent.kind, "%s", absent.text);
}

bool account_notice_act_prepare(struct act_context *context, const struct node *given, struct journal_entry *entry,
                                struct act_answer *answer, struct failure *why)
{
    const struct account *person;
    struct notice present;
    if (!find_person(context, given, &person, answer, why))
        return false;
    if (!person)
        return true;
    if (!notice_load(context->arena, context->connection, person->number, &present, why))
        return false;
    struct text mail = node_at(given, "mail") ? text_trimmed(node_text_at(given, "mail")) : present.mail;
    bool digest = node_at(given, "digest") ? text_is(act_chosen(given, "digest"), "yes") : present.digest;
    if (mail.length > 0 && !notice_is_mail(mail))
        act_problem(answer, "mail", "act.notice-mail", (struct text){0}, (struct text){0});
    if (digest && mail.length == 0)
        act_problem(answer, "mail", "act.notice-mail-needed", (struct text){0}, (struct text){0});
    struct text feed = feed_asked(context, given, present.feed, answer);
    entry->personal = body_make(context->arena);
    body_put(entry->facts, TEXT("account"), value_whole(person->number));
    body_put(entry->facts, TEXT("digest"), value_truth(digest));
    body_put(entry->facts, TEXT("calendar"), feed.length > 0 ? value_text(feed) : value_unknown());
    body_put(entry->personal, TEXT("mail"), value_text(mail));
    return true;
}

/* An erased person gets no letters any more. */
bool account_notice_act_carry_out(struct act_context *context, const struct journal_entry *entry, struct failure *why)
{
    struct value digest = body_value(entry->facts, TEXT("digest")), feed = body_value(entry->facts, TEXT("calendar"));
    struct notice notice = {.account = body_whole(entry->facts, TEXT("account")),
                            .mail = entry->personal ? body_text(entry->personal, TEXT("mail")) : (struct text){0},
                            .feed = feed.kind == VALUE_TEXT ? feed.text : (struct text){0}};
    notice.digest = digest.kind == VALUE_TRUTH && digest.truth && notice.mail.length > 0;
    return notice_save(context->connection, &notice, why);
}
