/* The reception officer's day: a petition is booked, classified, accepted; papers are asked for, it goes on, is prolonged and settled. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, danvan, expectFits, expectGoodPage, expectNowhere, filesOf, openHouse, words } from './support.mjs';

const DESK = 'quan.tiepdan', LEADER = 'quan.lanhdao', PASSPHRASE = 'khoa mau long bien 2021';
const NAME = 'Quách Thị Kiểm Thử', ADDRESS = 'ngách 77/19 phố Không Có Thật', CONTACT = '0912345678', NUMBER = '001234567891';
const ACCUSED = 'Vũ Văn Bị Cáo Thử', STORY = 'nhận tiền của người dân trong ngõ Thử Nghiệm';
let house, record;
before(async () => { house = await openHouse(); });
after(() => house.close());

const addressOf = () => `/muc-ghi/petition/${record}`;

/** Opens the record as that person, chooses the step, fills what it needs. */
async function step(as, name, fields) {
    const page = await house.visit({ as });
    await page.goto(addressOf());
    await page.getByRole('link', { name, exact: true }).click();
    for (const [field, value] of Object.entries(fields)) {
        const input = page.locator(`[name="f.${field}"]:not([type=hidden]), [name="${field}"]:not([type=hidden])`).first();
        const kind = await input.evaluate(one => one.tagName === 'SELECT' ? 'select' : one.type);
        if (kind === 'select')
            await input.selectOption(value);
        else if (kind === 'radio')
            await page.locator(`[name="f.${field}"][value="${value}"], [name="${field}"][value="${value}"]`).check();
        else
            await input.fill(value);
    }
    await expectGoodPage(page);
    await page.locator('main form button[type=submit]').last().click();
    await page.waitForURL(url => url.pathname === addressOf());
    await page.context().close();
}

const limits = async () => (await house.json(addressOf(), DESK)).deadlines;

test('the desk shows what is due and late with each step, on a phone and without JavaScript', async () => {
    const page = await house.visit({ as: DESK, screen: PHONE });
    await page.goto('/tiep-dan');
    await expectGoodPage(page);
    const plain = await house.visit({ as: DESK, screen: PHONE, javascript: false });
    await plain.goto('/tiep-dan');
    await expectFits(plain); // axe waits on timers, which stand still without JavaScript
    assert.ok(await plain.locator('details summary').first().isVisible());
    assert.ok(await page.getByText('Đơn đến hạn trong 15 ngày tới').isVisible());
    const tree = await house.json('/tiep-dan', DESK);
    assert.ok([...tree.late, ...tree.due].every(one => one.steps.length > 0), 'each day says how it was worked out');
    assert.ok(!JSON.stringify(tree).includes('12/2021'), 'nothing of what is kept close');
    assert.equal((await house.fetch('/tiep-dan', { as: 'quan.tonghop' })).status, 403);
});

test('a petition is booked and goes the way of the law', async () => {
    const page = await house.visit({ as: DESK });
    await page.goto('/so/petition/moi');
    await expectGoodPage(page);
    const tree = await house.json('/so/petition/moi', DESK);
    assert.ok(tree.fields.length > 10);
    const answer = await house.fetch('/so/petition.json', { as: DESK });
    record = (await answer.json()).rows.find(row => row.name.includes('dự án số 1')).record;
    const before = await limits();
    assert.ok(before.some(one => one.law.includes('Điều 28') && one.due), 'the complaint has its day');
    await step(LEADER, 'Tạm đình chỉ, yêu cầu bổ sung', { asked_on: '24/09/2021', asked_for: 'Bản đo vẽ hiện trạng' });
    await step(LEADER, 'Tiếp tục giải quyết', { continued_on: '01/10/2021' });
    await step(LEADER, 'Kéo dài thời hạn vụ việc phức tạp', { complex: 'yes', extended_on: '10/09/2021', extended_days: '15', extended_why: 'Nhiều thửa đất' });
    const longer = await limits(), of = list => list.find(one => one.law.includes('Điều 28')).due.value;
    assert.ok(of(longer) > of(before), 'a complicated matter has longer');
    await step(LEADER, 'Ra quyết định giải quyết', { decided_on: '06/10/2021', decision: '2890/QĐ-UBND', outcome: 'partly', ruling: 'Đo lại mốc giới, bồi thường phần chênh lệch.' });
    assert.equal((await house.json(addressOf(), DESK)).state.code, 'decided');
});

test('who receives a denunciation is asked first, and nothing is kept', async () => {
    const page = await house.visit({ as: DESK, screen: PHONE });
    await page.goto('/tiep-dan/noi-nhan');
    await expectGoodPage(page);
    await page.getByLabel('Người bị tố cáo làm việc ở đâu?').selectOption('00139.ubnd');
    await page.getByLabel('Việc thực hiện nhiệm vụ, công vụ').check();
    await page.getByRole('button', { name: 'Xem nơi nhận' }).click();
    await expectGoodPage(page);
    assert.equal(new URL(page.url()).search, '', 'no address holds the answers');
    assert.ok(await page.getByRole('status').getByText('Ủy ban nhân dân quận Long Biên').isVisible());
});

test('the book is printed with the form\'s own columns, and taken as Word and sheet', async () => {
    const page = await house.visit({ as: DESK });
    await page.goto('/so/reception_entry/so-giay?ky=2021-09');
    await expectGoodPage(page);
    assert.ok(await page.getByText('(12)').first().isVisible());
    for (const kind of ['docx', 'xlsx'])
        assert.equal((await house.fetch(`/so/reception_entry/so-giay/tai-ve.${kind}?ky=2021-09&don-vi=004.ubnd`, { as: DESK })).status, 200);
});

/** Fills a new entry of that register; sealed fields are filled with the made-up person. */
async function book(register, fields) {
    const page = await house.visit({ as: DESK });
    await page.goto(`/so/${register}/moi`);
    for (const [field, value] of Object.entries({ petitioner: NAME, address: ADDRESS, contact: CONTACT, id_number: NUMBER, ...fields })) {
        const input = page.locator(`[name="f.${field}"]:not([type=hidden])`).first();
        const kind = await input.evaluate(one => one.tagName === 'SELECT' ? 'select' : one.type);
        if (kind === 'select')
            await input.selectOption(value);
        else if (kind === 'radio')
            await page.locator(`[name="f.${field}"][value="${value}"]`).check();
        else
            await input.fill(value);
    }
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(url => /^\/muc-ghi\/\w+\/\d+$/.test(url.pathname));
    const text = await words(page);
    for (const secret of [NAME, ADDRESS, CONTACT, NUMBER])
        assert.ok(!text.includes(secret), 'the page says only that it is sealed');
    return new URL(page.url()).pathname;
}

/** Opens what that page asks to open; the file or the page that answers. */
async function opens(address, passphrase = PASSPHRASE) {
    const page = await house.visit({ as: DESK });
    await page.goto(address);
    await expectGoodPage(page);
    await page.getByLabel('Lý do xem').fill('Gửi văn bản cho người nộp đơn');
    await page.getByLabel('Câu khóa của bạn').fill(passphrase);
    return page;
}

async function download(page) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Mở/ }).click()]);
    return file;
}

test('who comes to the desk is sealed at once, opened with a reason, printed in notices and in the book, and found in no file', async () => {
    const petition = await book('petition', { received_on: '07/10/2021', came_by: 'desk', signed: 'signature', subject: 'Đề nghị nạo vét cống' });
    await book('reception_entry', { received_on: '07/10/2021', gist: 'Đề nghị nạo vét cống', class: 'suggestion', people: '1' });
    await book('closed_petition', { received_on: '07/10/2021', book_number: '19/2021', came_by: 'desk', about: 'duty', signed: 'signature', accused: ACCUSED, story: STORY });
    const closed = await house.visit({ as: DESK });
    await closed.goto(`${petition}/quoc-gia`);
    await expectGoodPage(closed);
    assert.equal(await closed.getByLabel('Họ tên người gửi').inputValue(), 'niêm phong');
    assert.equal((await house.fetch(`${petition}/quoc-gia.xlsx`, { as: DESK })).status, 200);
    const wrong = await opens(`${petition}/mo?chep=1`, 'khoa mau long bien 1902');
    await wrong.getByRole('button', { name: /^Mở/ }).click();
    assert.match(await wrong.getByRole('alert').innerText(), /câu khóa không đúng/i);
    const read = await opens(`${petition}/mo?chep=1`);
    await read.getByRole('button', { name: /^Mở/ }).click();
    for (const shown of [NAME, ADDRESS, CONTACT, NUMBER])
        assert.ok((await words(read)).includes(shown), 'all that the national database asks');
    const sheet = await download(await opens('/so/reception_entry/so-giay/mo?ky=2021-10'));
    assert.equal(sheet.suggestedFilename(), 'so-004.ubnd-2021-10.docx');
    const history = await house.visit({ as: DESK });
    await history.goto(petition);
    assert.match(await words(history), /Mở niêm phong để xem.*Gửi văn bản cho người nộp đơn/);
    const copy = path.join(house.parent, 'copy.danvan');
    danvan('backup', house.folder, copy);
    expectNowhere(house, [NAME, ADDRESS, CONTACT, NUMBER, ACCUSED, STORY], [...filesOf(house.folder), copy],
        await house.logOf(async () => {}));
});
