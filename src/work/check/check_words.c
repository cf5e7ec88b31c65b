/* check_words.c — what a finding is, in a sentence, and the cells it rests on. */
#include "work/check/check.h"

enum { CELLS_SHOWN_MAX = 8 };

static struct text say(enum language language, const char *vi, const char *en)
{
    return text_of(language == LANGUAGE_VI ? vi : en);
}

/* ---- where it stands ---- */

static const struct check_row *row_on(const struct check_run *run, uint32_t dossier, enum check_list list)
{
    for (uint32_t i = dossier;; i = run->rows[i].next) {
        if (run->rows[i].list == list)
            return &run->rows[i];
        if (run->rows[i].next == i)
            return NULL;
    }
}

static void add_cell(const struct check_run *run, struct arena *scratch, const struct check_row *row,
                     struct text column, struct text *cells, size_t *count)
{
    if (row && *count < CELLS_SHOWN_MAX)
        cells[(*count)++] = check_row_cell(scratch, run, row, column);
}

/* The row of the dossier that has the column: the first list that tells it. */
static const struct check_row *row_with(const struct check_run *run, uint32_t dossier, struct text column)
{
    for (uint32_t i = dossier;; i = run->rows[i].next) {
        if (list_file_place(run->rows[i].file, run->rows[i].table, column) >= 0)
            return &run->rows[i];
        if (run->rows[i].next == i)
            return &run->rows[dossier];
    }
}

struct text check_finding_cells(struct arena *scratch, const struct check_run *run,
                                const struct check_finding *finding, enum policy_finding_kind kind)
{
    struct text cells[CELLS_SHOWN_MAX];
    size_t count = 0;
    const struct check_row *granted = row_on(run, finding->dossier, CHECK_PAID);
    granted = granted ? granted : row_on(run, finding->dossier, CHECK_APPROVED);
    granted = granted ? granted : &run->rows[finding->dossier];
    switch (kind) {
    case POLICY_WRONG:
    case POLICY_UNPROVEN:
        for (size_t i = 0; i < finding->read_count; i++) {
            struct text column = run->request->policy->columns[finding->reads[i]].name;
            add_cell(run, scratch, row_with(run, finding->dossier, column), column, cells, &count);
        }
        add_cell(run, scratch, granted, TEXT("full_name"), cells, &count);
        break;
    case POLICY_SHORT:
    case POLICY_OVER:
        add_cell(run, scratch, granted, TEXT("amount"), cells, &count);
        break;
    case POLICY_LATE:
        add_cell(run, scratch, row_with(run, finding->dossier, TEXT("applied_on")), TEXT("applied_on"), cells,
                 &count);
        add_cell(run, scratch, row_on(run, finding->dossier, CHECK_REFUSED), TEXT("decided_on"), cells,
                 &count);
        add_cell(run, scratch, row_on(run, finding->dossier, CHECK_APPROVED), TEXT("decided_on"), cells,
                 &count);
        add_cell(run, scratch, row_on(run, finding->dossier, CHECK_PAID), TEXT("paid_on"), cells, &count);
        break;
    case POLICY_TWICE:
        add_cell(run, scratch, granted, TEXT("full_name"), cells, &count);
        if (finding->other != UINT32_MAX) {
            const struct check_row *other = row_on(run, finding->other, CHECK_PAID);
            add_cell(run, scratch, other ? other : &run->rows[finding->other], TEXT("full_name"), cells,
                     &count);
        }
        break;
    case POLICY_MISSED:
        add_cell(run, scratch, &run->rows[finding->dossier], TEXT("full_name"), cells, &count);
        add_cell(run, scratch, row_on(run, finding->dossier, CHECK_REFUSED), TEXT("reason"), cells, &count);
        break;
    }
    return text_join(scratch, cells, count, TEXT("; "));
}

/* ---- what it is ---- */

static struct text twice_words(const struct check_run *run, struct arena *scratch,
                               const struct check_finding *finding, enum language language)
{
    bool vi = language == LANGUAGE_VI;
    if (finding->other == UINT32_MAX)
        return say(language, "Hồ sơ này có nhiều dòng trong cùng một danh sách",
                   "This dossier has several rows on one list");
    const struct check_row *other = &run->rows[finding->other];
    struct text number = other->number_of.length > 0 ? other->number_of : TEXT("…");
    if (other->line != run->rows[finding->dossier].line)
        return text_format(
            scratch,
            vi ? "Cùng người ở hồ sơ %.*s, diện “%.*s”: chỉ được hưởng một diện"
               : "The same person in dossier %.*s, line “%.*s”: only one of them is due",
            TEXT_ARGS(number),
            TEXT_ARGS(policy_words_in(run->request->policy->lines[other->line - 1].title, language)));
    return text_format(scratch,
                       vi ? "Cùng người ở hồ sơ %.*s: chỉ được hưởng một lần"
                          : "The same person in dossier %.*s: due once only",
                       TEXT_ARGS(number));
}

/* Both amounts and what lies between them: who looks into it need not open the sheet first. */
static struct text amount_words(struct arena *scratch, const struct check_finding *finding, enum language language)
{
    bool vi = language == LANGUAGE_VI, less = finding->found.difference < 0;
    struct text which = less ? say(language, "thiếu", "short") : say(language, "thừa", "over");
    int64_t due = finding->verdict.amount, difference = finding->found.difference;
    struct text paid = decimal_write_people(scratch, (struct decimal){.digits = due + difference}, !vi),
                owed = decimal_write_people(scratch, (struct decimal){.digits = due}, !vi),
                between = decimal_write_people(scratch, (struct decimal){.digits = less ? -difference : difference}, !vi);
    return text_format(scratch,
                       vi ? "Đã chi %.*s đồng, mức được hưởng %.*s đồng: %.*s %.*s đồng"
                          : "Paid %.*s đồng, due %.*s đồng: %.*s by %.*s đồng",
                       TEXT_ARGS(paid), TEXT_ARGS(owed), TEXT_ARGS(which), TEXT_ARGS(between));
}

struct text check_finding_say(struct arena *scratch, const struct check_run *run,
                              const struct check_finding *finding, enum policy_finding_kind kind,
                              enum language language)
{
    bool vi = language == LANGUAGE_VI;
    switch (kind) {
    case POLICY_WRONG:
        return text_format(scratch, vi ? "Chưa thấy đủ điều kiện: %.*s" : "Not met: %.*s",
                           TEXT_ARGS(finding->say));
    case POLICY_UNPROVEN:
        return text_format(scratch, vi ? "Thiếu dữ liệu để biết: %.*s" : "Cannot be told without data: %.*s",
                           TEXT_ARGS(finding->say));
    case POLICY_TWICE:
        return twice_words(run, scratch, finding, language);
    case POLICY_SHORT:
    case POLICY_OVER:
        return amount_words(scratch, finding, language);
    case POLICY_LATE:
        return text_format(scratch, vi ? "Quá hạn %d ngày" : "%d days late", finding->found.late_days);
    case POLICY_MISSED:
        return finding->found.refused
                   ? say(language, "Đủ điều kiện theo danh sách đề nghị nhưng ở danh sách không đủ điều kiện",
                         "Entitled by the list of applications, but on the list of refusals")
                   : say(language,
                         "Đủ điều kiện theo danh sách đề nghị nhưng không có trong danh sách duyệt, chi",
                         "Entitled by the list of applications, but neither approved nor paid");
    }
    NEVER("a kind of finding");
}
