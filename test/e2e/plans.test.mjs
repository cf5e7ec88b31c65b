/* Plans: a campaign day by day beside what was planned, by place; and how much of the year's plan each ward has done. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, expectGoodPage, number, openHouse } from './support.mjs';

let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

const open = async (options = {}) => house.visit({ as: 'quan.tonghop', screen: DESK, ...options });

test('from a campaign to its progress: two charts, a table beside each, the wards', async () => {
    const page = await open();
    await page.goto('/so/campaign');
    await page.getByRole('link', { name: /Xét nghiệm diện rộng/ }).first().click();
    await page.getByRole('link', { name: 'Xem tiến độ từng ngày, so với kế hoạch' }).click();
    await expectGoodPage(page);
    assert.equal(await page.locator('figure.chart svg').count(), 2);
    assert.equal(await page.locator('figure.chart table').count(), 2);
    const rows = page.locator('figure.chart').first().locator('tbody tr');
    assert.equal(await rows.count(), 8, '8 to 15 September');
    const last = rows.last().locator('td');
    const places = page.getByRole('table', { name: 'Theo địa bàn' }).locator('tbody tr');
    assert.equal(await places.count(), 14);
    let planned = 0, done = 0;
    for (let i = 0; i < 14; i++) {
        planned += number(await places.nth(i).locator('td').nth(0).innerText());
        done += number(await places.nth(i).locator('td').nth(1).innerText());
    }
    assert.equal(number(await last.nth(0).innerText()), planned, 'on the last day all of the plan');
    assert.equal(number(await last.nth(1).innerText()), done, 'the days add up to the wards');
});

test('one ward, another work, on a telephone', async () => {
    const page = await open({ screen: PHONE });
    await page.goto('/so/campaign');
    await page.getByRole('link', { name: /Xét nghiệm diện rộng/ }).first().click();
    await page.getByRole('link', { name: 'Xem tiến độ từng ngày, so với kế hoạch' }).click();
    await page.getByRole('link', { name: 'Tiêm chủng' }).click();
    await page.getByRole('link', { name: 'Bồ Đề' }).click();
    await expectGoodPage(page);
    assert.match(await page.locator('main').innerText(), /Phường Bồ Đề: Tiêm chủng/);
});

test('the year’s plan: every percentage leads to its number', async () => {
    const page = await open();
    await page.goto('/ky?ky=2021-Q3');
    await page.getByRole('link', { name: 'Thực hiện kế hoạch năm' }).click();
    await expectGoodPage(page);
    const row = page.getByRole('row', { name: /^Bồ Đề/ });
    const shown = number(await row.getByRole('link').first().innerText());
    await row.getByRole('link').first().click();
    assert.equal(number(await page.locator('.figure-value').innerText()), shown);
    await expectGoodPage(page);
});
