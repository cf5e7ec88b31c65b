/* The reception officer's day: a petition is booked, classified, accepted; papers are asked for, it goes on, is prolonged and settled. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, expectFits, expectGoodPage, openHouse } from './support.mjs';

const DESK = 'quan.tiepdan', LEADER = 'quan.lanhdao';
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
    await step(LEADER, 'Kéo dài thời hạn vụ việc phức tạp', { complex: 'yes', extended_on: '04/10/2021', extended_why: 'Nhiều thửa đất' });
    const longer = await limits(), of = list => list.find(one => one.law.includes('Điều 28')).due.value;
    assert.ok(of(longer) > of(before), 'a complicated matter has longer');
    await step(LEADER, 'Ra quyết định giải quyết', { decided_on: '06/10/2021', decision: '2890/QĐ-UBND', outcome: 'partly' });
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
