/* fuzz: keep/unit */
/* Any text as the name of a place: bounded work, and what is sure is one place valid on the day that is found again by its own full name. */
#include "keep/unit/gazetteer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OPEN {INT32_MIN}
#define PLACE(code, name, kind, parent, from, to) \
    {TEXT_ENTRY(code), TEXT_ENTRY(name), {0}, TEXT_ENTRY(kind), TEXT_ENTRY(parent), from, to, false, NULL}
static const struct gazetteer_place PLACES[] = {
    PLACE("01", "Thành phố Hà Nội", "province", "", OPEN, OPEN),
    PLACE("66", "Tỉnh Đắk Lắk", "province", "", OPEN, OPEN),
    PLACE("77", "Tỉnh Bà Rịa - Vũng Tàu", "province", "", OPEN, {20269}),
    PLACE("79", "Thành phố Hồ Chí Minh", "province", "", OPEN, OPEN),
    PLACE("004", "Quận Long Biên", "district", "01", OPEN, {20269}),
    PLACE("018", "Huyện Gia Lâm", "district", "01", OPEN, {20269}),
    PLACE("760", "Quận 1", "district", "79", OPEN, {20269}),
    PLACE("770", "Quận 3", "district", "79", OPEN, {20269}),
    PLACE("00118", "Phường Ngọc Thụy", "ward", "004", OPEN, {20269}),
    PLACE("00139", "Phường Bồ Đề", "ward", "004", OPEN, {20269}),
    PLACE("00145", "Phường Long Biên", "ward", "004", OPEN, {20269}),
    PLACE("00565", "Thị trấn Trâu Quỳ", "ward", "018", OPEN, {20269}),
    PLACE("00577", "Xã Đa Tốn", "ward", "018", OPEN, {20269}),
    PLACE("26740", "Phường Bến Nghé", "ward", "760", OPEN, {20269}),
    PLACE("27160", "Phường 1", "ward", "770", OPEN, {20269}),
    PLACE("00118", "Phường Bồ Đề", "ward", "01", {20270}, OPEN),
    PLACE("24694", "Xã Ea H'leo", "ward", "66", OPEN, OPEN),
};
static const struct gazetteer_successor SUCCESSORS[] = {{8, 15}, {9, 15}, {15, 9}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *CLOSING(arena) arena = arena_open();
    const struct gazetteer_source source = {PLACES, LENGTH_OF(PLACES), SUCCESSORS, LENGTH_OF(SUCCESSORS)};
    const struct gazetteer *names = gazetteer_make(arena, &source);
    struct gazetteer_question question = {.written = {(const char *)data, size}, .day = {size % 2 == 0 ? 20000 : 20400}};
    struct gazetteer_answer answer, again;
    gazetteer_find(names, &question, &answer);
    REQUIRE(answer.count <= answer.found && answer.count <= GAZETTEER_PROPOSALS_MAX);
    REQUIRE((answer.sureness == GAZETTEER_SURE) == (answer.reason == GAZETTEER_NO_REASON));
    REQUIRE((answer.sureness == GAZETTEER_UNKNOWN) == (answer.count == 0));
    if (answer.sureness != GAZETTEER_SURE)
        return 0;
    REQUIRE(answer.count == 1);
    question.written = gazetteer_full_name(arena, names, answer.places[0]);
    gazetteer_find(names, &question, &again);
    REQUIRE(again.sureness == GAZETTEER_SURE && again.places[0] == answer.places[0]);
    return 0;
}
