/* An officer of the district: who has not sent, the draft and its numbers, the words, the files, and what is not hers to see. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, expectFits, expectGoodPage, expectNoConsoleErrors, number, openHouse, words } from './support.mjs';

const OFFICER = 'quan.tonghop', DRAFT = '/du-thao/quarterly-portal/004/2021-Q3', INTERNAL = '/du-thao/quarterly-internal/004/2021-Q3';
let house, folder;
before(async () => { house = await openHouse(); folder = mkdtempSync(path.join(tmpdir(), 'danvan-files-')); });
after(async () => { rmSync(folder, { recursive: true, force: true }); await house.close(); });

async function download(page, name, as) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).click()]);
    await file.saveAs(path.join(folder, as));
    return path.join(folder, as);
}

/** The text of a Word file as LibreOffice prints it. */
function printed(docx) {
    execFileSync('soffice', [`-env:UserInstallation=file://${folder}/office`, '--headless', '--convert-to', 'pdf', '--outdir', folder, docx], { stdio: 'pipe', timeout: 120000 });
    return execFileSync('pdftotext', ['-layout', docx.replace(/docx$/, 'pdf'), '-'], { encoding: 'utf8' });
}

const plain = text => text.normalize('NFC').replace(/\s+/g, ' ');
const figure = async address => Number((await house.json(address, OFFICER)).number.value);

test('sees who has not sent the quarter, in the official order', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto('/ky?ky=2021-Q3');
    assert.match(await words(page), /Chưa báo cáo: .*Giang Biên.*Cự Khối/);
    const rows = await page.locator('main tbody tr').allInnerTexts();
    assert.ok(rows.length >= 14);
    assert.equal(rows.filter(row => /Chưa gửi/.test(row) && /Khối Dân vận/.test(row)).length, 2);
    await expectGoodPage(page);
});

test('opens the draft: its numbers are bound, and what is out of date in its citations is pointed at', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto('/ky?ky=2021-Q3');
    await page.getByRole('link', { name: 'Kết quả công tác dân vận quý III năm 2021', exact: true }).click();
    assert.match(await words(page), /Pháp lệnh Tín ngưỡng, tôn giáo.* đã hết hiệu lực/);
    assert.match(await words(page), /Toàn dân đoàn kết xây dựng đời sống văn hóa ở khu dân cư” đã hết hiệu lực/);
    assert.equal(await page.locator('main input[type=number], main input[inputmode]').count(), 0, 'no number is an input');
    assert.ok(await page.locator('article a.figure').count() > 30);
    await expectGoodPage(page);
});

test('a recorder’s entry moves the draft’s figure at once, and what was published stays', async () => {
    const address = '/so-lieu/outreach.bloc_sessions?don-vi=004&ky=2021-Q3';
    const shown = async () => number(/data-figure="outreach.bloc_sessions"[^>]*>([\d.]+)</.exec(await (await house.fetch(DRAFT, { as: OFFICER })).text())[1]);
    const published = async () => number(/data-figure="outreach.bloc_sessions"[^>]*>([\d.]+)</.exec(await (await house.fetch('/')).text())[1]);
    const [draft, front] = [await shown(), await published()];
    assert.equal(draft, await figure(address));
    const page = await house.visit({ as: 'bode.ghiso', screen: PHONE });
    await page.goto('/so/outreach/moi');
    await page.getByLabel('Ngày', { exact: true }).fill('30/9/2021');
    await page.getByLabel('Nội dung', { exact: true }).fill('Ghi bù một buổi cuối quý');
    for (const choice of ['Phòng, chống dịch', 'Đến từng nhà', 'Đơn vị tôi chủ trì'])
        await page.getByLabel(choice, { exact: true }).check();
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(/muc-ghi/);
    assert.equal(await shown(), draft + 1);
    assert.equal(await figure(address), draft + 1);
    assert.equal(await published(), front);
});

test('edits free words; they stand in the draft and nobody else’s words are changed', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto(DRAFT);
    const box = page.locator('textarea').first();
    await box.fill('Nhân dân đồng tình với các biện pháp phòng, chống dịch của Thành phố.');
    await page.getByRole('button', { name: /^Lưu lời văn/ }).first().click();
    assert.match(await words(page), /Đã lưu lời văn\./);
    assert.match(await words(page, 'article'), /Nhân dân đồng tình với các biện pháp phòng, chống dịch của Thành phố\./);
    expectNoConsoleErrors(page);
});

test('leaves a figure out with a note: it goes from the text, the note stays with the draft, and it can come back', async () => {
    const page = await house.visit({ as: OFFICER, screen: PHONE });
    await page.goto(DRAFT);
    const numbers = await page.locator('article a[data-figure="outreach.posts"]').count();
    assert.ok(numbers > 0);
    const fold = page.locator('main details').filter({ hasText: ': Số tin, bài' }).first();
    await fold.locator('summary').click();
    await fold.getByRole('button').click();
    assert.equal(await fold.locator('input:invalid').count(), 1, 'without a note it is not sent');
    await fold.getByRole('textbox').fill('Lãnh đạo yêu cầu không nêu');
    await fold.getByRole('button').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('article a[data-figure="outreach.posts"]').count(), 0);
    assert.match(await words(page), /Lãnh đạo yêu cầu không nêu/);
    await expectFits(page);
    await page.locator('.draft-item--left-out button').first().click();
    await page.waitForLoadState();
    assert.equal(await page.locator('article a[data-figure="outreach.posts"]').count(), numbers);
});

test('takes the public report as Word, text and a fragment for the portal, with the same numbers in each', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto(DRAFT);
    const told = await page.locator('article p a.figure').allInnerTexts();
    const text = plain(readFileSync(await download(page, /^Văn bản thuần/, 'draft.txt'), 'utf8'));
    const fragment = readFileSync(await download(page, /^Đoạn HTML/, 'draft.html'), 'utf8');
    const paper = plain(printed(await download(page, 'Tải về Word', 'draft.docx')));
    assert.ok(told.length > 30);
    for (const one of told)
        for (const [name, file] of [['text', text], ['fragment', fragment], ['Word', paper]])
            assert.ok(file.includes(one), `${name} has ${one}`);
    assert.doesNotMatch(fragment, /<script|<style|<a |style=|class=|<link/i, 'nothing that a portal strips');
    for (const line of [/ĐẢNG CỘNG SẢN VIỆT NAM/, /QUẬN ỦY LONG BIÊN/, /BAN DÂN VẬN/, /Ngọc Thụy, Gia Thụy, Ngọc Lâm, Bồ Đề và Phúc Đồng/, /[Ss]ố liệu minh họa|SỐ LIỆU MINH HỌA/])
        assert.match(paper, line);
});

test('takes the report to the superior, with its headings and comparison columns', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto(INTERNAL);
    await expectGoodPage(page);
    const paper = plain(printed(await download(page, 'Tải về Word', 'internal.docx')));
    for (const line of [/Kỳ trước|kỳ trước/, /Cùng kỳ|cùng kỳ/, /Phương hướng|PHƯƠNG HƯỚNG/, /Nơi nhận/i])
        assert.match(paper, line);
});

test('a number of the draft opens its records, and their sum equals it', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto(DRAFT);
    const link = page.locator('article p a[data-figure="outreach.front_sessions"]').first(), shown = await link.innerText();
    await link.click();
    assert.equal(await page.locator('.figure-value').innerText(), shown);
    assert.match(await words(page), new RegExp(`Cộng: ${shown.replaceAll('.', '\\.')}`));
    await page.getByLabel('Địa bàn', { exact: true }).selectOption({ label: 'Bồ Đề' });
    await page.getByRole('button', { name: 'Lọc' }).click();
    await page.waitForLoadState();
    const names = await page.locator('main table tbody td:nth-of-type(2)').allInnerTexts();
    assert.ok((await page.locator('main').innerText()).includes('Bồ Đề') && names.length > 0);
    await page.locator('main tbody th a[href^="/muc-ghi/"]').first().click();
    assert.match(await words(page), /Lịch sử/);
});

test('of gifts and donations she sees figures and her own organisation’s entries, never another’s rows, never a name', async () => {
    for (const figure of ['gratitude.merit_gifts', 'gratitude.merit_value', 'supervision.support_missions', 'recommendation.made']) {
        const tree = await house.json(`/so-lieu/${figure}?don-vi=004&ky=2021-Q3`, OFFICER);
        assert.ok(Number(tree.number.value) > 0, `${figure} is shown`);
        assert.deepEqual((tree.records?.rows ?? []).filter(row => row.unit.code !== '004.bdv'), [], figure);
    }
    for (const register of ['gratitude', 'donation', 'supervision', 'recommendation']) {
        const answer = await house.fetch(`/so/${register}.json`, { as: OFFICER });
        const rows = answer.status === 200 ? (await answer.json()).rows : [];
        assert.deepEqual(rows.filter(row => row.unit.code !== '004.bdv'), [], register);
    }
    const other = (await house.json('/so/gratitude', 'bode.ghiso')).rows[0];
    assert.ok([403, 404].includes((await house.fetch(`/muc-ghi/gratitude/${other.record}`, { as: OFFICER })).status));
});

test('types in a number of an old report: it stands for a time without records, marked, and opens to its paper', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto('/so-lieu/outreach.sessions?don-vi=004&ky=2019-Q3');
    await page.getByRole('link', { name: 'Nhập lại từ báo cáo cũ' }).click();
    await expectGoodPage(page);
    await page.getByRole('button', { name: 'Ghi số liệu này' }).click();
    assert.equal(await page.getByRole('alert').getByRole('link').count(), 4, 'each of the four is asked for');
    await page.getByLabel('Số liệu trong báo cáo').fill('1.512');
    await page.getByLabel('Tên báo cáo').fill('Báo cáo công tác dân vận quý III năm 2019');
    await page.getByLabel('Số, ký hiệu').fill('45-BC/BDVQU');
    await page.getByLabel('Ngày của báo cáo').fill('20/9/2019');
    await page.getByRole('button', { name: 'Ghi số liệu này' }).click();
    assert.match(await words(page), /Đã nhập lại số liệu từ báo cáo cũ/);
    assert.match(plain(await words(page)), /1\.512 buổi.*Sổ không có mục ghi nào.*45-BC\/BDVQU.*20\/09\/2019.*Người nhập/);
    await expectGoodPage(page);
    await page.goto('/so-lieu/outreach.sessions?don-vi=004&ky=2020-Q3');
    assert.match(plain(await words(page)), /Cùng kỳ năm trước 1\.512 quý III năm 2019 nhập lại từ báo cáo cũ/);
    await page.goto('/so-lieu/outreach.sessions?don-vi=004&ky=2019-Q3');
    await page.getByRole('link', { name: 'Rút số nhập lại' }).click();
    await page.waitForURL(/rut-nhap-lai/);
    await expectGoodPage(page);
    await page.getByLabel('Lý do').fill('Thử xong thì rút');
    await page.getByRole('button', { name: 'Rút số này' }).click();
    assert.match(await words(page), /Đã rút số liệu nhập lại/);
    assert.equal(await page.getByRole('link', { name: 'Nhập lại từ báo cáo cũ' }).count(), 1);
});

test('publishing is another’s role: the officer has no button, the publisher has, and the front page follows', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto(DRAFT);
    assert.equal(await page.getByRole('button', { name: /[Cc]ông khai/ }).count(), 0);
    const publisher = await house.visit({ as: 'quan.congkhai' });
    await publisher.goto(DRAFT);
    await publisher.getByRole('button', { name: /[Cc]ông khai/ }).click();
    await publisher.waitForLoadState();
    const resident = await house.visit();
    await resident.goto('/');
    assert.match(await words(resident, 'article'), /Nhân dân đồng tình với các biện pháp/);
});
