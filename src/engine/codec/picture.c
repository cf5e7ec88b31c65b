/* picture.c — see picture.h. JPEG: ITU-T T.81 B.1, Exif 2.3; PNG: ISO/IEC 15948; WebP: its container, RIFF. */
#include "engine/codec/picture.h"

#include "base/buffer.h"

static const struct kind {
    struct text type, ending;
} KINDS[] = {
    [FILE_UNKNOWN] = {TEXT_ENTRY("application/octet-stream"), TEXT_ENTRY("bin")},
    [FILE_PDF] = {TEXT_ENTRY("application/pdf"), TEXT_ENTRY("pdf")},
    [FILE_JPEG] = {TEXT_ENTRY("image/jpeg"), TEXT_ENTRY("jpg")},
    [FILE_PNG] = {TEXT_ENTRY("image/png"), TEXT_ENTRY("png")},
    [FILE_WEBP] = {TEXT_ENTRY("image/webp"), TEXT_ENTRY("webp")},
    [FILE_DOCX] = {TEXT_ENTRY("application/vnd.openxmlformats-officedocument.wordprocessingml.document"), TEXT_ENTRY("docx")},
    [FILE_XLSX] = {TEXT_ENTRY("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), TEXT_ENTRY("xlsx")},
};

#define PNG_START TEXT("\x89PNG\r\n\x1a\n")

/* Names of parts stand plain in a ZIP. */
static enum file_kind office_kind(struct text bytes)
{
    if (!text_contains(bytes, TEXT("[Content_Types].xml")) || text_contains(bytes, TEXT("vbaProject.bin")))
        return FILE_UNKNOWN;
    if (text_contains(bytes, TEXT("word/document.xml")))
        return FILE_DOCX;
    return text_contains(bytes, TEXT("xl/workbook.xml")) ? FILE_XLSX : FILE_UNKNOWN;
}

enum file_kind file_kind_of(struct text bytes)
{
    if (text_starts(bytes, TEXT("%PDF-")))
        return FILE_PDF;
    if (text_starts(bytes, TEXT("\xff\xd8\xff")))
        return FILE_JPEG;
    if (text_starts(bytes, PNG_START))
        return FILE_PNG;
    if (text_starts(bytes, TEXT("RIFF")) && text_equal(text_part(bytes, 8, 4), TEXT("WEBP")))
        return FILE_WEBP;
    return text_starts(bytes, TEXT("PK\x03\x04")) ? office_kind(bytes) : FILE_UNKNOWN;
}

bool file_kind_is_picture(enum file_kind kind)
{
    return kind == FILE_JPEG || kind == FILE_PNG || kind == FILE_WEBP;
}

struct text file_kind_type(enum file_kind kind)
{
    return KINDS[kind].type;
}

struct text file_kind_ending(enum file_kind kind)
{
    return KINDS[kind].ending;
}

enum file_kind file_kind_read(struct text type)
{
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++)
        if (text_equal(KINDS[i].type, type))
            return (enum file_kind)i;
    return FILE_UNKNOWN;
}

static bool cut_off(struct failure *why)
{
    return FAIL(why, FAILURE_INVALID, "the picture is cut off or broken");
}

/* Bytes of a number at `at`; the caller has checked that they are there. */
static size_t number_at(struct text bytes, size_t at, size_t count, bool little)
{
    size_t number = 0;
    for (size_t i = 0; i < count; i++)
        number = number << 8 | (unsigned char)bytes.bytes[at + (little ? count - 1 - i : i)];
    return number;
}

/* ---- JPEG ---- */

/* 1 to 8; 1, as it is, when nothing says otherwise. `exif`: what stands behind "Exif\0\0". */
static size_t orientation_of(struct text exif)
{
    bool little = text_starts(exif, TEXT("II"));
    if (exif.length < 8 || (!little && !text_starts(exif, TEXT("MM"))))
        return 1;
    size_t at = number_at(exif, 4, 4, little);
    if (at > exif.length || exif.length - at < 2)
        return 1;
    size_t entries = number_at(exif, at, 2, little);
    for (size_t i = 0; i < entries && exif.length - at >= 2 + (i + 1) * 12; i++) {
        size_t entry = at + 2 + i * 12, value = number_at(exif, entry + 8, 2, little);
        if (number_at(exif, entry, 2, little) == 0x0112)
            return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
}

/* An Exif segment that says the orientation and nothing else. */
static void add_orientation(struct buffer *out, size_t orientation)
{
    static const char BEFORE[] = "\xff\xe1\x00\x22"
                                 "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0",
                      BEHIND[] = "\0\0\0\0\0\0";
    if (orientation == 1)
        return;
    buffer_add(out, (struct text){BEFORE, sizeof BEFORE - 1});
    buffer_add_char(out, (char)orientation);
    buffer_add(out, (struct text){BEHIND, sizeof BEHIND - 1});
}

/* Of the program's own segments only JFIF, the colours' profile and Adobe's colour mark say how to draw. */
static bool is_kept(size_t marker)
{
    return !((marker >= 0xe1 && marker <= 0xef && marker != 0xe2 && marker != 0xee) || marker == 0xfe);
}

static bool strip_jpeg(struct text bytes, struct buffer *out, struct failure *why)
{
    size_t at = 2, orientation = 1;
    buffer_add(out, text_part(bytes, 0, 2));
    while (bytes.length - at >= 4 && (unsigned char)bytes.bytes[at] == 0xff) {
        size_t marker = (unsigned char)bytes.bytes[at + 1], length = number_at(bytes, at + 2, 2, false);
        if (length < 2 || bytes.length - at - 2 < length)
            return cut_off(why);
        struct text segment = text_part(bytes, at, length + 2), inside = text_from(segment, 4);
        if (marker == 0xda) { /* from here on the picture itself */
            add_orientation(out, orientation);
            /* What stands behind its end is not the picture's. */
            size_t end = bytes.length;
            while (end > at + 1 && !((unsigned char)bytes.bytes[end - 2] == 0xff && (unsigned char)bytes.bytes[end - 1] == 0xd9))
                end--;
            if (end <= at + length + 2)
                return cut_off(why);
            buffer_add(out, text_part(bytes, at, end - at));
            return true;
        }
        if (marker == 0xe1 && text_starts(inside, (struct text){"Exif\0\0", 6}))
            orientation = orientation_of(text_from(inside, 6));
        if (is_kept(marker))
            buffer_add(out, segment);
        at += length + 2;
    }
    return cut_off(why);
}

/* ---- PNG ---- */

static bool png_is_kept(struct text name)
{
    static const char *const TOLD[] = {"eXIf", "tEXt", "iTXt", "zTXt", "tIME"};
    for (size_t i = 0; i < sizeof TOLD / sizeof *TOLD; i++)
        if (text_is(name, TOLD[i]))
            return false;
    return true;
}

static bool strip_png(struct text bytes, struct buffer *out, struct failure *why)
{
    size_t at = PNG_START.length;
    buffer_add(out, PNG_START);
    while (bytes.length - at >= 12) {
        size_t length = number_at(bytes, at, 4, false);
        if (bytes.length - at - 12 < length)
            return cut_off(why);
        struct text name = text_part(bytes, at + 4, 4);
        if (png_is_kept(name))
            buffer_add(out, text_part(bytes, at, length + 12));
        if (text_is(name, "IEND"))
            return true;
        at += length + 12;
    }
    return cut_off(why);
}

/* ---- WebP ---- */

static void add_little(struct buffer *out, size_t number)
{
    for (int i = 0; i < 4; i++)
        buffer_add_char(out, (char)(number >> (8 * i) & 0xff));
}

static bool strip_webp(struct arena *arena, struct text bytes, struct buffer *out, struct failure *why)
{
    enum { HEAD = 12, EXIF_AND_XMP = 0x0c };
    struct buffer CLOSING(buffer) chunks;
    size_t at = HEAD, end = number_at(bytes, 4, 4, true) + 8;
    buffer_init(&chunks, bytes.length);
    if (end > bytes.length)
        return cut_off(why);
    while (end - at >= 8) {
        size_t length = number_at(bytes, at + 4, 4, true), whole = length + (length & 1) + 8;
        if (end - at < whole)
            return cut_off(why);
        struct text chunk = text_part(bytes, at, whole), name = text_part(chunk, 0, 4);
        if (text_is(name, "VP8X") && length > 0) { /* its first byte says what else is there */
            char *told = arena_copy(arena, chunk.bytes, chunk.length);
            told[8] = (char)(told[8] & ~EXIF_AND_XMP);
            chunk.bytes = told;
        }
        if (!text_is(name, "EXIF") && !text_is(name, "XMP "))
            buffer_add(&chunks, chunk);
        at += whole;
    }
    buffer_add(out, TEXT("RIFF"));
    add_little(out, chunks.length + 4);
    buffer_add(out, TEXT("WEBP"));
    buffer_add(out, buffer_text(&chunks));
    return true;
}

bool picture_strip(struct arena *arena, enum file_kind kind, struct text bytes, struct text *stripped, struct failure *why)
{
    enum { ORIENTATION_BYTES = 64 };
    struct buffer CLOSING(buffer) out;
    buffer_init(&out, bytes.length + ORIENTATION_BYTES);
    REQUIRE(file_kind_is_picture(kind) && file_kind_of(bytes) == kind);
    if (!(kind == FILE_JPEG ? strip_jpeg(bytes, &out, why) : kind == FILE_PNG ? strip_png(bytes, &out, why) : strip_webp(arena, bytes, &out, why)))
        return false;
    REQUIRE(!out.full);
    *stripped = text_copy(arena, buffer_text(&out));
    return true;
}
