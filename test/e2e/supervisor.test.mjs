/* A supervisor of the Front: a mission's papers are made from its record, and what is late has its letter. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, expectFits, expectGoodPage, openHouse, words } from './support.mjs';

const SUPERVISOR = 'mttq.giamsat', OFFICER = 'quan.tonghop';
let house, folder;
before(async () => { house = await openHouse(); folder = mkdtempSync(path.join(tmpdir(), 'danvan-papers-')); });
after(async () => { rmSync(folder, { recursive: true, force: true }); await house.close(); });

/** The text of a Word file as LibreOffice prints it. */
function printed(docx) {
    execFileSync('soffice', [`-env:UserInstallation=file://${folder}/office`, '--headless', '--convert-to', 'pdf', '--outdir', folder, docx], { stdio: 'pipe', timeout: 120000 });
    return execFileSync('pdftotext', ['-layout', docx.replace(/docx$/, 'pdf'), '-'], { encoding: 'utf8' }).normalize('NFC').replace(/\s+/g, ' ');
}

async function download(page, link, as) {
    const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
    await file.saveAs(path.join(folder, as));
    return path.join(folder, as);
}

/** A mission of the district's Front that was held, as its own supervisors see it. */
async function held() {
    const missions = await house.json('/so/supervision?don-vi=004.mttq', SUPERVISOR);
    return missions.rows.find(row => row.unit.code === '004.mttq' && ['under_way', 'reported'].includes(row.state.code));
}

test('opens a mission, and downloads the minutes of its working session', async () => {
    const page = await house.visit({ as: SUPERVISOR });
    await page.goto((await held()).href);
    assert.match(await words(page), /Văn bản/);
    await expectGoodPage(page);
    await page.getByRole('link', { name: 'Biên bản buổi làm việc', exact: true }).click();
    assert.match(await words(page), /Số: …\/BB-.*BIÊN BẢN/s);
    await expectGoodPage(page);
    const docx = await download(page, page.getByRole('link', { name: 'Tải về (Word)' }), 'bien-ban.docx');
    const text = printed(docx);
    assert.match(text, /BIÊN BẢN/);
    assert.match(text, /TRƯỞNG ĐOÀN GIÁM SÁT/);
    assert.ok(!text.includes('{{'), 'no words of the template are left');
});

test('the papers fit a phone', async () => {
    const page = await house.visit({ as: SUPERVISOR, screen: PHONE });
    await page.goto(`${(await held()).href}/van-ban/supervision-minutes`);
    await expectFits(page);
});

test('nobody else makes papers from the mission', async () => {
    const address = `${(await held()).href}/van-ban/supervision-report/tai-ve.docx`;
    assert.notEqual((await house.fetch(address)).status, 200);
    assert.equal((await house.fetch(address, { as: 'bode.ghiso' })).status, 403);
});

test('an officer reminds in one click those who have not sent the quarter', async () => {
    const page = await house.visit({ as: OFFICER });
    await page.goto('/ky?ky=2021-Q3');
    const docx = await download(page, page.getByRole('link', { name: 'Công văn đôn đốc (Word)' }), 'don-doc.docx');
    assert.match(printed(docx), /Kính gửi: - Khối Dân vận phường .* V\/v|V\/v đôn đốc gửi số liệu/);
});
