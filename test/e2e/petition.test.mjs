/* A paper petition from the desk to its end: forwarded, guided, returned, or accepted and carried to publication, each step with its Word paper. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, danvan, expectGoodPage, openHouse, words } from './support.mjs';

const DESK = 'quan.tiepdan', LEADER = 'quan.lanhdao', KEEPER = 'quan.giukhoa', PASSPHRASE = 'khoa mau long bien 2021';
const NAME = 'Quách Thị Kiểm Thử', ADDRESS = 'ngách 77/19 phố Không Có Thật', BODY = '01.ubnd', LATER = '2026-11-02';
const ABOUT = 'Khiếu nại quyết định thu hồi đất làm đường thử nghiệm';
let house, kept;
before(async () => {
    house = await openHouse();
    kept = path.join(house.parent, 'papers');
    mkdirSync(kept);
});
after(() => house.close());

/* ---- what a person does ---- */

async function fill(page, fields) {
    for (const [field, value] of Object.entries(fields)) {
        const input = page.locator(`[name="f.${field}"]:not([type=hidden])`).first();
        const kind = await input.evaluate(one => one.tagName === 'SELECT' ? 'select' : one.type);
        if (kind === 'select')
            await input.selectOption(value);
        else if (kind === 'radio')
            await page.locator(`[name="f.${field}"][value="${value}"]`).check();
        else
            await input.fill(value);
    }
}

const send = page => page.locator('main form button[type=submit]').last().click();

/** A petition that came on paper, typed in for whoever brought it; the address of its record. */
async function book(fields) {
    const page = await house.visit({ as: DESK });
    await page.goto('/so/petition/moi');
    await fill(page, { came_by: 'desk', signed: 'signature', on_behalf: 'taken_down', petitioner: NAME, address: ADDRESS, ...fields });
    await expectGoodPage(page);
    await send(page);
    await page.waitForURL(url => /^\/muc-ghi\/petition\/\d+$/.test(url.pathname));
    assert.ok(!(await words(page)).includes(NAME), 'who sent it is sealed');
    await page.context().close();
    return new URL(page.url()).pathname;
}

async function chosen(address, as, name, fields) {
    const page = await house.visit({ as });
    await page.goto(address);
    await page.getByRole('link', { name, exact: true }).click();
    await fill(page, fields);
    await expectGoodPage(page);
    return page;
}

/** One step of the law, by whom the law wants for it; the page that shows what it led to. */
async function step(address, as, name, fields) {
    const page = await chosen(address, as, name, fields);
    await send(page);
    await page.waitForURL(url => url.pathname === address);
    await expectGoodPage(page);
    return page;
}

const classify = (address, day, fields) => step(address, DESK, 'Phân loại đơn', { classified_on: day, kind: 'complaint', area: 'land', fit: 'yes', competent: 'yes', ...fields });

/** What stands first on the page: the step that comes next, or for whom it waits. */
const next = page => words(page, 'section.next');

/** The legal limit that Article 28 sets for settling it. */
const limit = async address => (await house.json(address, DESK)).deadlines.find(one => one.law.endsWith('Điều 28'));

/* ---- what the paper says ---- */

const text = xml => xml.replace(/<w:(br|tab)[^>]*>/g, ' ').replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '').replace(/&amp;/g, '&').replace(/&quot;/g, '"');

/** A sound Word file that says all that; kept to be turned into pages at the end. */
function expectPaper(name, bytes, says) {
    const file = path.join(kept, `${name}.docx`);
    assert.equal(bytes.subarray(0, 2).toString(), 'PK', `${name} is a Word file`);
    writeFileSync(file, bytes);
    execFileSync('unzip', ['-tqq', file]);
    const said = text(execFileSync('unzip', ['-p', file, 'word/document.xml'], { encoding: 'utf8' }));
    for (const one of ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', ...says])
        assert.ok(said.includes(one), `${name} says “${one}”:\n${said}`);
    for (const left of ['{{', '}}', '[[', ']]', 'undefined', 'null'])
        assert.ok(!said.includes(left), `${name} still holds ${left}`);
    return said;
}

/** The paper as the record's page offers it. */
async function paper(address, as, title, says) {
    const page = await house.visit({ as });
    await page.goto(address);
    const link = page.getByRole('link', { name: new RegExp(`^Tải về \\(Word\\)\\s*: ${title}$`) });
    const href = await link.getAttribute('href'), name = /van-ban\/([\w-]+)/.exec(href)[1];
    await page.getByRole('link', { name: title, exact: true }).click();
    await expectGoodPage(page);
    await page.context().close();
    const answer = await house.fetch(href, { as });
    assert.equal(answer.status, 200, title);
    return expectPaper(name, Buffer.from(await answer.arrayBuffer()), says);
}

/** The same with who sent it: opened with a passphrase and a reason. */
async function namedPaper(address, name, says) {
    const page = await house.visit({ as: DESK });
    await page.goto(`${address}/mo?van-ban=${name}`);
    await page.getByLabel('Lý do xem').fill('Gửi văn bản cho người nộp đơn');
    await page.getByLabel('Câu khóa của bạn').fill(PASSPHRASE);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Mở/ }).click()]);
    const saved = path.join(house.parent, `${name}.docx`);
    await file.saveAs(saved);
    const bytes = execFileSync('cat', [saved]);
    return expectPaper(`${name}-named`, bytes, [NAME, ADDRESS, ...says]);
}

/* ---- what is not settled here ---- */

test('a suggestion for another office is forwarded with a slip', async () => {
    const address = await book({ received_on: '01/10/2021', book_number: '71', subject: 'Đề nghị sửa cống thoát nước đường thử nghiệm' });
    await paper(address, DESK, 'Giấy biên nhận đơn', ['GIẤY BIÊN NHẬN', 'số đến 71', 'Đề nghị sửa cống']);
    const page = await classify(address, '04/10/2021', { kind: 'suggestion', area: 'order', competent: 'no' });
    assert.match(await next(page), /Bước tiếp theo Chuyển đơn/);
    await step(address, DESK, 'Chuyển đơn', { sent_on: '05/10/2021', sent_to: 'Công ty Thoát nước thử nghiệm', slip: '61/PC-UBND' });
    await paper(address, DESK, 'Phiếu chuyển đơn', ['PHIẾU CHUYỂN ĐƠN', '/PC-UBND', 'ỦY BAN NHÂN DÂN QUẬN LONG BIÊN', 'Công ty Thoát nước thử nghiệm', 'Đề nghị sửa cống']);
    await namedPaper(address, 'petition-forward-slip', ['Đề nghị sửa cống']);
});

test('a complaint that another office must settle is guided there', async () => {
    const address = await book({ received_on: '01/10/2021', written_on: '29/09/2021', book_number: '72', subject: 'Khiếu nại mức đóng bảo hiểm' });
    const page = await classify(address, '04/10/2021', { area: 'policy', competent: 'no' });
    assert.match(await next(page), /Bước tiếp theo Hướng dẫn/);
    await step(address, DESK, 'Hướng dẫn', { sent_on: '05/10/2021', sent_to: 'Bảo hiểm xã hội quận', slip: '62/PHD-UBND' });
    await paper(address, DESK, 'Phiếu hướng dẫn', ['PHIẾU HƯỚNG DẪN', '/PHD-UBND', 'Bảo hiểm xã hội quận', 'đề ngày 29/09/2021']);
    const said = await namedPaper(address, 'petition-guide-slip', ['Khiếu nại mức đóng bảo hiểm']);
    assert.ok(!said.includes('……, '), 'no gap is left between words');
});

test('a complaint that nobody signed goes back, and what was typed outlives the session', async () => {
    const address = await book({ received_on: '01/10/2021', book_number: '73', signed: 'none', subject: 'Khiếu nại việc cấp phép xây dựng' });
    const page = await classify(address, '04/10/2021', { area: 'housing', fit: 'no' });
    assert.match(await next(page), /Bước tiếp theo Trả lại đơn/);
    const typed = 'Đơn không có chữ ký, điểm chỉ của người viết';
    const form = await chosen(address, DESK, 'Trả lại đơn', { sent_on: '05/10/2021', return_why: typed, slip: '63/PTĐ-UBND' });
    await form.context().clearCookies();
    await send(form);
    assert.match(await words(form), /vẫn còn/);
    await form.getByLabel('Tên đăng nhập').fill(DESK);
    await form.getByLabel('Mật khẩu', { exact: true }).fill('danvan-2021');
    await form.getByRole('button', { name: 'Đăng nhập' }).click();
    await form.waitForLoadState();
    assert.equal(await form.locator('[name="f.return_why"]').inputValue(), typed);
    assert.equal(await form.locator('[name="f.slip"]').inputValue(), '63/PTĐ-UBND');
    await send(form);
    await form.waitForURL(url => url.pathname === address);
    await paper(address, DESK, 'Phiếu trả đơn', ['PHIẾU TRẢ ĐƠN', '/PTĐ-UBND', typed]);
    await namedPaper(address, 'petition-return-slip', [typed]);
});

test('a mixed one is split, and its part begins with what both have', async () => {
    const address = await book({ received_on: '01/10/2021', book_number: '74', subject: 'Khiếu nại mốc giới và đề nghị sửa đường' });
    const page = await classify(address, '04/10/2021', { kind: 'mixed' });
    assert.match(await next(page), /Bước tiếp theo Tách đơn nhiều nội dung/);
    await page.getByRole('link', { name: 'Tách nội dung thành đơn khác' }).click();
    assert.equal(await page.locator('[name="f.received_on"]').inputValue(), '01/10/2021');
    await expectGoodPage(page);
    const after = await step(address, DESK, 'Tách đơn nhiều nội dung', {});
    assert.match(await words(after), /Đã tách/);
});

/* ---- what is accepted ---- */

/** That person goes on recording for that organisation. */
async function actFor(name) {
    const page = await house.visit({ as: name });
    await page.goto('/dang-ghi-cho');
    const select = page.locator('main select');
    if (await select.count() > 0)
        await select.selectOption(BODY);
    else
        await page.locator(`main input[type=radio][value="${BODY}"]`).check();
    await send(page);
    await page.waitForLoadState();
    return page;
}

async function makeKey() {
    const page = await actFor(KEEPER);
    await page.goto('/khoa');
    await page.getByRole('link', { name: 'Tạo khóa của cơ quan' }).click();
    await page.getByLabel('Câu khóa của bạn').fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Tạo khóa' }).click();
    await page.getByRole('link', { name: 'Tôi đã in và giao hai tờ' }).click();
}

let main;
test('under the law of 2026 a complaint is booked, classified, known and accepted, each by whom the law wants', async () => {
    await house.on(LATER);
    for (const [name, role] of [[KEEPER, 'custodian'], [DESK, 'reception'], [LEADER, 'approver']])
        danvan('user', 'grant', house.folder, name, role, BODY);
    await makeKey();
    for (const name of [DESK, LEADER])
        await actFor(name);
    main = await book({ received_on: '03/08/2026', written_on: '01/08/2026', book_number: '81', subject: ABOUT });
    await classify(main, '04/08/2026');
    const waits = await step(main, DESK, 'Kiểm tra nhân thân', { identity_checked_on: '04/08/2026' });
    assert.match(await next(waits), /Đang chờ Người duyệt: Thụ lý/);
    const page = await step(main, LEADER, 'Thụ lý', { accepted_on: '05/08/2026', accepted_by: '41/TB-UBND', instance: 'first' });
    assert.match(await next(page), /Bước tiếp theo Giao xác minh/);
    assert.equal((await limit(main)).due.value, '2026-09-04');
    await paper(main, LEADER, 'Thông báo thụ lý khiếu nại', ['THÔNG BÁO', '/TB-UBND', 'ngày 05 tháng 8 năm 2026', ABOUT, 'đề ngày 01/08/2026']);
    await step(main, LEADER, 'Giao xác minh', { verified_on: '06/08/2026', verify_decision: '902/QĐ-UBND', verifier: 'Thanh tra thành phố', verify_until: '31/08/2026' });
    await paper(main, LEADER, 'Quyết định giao xác minh nội dung khiếu nại', ['QUYẾT ĐỊNH', '/QĐ-UBND', 'Giao Thanh tra thành phố xác minh', 'trước ngày 31 tháng 8 năm 2026']);
});

test('papers are asked for: the clock rests by one decision and runs on by another', async () => {
    const rests = await step(main, LEADER, 'Tạm đình chỉ, yêu cầu bổ sung', { asked_on: '14/08/2026', asked_for: 'Bản đo vẽ hiện trạng thửa đất' });
    assert.equal((await limit(main)).rests, true);
    assert.match(await words(rests), /đang tạm đình chỉ/);
    await paper(main, LEADER, 'Quyết định tạm đình chỉ, yêu cầu bổ sung giấy tờ', ['QUYẾT ĐỊNH', 'từ ngày 14 tháng 8 năm 2026', 'Bản đo vẽ hiện trạng thửa đất', '155/2026/NĐ-CP']);
    await paper(main, LEADER, 'Công văn yêu cầu bổ sung giấy tờ, tài liệu', ['Bản đo vẽ hiện trạng thửa đất']);
    await step(main, DESK, 'Đã gửi quyết định tạm đình chỉ', { asked_sent_on: '17/08/2026' });
    const page = await step(main, LEADER, 'Tiếp tục giải quyết', { continued_on: '01/09/2026' });
    const now = await limit(main), steps = now.steps.map(one => one.words).join('\n');
    assert.equal(now.due.value, '2026-09-22', 'nine of thirty days were used');
    assert.match(steps, /14\/08\/2026.*\n.*01\/09\/2026/);
    await page.getByText('Cách tính ngày này').first().click();
    assert.match(await words(page), /22\/09\/2026/);
    await paper(main, LEADER, 'Quyết định tiếp tục giải quyết khiếu nại', ['QUYẾT ĐỊNH', 'tính tiếp từ ngày 01 tháng 9 năm 2026', ABOUT]);
});

test('it is prolonged as far as the law lets it, and refused beyond, with the article at its field', async () => {
    const why = 'Nhiều thửa đất, nhiều giấy tờ từ các thời kỳ';
    const page = await chosen(main, LEADER, 'Kéo dài thời hạn vụ việc phức tạp', { complex: 'yes', extended_on: '15/09/2026', extended_days: '20', extended_why: why });
    await send(page);
    const said = page.locator('.govuk-form-group--error', { has: page.locator('[name="f.extended_days"]') });
    assert.match(await said.innerText(), /nhiều nhất 15 ngày.*Điều 28/);
    assert.equal(await page.locator('[name="f.extended_why"]').inputValue(), why, 'nothing typed is lost');
    await expectGoodPage(page);
    await page.locator('[name="f.extended_days"]').fill('15');
    await send(page);
    await page.waitForURL(url => url.pathname === main);
    assert.equal((await limit(main)).due.value, '2026-10-07');
    await paper(main, LEADER, 'Quyết định kéo dài thời hạn giải quyết', ['QUYẾT ĐỊNH', 'Kéo dài thêm 15 ngày', why]);
    const again = await chosen(main, LEADER, 'Kéo dài thời hạn vụ việc phức tạp', { complex: 'yes', extended_on: '16/09/2026', extended_days: '1', extended_why: why });
    await send(again);
    assert.match(await again.locator('.govuk-form-group--error').first().innerText(), /đủ số lần.*Điều 28/);
});

test('verified, talked over, decided and made public with its days and its proof', async () => {
    const page = await step(main, DESK, 'Ghi báo cáo xác minh', { reported_on: '18/09/2026', report_gist: 'Mốc giới cắm lệch 1,2 m so với bản đồ thu hồi.' });
    assert.match(await next(page), /Mời đối thoại/);
    await paper(main, DESK, 'Báo cáo kết quả xác minh', ['BÁO CÁO', '/BC-UBND', 'Thanh tra thành phố báo cáo', 'lệch 1,2 m']);
    await step(main, DESK, 'Mời đối thoại', { dialogue_for: '28/09/2026', dialogue_at: '8 giờ 30', dialogue_place: 'Phòng tiếp công dân', invited_on: '21/09/2026' });
    await paper(main, DESK, 'Giấy mời đối thoại', ['GIẤY MỜI', '/GM-UBND', '8 giờ 30, ngày 28 tháng 9 năm 2026', 'Phòng tiếp công dân']);
    await step(main, DESK, 'Tổ chức đối thoại', { dialogue_on: '28/09/2026', dialogue_gist: 'Thống nhất cắm lại mốc; chưa thống nhất mức bồi thường.' });
    await paper(main, DESK, 'Biên bản đối thoại', ['BIÊN BẢN', 'hồi 8 giờ 30', 'Thống nhất cắm lại mốc']);
    await step(main, LEADER, 'Ra quyết định giải quyết', { decided_on: '05/10/2026', decision: '1203/QĐ-UBND', outcome: 'partly', ruling: 'Cắm lại mốc giới theo bản đồ; giữ nguyên mức bồi thường.' });
    await paper(main, LEADER, 'Quyết định giải quyết khiếu nại', ['QUYẾT ĐỊNH', '/QĐ-UBND', 'Đúng một phần', 'Cắm lại mốc giới theo bản đồ', 'khiếu nại lần hai', 'TM. ỦY BAN NHÂN DÂN']);
    const open = await step(main, DESK, 'Công khai quyết định', { delivered_on: '07/10/2026', published_on: '08/10/2026', published_how: 'posting', published_at: 'Bảng tin nơi tiếp công dân' });
    assert.match(await next(open), /Bước tiếp theo Kết thúc công khai/);
    const posted = (await house.json(main, DESK)).deadlines.find(one => one.title.startsWith('Niêm yết quyết định'));
    assert.equal(posted.due.value, '2026-10-23', 'fifteen days, the first not counted');
    await step(main, DESK, 'Kết thúc công khai', { published_until: '26/10/2026', published_proof: 'Biên bản niêm yết 12/BB-UBND' });
    await paper(main, DESK, 'Biên bản công khai quyết định giải quyết khiếu nại', ['BIÊN BẢN', 'số 1203/QĐ-UBND', 'ngày 26 tháng 10 năm 2026', '12/BB-UBND']);
    const phone = await house.visit({ as: DESK, screen: PHONE });
    await phone.goto(main);
    await expectGoodPage(phone);
});

test('every paper becomes pages in an office program', () => {
    const files = readdirSync(kept).map(name => path.join(kept, name));
    assert.ok(files.length >= 18, `${files.length} papers`);
    execFileSync('soffice', [`-env:UserInstallation=file://${path.join(house.parent, 'office')}`, '--headless', '--convert-to', 'pdf', '--outdir', kept, ...files], { stdio: 'ignore', timeout: 300000 });
    for (const file of files)
        assert.ok(existsSync(file.replace(/docx$/, 'pdf')), `${path.basename(file)} opens`);
    if (process.env.KEEP_PAPERS)
        execFileSync('cp', ['-r', kept, process.env.KEEP_PAPERS]);
});
