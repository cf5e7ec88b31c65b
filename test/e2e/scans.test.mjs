/* A paper petition is photographed at the desk: sealed with its file's name as it is sent, opened with a reason, found in no file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, danvan, expectFits, expectGoodPage, expectNowhere, filesOf, openHouse, words } from './support.mjs';

const DESK = 'quan.tiepdan', OTHER = 'quan.tonghop', PASSPHRASE = 'khoa mau long bien 2021', REASON = 'Đối chiếu với sổ tiếp dân';
const NAME = 'Quách Thị Kiểm Thử', FILE = `Đơn viết tay của ${NAME}.pdf`, WORDS = 'kính gửi quý cơ quan, tôi là người viết đơn này';
const PDF = Buffer.from(`%PDF-1.4\n${WORDS}\n%%EOF`);
let house, record, photo;
before(async () => { house = await openHouse(); });
after(() => house.close());

const files = async () => (await house.json(record, DESK)).files;
const scans = page => page.locator('li', { hasText: /^Bản chụp \d/ });

test('a petition taken at the desk asks for its scan; on a phone the camera is one touch away', async () => {
    const page = await house.visit({ as: DESK, screen: PHONE });
    await page.goto('/so/petition/moi');
    for (const [field, value] of Object.entries({ received_on: '07/10/2021', subject: 'Đề nghị nạo vét cống ngõ', petitioner: NAME }))
        await page.locator(`[name="f.${field}"]:not([type=hidden])`).first().fill(value);
    for (const [field, value] of [['came_by', 'desk'], ['signed', 'signature']]) {
        const input = page.locator(`[name="f.${field}"]:not([type=hidden])`).first();
        await (await input.evaluate(one => one.tagName) === 'SELECT' ? input.selectOption(value) : page.locator(`[name="f.${field}"][value="${value}"]`).check());
    }
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(url => /^\/muc-ghi\/petition\/\d+$/.test(url.pathname));
    record = new URL(page.url()).pathname;
    assert.ok(await page.getByRole('heading', { name: 'Bản chụp đơn (niêm phong)' }).isVisible());
    const camera = page.getByLabel(/^Chụp bằng máy ảnh/);
    assert.equal(await camera.getAttribute('capture'), 'environment');
    assert.match(await camera.getAttribute('accept'), /image\/jpeg/);
    await expectGoodPage(page);
    photo = await page.screenshot({ type: 'jpeg' });
    await camera.setInputFiles({ name: 'IMG_20211007_080000.jpg', mimeType: 'image/jpeg', buffer: photo });
    await page.getByRole('button', { name: 'Thêm bản chụp' }).click();
    await page.waitForURL(/xong=record-attach/);
    assert.equal(await scans(page).count(), 1);
    assert.match(await words(page), /Bản chụp 1: JPEG, 65 KB, \d\d\/\d\d\/\d{4}/);
    await expectGoodPage(page);
});

test('several pages go at once, without a script too; one that is no scan stops them all and says so', async () => {
    const page = await house.visit({ as: DESK, javascript: false });
    await page.goto(record);
    const send = async chosen => {
        await page.getByLabel(/^Hoặc chọn tệp/).setInputFiles(chosen);
        await page.getByRole('button', { name: 'Thêm bản chụp' }).click();
    };
    const pdf = { name: FILE, mimeType: 'application/pdf', buffer: PDF };
    await send([pdf, { name: 'don.docx', mimeType: 'application/pdf', buffer: Buffer.from('PK\x03\x04 [Content_Types].xml word/document.xml') }]);
    assert.match(await page.getByRole('alert').innerText(), /ảnh \(JPEG, PNG, WebP\) hoặc PDF/);
    assert.equal((await files()).length, 1);
    await expectFits(page);
    await send([pdf, { ...pdf, name: 'mặt sau.pdf' }]);
    await page.waitForURL(/xong=record-attach/);
    assert.equal((await files()).length, 3);
    const shown = JSON.stringify(await house.json(record, DESK));
    assert.ok(!shown.includes(NAME) && !shown.includes('mặt sau') && !shown.includes('IMG_2021'), 'no page tells a file’s name');
});

/** Asks to open the scan at that place of the list, by the keyboard alone. */
async function asks(page, place, passphrase) {
    await page.goto(record);
    await scans(page).nth(place).getByRole('link', { name: /^Mở để xem/ }).press('Enter');
    await page.waitForURL(/\/mo$/);
    await page.getByLabel('Lý do xem').fill(REASON);
    await page.getByLabel('Câu khóa của bạn').fill(passphrase);
}

test('is opened with passphrase and reason, as it was sent; the history says who and why', async () => {
    const page = await house.visit({ as: DESK, screen: PHONE });
    await asks(page, 1, 'khoa mau long bien 1902');
    await expectGoodPage(page);
    await page.getByLabel('Câu khóa của bạn').press('Enter');
    assert.match(await page.getByRole('alert').innerText(), /câu khóa không đúng/i);
    assert.equal(await page.getByLabel('Lý do xem').inputValue(), REASON);
    await asks(page, 1, PASSPHRASE);
    const [answer, download] = await Promise.all([page.waitForResponse(one => one.request().method() === 'POST'), page.waitForEvent('download'),
        page.getByLabel('Câu khóa của bạn').press('Enter')]);
    assert.equal(answer.headers()['cache-control'], 'no-store');
    assert.match(answer.headers()['content-disposition'], /^attachment/);
    assert.equal(download.suggestedFilename(), 'don-viet-tay-cua-quach-thi-kiem-thu.pdf');
    assert.deepEqual(readFileSync(await download.path()), PDF);
    await asks(page, 0, PASSPHRASE);
    const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Mở và tải về/ }).click()]);
    assert.equal(readFileSync(await picture.path()).subarray(0, 2).toString('hex'), 'ffd8');
    await page.goto(record);
    assert.match(await words(page), /Mở bản chụp niêm phong để xem.*Đối chiếu với sổ tiếp dân/);
});

test('nobody else opens one, and no address gives the file itself', async () => {
    const [, scan] = await files();
    const plain = scan.href.replace(/\/mo$/, '');
    assert.equal((await house.fetch(plain, { as: DESK })).status, 403);
    for (const as of [OTHER, 'mttq.giamsat', 'quantri'])
        for (const address of [scan.href, plain])
            assert.ok([403, 404].includes((await house.fetch(address, { as })).status), `${as} ${address}`);
    assert.notEqual((await house.fetch(scan.href)).status, 200);
});

test('one that came out blurred is dropped with a reason, in English as well', async () => {
    const page = await house.visit({ as: DESK });
    await page.goto(`${record}?lang=en`);
    assert.ok(await page.getByRole('heading', { name: 'Scans of the petition (sealed)' }).isVisible());
    await page.locator('li', { hasText: /^Scan 3/ }).getByRole('link', { name: /^Drop/ }).click();
    await page.getByLabel('Reason').fill('Blurred, taken again');
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Drop it' }).click();
    await page.waitForURL(/xong=record-detach/);
    assert.deepEqual((await files()).map(one => one.dropped), [false, false, true]);
    await page.goto(`${record}?lang=vi`);
});

test('no file, copy, move or log of the server holds what a scan shows or how it is called; a copy that came back is whole', async () => {
    const copy = path.join(house.parent, 'copy.danvan'), back = path.join(house.parent, 'back');
    danvan('backup', house.folder, copy);
    danvan('restore', copy, back); // which verifies it: each file by its hash
    expectNowhere(house, [NAME, FILE, WORDS, 'mặt sau.pdf', 'IMG_20211007', photo.subarray(-200, -100)],
        [...filesOf(house.folder), ...filesOf(back), copy], await house.logOf(async () => {}));
});
