/* notice.c — how one is told of what is due: one's own letters and calendar (keep/account/notice.h). */
#include "work/view/fields_inside.h"

#include "engine/seal/seal.h"
#include "keep/account/notice.h"

/* Proposed anew each time the page is opened; only its hash is kept, once it is chosen. */
static void put_token(const struct view_context *view, struct node *page)
{
    uint8_t random[SEAL_TOKEN_BYTES];
    world_random(instance_world(view->instance), random, sizeof random);
    view_put_text(view, page, "token", seal_token(view->arena, random));
}

bool notice_view(struct view_context *view, struct node *page, struct failure *why)
{
    const struct account *own = view->viewer->account;
    struct notice notice;
    if (!view_allow(own != NULL, "choose how to be told of what is due", why) || !view_read(view, why) ||
        !notice_load(view->arena, view->reading, own->number, &notice, why))
        return false;
    fields_form(view, page,
                &(struct fields_form){.act = "account-notice",
                                      .back = TEXT("/thong-bao"),
                                      .title = view_words(view, "Thư và lịch nhắc việc", "Letters and calendar"),
                                      .button = view_words(view, "Lưu", "Save")});
    struct node *fields = fields_put(view, page);
    struct node *digest = fields_add(view, fields, TEXT("digest"), "is_select",
                                     view_words(view, "Nhận thư vào ngày có việc đến hạn", "Get a letter on days when something is due"));
    fields_option(view, digest, TEXT("yes"), view_words(view, "Có", "Yes"), notice.digest);
    fields_option(view, digest, TEXT("no"), view_words(view, "Không", "No"), !notice.digest);
    fields_choose(view, digest);
    struct node *mail = fields_add(view, fields, TEXT("mail"), "is_mail", view_words(view, "Địa chỉ thư", "Mail address"));
    fields_value(view, mail, notice.mail);
    fields_optional(view, mail);
    fields_hint(view, mail, view_words(view, "Ví dụ: bode@phuong.example", "Such as bode@phuong.example"));
    view_put_truth(view, page, "has_feed", notice.feed.length > 0);
    put_token(view, page);
    return true;
}
