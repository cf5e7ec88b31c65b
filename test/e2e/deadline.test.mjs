/* Anyone works out a legal time limit: choose the rule, give the days, read each step; with and without JavaScript. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expectGoodPage, openHouse, words } from './support.mjs';

let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

test('a resident finds the page from the foot of every page, and learns when an answer is due and why', async () => {
    const page = await house.visit({ javascript: false });
    await page.goto('/');
    await page.getByRole('link', { name: 'Tính thời hạn luật định' }).click();
    assert.equal(await page.locator('h1').innerText(), 'Tính thời hạn');
    await page.getByLabel('Thời hạn nào?').selectOption({ label: 'Trả lời kết quả xử lý cho công dân' });
    await page.getByRole('button', { name: 'Chọn quy định này' }).click();
    await expectGoodPage(page);
    assert.match(await words(page), /10 ngày làm việc/);
    await page.getByLabel(/^Bắt đầu từ ngày/).fill('30/8/2021');
    await page.getByRole('button', { name: 'Tính ngày đến hạn' }).click();
    assert.equal(await words(page, '#den-han'), '15/09/2021');
    const text = await words(page);
    assert.match(text, /Bỏ 02\/09\/2021–03\/09\/2021 \(Quốc khánh\)/);
    assert.match(text, /Điều 28\.1 Luật Tiếp công dân \(42\/2013\/QH13\)/);
    await expectGoodPage(page);
});

test('a complaint that was suspended and continued, by its address alone', async () => {
    const page = await house.visit();
    await page.goto('/thoi-han?quy-dinh=complaint-settled-1&tu=2/7/2026&tam-dinh-chi=10/7/2026&tiep-tuc=20/7/2026');
    assert.equal(await words(page, '#den-han'), '11/08/2026');
    assert.match(await words(page), /Tạm đình chỉ từ 10\/07\/2026, còn 22 ngày chưa dùng/);
    await page.goto('/thoi-han?quy-dinh=complaint-settled-1&tu=2/7/2026&tam-dinh-chi=10/7/2026');
    assert.match(await words(page), /Đang tạm đình chỉ, chưa có ngày đến hạn/);
    await expectGoodPage(page);
});

test('what is not a day is said beside its field and on top, and nothing typed is lost', async () => {
    const page = await house.visit();
    await page.goto('/thoi-han?quy-dinh=complaint-settled-1&truong-hop=complex&tu=hôm qua');
    await page.getByRole('link', { name: '“hôm qua” không phải là ngày. Hãy viết như 08/09/2021.' }).click();
    const field = page.getByLabel(/^Bắt đầu từ ngày/);
    assert.equal(await field.inputValue(), 'hôm qua');
    assert.equal(await page.getByLabel('Trường hợp').inputValue(), 'complex');
    await expectGoodPage(page);
});
