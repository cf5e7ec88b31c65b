/*
 * What is due is told outside danvan too: a letter in the day, a calendar on the phone; in neutral words.
 * The letters go over SMTP to a real server (Debian's python3-aiosmtpd), which keeps them in a Maildir.
 */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { DANVAN, DESK, PHONE, expectGoodPage, openHouse } from './support.mjs';

const TELLING = /tuyên truyền|giám sát|phường|kiến nghị|outreach|supervision|bo.?de|Bồ Đề|tố cáo|khiếu nại/i;
const run = promisify(execFile);
let house, mail, letters;

const freePort = () => new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => { const { port } = probe.address(); probe.close(() => resolve(port)); });
});

const answers = port => new Promise(resolve => {
    const line = connect(port, '127.0.0.1', () => { line.end('QUIT\r\n'); resolve(true); }).on('error', () => resolve(false));
});

before(async () => {
    house = await openHouse();
    letters = mkdtempSync(path.join(tmpdir(), 'danvan-letters-'));
    const port = await freePort();
    const server = spawn('/usr/bin/aiosmtpd', ['--nosetuid', '-l', `127.0.0.1:${port}`, '-c', 'aiosmtpd.handlers.Mailbox', path.join(letters, 'box')],
        { stdio: 'ignore' });
    mail = { port, server };
    for (let i = 0; i < 100 && !await answers(port); i++)
        await new Promise(resolve => setTimeout(resolve, 100));
});
after(async () => {
    mail?.server.kill('SIGTERM');
    await house?.close();
    rmSync(letters, { recursive: true, force: true });
});

const digest = (...options) => run(DANVAN, ['digest', house.folder, '--sender', 'danvan@quan.example', '--lang', 'vi', ...options]);
const send = () => digest('--server', `smtp://127.0.0.1:${mail.port}`, '--address', house.address);
const received = () => {
    const folder = path.join(letters, 'box', 'new');
    return readdirSync(folder).map(name => readFileSync(path.join(folder, name), 'utf8'));
};
const body = letter => Buffer.from(letter.slice(letter.search(/\r?\n\r?\n/)).replace(/\s/g, ''), 'base64').toString('utf8');

test('today says what is late and what is near, in groups of 3, 7 and 15 days', async () => {
    const page = await house.visit({ as: 'mttq.giamsat', screen: PHONE });
    await page.goto('/viec-hom-nay');
    const headings = await page.locator('h3').allTextContents();
    assert.ok(headings.length > 0 && headings.every(words => /Quá hạn|Trong (3|7|15) ngày tới|Chưa tính được/.test(words)), headings.join());
    await expectGoodPage(page);
});

test('whoever wants letters gives an address; a wrong one is said at its field', async () => {
    const page = await house.visit({ as: 'mttq.giamsat', screen: PHONE });
    await page.goto('/viec-hom-nay');
    await page.getByRole('link', { name: 'Thư và lịch nhắc việc' }).click();
    await expectGoodPage(page);
    await page.getByLabel('Có', { exact: true }).check();
    await page.getByLabel('Địa chỉ thư').fill('khong-phai-dia-chi');
    await page.getByRole('button', { name: 'Lưu' }).click();
    assert.match(await page.locator('#mail-loi').textContent(), /ten@coquan.vn/);
    assert.equal(await page.getByLabel('Địa chỉ thư').inputValue(), 'khong-phai-dia-chi');
    await page.getByLabel('Địa chỉ thư').fill('mttq@quan.example');
    await page.getByRole('button', { name: 'Lưu' }).click();
    assert.match(await page.getByRole('status').textContent(), /Đã lưu/);
});

test('the letter of the day reaches the mail server: how much, which dossier, until when, and nothing else', async () => {
    const would = await digest('--dry-run');
    assert.match(would.stdout, /sẽ gửi 1 thư/);
    assert.match((await send()).stdout, /Đã gửi 1 thư/);
    const [letter, ...more] = received();
    assert.equal(more.length, 0);
    assert.match(letter, /^To: <mttq@quan\.example>/m);
    assert.match(letter, /^Auto-Submitted: auto-generated/m);
    assert.match(body(letter), /Hồ sơ \d+\/2021: đến hạn \d\d\/\d\d/);
    assert.match(body(letter), /\/viec-hom-nay/);
    assert.doesNotMatch(body(letter), TELLING);
    assert.doesNotMatch(letter.slice(0, letter.search(/\r?\n\r?\n/)), TELLING);
});

test('a second round the same day sends nobody a second letter', async () => {
    const again = await send();
    assert.match(again.stdout, /Đã gửi 0 thư/);
    assert.match(again.stdout, /Đã gửi từ trước trong ngày: 1/);
    assert.equal(received().length, 1);
});

test('a mail server that is not there is said, and nothing is noted as sent', async () => {
    const other = await house.visit({ as: 'quan.tonghop', screen: DESK });
    await other.goto('/thong-bao');
    await other.getByLabel('Có', { exact: true }).check();
    await other.getByLabel('Địa chỉ thư').fill('tonghop@quan.example');
    await other.getByRole('button', { name: 'Lưu' }).click();
    const nobody = await freePort();
    await assert.rejects(digest('--server', `smtp://127.0.0.1:${nobody}`), problem => {
        assert.equal(problem.code, 1);
        assert.match(problem.stderr, /1 thư chưa gửi được/);
        assert.doesNotMatch(problem.stderr, /quan\.example/);
        return true;
    });
    assert.match((await send()).stdout, /Đã gửi 1 thư/);
    assert.equal(received().length, 2);
});

test('a calendar opens to who has its address, in neutral words, and ends when it is stopped', async () => {
    const page = await house.visit({ as: 'mttq.giamsat', screen: PHONE });
    await page.goto('/thong-bao');
    const address = await page.getByLabel('Địa chỉ lịch mới').inputValue();
    assert.equal((await fetch(address)).status, 404);
    await page.getByRole('button', { name: 'Dùng địa chỉ này' }).click();
    await expectGoodPage(page);
    const answer = await fetch(address), calendar = await answer.text();
    assert.equal(answer.headers.get('content-type'), 'text/calendar; charset=utf-8');
    assert.match(calendar, /^BEGIN:VCALENDAR\r\n/);
    assert.match(calendar, /SUMMARY:Hồ sơ \d+\/2021: đến hạn \d\d\/\d\d\r\n/);
    assert.doesNotMatch(calendar, TELLING);
    assert.equal(await (await fetch(address)).text().then(text => text.replace(/DTSTAMP.*/g, '')), calendar.replace(/DTSTAMP.*/g, ''));
    await page.getByRole('button', { name: 'Thôi dùng lịch' }).click();
    assert.equal((await fetch(address)).status, 404);
});
