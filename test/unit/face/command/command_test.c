/*
 * command_test.c — what each command says and how it exits, beside what a person once read and accepted.
 *
 * The cases run in order in one folder: later ones stand on earlier ones. test/golden/command/NAME.txt holds the
 * words given, both outputs and the exit code; DIR stands for the folder of the test.
 */
#include "face/command/run.h"
#include "support/golden.h"
#include "support/store/address.h"

#include "base/buffer.h"
#include "base/file.h"
#include "face/web/server.h"
#include "work/upkeep/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { WORDS_MAX = 24, OUTPUT_MAX = 4 << 20 };

struct fixture {
    struct arena *arena;
    char folder[40];
};

/* ---- one command line, its outputs caught ---- */

struct caught {
    struct text out, err;
    int code;
};

static int catch(int stream, const char *path)
{
    int kept = dup(stream), file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    assert_true(kept >= 0 && file >= 0);
    assert_int_equal(dup2(file, stream), stream);
    assert_int_equal(close(file), 0);
    return kept;
}

static struct text let_go(struct fixture *fixture, int stream, int kept, const char *path)
{
    struct text bytes;
    struct failure why;
    assert_int_equal(dup2(kept, stream), stream);
    assert_int_equal(close(kept), 0);
    assert_true(file_read(fixture->arena, path, OUTPUT_MAX, &bytes, &why));
    return bytes;
}

static struct caught run(struct fixture *fixture, const char *const *words, size_t count)
{
    const char *out = text_format(fixture->arena, "%s/.out", fixture->folder).bytes, *err = text_format(fixture->arena, "%s/.err", fixture->folder).bytes;
    struct caught caught;
    (void)fflush(stdout);
    (void)fflush(stderr);
    int kept_out = catch(STDOUT_FILENO, out), kept_err = catch(STDERR_FILENO, err);
    caught.code = command_run(words, count);
    (void)fflush(stdout);
    (void)fflush(stderr);
    caught.out = let_go(fixture, STDOUT_FILENO, kept_out, out);
    caught.err = let_go(fixture, STDERR_FILENO, kept_err, err);
    return caught;
}

/* ---- cases ---- */

struct test_case {
    const char *name, *line; /* "DIR" stands for the folder; words stand apart by one space, '_' inside a word is one */
    int code;
};

static const struct test_case CASES[] = {
    {"help", "--lang en", 0},
    {"help-vi", "--help --lang vi", 0},
    {"help-figure", "figure --help --lang en", 0},
    {"help-import-vi", "help import --lang vi", 0},
    {"usage-command", "figre --lang en", 2},
    {"usage-option", "figure DIR/q outreach.sessions --unitt 004 --lang en", 2},
    {"usage-value", "figure DIR/q outreach.sessions --unit --lang vi", 2},
    {"usage-takes", "figure DIR/q --lang vi", 2},
    {"usage-not-for-this", "verify DIR/q --unit 004 --lang en", 2},
    {"usage-set", "act DIR/q record-write --set topic --lang en", 2},
    {"no-folder", "verify DIR/khong-co --lang vi", 4},
    {"no-instance", "user list DIR --lang en", 4},
    {"define-check", "define-check PACK --lang vi", 0},
    {"define-check-torn", "define check DIR/goi/rach --lang vi", 1},
    {"define-check-json", "define-check DIR/goi/rach --json --lang en", 1},
    {"define-check-missing", "define-check DIR/goi/khong --lang en", 1},
    {"init-torn", "init DIR/q --pack DIR/goi/rach --lang en", 1},
    {"init", "init DIR/q --pack PACK --lang en", 0},
    {"init-again", "init DIR/q --pack PACK --lang vi", 6},
    {"act-list", "act DIR/q --lang vi", 0},
    {"act-unknown", "act DIR/q record-wrote --lang en", 4},
    {"act-dry", "act DIR/q record-write --set register=outreach --set unit=00118.kv --set held_on=8/9/2021 --set topic=Rác --set form=house_visit --set hours=1 --dry-run --lang en", 0},
    {"act-write", "act DIR/q record-write --set register=outreach --set unit=00118.kv --set held_on=8/9/2021 --set topic=Rác --set form=meeting --set attendance=30 --set hours=2 --lang vi", 0},
    {"act-write-json", "act DIR/q record-write --set register=outreach --set unit=00136.kv --set held_on=2021-09-10 --set topic=Tiêm --set form=loudspeaker --set hours=1 --set about=luat-mttq-2015 --set about=luat-10-2022 --json --lang en", 0},
    {"act-problems", "act DIR/q record-write --set register=outreach --set unit=00118.kv --set held_on=31/2/2021 --set form=hop --set attendance=ba --lang vi", 1},
    {"act-problems-json", "act DIR/q record-write --set register=outreach --set unit=99 --json --lang en", 1},
    {"act-correct", "act DIR/q record-correct --record 2 --set register=outreach --set attendance=32 --set reason=đếm_lại_danh_sách --json --lang vi", 0},
    {"act-conflict", "act DIR/q record-correct --record 2 --version 2 --set register=outreach --set attendance=33 --set reason=đếm_lại_lần_nữa --lang vi", 6},
    {"act-no-record", "act DIR/q record-withdraw --record 77 --set register=outreach --set reason=ghi_hai_lần --lang en", 4},
    {"user-add-short", "user add DIR/q lan --name Lan_(mẫu) --password-file DIR/ngan --lang vi", 1},
    {"user-add", "user add DIR/q lan --name Lan_(mẫu) --password-file DIR/dai --lang vi", 0},
    {"user-add-taken", "user add DIR/q lan --name Lan_(mẫu) --password-file DIR/dai --lang en", 1},
    {"user-grant", "user grant DIR/q lan recorder 00118.kv --from 1/1/2021 --until 2030-12-31 --lang en", 0},
    {"user-grant-place", "user grant DIR/q lan recorder 00118 --lang vi", 1},
    {"user-list", "user list DIR/q --lang vi", 0},
    {"user-list-json", "user list DIR/q --json --lang en", 0},
    {"as-allowed", "act DIR/q record-write --as lan --today 2021-09-11 --set register=outreach --set unit=00118.kv --set held_on=11/9/2021 --set topic=Rác --set form=house_visit --set hours=1 --lang vi", 0},
    {"as-denied", "act DIR/q record-write --as lan --today 2021-09-11 --set register=outreach --set unit=00136.kv --set held_on=11/9/2021 --set topic=Rác --set form=loudspeaker --lang vi", 3},
    {"as-nobody", "user list DIR/q --as khong.co --lang en", 4},
    {"user-lock", "user lock DIR/q lan --lang vi", 0},
    {"as-locked", "figure DIR/q outreach.sessions --unit 004 --period 2021-Q3 --as lan --lang en", 3},
    {"import-bad", "import DIR/q outreach DIR/sai.csv --quiet --lang vi", 1},
    {"import-bad-en", "import DIR/q outreach DIR/sai.csv --quiet --lang en", 1},
    {"import-bad-json", "import DIR/q outreach DIR/sai.csv --quiet --json --lang en", 1},
    {"import-not-utf8", "import DIR/q outreach DIR/tcvn3.csv --quiet --lang vi", 1},
    {"import-no-file", "import DIR/q outreach DIR/khong.csv --quiet --lang en", 4},
    {"import-no-register", "import DIR/q outrech DIR/dung.csv --quiet --lang en", 4},
    {"import-dry", "import DIR/q outreach DIR/dung.csv --dry-run --lang vi", 0},
    {"import", "import DIR/q outreach DIR/dung.csv --quiet --lang vi", 0},
    {"import-map", "import DIR/q outreach DIR/cua-ho.csv --map DIR/cot.yaml --unit 00118.kv --dry-run --quiet --lang vi", 0},
    {"import-map-torn", "import DIR/q outreach DIR/cua-ho.csv --map DIR/rach.yaml --unit 00118.kv --lang vi", 1},
    {"import-again", "import DIR/q outreach DIR/dung.csv --quiet --lang vi", 0},
    {"act-mission", "act DIR/q record-write --set register=supervision --set unit=004.mttq --set topic=Hỗ_trợ --set worked_on=1/9/2021 --set posted_on=2/9/2021 --set state=under_way --lang vi", 0},
    {"check", "check PACKS/vietnam/policies/nq-68-2021.yaml --paid DIR/chi-tra.csv --today 2021-10-15 --to DIR/ket-qua.xlsx --lang vi", 1},
    {"check-json", "check PACKS/vietnam/policies/nq-68-2021.yaml --paid DIR/chi-tra.csv --today 2021-10-15 --to DIR/ket-qua.xlsx --json --lang en", 1},
    {"check-no-lists", "check PACKS/vietnam/policies/nq-68-2021.yaml --to DIR/ket-qua.xlsx --lang vi", 2},
    {"check-no-table", "check PACKS/vietnam/policies/nq-68-2021.yaml --paid DIR/dai --to DIR/ket-qua.xlsx --lang vi", 1},
    {"match", "match DIR/hai-lan.csv --map DIR/so.yaml --to DIR/trung.csv --lang vi", 0},
    {"match-two", "match DIR/hai-lan.csv DIR/hai-lan.csv --map DIR/so.yaml --to DIR/trung.xlsx --json --lang en", 0},
    {"match-map", "match DIR/hai-lan.csv --map DIR/so-sai.yaml --to DIR/trung.xlsx --lang vi", 1},
    {"match-heading", "match DIR/da-chi.csv --map DIR/so.yaml --to DIR/trung.xlsx --lang en", 1},
    {"match-takes", "match DIR/a DIR/b DIR/c --map DIR/so.yaml --to DIR/trung.xlsx --lang en", 2},
    {"sample", "sample DIR/da-chi.csv --size 3 --by phuong --seed 9f2c-hoa --to DIR/mau.csv --lang vi", 0},
    {"sample-json", "sample DIR/da-chi.csv --size 2 --in-proportion Số_tiền --seed 9f2c-hoa --to DIR/mau.xlsx --json --lang en", 0},
    {"sample-no-column", "sample DIR/da-chi.csv --size 2 --by Xóm --seed 9f2c-hoa --to DIR/mau.xlsx --lang vi", 1},
    {"sample-no-seed", "sample DIR/da-chi.csv --size 2 --to DIR/mau.xlsx --lang en", 2},
    {"sample-survey", "sample DIR/da-chi.csv --size 2 --seed 9f2c-hoa --pack PACK --to DIR/phieu.docx --lang vi", 4},
    {"entitle", "entitle DIR/chinh-sach.yaml --in DIR/nguoi.csv --as-of 2021-10-01 --to DIR/duoc-huong.csv --lang vi", 0},
    {"entitle-json", "entitle DIR/chinh-sach.yaml --in DIR/nguoi.csv --as-of 1/10/2021 --to DIR/duoc-huong.xlsx --json --lang en", 0},
    {"entitle-persons", "entitle DIR/chinh-sach.yaml --in DIR/bang.csv --to DIR/bang.columns --persons --lang vi", 0},
    {"entitle-persons-back", "entitle DIR/chinh-sach.yaml --in DIR/bang.columns --to DIR/bang-2.csv --persons --json --lang en", 0},
    {"entitle-persons-sheet", "entitle DIR/chinh-sach.yaml --in DIR/bang.csv --to DIR/bang.xlsx --persons --lang en", 2},
    {"entitle-persons-torn", "entitle DIR/chinh-sach.yaml --in DIR/nguoi.csv --to DIR/x.columns --persons --lang vi", 1},
    {"entitle-table", "entitle DIR/chinh-sach.yaml --in DIR/bang.csv --as-of 2021-10-01 --to DIR/bang-duoc-huong.csv --lang vi", 0},
    {"entitle-table-columns", "entitle DIR/chinh-sach.yaml --in DIR/bang.columns --as-of 2021-10-01 --to DIR/bang-duoc-huong-2.csv --json --lang vi", 0},
    {"entitle-answers", "entitle DIR/chinh-sach.yaml --in DIR/bang.columns --as-of 2021-10-01 --to DIR/tra-loi.columns --json --lang en", 0},
    {"entitle-no-policy", "entitle DIR/khong.yaml --in DIR/nguoi.csv --as-of 2021-10-01 --to DIR/x.csv --lang en", 4},
    {"entitle-no-list", "entitle DIR/chinh-sach.yaml --as-of 2021-10-01 --to DIR/x.csv --lang en", 2},
    {"entitle-not-a-policy", "entitle DIR/nguoi.csv --in DIR/nguoi.csv --as-of 2021-10-01 --to DIR/x.csv --lang vi", 1},
    {"deadline", "deadline complaint-settled-1 --from 4/8/2021 --variant complex --today 2021-09-18 --lang vi", 0},
    {"deadline-decisions", "deadline complaint-settled-1 --from 2026-07-02 --suspend 2026-07-10 --continue 2026-07-20 --extend 10 --done 2026-08-05 --lang en", 0},
    {"deadline-json", "deadline reception-schedule-posted --from 2021-09-08 --json --today 2021-09-01 --lang vi", 0},
    {"deadline-problems", "deadline complaint-settled-1 --from mai --variant urgent --extend x --lang vi", 1},
    {"deadline-unknown", "deadline complaint --from 2021-09-08 --lang en", 1},
    {"due", "due DIR/q --today 2021-09-20 --lang vi", 0},
    {"due-json", "due DIR/q --today 2021-09-10 --by 17/9/2021 --unit 004 --json --lang en", 0},
    {"due-none", "due DIR/q --today 2021-09-20 --unit 00142 --lang en", 0},
    {"due-day", "due DIR/q --by mai --lang en", 2},
    {"figure", "figure DIR/q outreach.attendances --unit 004 --period 2021-Q3 --records --lang vi", 0},
    {"figure-json", "figure DIR/q outreach.sessions --unit 00118 --period 2021-09 --records --json --lang en", 0},
    {"figure-unknown-share", "figure DIR/q outreach.meeting_share --unit 00142 --period 2021 --lang en", 0},
    {"figure-near", "figure DIR/q outreach.sesions --unit 004 --period 2021-Q3 --lang en", 4},
    {"figure-period", "figure DIR/q outreach.sessions --unit 004 --period Q3/2021 --lang en", 2},
    {"report-format", "report DIR/q --unit 004 --period 2021-Q3 --to DIR/q.pdf --lang en", 2},
    {"report-unknown", "report DIR/q --unit 004 --period 2021-Q3 --report quarterly --to - --lang en", 4},
    {"upgrade-same", "upgrade DIR/q PACK --dry-run --lang vi", 0},
    {"rebuild", "rebuild DIR/q --lang en", 0},
    {"verify", "verify DIR/q --quiet --lang vi", 0},
    {"backup", "backup DIR/q DIR/sao-luu.db --quiet --lang en", 0},
    {"backup-again", "backup DIR/q DIR/sao-luu.db --quiet --lang vi", 6},
    {"verify-backup", "verify DIR/sao-luu.db --json --quiet --lang en", 0},
    {"verify-no-backup", "verify DIR/dung.csv --quiet --lang vi", 1},
    {"restore", "restore DIR/sao-luu.db DIR/lai --quiet --lang vi", 0},
    {"restore-taken", "restore DIR/sao-luu.db DIR/q --quiet --lang en", 6},
    {"verify-restored", "verify DIR/lai --quiet --lang en", 0},
    {"move-short-key", "move DIR/q DIR/di.danvan --sealed --key-file DIR/ngan --quiet --lang vi", 2},
    {"move-sealed", "move DIR/q DIR/di.danvan --sealed --key-file DIR/dai --quiet --lang vi", 0},
    {"move-wrong-key", "move DIR/di.danvan DIR/den --key-file DIR/ngan --quiet --lang en", 2},
    {"move-in", "move DIR/di.danvan DIR/den --key-file DIR/dai --quiet --lang en", 0},
    {"verify-moved", "verify DIR/den --quiet --lang en", 0},
    {"move-sealed-store", "move DIR/q DIR/x --sealed --store postgres:///danvan --lang en", 2},
    {"move-password", "move DIR/q DIR/x --store postgres://danvan:bi-mat@127.0.0.1:1/danvan --quiet --lang en", 2},
};

/* DIR and PACK become what they stand for; '_' inside a value is a space. */
static struct text word_of(struct fixture *fixture, struct text given)
{
    struct text word = text_replace(fixture->arena, given, TEXT("DIR"), text_of(fixture->folder));
    if (text_starts(word, TEXT("PACKS/")))
        return text_format(fixture->arena, "%s/%.*s", DANVAN_PACKS, TEXT_ARGS(text_from(word, 6)));
    word = text_replace(fixture->arena, word, TEXT("PACK"), TEXT(DANVAN_TEST_DATA "/packs/small"));
    struct text reason = TEXT("reason="), name = TEXT("Lan_");
    if (text_starts(word, reason) || text_starts(word, name))
        word = text_replace(fixture->arena, word, TEXT("_"), TEXT(" "));
    return word;
}

static struct text without_paths(struct fixture *fixture, struct text said)
{
    said = text_replace(fixture->arena, said, text_of(fixture->folder), TEXT("DIR"));
    return text_replace(fixture->arena, said, TEXT(DANVAN_TEST_DATA "/packs/small"), TEXT("PACK"));
}

static void run_case(struct fixture *fixture, const struct test_case *one)
{
    const char *words[WORDS_MAX];
    size_t count = 0;
    struct text rest = text_of(one->line), word;
    struct buffer CLOSING(buffer) got;
    buffer_init(&got, OUTPUT_MAX);
    while (text_next(&rest, ' ', &word))
        words[count++] = text_copy(fixture->arena, word_of(fixture, word)).bytes;
    /* Said as for a file, done on the database under test: what is answered is the same. */
    if (strcmp(words[0], "init") == 0 && !test_store_is_file()) {
        words[count++] = "--store";
        words[count++] = test_store_address(fixture->arena, words[1], one->name);
    }
    struct caught caught = run(fixture, words, count);
    struct text out = without_paths(fixture, caught.out), err = without_paths(fixture, caught.err);
    buffer_add_format(&got, "$ danvan %s\n%.*s---- standard error ----\n%.*s---- exit %d ----\n", one->line, TEXT_ARGS(out), TEXT_ARGS(err), caught.code);
    if (!golden_matches(text_format(fixture->arena, "command/%s.txt", one->name).bytes, buffer_text(&got)))
        fail_msg("%s", one->name);
    if (caught.code != one->code)
        fail_msg("%s: exit %d, not %d", one->name, caught.code, one->code);
}

static void every_command_says_what_was_accepted(void **state)
{
    for (size_t i = 0; i < LENGTH_OF(CASES); i++)
        run_case(*state, &CASES[i]);
}

static struct text file_of(struct fixture *fixture, const char *name)
{
    struct text bytes;
    struct failure why;
    assert_true(file_read(fixture->arena, text_format(fixture->arena, "%s/%s", fixture->folder, name).bytes, OUTPUT_MAX, &bytes, &why));
    return bytes;
}

/* Of the cases entitle-table and entitle-table-columns. */
static void persons_get_the_same_answers_from_csv_and_from_columns(void **state)
{
    assert_true(text_equal(file_of(*state, "bang-duoc-huong.csv"), file_of(*state, "bang-duoc-huong-2.csv")));
}

static void a_folder_that_somebody_writes_in_is_busy(void **state)
{
    struct fixture *fixture = *state;
    int lock = open(text_format(fixture->arena, "%s/q/danvan.lock", fixture->folder).bytes, O_RDWR | O_CLOEXEC);
    assert_true(lock >= 0);
    assert_int_equal(flock(lock, LOCK_EX | LOCK_NB), 0);
    static const struct test_case BUSY[] = {{"busy-act", "rebuild DIR/q --lang vi", 5},
                                            {"busy-import", "import DIR/q outreach DIR/dung.csv --quiet --lang en", 5},
                                            {"busy-reads", "figure DIR/q outreach.sessions --unit 004 --period 2021-Q3 --lang en", 0}};
    for (size_t i = 0; i < LENGTH_OF(BUSY); i++)
        run_case(fixture, &BUSY[i]);
    assert_int_equal(close(lock), 0);
}

/* The process that serves does the act, and the command tells of it as if it had been done here. */
static void a_folder_that_is_served_takes_acts_from_commands(void **state)
{
    static const struct test_case SERVED[] = {
        {"served-act", "act DIR/q record-write --set register=outreach --set unit=00118.kv --set held_on=9/9/2021 --set topic=Nước --set form=loudspeaker --set hours=1 --json --lang vi", 0},
        {"served-dry", "act DIR/q record-write --set register=outreach --set unit=00118.kv --set held_on=9/9/2021 --set topic=Nước --set form=loudspeaker --dry-run --lang en", 0},
        {"served-problems", "act DIR/q record-write --set register=outreach --set unit=00118.kv --set held_on=31/9/2021 --set form=loudspeaker --lang vi", 1},
        {"served-unlock", "user lock DIR/q lan --unlock --lang en", 0},
        {"served-denied", "user lock DIR/q lan --as lan --lang vi", 3},
        {"served-upgrade", "upgrade DIR/q PACK --dry-run --lang en", 0},
        {"served-figure", "figure DIR/q outreach.sessions --unit 00118 --period 2021-Q3 --lang en", 0},
        {"served-verify", "verify DIR/q --quiet --lang en", 0},
    };
    struct fixture *fixture = *state;
    const struct desk_options sitting = {.folder = text_format(fixture->arena, "%s/q", fixture->folder).bytes, .writing = true, .today = DAY_NONE};
    const struct web_options listening = {.quiet = true};
    struct desk desk = {0};
    struct web *web = NULL;
    struct failure why;
    assert_true(desk_open(&sitting, fixture->arena, &desk, &why));
    desk_release(&desk);
    assert_true(web_open(desk.instance, &listening, &web, &why));
    for (size_t i = 0; i < LENGTH_OF(SERVED); i++)
        run_case(fixture, &SERVED[i]);
    web_close(web);
    desk_close(&desk);
}

/* ---- the folder of the test ---- */

static void put_file(struct fixture *fixture, const char *name, struct text bytes)
{
    struct failure why;
    assert_true(file_replace(text_format(fixture->arena, "%s/%s", fixture->folder, name).bytes, bytes, &why));
}

static struct text sample_policy(struct fixture *fixture)
{
    struct text bytes;
    struct failure why;
    assert_true(file_read(fixture->arena, DANVAN_GOLDEN "/policy/sample.yaml", 1 << 20, &bytes, &why));
    return bytes;
}

static int open_fixture(void **state)
{
    struct arena *arena = arena_open();
    struct fixture *fixture = arena_make(arena, sizeof *fixture);
    struct failure why;
    *fixture = (struct fixture){arena, "/tmp/danvan-command-XXXXXX"};
    assert_non_null(mkdtemp(fixture->folder));
    assert_true(folder_make(text_format(arena, "%s/goi/rach", fixture->folder).bytes, &why));
    put_file(fixture, "goi/rach/pack.yaml", TEXT("pack: rach\nversion: 1\ntitle: {vi: \"Gói rách\"}\nuse: [vietnam]\n"));
    put_file(fixture, "ngan", TEXT("ngan\n"));
    put_file(fixture, "dai", TEXT("một mật khẩu đủ dài\n"));
    put_file(fixture, "sai.csv", TEXT("Ngày,Nội dung,Hình thức,Số lượt người dự,Số giờ,Đơn vị\n"
                                      "31/2/2021,Rác,meeting,10,1,00118.kv\n"
                                      "8/9/2021,Rác,meeting,mười hai,1,00118.kv\n"
                                      "8/9/2021,Rác,loudspeaker,,1,Khối Dân vận phường Đâu Đâu\n"
                                      "8/9/2021,\"Rác, và nước\",hop,10,1,00118.kv\n"));
    put_file(fixture, "tcvn3.csv", TEXT("held_on,topic,form\n8/9/2021,R\xb8" "c,loudspeaker\n"));
    put_file(fixture, "dung.csv", TEXT("Ngày;Nội dung;Hình thức;Số lượt người dự;Số giờ;Đơn vị\n"
                                       "7/9/2021;Rác;meeting;1.010;2,5;00118.kv\n"
                                       "8/9/2021;Nước sạch;Phát thanh;;1;Khối Dân vận phường Phúc Lợi\n"));
    put_file(fixture, "cua-ho.csv", TEXT("STT,Hôm,Về việc,Cách làm\n1,7/9/2021,Rác,loudspeaker\n"));
    put_file(fixture, "nguoi.csv", TEXT("Số hồ sơ,Họ và tên,Ngày nghỉ việc,Số ngày nghỉ,Có đóng bảo hiểm xã hội,Nơi ở,Đang mang thai,Số con dưới 6 tuổi\n"
                                        "HS-1,Người mẫu 1,20/7/2021,20,có,Thường trú,không,0\nHS-2,Người mẫu 2,20/7/2021,14,có,\"Ở trọ, chưa có tạm trú\",không,0\n"
                                        "HS-3,Người mẫu 3,20/7/2021,40,,Tạm trú,không,1\nHS-4,Người mẫu 4,hè 2021,40,có,Tạm trú,không,1\n"));
    put_file(fixture, "bang.csv", TEXT("stopped_on,days_stopped,insured,residence,pregnant,children\n2021-07-20,20,yes,permanent,no,0\n2021-07-20,14,true,none,no,0\n"
                                       "2021-07-20,40,,temporary,no,1\n20/7/2021,40,yes,temporary,no,1.500\n"));
    put_file(fixture, "chinh-sach.yaml", sample_policy(fixture));
    put_file(fixture, "chi-tra.csv", TEXT("Số hồ sơ,Họ và tên,Ngày sinh,Diện hỗ trợ,Nơi cư trú,Thuộc ngành nghề phải dừng hoạt động,Ngày mất việc,"
                                          "Hưởng lương hưu hoặc trợ cấp mất sức lao động,Hợp đồng lao động,\"Cách ly, phong tỏa\",Số tiền\n"
                                          "A-1,Lê Thị Một,2/3/1980,Lao động tự do,Tạm trú,Có,20/7/2021,Không,Không,Không,1.000.000\n"
                                          "A-2,Vũ Văn Hai,5/6/1979,Lao động tự do,Chưa đăng ký,Có,20/7/2021,Không,Không,Không,1.500.000\n"));
    put_file(fixture, "da-chi.csv", TEXT("Số hồ sơ,Phường,Số tiền\nHS-1,Bồ Đề,1500000\nHS-2,BỒ ĐỀ,1.500.000\nHS-3,Ngọc Lâm,3000000\n"
                                         "HS-4,Ngọc Lâm,\nHS-5,Ngọc Lâm,30 triệu\nHS-6,Gia Thụy,1500000\n"));
    put_file(fixture, "hai-lan.csv", TEXT("STT,Họ và tên,Ngày sinh,Giới tính,Số CCCD,Phường\n"
                                          "1,Đỗ Thị Hòa,08/09/1971,Nữ,001171000123,Bồ Đề\n"
                                          "2,DO THI HOA,1971-09-08,Nữ,1171000123,Bồ Đề\n"
                                          "3,Vũ Mạnh Hùng,05/05/2001,Nam,,Bồ Đề\n"
                                          "4,Vũ Mạnh Hưng,05/05/2001,Nam,,Bồ Đề\n"
                                          "5,Mai Lan,1990,Nữ,9.1E+10,Ngọc Lâm\n"));
    put_file(fixture, "so.yaml", TEXT("fields:\n  họ và tên: {kind: name, column: Họ và tên}\n  ngày sinh: {kind: day, column: Ngày sinh}\n"
                                      "  giới tính: {kind: sex, column: Giới tính}\n"
                                      "  số định danh: {kind: identity, column: Số CCCD, sex: giới tính, born: ngày sinh}\n"
                                      "  nơi ở: {kind: code, column: Phường}\n"
                                      "keys:\n  - [số định danh]\n  - [họ và tên, ngày sinh year]\n"));
    put_file(fixture, "so-sai.yaml", TEXT("fields:\n  họ và tên: {kind: nam, column: Họ và tên}\nkeys:\n  - [họ tên]\n"));
    put_file(fixture, "cot.yaml", TEXT("Hôm: held_on\nVề việc: topic\nCách làm: form\n"));
    put_file(fixture, "rach.yaml", TEXT("Hôm: held_on\n  Về việc: [topic\n"));
    *state = fixture;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    struct failure why;
    bool gone = folder_delete(fixture->folder, &why);
    arena_close(fixture->arena);
    return gone ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_says_what_was_accepted),
        cmocka_unit_test(persons_get_the_same_answers_from_csv_and_from_columns),
        cmocka_unit_test(a_folder_that_is_served_takes_acts_from_commands),
        cmocka_unit_test(a_folder_that_somebody_writes_in_is_busy),
    };
    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, open_fixture, close_fixture);
}
