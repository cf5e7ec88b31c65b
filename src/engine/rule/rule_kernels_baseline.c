/* rule_kernels_baseline.c — the loops of rule_kernels.def for every processor of the kind. */
#include "engine/rule/rule_columns.h"
#include "engine/rule/rule_kernels_inside.h"

#include <string.h>

#define KERNEL static
#define KERNELS rule_kernels_baseline
#define INSTRUCTIONS "baseline"
#include "engine/rule/rule_kernels.def"
