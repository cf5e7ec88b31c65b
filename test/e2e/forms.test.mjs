/* The head of the district's administration opens the official forms; an officer shapes the outline of a report in a page. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, expectGoodPage, openHouse, words } from './support.mjs';

const HEAD = 'quan.lanhdao', OFFICER = 'quan.tonghop', DRAFT = '/du-thao/quarterly-internal/004/2021-Q3';
const XLD = '/bieu/xld-01-tt02-2021?don-vi=004.ubnd&ky=2021-Q3/tt02';
let house, folder;
before(async () => { house = await openHouse(); folder = mkdtempSync(path.join(tmpdir(), 'danvan-forms-')); });
after(async () => { rmSync(folder, { recursive: true, force: true }); await house.close(); });

test('the head finds the forms of the inspectorate’s quarter and opens one: days, heading tree, column numbers', async () => {
    const page = await house.visit({ as: HEAD });
    await page.goto('/ky?ky=2021-Q3');
    await page.getByRole('link', { name: /^01\/XLD/ }).click();
    const said = await words(page);
    for (const line of [/15\/06\/2021 đến ngày 14\/09\/2021/, /chưa xác nhận/i, /02\/2021\/TT-TTCP/, /UBND phường|Bồ Đề/])
        assert.match(said, line);
    const heads = (await page.locator('article thead th').allInnerTexts()).map(one => one.trim());
    for (const head of ['Kết quả xử lý đơn', 'Đơn thuộc thẩm quyền', 'Khiếu nại', '27', '18=19+20+21'])
        assert.ok(heads.includes(head), `a heading says ${head}`);
    await expectGoodPage(page);
});

test('a cell opens to the petitions it counts, of that body and of those half-months', async () => {
    const page = await house.visit({ as: HEAD });
    await page.goto(XLD);
    const cell = page.locator('article a[data-figure="petition.signatories"]').filter({ hasText: /^[1-9]/ }).first();
    const shown = await cell.innerText();
    await cell.click();
    assert.equal(await page.locator('.figure-value').innerText(), shown);
    assert.match(await words(page), new RegExp(`Cộng: ${shown}`));
});

test('as workbook and as Word the same form, wide as the paper', async () => {
    const page = await house.visit({ as: HEAD });
    await page.goto(XLD);
    for (const [name, ending] of [[/bảng tính|Excel/i, 'xlsx'], [/Word/, 'docx']]) {
        const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name }).first().click()]);
        const saved = path.join(folder, `form.${ending}`);
        await file.saveAs(saved);
        execFileSync('soffice', [`-env:UserInstallation=file://${folder}/office`, '--headless', '--convert-to', 'pdf', '--outdir', folder, saved], { stdio: 'pipe', timeout: 120000 });
        const printed = execFileSync('pdftotext', ['-layout', path.join(folder, 'form.pdf'), '-'], { encoding: 'utf8' });
        for (const line of [/01\/XLD/, /15\/06\/2021/, /27/])
            assert.match(printed, line, ending);
    }
});

test('nobody else opens a body’s forms: not its recorders, not another body’s officer, not the public', async () => {
    for (const as of ['bode.ghiso', 'quan.tonghop', 'bode.lanhdao'])
        assert.equal((await house.fetch(XLD, { as })).status, 403, as);
    assert.equal((await house.fetch(XLD)).status, 303);
});

test('an officer moves, drops and brings back parts of the outline, without a script', async () => {
    const page = await house.visit({ as: OFFICER, javascript: false });
    await page.goto(DRAFT);
    await page.getByRole('link', { name: 'Sửa đề cương' }).click();
    await page.getByRole('heading', { name: /^Đề cương/ }).waitFor();
    const order = async () => (await page.locator('tbody tr').evaluateAll(rows => rows.map(row => row.id)));
    const first = await order();
    await page.locator('#phan-opinions').getByRole('button', { name: /^Lên/ }).click();
    const moved = await order();
    assert.ok(moved.indexOf('phan-opinions') < first.indexOf('phan-opinions'));
    assert.match(await words(page), /đã sửa cho kỳ này/);
    await page.locator('#phan-opinions').getByRole('button', { name: /^Bỏ/ }).click();
    assert.ok(!(await order()).includes('phan-opinions'));
    await page.getByRole('button', { name: /^Lấy lại/ }).first().click();
    assert.ok((await order()).includes('phan-opinions'));
});

test('an officer adds a heading and figures of her choice; the draft prints them, and the next period copies the outline', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto(`${DRAFT}/de-cuong`);
    await expectGoodPage(page);
    await page.getByRole('link', { name: 'Thêm phần' }).click();
    await expectGoodPage(page);
    await page.getByLabel('Đề mục', { exact: true }).check();
    await page.getByRole('button', { name: 'Thêm phần này' }).click();
    assert.match(await words(page), /Hãy ghi tên phần/);
    assert.ok(await page.getByLabel('Đề mục', { exact: true }).isChecked(), 'what was chosen is kept');
    await page.getByLabel(/^Tên phần/).fill('VI. CHUYÊN ĐỀ THEO YÊU CẦU CẤP TRÊN');
    await page.getByRole('button', { name: 'Thêm phần này' }).click();
    await page.waitForURL(/de-cuong\?/);
    await page.getByRole('link', { name: 'Thêm phần' }).click();
    await page.getByLabel('Câu có số liệu', { exact: true }).check();
    const fold = page.locator('details').filter({ has: page.locator('input[value="outreach.attendances"]') });
    await fold.locator('summary').click();
    await fold.locator('input[value="outreach.attendances"]').check();
    await page.getByRole('button', { name: 'Thêm phần này' }).click();
    await page.waitForURL(/de-cuong\?/);
    await page.goto(DRAFT);
    const draft = await words(page, 'article');
    assert.match(draft, /VI\. CHUYÊN ĐỀ THEO YÊU CẦU CẤP TRÊN/);
    assert.match(draft, /Số lượt người dự[^:]*: [\d.]+ lượt/);
    await page.goto('/du-thao/quarterly-internal/004/2021-Q4/de-cuong');
    await page.getByLabel('Sao chép đề cương đã sửa').selectOption({ label: 'Quận Long Biên, quý III năm 2021' });
    await page.getByRole('button', { name: 'Sao chép' }).click();
    assert.match(await words(page), /VI\. CHUYÊN ĐỀ THEO YÊU CẦU CẤP TRÊN/);
});

test('month, quarter, half, nine months, year and a special report: each has its own draft and cut-off day', async () => {
    const page = await house.visit({ as: OFFICER, screen: PHONE });
    await page.goto('/ky?ky=2021-Q3');
    for (const [link, cut] of [[/^tháng 9 năm 2021/, '20/09/2021'], [/^9 tháng năm 2021/, '15/09/2021']]) {
        await page.goto('/ky?ky=2021-Q3');
        await page.getByRole('navigation', { name: 'Kỳ báo cáo' }).getByRole('link', { name: link }).click();
        await page.getByRole('link', { name: /^Báo cáo kết quả công tác dân vận/ }).click();
        assert.match(await words(page, 'article'), new RegExp(`Số liệu tính đến ngày ${cut}`));
    }
    await page.goto('/ky?ky=2021-Q3');
    await page.locator('details summary').first().click();
    await page.getByLabel('Từ ngày').fill('20/07/2021');
    await page.getByLabel('Đến ngày').fill('10/09/2021');
    await page.getByRole('button', { name: 'Mở kỳ này' }).click();
    assert.match(await words(page), /thời gian từ 15\/07\/2021 đến 14\/09\/2021/);
    await expectGoodPage(page);
    await page.getByRole('link', { name: /^Báo cáo kết quả công tác dân vận/ }).click();
    assert.match(await words(page, 'article'), /14\/09\/2021/);
});

test('an estimate stands beside its number, marked “ước”, while the period lasts', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto('/du-thao/quarterly-internal/004/2021-10'); // the sample stands on 8 October
    const form = page.locator('form[action="/lam/figure-estimate"]').filter({ has: page.locator('input[name=figure][value="outreach.sessions"]') }).first();
    await page.locator('details').filter({ has: form }).first().locator('summary').click();
    await form.locator('input[name=value]').fill('1.234.567');
    await form.getByRole('button').click();
    assert.match(await words(page, 'article'), /ước 1\.234\.567/);
    await expectGoodPage(page);
});
