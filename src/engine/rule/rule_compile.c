/*
 * rule_compile.c — the typed tree as flat steps, once per rule.
 */
#include "engine/rule/rule_read_inside.h"

struct compiler {
    struct arena *arena;
    struct rule *rule;
    size_t waiting; /* values on the stack behind the steps so far */
    size_t constants_room;
    bool too_many;
};

static void compile_node(struct compiler *compiler, const struct rule_node *node);

/* Adds a step that takes `takes` values off the stack and puts one there. */
static struct rule_step *add_step(struct compiler *compiler, enum rule_step_kind kind, size_t takes)
{
    struct rule *rule = compiler->rule;
    if (rule->step_count == RULE_STEPS_MAX) {
        compiler->too_many = true;
        rule->step_count--; /* the rule is refused: what is written no longer matters */
    }
    REQUIRE(compiler->waiting >= takes);
    compiler->waiting = compiler->waiting - takes + 1;
    REQUIRE(compiler->waiting <= RULE_STACK_MAX);
    struct rule_step *step = &rule->steps[rule->step_count++];
    *step = (struct rule_step){.step = (uint8_t)kind};
    return step;
}

static uint32_t add_constant(struct compiler *compiler, struct value value)
{
    struct rule *rule = compiler->rule;
    if (rule->constant_count == compiler->constants_room) {
        compiler->constants_room = compiler->constants_room == 0 ? 8 : compiler->constants_room * 2;
        struct value *grown = arena_make_many(compiler->arena, compiler->constants_room, sizeof *grown);
        for (size_t i = 0; i < rule->constant_count; i++)
            grown[i] = rule->constants[i];
        rule->constants = grown;
    }
    rule->constants[rule->constant_count] = value;
    return (uint32_t)rule->constant_count++;
}

/* Keeps the slots ascending, each once. */
static void add_slot(struct compiler *compiler, size_t slot, struct text name)
{
    struct rule *rule = compiler->rule;
    size_t at = 0;
    while (at < rule->slot_count && rule->slots[at] < slot)
        at++;
    if (at < rule->slot_count && rule->slots[at] == slot)
        return;
    size_t count = rule->slot_count + 1;
    size_t *slots = arena_make_many(compiler->arena, count, sizeof *slots);
    struct text *names = arena_make_many(compiler->arena, count, sizeof *names);
    for (size_t i = 0; i < rule->slot_count; i++) {
        slots[i < at ? i : i + 1] = rule->slots[i];
        names[i < at ? i : i + 1] = rule->slot_names[i];
    }
    slots[at] = slot;
    names[at] = name;
    rule->slots = slots;
    rule->slot_names = names;
    rule->slot_count = count;
}

static void compile_name(struct compiler *compiler, const struct rule_node *node)
{
    add_slot(compiler, node->slot, node->value.text);
    struct rule_step *step = add_step(compiler, RULE_STEP_READ, 0);
    step->type = (uint8_t)node->type;
    step->operand = (uint32_t)node->slot;
}

/* a, b, step, c, step …: never more than one value waits. */
static void compile_chain(struct compiler *compiler, const struct rule_node *node, enum rule_step_kind kind)
{
    compile_node(compiler, rule_child(node, 0));
    for (size_t i = 1; i < node->children.count; i++) {
        compile_node(compiler, rule_child(node, i));
        add_step(compiler, kind, 2)->type = (uint8_t)rule_child(node, 0)->type;
    }
}

/* All children, then one step that takes them all. */
static void compile_plain(struct compiler *compiler, const struct rule_node *node, enum rule_step_kind kind)
{
    for (size_t i = 0; i < node->children.count; i++)
        compile_node(compiler, rule_child(node, i));
    add_step(compiler, kind, node->children.count)->type = (uint8_t)rule_child(node, 0)->type;
}

static bool only_literals(const struct rule_node *node)
{
    for (size_t i = 1; i < node->children.count; i++)
        if (rule_child(node, i)->kind != RULE_LITERAL)
            return false;
    return true;
}

/* Nearly every `in` lists constants only: those are one step. */
static void compile_in(struct compiler *compiler, const struct rule_node *node)
{
    const struct rule_node *left = rule_child(node, 0);
    compile_node(compiler, left);
    if (only_literals(node)) {
        struct rule_step *step = add_step(compiler, RULE_STEP_IN_CONSTANTS, 1);
        step->type = (uint8_t)left->type;
        step->count = (uint16_t)(node->children.count - 1);
        step->operand = (uint32_t)compiler->rule->constant_count;
        for (size_t i = 1; i < node->children.count; i++)
            add_constant(compiler, rule_child(node, i)->value);
        return;
    }
    add_step(compiler, RULE_STEP_CONSTANT, 0)->operand = add_constant(compiler, value_truth(false));
    for (size_t i = 1; i < node->children.count; i++) {
        compile_node(compiler, rule_child(node, i));
        add_step(compiler, RULE_STEP_IN_ITEM, 2)->type = (uint8_t)left->type;
    }
    add_step(compiler, RULE_STEP_IN_END, 2);
}

/* From the last branch to the first: each step chooses between its value and all that comes after it. */
static void compile_case(struct compiler *compiler, const struct rule_node *node)
{
    size_t last = node->children.count - 1;
    compile_node(compiler, rule_child(node, last));
    for (size_t i = last; i > 0; i -= 2) {
        compile_node(compiler, rule_child(node, i - 2));
        compile_node(compiler, rule_child(node, i - 1));
        add_step(compiler, RULE_STEP_CHOOSE, 3)->type = (uint8_t)node->type;
    }
}

static void compile_call(struct compiler *compiler, const struct rule_node *node)
{
    for (size_t i = 0; i < node->children.count; i++)
        compile_node(compiler, rule_child(node, i));
    add_step(compiler, RULE_STEP_CALL, node->children.count)->operand = (uint32_t)node->function;
}

static void compile_node(struct compiler *compiler, const struct rule_node *node)
{
    static const uint8_t steps[] = {
        [RULE_AND] = RULE_STEP_AND,
        [RULE_OR] = RULE_STEP_OR,
        [RULE_NOT] = RULE_STEP_NOT,
        [RULE_BETWEEN] = RULE_STEP_BETWEEN,
        [RULE_ADD] = RULE_STEP_ADD,
        [RULE_SUBTRACT] = RULE_STEP_SUBTRACT,
        [RULE_MULTIPLY] = RULE_STEP_MULTIPLY,
        [RULE_NEGATE] = RULE_STEP_NEGATE,
        [RULE_MIN] = RULE_STEP_MIN,
        [RULE_MAX] = RULE_STEP_MAX,
        [RULE_KNOWN] = RULE_STEP_KNOWN,
    };
    switch (node->kind) {
    case RULE_LITERAL:
    case RULE_QUOTED:
        add_step(compiler, RULE_STEP_CONSTANT, 0)->operand = add_constant(compiler, node->value);
        return;
    case RULE_WORD:
    case RULE_NAME:
        compile_name(compiler, node);
        return;
    case RULE_COMPARE:
        compile_plain(compiler, node, (enum rule_step_kind)((int)RULE_STEP_EQUAL + (int)node->order));
        return;
    case RULE_IN:
        compile_in(compiler, node);
        return;
    case RULE_CASE:
        compile_case(compiler, node);
        return;
    case RULE_CALL:
        compile_call(compiler, node);
        return;
    case RULE_AND:
    case RULE_OR:
    case RULE_MIN:
    case RULE_MAX:
        compile_chain(compiler, node, steps[node->kind]);
        return;
    case RULE_NOT:
    case RULE_BETWEEN:
    case RULE_ADD:
    case RULE_SUBTRACT:
    case RULE_MULTIPLY:
    case RULE_NEGATE:
    case RULE_KNOWN:
        compile_plain(compiler, node, steps[node->kind]);
        return;
    }
}

bool rule_compile(struct rule_reader *reader, struct rule *rule)
{
    struct compiler compiler = {.arena = reader->arena, .rule = rule};
    struct rule_step steps[RULE_STEPS_MAX];
    rule->steps = steps;
    compile_node(&compiler, rule->root);
    if (compiler.too_many) {
        rule_complain(reader, rule->source, "rule.too-many-steps",
                      text_format(reader->arena, "%d", (int)RULE_STEPS_MAX), (struct text){0});
        return false;
    }
    rule->steps = arena_copy(reader->arena, steps, rule->step_count * sizeof *steps);
    return true;
}
