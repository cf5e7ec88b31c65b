#include "engine/document/docx_layout_inside.h"

#define NATION "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
#define MOTTO "Độc lập - Tự do - Hạnh phúc"

static const struct docx_layout layouts[] =
    {
        [LAYOUT_PLAIN] =
            {
                .margin_top = 20,
                .margin_bottom = 20,
                .margin_left = 25,
                .margin_right = 20,
                .header_distance = 10,
                .type_name = {14, true, false, false},
                .subject = {14, true, false, false},
                .subject_rule = false,
                .body = {13, false, false, false},
                .note = {11, false, true, false},
                .table = {11, false, false, false},
                .first_line = 0,
                .space = 6,
                .line = 1.15,
                .page_number = 12,
                .annex_by_default = false,
            },
        [LAYOUT_PARTY] =
            {
                .margin_top = 20,
                .margin_bottom = 20,
                .margin_left = 30,
                .margin_right = 15,
                .header_distance = 10,
                .head_left = 72,
                .right_title = "ĐẢNG CỘNG SẢN VIỆT NAM",
                .right_motto = NULL,
                .right_rule = 75,
                .issuer_star = true,
                .title = {15, true, false, false},
                .superior = {14, false, false, false},
                .issuer = {14, true, false, false},
                .number = {14, false, false, false},
                .place = {14, false, true, false},
                .letter_subject = {12, false, true, false},
                .number_gap = "Số          ",
                .type_name = {16, true, false, false},
                .subject = {15, true, false, false},
                .subject_rule = true,
                .body = {14, false, false, false},
                .note = {12, false, true, false},
                .table = {12, false, false, false},
                .first_line = 12.7,
                .space = 6,
                .line = 1.15,
                .page_number = 14,
                .power = {14, true, false, false},
                .signer_title = {14, false, false, false},
                .signer_name = {14, true, false, false},
                .recipients_title = {14, false, false, true},
                .recipients = {12, false, false, false},
                .room_to_sign = 72,
                .foot_left = 82,
                .annex_by_default = true,
            },
        [LAYOUT_STATE] =
            {
                .margin_top = 20,
                .margin_bottom = 20,
                .margin_left = 30,
                .margin_right = 15,
                .header_distance = 10,
                .head_left = 64, /* the national name at 12 points needs the other 101 */
                .right_title = NATION,
                .right_motto = MOTTO,
                .right_rule = 57,
                .issuer_star = false,
                .title = {12, true, false, false},
                .motto = {13, true, false, false},
                .superior = {12, false, false, false},
                .issuer = {12, true, false, false},
                .number = {13, false, false, false},
                .place = {13, false, true, false},
                .letter_subject = {12, false, false, false},
                .number_gap = "Số:        ",
                .type_name = {14, true, false, false},
                .subject = {14, true, false, false},
                .subject_rule = true,
                .body = {14, false, false, false},
                .note = {12, false, true, false},
                .table = {12, false, false, false},
                .first_line = 12.7,
                .space = 6,
                .line = 1.15,
                .page_number = 13,
                .power = {14, true, false, false},
                .signer_title = {14, true, false, false},
                .signer_name = {14, true, false, false},
                .recipients_title = {12, true, true, false},
                .recipients = {11, false, false, false},
                .room_to_sign = 72,
                .foot_left = 82,
                .annex_by_default = true,
            },
        [LAYOUT_FRONT] =
            {
                .margin_top = 20,
                .margin_bottom = 20,
                .margin_left = 30,
                .margin_right = 15,
                .header_distance = 10,
                .head_left = 64,
                .right_title = NATION,
                .right_motto = MOTTO,
                .right_rule = 57,
                .issuer_star = false,
                .title = {12, true, false, false},
                .motto = {13, true, false, false},
                .superior = {13, false, false, false},
                .issuer = {13, true, false, false},
                .number = {14, false, false, false},
                .place = {14, false, true, false},
                .letter_subject = {12, false, true, false},
                .number_gap = "Số:        ",
                .type_name = {15, true, false, false},
                .subject = {14, true, false, false},
                .subject_rule = true,
                .body = {14, false, false, false},
                .note = {12, false, true, false},
                .table = {12, false, false, false},
                .first_line = 12.7,
                .space = 6,
                .line = 1.15,
                .page_number = 14,
                .power = {14, true, false, false},
                .signer_title = {14, true, false, false},
                .signer_name = {14, true, false, false},
                .recipients_title = {12, true, true, false},
                .recipients = {11, false, false, false},
                .room_to_sign = 72,
                .foot_left = 82,
                .annex_by_default = true,
            },
};

struct docx_layout docx_layout_get(enum layout layout, bool landscape)
{
    struct docx_layout found = layouts[layout];
    found.paper_width = landscape ? DOCX_PAPER_HEIGHT : DOCX_PAPER_WIDTH;
    found.paper_height = landscape ? DOCX_PAPER_WIDTH : DOCX_PAPER_HEIGHT;
    if (!landscape)
        return found;
    /* Bound on its long side, the columns of head and foot as far apart as the paper is wider. */
    double wider = found.paper_width / found.paper_height;
    found.margin_left = found.margin_right;
    found.head_left *= wider;
    found.foot_left *= wider;
    return found;
}

double docx_layout_width(const struct docx_layout *layout)
{
    return layout->paper_width - layout->margin_left - layout->margin_right;
}
