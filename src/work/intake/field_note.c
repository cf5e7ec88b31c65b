/* field_note.c — how to write a value of each kind. */
#include "work/intake/field_note.h"

static struct text in(enum language language, const char *vi, const char *en)
{
    return text_of(language == LANGUAGE_EN ? en : vi);
}

static struct text kind_note(enum language language, const struct field_definition *field)
{
    switch (field->kind) {
    case FIELD_DAY:
        return in(language, "Ngày/tháng/năm, ví dụ 08/09/2021.", "Day/month/year, such as 08/09/2021.");
    case FIELD_NUMBER:
        return in(language, "Số nguyên.", "A whole number.");
    case FIELD_DECIMAL:
        return in(language, "Số, có thể có phần lẻ.", "A number, with fractions if need be.");
    case FIELD_MONEY:
        return in(language, "Số tiền, tính bằng đồng.", "An amount in đồng.");
    case FIELD_RECORD:
        return in(language, "Số hoặc tên của mục ghi.", "The record's number or name.");
    case FIELD_CHOICE:
    case FIELD_TRUTH:
    case FIELD_UNIT:
    case FIELD_INSTRUMENT:
        return in(language, "Chọn trong danh sách.", "Choose from the list.");
    case FIELD_TEXT:
    case FIELD_LONG_TEXT:
        return (struct text){0};
    }
    NEVER("a kind of field");
}

struct text field_note(struct arena *arena, enum language language, const struct field_definition *field)
{
    struct text unit = title_in(field->unit, language), hint = title_in(field->hint, language), parts[6];
    size_t count = 0;
    if (field->required)
        parts[count++] = in(language, "Bắt buộc.", "Required.");
    if (kind_note(language, field).length > 0)
        parts[count++] = kind_note(language, field);
    if (unit.length > 0)
        parts[count++] = text_format(arena, "%s: %.*s.", in(language, "Đơn vị tính", "Counted in").bytes, TEXT_ARGS(unit));
    if (field->many)
        parts[count++] = in(language, "Nhiều giá trị thì cách nhau bằng dấu chấm phẩy.", "Several values stand apart by semicolons.");
    if (hint.length > 0)
        parts[count++] = hint;
    return text_join(arena, parts, count, TEXT(" "));
}
