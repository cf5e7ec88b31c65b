#include "engine/document/docx_inside.h"

static const struct docx_paragraph centred = {.align = DOCX_CENTRE};

static struct text item_at(const struct list *texts, size_t index)
{
    return *(const struct text *)texts->items[index];
}

/* ---- superior and issuer left, the Party's or the nation's name right ---- */

static void issuer_cell(struct docx *docx, double width)
{
    const struct docx_layout *layout = docx->layout;
    const struct document_head *head = &docx->document->head;
    docx_cell_begin(docx, width, 1, DOCX_ALONE);
    if (head->superior.length > 0)
        docx_line(docx, &centred, layout->superior, head->superior);
    docx_line(docx, &centred, layout->issuer, head->issuer);
    if (layout->issuer_star)
        docx_line(docx, &centred, layout->issuer, TEXT("*"));
    else
        docx_rule(docx, width, docx_rule_below(layout->issuer, head->issuer, width));
    docx_cell_end(docx);
}

static void nation_cell(struct docx *docx, double width)
{
    const struct docx_layout *layout = docx->layout;
    docx_cell_begin(docx, width, 1, DOCX_ALONE);
    docx_line(docx, &centred, layout->title, text_of(layout->right_title));
    if (layout->right_motto != NULL)
        docx_line(docx, &centred, layout->motto, text_of(layout->right_motto));
    docx_rule(docx, width, layout->right_rule);
    docx_cell_end(docx);
}

static void number_row(struct docx *docx, const double *widths)
{
    const struct docx_layout *layout = docx->layout;
    const struct document_head *head = &docx->document->head;
    const struct docx_paragraph apart = {.align = DOCX_CENTRE, .before = 4};
    docx_row_begin(docx, false);
    docx_cell_begin(docx, widths[0], 1, DOCX_ALONE);
    docx_line(docx, &apart, layout->number,
              head->number.length > 0 ? head->number : text_of(layout->number_gap));
    if (head->type_name.length == 0)
        docx_line(docx, &centred, layout->letter_subject, head->subject);
    docx_cell_end(docx);
    docx_cell_begin(docx, widths[1], 1, DOCX_ALONE);
    docx_line(docx, &apart, layout->place, head->place_and_date);
    docx_cell_end(docx);
    docx_row_end(docx);
}

static void names_table(struct docx *docx)
{
    double left = docx->layout->head_left;
    const double widths[] = {left, docx_layout_width(docx->layout) - left};
    docx_grid_begin(docx, widths, 2, false);
    docx_row_begin(docx, false);
    issuer_cell(docx, widths[0]);
    nation_cell(docx, widths[1]);
    docx_row_end(docx);
    number_row(docx, widths);
    docx_grid_end(docx);
}

/* ---- type, subject, whom it is for ---- */

static void title_lines(struct docx *docx)
{
    const struct docx_layout *layout = docx->layout;
    const struct document_head *head = &docx->document->head;
    struct text type = head->type_name, subject = head->subject;
    if (layout->right_title == NULL) { /* no office: the title is all there is */
        type = subject = (struct text){0};
        docx_line(docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .after = 12}, layout->type_name,
                  docx->document->title);
    }
    if (type.length == 0)
        return;
    docx_line(docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .before = 18}, layout->type_name, type);
    docx_line(docx, &centred, layout->subject, subject);
    double width = docx_layout_width(layout);
    if (layout->subject_rule)
        docx_rule(docx, width, docx_rule_below(layout->subject, subject, width));
}

static void addressed_lines(struct docx *docx)
{
    const struct list *bodies = &docx->document->head.addressed_to;
    struct docx_letters letters = docx->layout->body;
    struct text to = docx_is_english(docx) ? TEXT("To: ") : TEXT("Kính gửi: ");
    if (bodies->count == 1) {
        to = text_format(docx->scratch, "%.*s%.*s", TEXT_ARGS(to), TEXT_ARGS(item_at(bodies, 0)));
        docx_line(docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .before = 12, .after = 12}, letters,
                  to);
        return;
    }
    enum { TO_INDENT = 30, BODIES_INDENT = 45 };
    if (bodies->count > 1)
        docx_line(docx, &(struct docx_paragraph){.left = TO_INDENT, .before = 12}, letters, to);
    for (size_t i = 0; i < bodies->count; i++) {
        struct text line = text_format(docx->scratch, "- %.*s", TEXT_ARGS(item_at(bodies, i)));
        bool last = i + 1 == bodies->count;
        docx_line(docx, &(struct docx_paragraph){.left = BODIES_INDENT, .after = last ? 12 : 0}, letters,
                  line);
    }
}

void docx_head(struct docx *docx)
{
    const struct docx_layout *layout = docx->layout;
    if (layout->right_title != NULL)
        names_table(docx);
    title_lines(docx);
    struct text notice = docx->document->notice;
    if (notice.length > 0) {
        struct docx_letters letters = layout->body;
        letters.italic = true;
        notice = text_format(docx->scratch, "(%.*s)", TEXT_ARGS(notice));
        docx_line(docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .before = 6}, letters, notice);
    }
    addressed_lines(docx);
    docx_line(docx, &centred, (struct docx_letters){.points = 6}, TEXT(""));
}

/* ---- recipients left, signature right ---- */

static void recipients_cell(struct docx *docx, double width)
{
    const struct docx_layout *layout = docx->layout;
    const struct list *recipients = &docx->document->head.recipients;
    docx_cell_begin(docx, width, 1, DOCX_ALONE);
    docx_line(docx, &(struct docx_paragraph){0}, layout->recipients_title,
              recipients->count == 0  ? TEXT("")
              : docx_is_english(docx) ? TEXT("Recipients:")
                                      : TEXT("Nơi nhận:"));
    for (size_t i = 0; i < recipients->count; i++)
        docx_line(docx, &(struct docx_paragraph){.right = 4}, layout->recipients,
                  text_format(docx->scratch, "- %.*s", TEXT_ARGS(item_at(recipients, i))));
    docx_cell_end(docx);
}

static void signature_cell(struct docx *docx, double width)
{
    const struct docx_layout *layout = docx->layout;
    const struct signature *signature = &docx->document->head.signature;
    docx_cell_begin(docx, width, 1, DOCX_ALONE);
    bool powered = signature->power.length > 0;
    if (powered)
        docx_line(docx, &centred, layout->power, signature->power);
    for (size_t i = 0; i < signature->titles.count; i++) {
        struct text title = item_at(&signature->titles, i);
        /* Who signs for nobody, and who is signed for, stand bold; only the signer's own title below is upright. */
        bool strong = (!powered && i == 0) || i + 1 < signature->titles.count;
        docx_line(docx, &centred, strong ? layout->power : layout->signer_title, title);
    }
    docx_line(docx, &(struct docx_paragraph){.align = DOCX_CENTRE, .before = layout->room_to_sign},
              layout->signer_name, signature->name);
    docx_cell_end(docx);
}

void docx_foot(struct docx *docx)
{
    const struct docx_layout *layout = docx->layout;
    if (layout->right_title == NULL)
        return;
    const double widths[] = {layout->foot_left, docx_layout_width(layout) - layout->foot_left};
    docx_line(docx, &(struct docx_paragraph){.keep_next = true}, (struct docx_letters){.points = 6},
              TEXT(""));
    docx_grid_begin(docx, widths, 2, false);
    docx_row_begin(docx, false);
    recipients_cell(docx, widths[0]);
    signature_cell(docx, widths[1]);
    docx_row_end(docx);
    docx_grid_end(docx);
}
