/* A ward's recorder, on a phone: writes, copies, mends and takes back, and is never left without what was typed. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DESK, PHONE, expectFits, expectGoodPage, expectNoConsoleErrors, number, openHouse, signIn, words } from './support.mjs';

const WARD = '/so-lieu/outreach.sessions?don-vi=00139&ky=2021-Q4', RECORD = /\/muc-ghi\/outreach\/(\d+)/;
let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

const value = async address => Number((await house.json(address, 'bode.ghiso')).number.value);
const recordOf = page => RECORD.exec(page.url())[1];

async function fill(page, topic, attendance) {
    await page.getByLabel('Nội dung', { exact: true }).fill(topic);
    await page.getByLabel('Phòng, chống dịch', { exact: true }).check();
    await page.getByLabel('Hội nghị, họp tổ dân phố').check();
    await page.getByLabel('Đơn vị tôi chủ trì').check();
    await page.getByLabel(/^Số lượt người dự/).fill(attendance);
}

async function write(page, topic, attendance = '42') {
    await page.goto('/so/outreach/moi');
    await fill(page, topic, attendance);
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(RECORD);
    return recordOf(page);
}

test('signs in on a phone of 360 px and sees what there is to do today', async () => {
    const page = await house.visit({ screen: PHONE });
    await page.goto('/viec-hom-nay');
    await expectGoodPage(page);
    await signIn(page, 'bode.ghiso');
    assert.equal(new URL(page.url()).pathname, '/viec-hom-nay');
    const text = await words(page);
    assert.match(text, /Đang ghi cho: Khối Dân vận phường Bồ Đề/);
    for (const part of ['Ghi một việc mới', 'Kỳ báo cáo chưa gửi', 'Mục ghi gần đây của đơn vị'])
        assert.match(text, new RegExp(part));
    await expectGoodPage(page);
});

test('records a session in a few taps, and the ward’s number moves at once', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    const before_ = await value(WARD);
    await page.goto('/viec-hom-nay');
    await page.getByRole('link', { name: 'Buổi tuyên truyền, vận động', exact: true }).click();
    assert.equal(await page.getByLabel('Ngày', { exact: true }).inputValue(), '08/10/2021', 'today stands there already');
    await expectGoodPage(page);
    await fill(page, 'Họp tổ dân phố số 7: nhắc 5K', '42');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(RECORD);
    assert.match(await words(page), /Đã ghi vào sổ\./);
    assert.match(await words(page), /Được tính vào các số liệu/);
    assert.equal(await value(WARD), before_ + 1);
    await expectGoodPage(page);
});

test('copies last week’s entry: all but the day is there', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    await write(page, 'Phát tờ rơi tại chợ Bồ Đề', '15');
    await page.goto('/viec-hom-nay');
    await page.getByRole('link', { name: /^Nhân bản.*Phát tờ rơi tại chợ Bồ Đề/ }).first().click();
    assert.equal(await page.getByLabel('Nội dung', { exact: true }).inputValue(), 'Phát tờ rơi tại chợ Bồ Đề');
    assert.equal(await page.getByLabel(/^Số lượt người dự/).inputValue(), '15');
    assert.equal(await page.getByLabel('Ngày', { exact: true }).inputValue(), '08/10/2021');
    await page.getByLabel('Ngày', { exact: true }).fill('7/10/2021');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(RECORD);
    assert.match(await words(page), /07\/10\/2021/);
});

test('what is wrong is said on top and at its field, and everything typed is kept', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    await page.goto('/so/outreach/moi');
    await page.getByLabel('Ngày', { exact: true }).fill('31/9/2021');
    await fill(page, 'Họp triển khai tại tổ dân phố số 2', 'bốn mươi');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    const summary = page.getByRole('alert');
    assert.match(await summary.innerText(), /Có chỗ cần sửa/);
    assert.equal(await summary.getByRole('link').count(), 2, 'one sentence for each mistake');
    assert.match(await page.title(), /^Cần sửa: /);
    assert.equal(await page.getByLabel('Ngày', { exact: true }).inputValue(), '31/9/2021');
    assert.equal(await page.getByLabel(/^Số lượt người dự/).inputValue(), 'bốn mươi');
    assert.equal(await page.getByLabel('Nội dung', { exact: true }).inputValue(), 'Họp triển khai tại tổ dân phố số 2');
    assert.ok(await page.getByLabel('Hội nghị, họp tổ dân phố').isChecked());
    await expectGoodPage(page);
    await summary.getByRole('link').last().click();
    assert.equal(await page.evaluate(() => document.activeElement.value), 'bốn mươi', 'the link leads into the field');
    await page.getByLabel('Ngày', { exact: true }).fill('30/9/2021');
    await page.getByLabel(/^Số lượt người dự/).fill('40');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(RECORD);
});

test('a meeting written down before is pointed out, with a way to see it and a way to insist', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    const first = await write(page, 'Ra mắt đội hình thanh niên tình nguyện chống rác', '25'), before_ = await value(WARD);
    await page.goto('/so/outreach/moi');
    await fill(page, 'RA MẮT đội hình thanh niên tình nguyện, chống rác thải', '26');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    const summary = page.getByRole('alert');
    assert.match(await summary.innerText(), /có thể đã được ghi.*Khối Dân vận phường Bồ Đề.*Ra mắt đội hình/is);
    assert.equal(await summary.getByRole('link').getAttribute('href'), `/muc-ghi/outreach/${first}`);
    assert.equal(await page.getByLabel(/^Số lượt người dự/).inputValue(), '26', 'what was typed stays');
    assert.equal(await value(WARD), before_);
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Vẫn ghi' }).click();
    await page.waitForURL(RECORD);
    assert.notEqual(recordOf(page), first);
    assert.equal(await value(WARD), before_ + 1);
});

test('an identity or telephone number in free words is refused, with the reason', async () => {
    const page = await house.visit({ as: 'bode.ghiso' });
    await page.goto('/so/outreach/moi');
    await fill(page, 'Gặp ông A, điện thoại 0912 345 678', '3');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    assert.match(await page.getByRole('alert').innerText(), /số điện thoại|giấy tờ|căn cước/i);
});

test('corrects with a reason; the history shows what stood there before and what after', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    await write(page, 'Họp tổ dân phố số 5', '30');
    await page.getByRole('link', { name: 'Sửa', exact: true }).click();
    await page.getByLabel(/^Số lượt người dự/).fill('35');
    await page.getByRole('button', { name: 'Lưu bản sửa' }).click();
    assert.match(await page.getByRole('alert').innerText(), /lý do/i, 'without a reason it is not done');
    assert.equal(await page.getByLabel(/^Số lượt người dự/).inputValue(), '35');
    await page.getByLabel('Lý do', { exact: true }).fill('Tổ dân phố báo lại số chính xác');
    await page.getByRole('button', { name: 'Lưu bản sửa' }).click();
    await page.waitForURL(url => /^\/muc-ghi\/outreach\/\d+$/.test(url.pathname));
    const newest = page.locator('.history li').first();
    assert.match(await newest.innerText(), /Tổ dân phố báo lại số chính xác/);
    assert.match(await newest.locator('del').innerText(), /^30/);
    assert.match(await newest.locator('ins').innerText(), /^35/);
    assert.equal(await page.locator('.history li').count(), 2);
    await expectGoodPage(page);
});

test('withdraws with a reason: it can still be read and is counted no more', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    await write(page, 'Buổi ghi nhầm');
    const before_ = await value(WARD);
    await page.getByRole('link', { name: 'Rút', exact: true }).click();
    await page.getByLabel('Lý do', { exact: true }).fill('Ghi trùng với mục đã có');
    await expectFits(page);
    await page.getByRole('button', { name: 'Rút mục ghi này' }).click();
    await page.waitForURL(url => /^\/muc-ghi\/outreach\/\d+$/.test(url.pathname));
    assert.match(await words(page), /đã được rút, không còn được tính/);
    assert.match(await words(page, '.history'), /Ghi trùng với mục đã có/);
    assert.equal(await value(WARD), before_ - 1);
    assert.equal(await page.getByRole('link', { name: 'Sửa', exact: true }).count(), 0);
});

test('the same form sent twice is one record', async () => {
    const before_ = await value(WARD);
    const form = await (await house.fetch('/so/outreach/moi', { as: 'bode.ghiso' })).text();
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, given]) => [name, given]);
    const body = new URLSearchParams([...hidden.filter(([name]) => !name.startsWith('f.') && name !== 'unit' || name === 'unit'),
        ['f.held_on', '8/10/2021'], ['f.topic', 'Gửi hai lần'], ['f.theme', 'epidemic'], ['f.form', 'meeting'], ['f.hosted_by', 'us'], ['f.attendance', '9']]);
    const answers = await Promise.all([1, 2].map(() => house.fetch('/lam/record-write', { as: 'bode.ghiso', method: 'POST', body })));
    assert.deepEqual(answers.map(answer => answer.status), [303, 303]);
    assert.equal(answers[0].headers.get('location'), answers[1].headers.get('location'), 'both lead to the one record');
    assert.equal(await value(WARD), before_ + 1);
});

test('two people correct one record: the second sees both versions, and nothing of either is lost', async () => {
    const [one, other] = [await house.visit({ as: 'bode.ghiso', screen: DESK }), await house.visit({ as: 'bode.ghiso', screen: PHONE })];
    const record = await write(one, 'Họp tổ dân phố số 9', '20');
    for (const page of [one, other])
        await page.goto(`/muc-ghi/outreach/${record}/sua`);
    for (const [page, attendance, reason] of [[one, '21', 'Đếm lại theo biên bản'], [other, '22', 'Cộng thêm một hộ']]) {
        await page.getByLabel(/^Số lượt người dự/).fill(attendance);
        await page.getByLabel('Lý do', { exact: true }).fill(reason);
        await page.getByRole('button', { name: 'Lưu bản sửa' }).click();
        await page.waitForLoadState();
    }
    assert.equal(await other.locator('h1').innerText(), 'Có người vừa sửa mục này');
    assert.match(await words(other, '.versions section:nth-of-type(1) .different'), /21/);
    assert.match(await words(other, '.versions section:nth-of-type(2) .different'), /22/);
    assert.equal(await other.getByLabel(/^Số lượt người dự/).inputValue(), '22', 'what was typed is still in the form');
    await expectGoodPage(other);
    await other.getByRole('button', { name: 'Lưu bản dưới đây' }).click();
    await other.waitForURL(url => url.pathname === `/muc-ghi/outreach/${record}`);
    assert.equal(await other.locator('.history li').count(), 3);
    assert.match(await other.locator('.history li').first().locator('del').innerText(), /^21/);
});

test('what was typed outlives the session: after signing in again the form is there as it was', async () => {
    const page = await house.visit({ screen: PHONE });
    await signIn(page, 'ngoclam.ghiso');
    await page.goto('/so/outreach/moi');
    await fill(page, 'Viết dở khi phiên hết', '11');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    assert.match(await words(page), /vẫn còn/);
    await page.getByLabel('Tên đăng nhập').fill('ngoclam.ghiso');
    await page.getByLabel('Mật khẩu', { exact: true }).fill('danvan-2021');
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForLoadState();
    assert.equal(await page.getByLabel('Nội dung', { exact: true }).inputValue(), 'Viết dở khi phiên hết');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(RECORD);
    expectNoConsoleErrors(page);
});

test('sends the period in one act, and may take it back', async () => {
    const page = await house.visit({ as: 'cukhoi.ghiso', screen: PHONE });
    await page.goto('/ky?ky=2021-Q3');
    await expectGoodPage(page);
    await page.getByRole('button', { name: /^Gửi số liệu quý III năm 2021/ }).click();
    assert.match(await words(page), /Đã gửi số liệu của kỳ này/);
    assert.match(await words(page), /Đã gửi ngày 08\/10\/2021/);
    await page.getByRole('button', { name: /Lấy lại/ }).click();
    assert.match(await words(page), /Đã lấy lại số liệu của kỳ này/);
});

test('takes an empty sheet of the register and the list along as workbooks', async () => {
    const page = await house.visit({ as: 'bode.ghiso' });
    for (const [address, link, name] of [['/so/outreach/nhap-tep', 'Tải bảng trống', 'outreach-trong.xlsx'], ['/so/outreach?tu=01/09/2021', 'Tải bảng tính (.xlsx)', 'outreach.xlsx']]) {
        await page.goto(address);
        const waits = page.waitForEvent('download');
        await page.getByRole('link', { name: link }).first().click();
        const download = await waits;
        assert.equal(download.suggestedFilename(), name);
        const chunks = [];
        for await (const chunk of await download.createReadStream())
            chunks.push(chunk);
        assert.equal(Buffer.concat(chunks).subarray(0, 2).toString(), 'PK');
    }
});

test('brings last month’s sheet: a wrong cell is named by line, and nothing is half kept', async () => {
    const page = await house.visit({ as: 'bode.ghiso' });
    const sheet = rows => ({ name: 'thang-10.csv', mimeType: 'text/csv', buffer: Buffer.from(['held_on,topic,theme,form,hosted_by,attendance', ...rows].join('\n')) });
    const before_ = await value(WARD);
    await page.goto('/so/outreach/nhap-tep');
    await expectGoodPage(page);
    await page.locator('input[type=file]').setInputFiles(sheet(['01/10/2021,Họp tổ 1,epidemic,meeting,us,30', '32/10/2021,Họp tổ 2,epidemic,meeting,us,31']));
    await page.locator('main button[type=submit]').last().click();
    assert.match(await words(page), /3/);
    assert.match(await words(page), /32\/10\/2021|ngày/);
    assert.equal(await value(WARD), before_);
    await page.goto('/so/outreach/nhap-tep');
    await page.locator('input[type=file]').setInputFiles(sheet(['01/10/2021,Họp tổ 1,epidemic,meeting,us,30', '02/10/2021,Họp tổ 2,epidemic,meeting,us,31']));
    await page.locator('main button[type=submit]').last().click();
    await page.getByRole('button', { name: 'Ghi sổ' }).click();
    await page.getByText('Mở đợt nhập').click({ timeout: 60000 }); // the page looks anew by itself until all is written
    assert.equal(await value(WARD), before_ + 2);
});

test('does all of it with JavaScript off', async () => {
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE, javascript: false });
    const record = await write(page, 'Ghi khi tắt JavaScript', '12');
    await page.getByRole('link', { name: 'Nhân bản' }).click();
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.getByRole('button', { name: 'Vẫn ghi' }).click(); // a copy on the same day
    await page.waitForURL(url => RECORD.test(url.pathname) && !url.pathname.endsWith(`/${record}`));
});
