/* A ward officer keeps a fund: takes in noodles and money, gives out, reverses a mistake; anyone sees where it went. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, expectGoodPage, openHouse, words } from './support.mjs';

const OFFICER = 'bode.doanthe', FUND = 'Ủng hộ khu phong tỏa ngõ 42 (thử)', ENTRY = /\/muc-ghi\/donation\/(\d+)/;
const ENTRY_PAGE = url => ENTRY.test(url.pathname) && !/\/dao$/.test(url.pathname);
let house, fund, gift, out;
before(async () => { house = await openHouse(); });
after(() => house.close());

const book = async () => (await house.json(`/so-quy/fund/${fund}`, OFFICER)).balances;
const left = async name => (await book()).find(line => line.name.startsWith(name))?.closing.shown;

async function entry(page, what, values) {
    await page.goto('/so/donation/moi');
    await page.getByLabel(FUND, { exact: true }).check();
    await page.getByLabel(what, { exact: true }).check();
    for (const [label, value] of Object.entries(values))
        await page.getByLabel(new RegExp(`^${label}`)).fill(value);
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
}

test('begins a call for donations that anyone may see', async () => {
    const page = await house.visit({ as: OFFICER, screen: PHONE });
    await page.goto('/so/fund/moi');
    await page.getByLabel('Tên quỹ, cuộc vận động', { exact: true }).fill(FUND);
    await page.getByLabel('Phòng, chống dịch Covid-19', { exact: true }).check();
    await page.getByLabel(/^Tiếp nhận từ ngày/).fill('1/10/2021');
    await page.getByLabel(/^Công khai trên trang này từ ngày/).fill('8/10/2021');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(/\/muc-ghi\/fund\/\d+/);
    fund = /fund\/(\d+)/.exec(page.url())[1];
    await expectGoodPage(page);
});

test('receives 50 boxes of noodles and 2,000,000 đ, gives out 30, sees 20 left', async () => {
    const page = await house.visit({ as: OFFICER, screen: PHONE });
    await entry(page, 'Tiếp nhận ủng hộ', { 'Số tiền': '2.000.000', 'Hiện vật': 'Mì ăn liền', 'Đơn vị tính': 'thùng', 'Số lượng': '50', 'Giá trị hiện vật': '5.000.000', 'Số bên ủng hộ': '2' });
    assert.match(await words(page), /Khi tiếp nhận, chọn bên ủng hộ/, 'the giver is asked for, and nothing typed is lost');
    assert.equal(await page.getByLabel(/^Số lượng/).inputValue(), '50');
    await page.getByLabel('Tổ dân phố, chi hội, nhóm', { exact: true }).check();
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(ENTRY_PAGE);
    gift = ENTRY.exec(page.url())[1];
    await entry(page, 'Phân bổ, sử dụng', { 'Hiện vật': 'mì ăn liền', 'Đơn vị tính': 'thùng', 'Số lượng': '30', 'Số hộ được nhận': '30' });
    await page.getByLabel('Hộ khó khăn, khu phong tỏa', { exact: true }).check();
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(ENTRY_PAGE);
    out = ENTRY.exec(page.url())[1];
    assert.match(await words(page), /3\.000\.000/, 'worth what it was when it came');
    await page.getByRole('link', { name: 'Mở sổ quỹ' }).click();
    await page.getByRole('link', { name: 'Mì ăn liền (thùng)' }).click();
    assert.match(await words(page), /Mì ăn liền \(thùng\).*0.*50.*30.*20/s);
    assert.equal(await left('Mì'), '20');
    assert.equal(await left('Tiền'), '2.000.000');
    await expectGoodPage(page);
});

test('cannot give out what is not there: told at the quantity, nothing written', async () => {
    const page = await house.visit({ as: OFFICER, screen: PHONE });
    await entry(page, 'Phân bổ, sử dụng', { 'Hiện vật': 'Mì ăn liền', 'Đơn vị tính': 'thùng', 'Số lượng': '21' });
    await page.getByLabel('Hộ khó khăn, khu phong tỏa', { exact: true }).check();
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    assert.match(await words(page), /Quỹ chỉ còn 20.*không đủ 21/);
    assert.equal(await page.getByLabel(/^Số lượng/).getAttribute('aria-describedby').then(said => /loi/.test(said)), true);
    assert.equal(await left('Mì'), '20');
    await expectGoodPage(page);
});

test('follows the lot from its receipt to where it went, and back', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto(`/duong-di/donation/${gift}`);
    assert.ok(await page.locator('figure svg').count() === 1);
    assert.match(await words(page), /Tiếp nhận.*50.*Phân bổ/s);
    await expectGoodPage(page);
    const back = await house.json(`/duong-di/donation/${out}`, OFFICER);
    assert.deepEqual(back.rows.map(row => row.record), [Number(gift), Number(out)]);
});

test('reverses a mistake: the 30 come back, both entries stay, and no third thing can be made of it', async () => {
    const page = await house.visit({ as: OFFICER, screen: PHONE });
    await page.goto(`/muc-ghi/donation/${out}`);
    assert.equal(await page.getByRole('link', { name: 'Rút', exact: true }).count(), 0);
    await page.getByRole('link', { name: 'Đảo mục này' }).click();
    await page.getByLabel('Lý do').fill('Đợt phát này chưa thực hiện');
    await page.getByRole('button', { name: 'Đảo mục này' }).click();
    await page.waitForURL(ENTRY_PAGE);
    assert.match(await words(page), new RegExp(`Mục này đảo mục ${out}`));
    assert.equal(await left('Mì'), '50');
    await page.goto(`/muc-ghi/donation/${out}`);
    assert.match(await words(page), /Đã đảo bằng mục/);
    assert.equal(await page.getByRole('link', { name: 'Đảo mục này' }).count(), 0);
    await page.goto(`/muc-ghi/donation/${gift}/sua`);
    await page.getByLabel(/^Số lượng/).fill('500');
    await page.getByLabel(/^Lý do \(|^Lý do$/).last().fill('Sửa thử số lượng');
    await page.getByRole('button', { name: 'Lưu bản sửa' }).click();
    assert.match(await words(page), /đã vào sổ quỹ nên không sửa được/);
    await expectGoodPage(page);
});

test('anyone sees totals, distributions, named donors and duties; nobody else’s name, and no entry', async () => {
    const page = await house.visit({ screen: PHONE });
    await page.goto('/quy');
    await expectGoodPage(page);
    await page.getByRole('link', { name: 'Chung tay phòng, chống dịch Covid-19 quận Long Biên (mẫu)' }).click();
    const text = await words(page);
    assert.match(text, /Một doanh nghiệp trên địa bàn \(mẫu\)/);
    assert.doesNotMatch(text, /Một người dân \(mẫu\)|Một doanh nghiệp \(mẫu\)/);
    assert.match(text, /35\.000\.000 đồng; 700 kg Gạo/);
    assert.match(text, /Công khai tổng số tiền, hàng tiếp nhận/);
    assert.equal(await page.locator('main a[href^="/muc-ghi"]').count(), 0);
    await expectGoodPage(page);
    assert.equal((await house.fetch(`/so-quy/fund/${fund}`)).status, 303);
    assert.notEqual((await house.fetch('/quy/fund/1')).status, 200);
});

test('the book goes out as a workbook', async () => {
    const answer = await house.fetch(`/so-quy/fund/${fund}.xlsx`, { as: OFFICER });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /spreadsheetml/);
});
