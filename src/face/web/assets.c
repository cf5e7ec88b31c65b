/* assets.c — the files inside the program, found by path. */
#include "face/web/assets.h"

bool asset_find(struct text path, struct text *bytes)
{
    for (unsigned long i = 0; i < assets_count; i++)
        if (text_is(path, assets[i].path)) {
            *bytes = (struct text){(const char *)assets[i].bytes, assets[i].length};
            return true;
        }
    return false;
}
