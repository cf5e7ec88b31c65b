/* digest_command.c — the day's letters of what is due. */
#include "face/command/command_inside.h"

#include "face/mail/courier.h"
#include "work/notice/round.h"

static bool hand_over_letter(void *context, struct text to, struct text message, struct failure *why)
{
    return courier_send(context, to, message, why);
}

static bool mail_password(struct command_line *line, struct text *password, struct failure *why)
{
    static const struct secret MAIL = {"password-file", WORD_MAIL_PASSWORD, WORD_MAIL_PASSWORD};
    *password = (struct text){0};
    return option_text(line, "password-file").length == 0 || ask_secret(line, &MAIL, password, why);
}

static bool open_courier(struct command_line *line, struct text sender, struct courier **courier, struct failure *why)
{
    struct courier_options options = {.from = sender};
    return option_need(line, "server", &options.server, why) && mail_password(line, &options.password, why) &&
           courier_open(&options, courier, why);
}

static void say_round(struct command_line *line, const struct round_counts *counts, bool dry_run)
{
    struct node *node = node_map(line->arena);
    node_put(node, "people", node_whole(line->arena, counts->people));
    node_put(node, "sent", node_whole(line->arena, counts->sent));
    node_put(node, "before", node_whole(line->arena, counts->before));
    node_put(node, "nothing", node_whole(line->arena, counts->nothing));
    node_put(node, "failed", node_whole(line->arena, counts->failed));
    say_node(line, node);
    say(line, dry_run ? WORD_DIGEST_WOULD : WORD_DIGEST_SENT, number_text(line, counts->sent), number_text(line, counts->people));
    say(line, WORD_DIGEST_REST, number_text(line, counts->before), number_text(line, counts->nothing));
    if (counts->failed > 0)
        note(line, WORD_DIGEST_FAILED, number_text(line, counts->failed), text_of(counts->why.text));
}

bool digest_command(struct command_line *line, struct failure *why)
{
    struct desk CLOSING(desk) desk = {0};
    struct courier *CLOSING(courier) courier = NULL;
    struct round round = {.link = option_text(line, "address"), .language = line->language, .dry_run = option_has(line, "dry-run"),
                          .deliver = hand_over_letter};
    struct round_counts counts;
    if (!option_need(line, "sender", &round.from, why))
        return false;
    if ((!round.dry_run && !open_courier(line, round.from, &courier, why)) || !open_desk(line, false, &desk, why))
        return false;
    round.context = courier;
    if (!round_run(desk.instance, &round, line->arena, &counts, why))
        return false;
    say_round(line, &counts, round.dry_run);
    line->found = line->found || counts.failed > 0;
    return true;
}
