/* The sheet a ward already keeps: uploaded with its titles and totals, a column chosen, a cell mended, recorded, taken back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, expectFits, expectGoodPage, openHouse, words } from './support.mjs';

const WARD = '/so-lieu/outreach.sessions?don-vi=00139&ky=2021-Q4';
let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

const value = async address => Number((await house.json(address, 'bode.ghiso')).number.value);

const ROW = ';Phòng, chống dịch;Hội nghị, họp tổ dân phố;Đơn vị tôi chủ trì';
const sheet = third => [
    'UBND PHƯỜNG BỒ ĐỀ', 'SỔ TUYÊN TRUYỀN, VẬN ĐỘNG THÁNG 10', '',
    'STT;Ngày;Số lượt dự;Nội dung;Nhóm nội dung;Hình thức;Đơn vị chủ trì',
    `1;1/10/2021;40;Họp tổ dân phố số 1${ROW}`,
    `2;2/10/2021;35;Họp tổ dân phố số 2${ROW}`,
    `3;3/10/2021;${third};Họp tổ dân phố số 3${ROW}`,
    ';Tổng cộng;85;;;;', '', 'Người lập biểu;;;;;;'].join('\r\n');

async function upload(page, third) {
    await page.goto('/so/outreach/nhap-tep');
    await page.getByLabel('Tệp bảng tính').setInputFiles({ name: 'so-thang-10.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet(third)) });
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.waitForURL(/\/nhap-tep\/[0-9a-f]{32}$/);
}

async function choose(page) {
    assert.match(await words(page), /cần chọn/);
    assert.equal(await page.getByRole('button', { name: 'Ghi sổ' }).count(), 0, 'nothing is taken without asking');
    await page.getByLabel(/Số lượt dự/).selectOption({ label: 'Số lượt người dự' });
    await page.getByRole('button', { name: 'Dùng cách hiểu này' }).click();
    await page.waitForURL(/\/nhap-tep\/[0-9a-f]{32}$/);
}

test('a messy sheet: a column is chosen, a cell is mended, it is recorded and taken back', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    const before_ = await value(WARD);
    await page.goto('/so/outreach/nhap-tep');
    await expectGoodPage(page);
    await upload(page, 'mười');
    await expectFits(page);
    await choose(page);
    assert.match(await words(page), /C7.*mười/s, 'the problem stands at its cell');
    assert.equal(await page.getByRole('button', { name: 'Ghi sổ' }).count(), 0);
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /các ô sai được đánh dấu/ }).click()]);
    assert.match(download.suggestedFilename(), /outreach-danh-dau\.xlsx$/);
    assert.equal(await value(WARD), before_, 'nothing is kept yet');
    await upload(page, '10');
    await choose(page);
    const text = await words(page);
    assert.match(text, /Ghi mới\s*3/);
    assert.match(text, /dòng tổng: 1/);
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Ghi sổ' }).click();
    await page.waitForURL(/\/nhap-tep\/[0-9a-f]{32}$/);
    for (let i = 0; i < 20 && !/Đã ghi xong/.test(await words(page)); i++)
        await page.reload();
    assert.match(await words(page), /Đã ghi xong/);
    assert.equal(await value(WARD), before_ + 3, 'the figure moved');
    await page.getByRole('link', { name: 'Mở đợt nhập này' }).click();
    await page.waitForURL(/\/dot-nhap\/\d+/);
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Rút cả đợt này' }).click();
    assert.match(await page.getByRole('alert').innerText(), /lý do/i);
    await page.getByLabel('Lý do rút').fill('Nhập nhầm tệp của tháng trước');
    await page.getByRole('button', { name: 'Rút cả đợt này' }).click();
    for (let i = 0; i < 20 && !/Đã rút cả đợt/.test(await words(page)); i++)
        await page.goto(page.url().replace(/\/rut$/, ''));
    assert.match(await words(page), /Đã rút cả đợt/);
    assert.equal(await value(WARD), before_, 'the figure is what it was');
});

test('a message pasted from a chat becomes rows under its headings', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    await page.goto('/so/outreach/nhap-tep');
    await page.getByLabel('Hoặc dán vào đây').fill('Ngày: 5/10/2021\n- Nội dung: Phát tờ rơi\n- Hình thức: Tờ rơi, tài liệu, pa-nô\n- Số tờ rơi, tài liệu: 200\n' +
        '- Nhóm nội dung: Phòng, chống dịch\n- Đơn vị chủ trì: Đơn vị tôi chủ trì');
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.waitForURL(/\/nhap-tep\/[0-9a-f]{32}$/);
    assert.match(await words(page), /Ghi mới\s*1/);
    await page.getByRole('button', { name: 'Bỏ tệp này' }).click();
    assert.match(await words(page), /Đã bỏ tệp/);
});

const LONG = 12000;
const long = () => 'held_on,topic,theme,form,hosted_by,attendance\n' +
    Array.from({ length: LONG }, (_, i) => `${1 + i % 28}/11/2021,Buổi ${i},epidemic,meeting,us,${i % 50}`).join('\n');

async function until(page, wanted, rounds = 60) {
    for (let i = 0; i < rounds && !wanted.test(await words(page)); i++)
        await page.reload();
    assert.match(await words(page), wanted);
}

test('an import goes on where it was when the server ended, and nothing is written twice', async () => {
    let page = await house.visit({ as: 'bode.ghiso', javascript: false });
    const before_ = await value(WARD);
    await page.goto('/so/outreach/nhap-tep');
    await page.getByLabel('Tệp bảng tính').setInputFiles({ name: 'so-thang-11.csv', mimeType: 'text/csv', buffer: Buffer.from(long()) });
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.waitForURL(/\/nhap-tep\/[0-9a-f]{32}$/);
    const where = new URL(page.url()).pathname;
    await until(page, new RegExp(`Ghi mới\\s*${LONG}`));
    await house.restart();
    page = await house.visit({ as: 'bode.ghiso', javascript: false });
    await page.goto(where);
    await until(page, new RegExp(`Ghi mới\\s*${LONG}`));
    await page.getByRole('button', { name: 'Ghi sổ' }).click();
    assert.match(await words(page), /Đã ghi \d+\/\d+ phần|Đã ghi xong/);
    await house.restart();
    page = await house.visit({ as: 'bode.ghiso', javascript: false });
    await page.goto(where);
    if (/dừng giữa chừng/.test(await words(page))) {
        await page.getByRole('button', { name: 'Ghi tiếp' }).click();
        await until(page, /Đã ghi xong/);
    }
    assert.equal(await value(WARD), before_ + LONG);
});

/* axe is a script of its own: the same page in a browser that runs them. */
async function isGood(address) {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    await page.goto(address);
    await expectGoodPage(page);
}

test('without a script: old letters are chosen for a column, and an import something was built on is not taken back', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE, javascript: false });
    await page.goto('/so/outreach/nhap-tep');
    await page.getByLabel('Hoặc dán vào đây').fill(['held_on', 'topic', 'theme', 'form', 'hosted_by', 'attendance'].join('\t') + '\n' +
        ['6/10/2021', 'Dòng', 'epidemic', 'meeting', 'us', '12'].join('\t') + '\n' + ['7/10/2021', 'Loa', 'epidemic', 'meeting', 'us', '13'].join('\t'));
    await page.getByRole('button', { name: 'Xem trước' }).click();
    await page.waitForURL(/\/nhap-tep\/[0-9a-f]{32}$/);
    await page.getByLabel(/bảng mã/).selectOption({ label: 'TCVN3 (ABC)' });
    await page.getByRole('button', { name: 'Dùng cách hiểu này' }).click();
    assert.match(await page.content(), /Dũng/);
    await expectFits(page);
    await isGood(page.url());
    await page.getByRole('button', { name: 'Ghi sổ' }).click();
    await until(page, /Đã ghi xong/);
    await page.getByRole('link', { name: 'Mở đợt nhập này' }).click();
    await page.waitForURL(/\/dot-nhap\/\d+/);
    const where = new URL(page.url()).pathname, record = Number(where.split('/').pop()) + 2;
    await page.goto(`/muc-ghi/outreach/${record}/sua`);
    await page.getByLabel(/^Số lượt người dự/).fill('14');
    await page.getByLabel('Lý do', { exact: true }).fill('Đếm lại số người dự');
    await page.locator('main form button[type=submit]').first().click();
    await page.goto(where);
    await page.getByLabel('Lý do rút').fill('Nhập nhầm tệp');
    await page.getByRole('button', { name: 'Rút cả đợt này' }).click();
    await until(page, /đã được sửa sau khi nhập/);
    await isGood(where);
});
