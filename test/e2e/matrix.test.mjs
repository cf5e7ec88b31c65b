/* Who keeps which time limit: what is posted too short is told in days and words while it can still be kept up, also on a phone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, danvan, expectFits, expectGoodPage, openHouse, words } from './support.mjs';

const OFFICER = 'quan.tonghop', LIMIT = 'Niêm yết thông tin đủ ngày', PAGE = '/thuc-hien-thoi-han?ky=2021-Q4'; // the sample stands on 8 October
let house;
const post = (unit, posted, ...days) => danvan('act', house.folder, 'record-write', '--set', 'register=publication', '--set', `unit=${unit}`, '--set', 'state=posted',
    '--set', 'content=o2', '--set', `subject=Kế hoạch sử dụng đất ${posted} ${days}`, '--set', 'form=posting', '--set', 'place=Trụ sở phường',
    '--set', `document_on=${posted}`, '--set', `posted_on=${posted}`, ...days.flatMap(day => ['--set', day]));

before(async () => {
    house = await openHouse();
    post('00118.ubnd', '1/10/2021');                               // until 31 October; the sample may have more
    post('00136.ubnd', '1/10/2021', 'planned_until=20/10/2021');   // 11 days too early
    post('00145.ubnd', '1/10/2021', 'posted_until=5/10/2021');     // 26 days too early
});
after(() => house.close());

async function cell(ward) {
    const page = await house.json(PAGE, OFFICER), at = page.heads.findIndex(head => head.title === LIMIT);
    assert.ok(at >= 0, 'there is a column of it');
    return page.rows.find(row => row.unit.code === ward).cells[at];
}

test('days that are missing, will be missing or have to come are told before the last day', async () => {
    assert.match((await cell('00118')).words, /òn 23 ngày( phải niêm yết)? nữa$/);
    assert.match((await cell('00136')).words, /^Sẽ thiếu 11 ngày: dự kiến gỡ 20\/10\/2021$/);
    assert.match((await cell('00145')).words, /^Thiếu 26 ngày$/);
    const page = await house.visit({ as: OFFICER });
    await page.goto(PAGE);
    await expectGoodPage(page);
    await page.getByRole('link', { name: 'Thiếu 26 ngày' }).click();
    assert.match(await words(page), /Kế hoạch sử dụng đất|Số lượt niêm yết thiếu ngày/);
});

test('on a phone each limit stands under its ward, with its name', async () => {
    const page = await house.visit({ as: OFFICER, screen: PHONE });
    await page.goto(PAGE);
    await expectGoodPage(page);
    await expectFits(page);
    const told = page.getByRole('cell', { name: /Sẽ thiếu 11 ngày/ }), row = page.getByRole('row').filter({ has: told });
    const box = await told.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= PHONE.width, 'nothing has to be pushed aside to read it');
    assert.equal(await told.evaluate(one => getComputedStyle(one, '::before').content), `"${LIMIT}"`);
    assert.match(await row.innerText(), /Phúc Lợi/);
    assert.equal(await page.locator('.table-scroll').evaluate(one => one.scrollWidth > one.clientWidth), false);
});
