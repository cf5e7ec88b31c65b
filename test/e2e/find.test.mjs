/* Finding again: a record by words without their marks, a way of looking kept under a name. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, expectFits, expectGoodPage, openHouse, words } from './support.mjs';

const RECORDER = 'bode.ghiso';
let house;
before(async () => { house = await openHouse(); });
after(async () => { await house.close(); });

const folded = text => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toLowerCase();

test('types words without their marks, and finds the entries', async () => {
    const page = await house.visit({ as: RECORDER, screen: PHONE });
    await page.goto('/so/outreach');
    await expectGoodPage(page);
    await page.getByLabel('Tìm trong sổ').fill('phong dich');
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    const names = await page.locator('tbody th a').allInnerTexts();
    assert.ok(names.length > 0, 'something is found');
    await expectGoodPage(page);
    await expectFits(page);
    const all = await house.json('/so/outreach?tim=phong%20dich', RECORDER);
    for (const row of all.rows.slice(0, 5)) {
        const record = await house.json(row.href, RECORDER);
        const text = folded(record.columns.map(column => column.shown).join(' '));
        assert.ok(text.includes('phong') && text.includes('dich'), text);
    }
    assert.equal((await house.json('/so/outreach?tim=khongcotunaynhuvay', RECORDER)).rows.length, 0);
});

test('finds without JavaScript too', async () => {
    const page = await house.visit({ as: RECORDER, javascript: false });
    await page.goto('/so/outreach');
    await page.getByLabel('Tìm trong sổ').fill('khongcotunaynhuvay');
    await page.getByRole('button', { name: 'Tìm', exact: true }).click();
    assert.match(await words(page), /Không có mục ghi nào như vậy/);
});

test('sorts by name as the dictionary does', async () => {
    const list = await house.json('/so/outreach?tim=tuyen&sap=topic&thu-tu=tang', RECORDER);
    const names = list.rows.map(row => row.name);
    assert.ok(names.length > 1);
    assert.deepEqual(names, [...names].sort(new Intl.Collator('vi', { numeric: true }).compare));
});

test('keeps a way of looking, opens it by its link, and drops it', async () => {
    const page = await house.visit({ as: RECORDER, screen: DESK });
    await page.goto('/so/outreach?tim=phong%20dich');
    await page.getByRole('link', { name: 'Lưu cách xem này' }).click();
    await expectGoodPage(page);
    await page.getByLabel('Đặt tên').fill('Phòng dịch');
    await page.getByLabel(/^Mọi người làm việc cho/).check();
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    assert.match(await words(page), /Đã lưu cách xem/);
    await page.goto('/so/outreach');
    await page.getByRole('link', { name: 'Phòng dịch', exact: true }).click();
    assert.match(page.url(), /tim=phong%20dich/);
    await expectGoodPage(page);
    await page.getByRole('link', { name: /^Bỏ.*Phòng dịch/ }).click();
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Bỏ', exact: true }).click();
    assert.match(await words(page), /Đã bỏ cách xem/);
    assert.equal(await page.getByRole('link', { name: 'Phòng dịch', exact: true }).count(), 0);
});

test('adds a file to an entry, takes it along, and drops it', async () => {
    const page = await house.visit({ as: RECORDER, screen: PHONE });
    const own = await house.json('/so/outreach?don-vi=00139.kv', RECORDER);
    await page.goto(own.rows[0].href);
    await page.getByLabel('Chọn tệp').setInputFiles({ name: 'trang.html', mimeType: 'application/pdf', buffer: Buffer.from('<html></html>') });
    await page.getByRole('button', { name: 'Thêm tệp' }).click();
    assert.match(await words(page), /Chỉ nhận PDF/);
    await expectGoodPage(page);
    const plan = Buffer.from('%PDF-1.4 kế hoạch');
    await page.getByLabel('Chọn tệp').setInputFiles({ name: 'Kế hoạch.pdf', mimeType: 'text/html', buffer: plan });
    await page.getByRole('button', { name: 'Thêm tệp' }).click();
    assert.match(await words(page), /Đã thêm tệp/);
    await expectGoodPage(page);
    await expectFits(page);
    const href = await page.getByRole('link', { name: 'Kế hoạch.pdf', exact: true }).getAttribute('href');
    const answer = await house.fetch(href, { as: RECORDER });
    assert.equal(answer.headers.get('content-type'), 'application/pdf');
    assert.match(answer.headers.get('content-disposition'), /^attachment; filename="ke-hoach\.pdf"$/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.match(answer.headers.get('content-security-policy'), /sandbox/);
    assert.deepEqual(Buffer.from(await answer.arrayBuffer()), plan);
    assert.notEqual((await house.fetch(href)).status, 200);
    await page.getByRole('link', { name: /^Bỏ.*Kế hoạch.pdf/ }).click();
    await expectGoodPage(page);
    await page.getByLabel('Lý do').fill('Gửi nhầm tệp');
    await page.getByRole('button', { name: 'Bỏ tệp' }).click();
    assert.match(await words(page), /Đã bỏ tệp/);
    assert.equal((await house.fetch(href, { as: RECORDER })).status, 404);
});
