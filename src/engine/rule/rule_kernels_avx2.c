/* rule_kernels_avx2.c — the loops of rule_kernels.def once more, for processors with AVX2 (x86-64 since 2013). */
#include "engine/rule/rule_columns.h"
#include "engine/rule/rule_kernels_inside.h"

#include <string.h>

#if defined(__x86_64__)
#define KERNEL __attribute__((target("avx2"))) static
#define KERNELS rule_kernels_avx2
#define INSTRUCTIONS "avx2"
#include "engine/rule/rule_kernels.def"
#endif
