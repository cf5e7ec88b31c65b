/* The clerk disposes of what need not be kept any longer: it is offered, told why, done by a decision, and its figure still opens. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { DESK, PHONE, danvan, expectFits, expectGoodPage, openHouse, words } from './support.mjs';

const CLERK = 'bode.ghiso';
let house, record;
before(async () => {
    house = await openHouse();
    const written = danvan('act', house.folder, 'record-write', '--set', 'register=outreach', '--set', 'unit=00139.kv', '--set', 'held_on=1/6/2009',
        '--set', 'topic=Hội nghị cũ đến hạn', '--set', 'form=meeting', '--set', 'theme=other', '--set', 'hosted_by=us', '--set', 'attendance=40', '--json');
    record = JSON.parse(written).record;
    danvan('act', house.folder, 'account-grant', '--set', `account=${CLERK}`, '--set', 'unit=00139.kv', '--set', 'role=clerk');
});
after(async () => { await house.close(); });

test('is told of what is due, and why', async () => {
    const page = await house.visit({ as: CLERK, screen: PHONE });
    await page.goto('/viec-hom-nay');
    await page.getByRole('link', { name: /^Đến hạn tiêu hủy/ }).click();
    await expectGoodPage(page);
    assert.match(await words(page), /chưa xác nhận/);
    await page.locator('tbody th a').first().click();
    await expectGoodPage(page);
    await expectFits(page);
    assert.match(await words(page), /31\/12\/2019/);
    assert.equal((await house.fetch('/tieu-huy', { as: 'ngoclam.ghiso' })).status, 403);
});

test('disposes of it by a decision; a wrong one is told at its field', async () => {
    const page = await house.visit({ as: CLERK, screen: DESK });
    await page.goto('/tieu-huy?so=outreach');
    await page.getByLabel('Số quyết định tiêu hủy').fill('12/QĐ-UBND');
    await page.getByLabel('Hội đồng gồm').fill('Chánh Văn phòng, văn thư');
    await page.getByRole('button', { name: 'Tiêu hủy', exact: true }).click();
    assert.match(await words(page), /ngày của quyết định tiêu hủy/);
    await expectGoodPage(page);
    assert.equal(await page.getByLabel('Số quyết định tiêu hủy').inputValue(), '12/QĐ-UBND');
    await page.getByLabel('Ngày quyết định').fill('1/9/2021');
    await page.getByRole('button', { name: 'Tiêu hủy', exact: true }).click();
    assert.match(await words(page), /Đã tiêu hủy/);
    await expectGoodPage(page);
});

test('prints the minutes of the disposal from its act, with the list as annex', async () => {
    const page = await house.visit({ as: CLERK, screen: PHONE });
    await page.goto('/tieu-huy');
    assert.match(await words(page), /Đã tiêu hủy .*12\/QĐ-UBND/);
    await expectGoodPage(page);
    await page.getByRole('link', { name: /^Biên bản tiêu hủy tài liệu hết giá trị/ }).first().click();
    const shown = await words(page);
    assert.match(shown, /BIÊN BẢN/);
    assert.match(shown, /12\/QĐ-UBND, ngày 01 tháng 9 năm 2021/);
    assert.match(shown, /DANH MỤC TÀI LIỆU HẾT GIÁ TRỊ ĐÃ TIÊU HỦY/);
    assert.match(shown, new RegExp(`${record} 01/06/2009`));
    await expectGoodPage(page);
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Tải về (Word)' }).click()]);
    assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), 'PK');
    assert.equal((await house.fetch(new URL(page.url()).pathname, { as: 'ngoclam.ghiso' })).status, 403);
    const act = new URL(page.url()).pathname.match(/^\/tieu-huy\/(\d+)\//)[1];
    assert.match(danvan('paper', house.folder, 'disposal-minutes', '--disposal', act, '--to', '-', '--as', CLERK), /12\/QĐ-UBND/);
});

test('its row still opens, says by which decision, and holds no words', async () => {
    const page = await house.visit({ as: CLERK, screen: PHONE });
    await page.goto(`/muc-ghi/outreach/${record}`);
    const shown = await words(page);
    assert.match(shown, /đã tiêu hủy theo quyết định 12\/QĐ-UBND/);
    assert.doesNotMatch(shown, /Hội nghị cũ đến hạn/);
    assert.equal(await page.getByRole('link', { name: 'Sửa', exact: true }).count(), 0);
    await expectGoodPage(page);
    await expectFits(page);
    const figure = await house.json('/so-lieu/outreach.sessions?don-vi=00139&ky=2009-Q2', CLERK);
    assert.ok(figure.records.rows.some(row => row.record === record), 'the figure opens to it');
});
