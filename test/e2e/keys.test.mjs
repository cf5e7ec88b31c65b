/* Who sent a petition: sealed by whoever records it, opened with a passphrase and a reason, found in no file and in no log. */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, ROOT, danvan, expectGoodPage, expectNowhere, filesOf, openHouse, words } from './support.mjs';

const KEEPER = 'mttq.ghiso', HELPER = 'mttq.giamsat', UNIT = '004.mttq';
const OWN = 'mưa rào tháng sáu năm ấy', HELPERS = 'hàng cây sấu già đầu ngõ';
const NAME = 'Quách Thị Kiểm Thử', ADDRESS = 'ngách 77/19 phố Không Có Thật', NUMBER = '001234567891';
const REGISTER = `register: probe_petition
title: {vi: "Đơn kiểm thử", en: "Petition on trial"}
entered_by: [front]
law: [luat-mttq-2015 Điều 22]
day: received_on
keep_for: 20 years
public: nothing
sensitive: yes
name: summary
fields:
  received_on: {is: day, required: yes, title: {vi: "Ngày nhận"}}
  summary:     {is: text, required: yes, title: {vi: "Tóm tắt"}}
  petitioner:  {is: text, length: 120, required: yes, sealed: identity, title: {vi: "Người gửi đơn"}}
  address:     {is: text, sealed: identity, title: {vi: "Địa chỉ"}}
  id_number:   {is: text, length: 12, sealed: identity, write_only: yes, title: {vi: "Số căn cước"}}
`;
let house, papers = [];

function edit(file, change) {
    writeFileSync(file, change(readFileSync(file, 'utf8')));
}

/** The sample's packs with one more register, brought while the house is served. */
function addRegister() {
    const packs = path.join(house.parent, 'packs'), bump = text => text.replace(/^version: (\d+)/m, (_, number) => `version: ${Number(number) + 100}`);
    cpSync(path.join(ROOT, 'packs'), packs, { recursive: true });
    writeFileSync(path.join(packs, 'vietnam/registers/probe_petition.yaml'), REGISTER);
    edit(path.join(packs, 'vietnam/who-may-see.yaml'), text => text.replace('who_may_see:\n', 'who_may_see:\n  probe_petition: {entering: rows}\n'));
    for (const pack of ['vietnam', 'long-bien-2021'])
        edit(path.join(packs, pack, 'pack.yaml'), bump);
    danvan('upgrade', house.folder, path.join(packs, 'long-bien-2021'));
}

before(async () => {
    house = await openHouse();
    addRegister();
    danvan('user', 'grant', house.folder, KEEPER, 'custodian', UNIT);
    danvan('user', 'grant', house.folder, HELPER, 'reception', UNIT);
});
after(() => house.close());

async function ownKey(page, passphrase, button = 'Đặt khóa riêng') {
    await page.goto('/khoa');
    await page.getByRole('link', { name: button }).click();
    await expectGoodPage(page);
    await page.getByLabel('Câu khóa mới', { exact: true }).fill(passphrase);
    await page.getByLabel('Nhập lại câu khóa mới').fill(passphrase);
    await page.getByRole('button', { name: 'Đặt khóa này' }).click();
    await page.waitForURL(url => url.pathname === '/khoa');
}

const sheets = async page => (await page.locator('section p.govuk-heading-m').allInnerTexts()).map(text => text.trim());

test('without the organisation’s key nothing is written, and the form says what to do', async () => {
    const page = await house.visit({ as: KEEPER });
    await page.goto('/so/probe_petition/moi');
    await page.getByLabel('Tóm tắt').fill('Đường ngập');
    await page.getByLabel('Người gửi đơn').fill(NAME);
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    assert.match(await page.getByRole('alert').innerText(), /chưa có khóa để niêm phong/);
    assert.equal(await page.getByLabel('Người gửi đơn').inputValue(), NAME, 'nothing typed is lost');
    await expectGoodPage(page);
});

test('a custodian makes a key of one’s own, then the organisation’s; two sheets are shown once', async () => {
    const page = await house.visit({ as: KEEPER });
    await page.goto('/viec-hom-nay');
    await page.getByRole('link', { name: 'Khóa của cơ quan' }).click();
    await expectGoodPage(page);
    await ownKey(page, OWN);
    await page.getByRole('link', { name: 'Tạo khóa của cơ quan' }).click();
    await page.getByLabel('Câu khóa của bạn').fill(OWN);
    await page.getByRole('button', { name: 'Tạo khóa' }).click();
    papers = await sheets(page);
    assert.equal(papers.length, 2);
    for (const paper of papers)
        assert.match(paper, /^([0-9A-Z]{4} ){13}[0-9A-Z]{4}$/);
    await expectGoodPage(page);
    await page.getByRole('link', { name: 'Tôi đã in và giao hai tờ' }).click();
    assert.match(await words(page), /Người mở được niêm phong .*\(bạn\)/);
});

test('what is recorded is sealed at once: the page shows that, not what it says', async () => {
    const page = await house.visit({ as: KEEPER, screen: PHONE });
    await page.goto('/so/probe_petition/moi');
    await page.getByLabel('Tóm tắt').fill('Đường ngập');
    await page.getByLabel('Người gửi đơn').fill(NAME);
    await page.getByLabel(/^Địa chỉ/).fill(ADDRESS);
    await page.getByLabel(/^Số căn cước/).fill(NUMBER);
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(/muc-ghi/);
    const text = await words(page);
    assert.match(text, /Người gửi đơn đã niêm phong/);
    assert.ok(!text.includes(NAME) && !text.includes(ADDRESS) && !text.includes(NUMBER));
    await expectGoodPage(page);
    await page.getByRole('link', { name: 'Sửa' }).click();
    assert.equal(await page.getByLabel(/^Người gửi đơn/).inputValue(), '');
    await expectGoodPage(page);
});

async function openSeal(page, record, passphrase) {
    await page.goto(`/muc-ghi/probe_petition/${record}/mo`);
    await page.getByLabel('Lý do xem').fill('Gửi giấy mời đối thoại');
    await page.getByLabel('Câu khóa của bạn').fill(passphrase);
    const answer = page.waitForResponse(one => one.request().method() === 'POST');
    await page.getByRole('button', { name: /^Mở để xem/ }).click();
    return answer;
}

const newest = async () => (await house.json('/so/probe_petition', KEEPER)).rows[0].record;

test('is opened with the passphrase; the address tells nothing, nothing is kept, the history says who and why', async () => {
    const page = await house.visit({ as: KEEPER }), record = await newest();
    assert.equal((await openSeal(page, record, 'mưa rào tháng bảy năm ấy')).status(), 422);
    assert.match(await page.getByRole('alert').innerText(), /câu khóa không đúng/i);
    assert.equal(await page.getByLabel('Lý do xem').inputValue(), 'Gửi giấy mời đối thoại');
    assert.equal(await page.getByLabel('Câu khóa của bạn').inputValue(), '');
    const answer = await openSeal(page, record, OWN);
    assert.equal(answer.status(), 200);
    assert.equal(answer.headers()['cache-control'], 'no-store');
    assert.equal(new URL(page.url()).pathname, '/lam/dossier-open');
    const text = await words(page);
    assert.ok(text.includes(NAME) && text.includes(ADDRESS));
    assert.ok(!text.includes(NUMBER), 'the number is for the book and papers alone');
    await expectGoodPage(page);
    await page.goto(`/muc-ghi/probe_petition/${record}`);
    assert.match(await words(page), /Mở niêm phong để xem.*Gửi giấy mời đối thoại/);
    assert.ok(!(await words(page)).includes(NAME));
    assert.ok(!JSON.stringify(await house.json(`/muc-ghi/probe_petition/${record}`, KEEPER)).includes(NAME));
});

test('a colleague opens once the key is shared; after a renewal without them no more; both sheets recover', async () => {
    const keeper = await house.visit({ as: KEEPER }), helper = await house.visit({ as: HELPER }), record = await newest();
    await ownKey(helper, HELPERS);
    await keeper.goto('/khoa/trao');
    await expectGoodPage(keeper);
    await keeper.getByLabel('Người được mở niêm phong').selectOption(HELPER);
    await keeper.getByLabel('Câu khóa của bạn').fill(OWN);
    await keeper.getByRole('button', { name: 'Trao khóa' }).click();
    await keeper.waitForURL(url => url.pathname === '/khoa');
    assert.equal((await openSeal(helper, record, HELPERS)).status(), 200);
    assert.ok((await words(helper)).includes(NAME));
    await keeper.goto('/khoa/thay');
    await expectGoodPage(keeper);
    await keeper.getByLabel(/^Người thôi giữ khóa/).selectOption(HELPER);
    await keeper.getByLabel('Lý do').fill('Chuyển công tác');
    await keeper.getByLabel('Câu khóa của bạn').fill(OWN);
    await keeper.getByRole('button', { name: 'Thay khóa' }).click();
    const fresh = await sheets(keeper);
    assert.equal(fresh.length, 2);
    assert.equal((await openSeal(helper, record, HELPERS)).status(), 422);
    assert.match(await helper.getByRole('alert').innerText(), /không giữ khóa/);
    await keeper.goto('/khoa/phuc-hoi');
    await expectGoodPage(keeper);
    for (const [first, second, status] of [[papers[0], papers[1], 422], [fresh[0], fresh[0], 422], [fresh[1].toLowerCase(), fresh[0], 200]]) {
        await keeper.goto('/khoa/phuc-hoi');
        await keeper.getByLabel('Tờ phục hồi thứ nhất').fill(first);
        await keeper.getByLabel('Tờ phục hồi thứ hai').fill(second);
        await keeper.getByLabel('Lý do').fill('Diễn tập phục hồi');
        const answer = keeper.waitForResponse(one => one.request().method() === 'POST');
        await keeper.getByRole('button', { name: 'Thay khóa' }).click();
        assert.equal((await answer).status(), status);
    }
    assert.equal((await openSeal(keeper, record, OWN)).status(), 200);
});

test('guessing is slowed; an administrator has no page of keys', async () => {
    const page = await house.visit({ as: HELPER }), record = await newest();
    await ownKey(page, HELPERS, 'Đặt lại khóa riêng');
    const keeper = await house.visit({ as: KEEPER });
    await keeper.goto('/khoa/trao');
    await keeper.getByLabel('Người được mở niêm phong').selectOption(HELPER);
    await keeper.getByLabel('Câu khóa của bạn').fill(OWN);
    await keeper.getByRole('button', { name: 'Trao khóa' }).click();
    await keeper.waitForURL(url => url.pathname === '/khoa');
    const statuses = [];
    for (let i = 0; i < 14 && statuses.at(-1) !== 429; i++) // each further wait is twice as long
        statuses.push((await openSeal(page, record, `đoán lần thứ ${i} xem sao`)).status());
    assert.equal(statuses[0], 422);
    assert.equal(statuses.at(-1), 429);
    assert.equal((await house.fetch('/khoa', { as: 'quantri' })).status, 403);
    assert.equal((await house.fetch(`/muc-ghi/probe_petition/${record}/mo`, { as: 'quantri' })).status, 403);
});

test('no file, copy, sealed move or log of the server holds a name, an address, a number or a passphrase', async () => {
    const copy = path.join(house.parent, 'copy.danvan'), moved = path.join(house.parent, 'moved.sealed'), key = path.join(house.parent, 'key');
    const secrets = [NAME, ADDRESS, NUMBER, OWN, HELPERS, ...papers];
    danvan('backup', house.folder, copy);
    const said = await house.logOf(async () => {
        writeFileSync(key, 'một câu đủ dài cho tệp chuyển\n');
        danvan('move', house.folder, moved, '--sealed', '--key-file', key);
    });
    expectNowhere(house, secrets, [...filesOf(house.folder), copy, moved], said);
});
