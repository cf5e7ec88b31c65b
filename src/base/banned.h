/*
 * banned.h — calls that do not compile outside base; forced into every file by the build.
 * `text`, `buffer`, `arena`, `day` and `text_read_int64` do their work safely.
 */
#pragma once

#ifndef DANVAN_BASE
#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets atoi atol strtol strtoul strtoll localtime gmtime malloc calloc realloc
#endif
