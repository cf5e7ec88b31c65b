/* An administrator adds people, gives and ends roles, resets and locks; a person with two roles says for whom. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PASSWORD, PHONE, expectGoodPage, openHouse, signIn, words } from './support.mjs';

const NEW = 'tran.lan', FIRST = 'mot cau ngan de nho', OWN = 'cau cua rieng toi 2021';
let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

test('sees everybody and what they may do', async () => {
    const page = await house.visit({ as: 'quantri' });
    await page.goto('/viec-hom-nay');
    await page.getByRole('link', { name: 'Người dùng' }).click();
    assert.ok(await page.locator('main tbody tr').count() >= 35);
    assert.match(await words(page, 'main'), /bode\.ghiso Người ghi sổ, Khối Dân vận phường Bồ Đề/);
    await expectGoodPage(page);
});

test('adds a person and grants a role on an organisation’s branch until a day', async () => {
    const page = await house.visit({ as: 'quantri', screen: PHONE });
    await page.goto('/nguoi-dung/moi');
    await expectGoodPage(page);
    await page.getByLabel('Họ và tên').fill('Trần Lan (mẫu)');
    await page.getByLabel('Tên đăng nhập').fill('Trần Lan');
    await page.getByLabel('Mật khẩu tạm').fill(FIRST);
    await page.getByRole('button', { name: 'Thêm người này' }).click();
    assert.match(await page.getByRole('alert').innerText(), /không dùng được/, 'a name with spaces and marks is not taken');
    assert.equal(await page.getByLabel('Họ và tên').inputValue(), 'Trần Lan (mẫu)');
    await page.getByLabel('Tên đăng nhập').fill(NEW);
    await page.getByLabel('Mật khẩu tạm').fill(FIRST);
    await page.getByRole('button', { name: 'Thêm người này' }).click();
    await page.goto(`/nguoi-dung/${NEW}/vai-tro`);
    await expectGoodPage(page);
    await page.getByLabel('Đơn vị').selectOption('00145.kv');
    await page.getByLabel('Vai trò').selectOption('recorder');
    await page.getByLabel(/^Đến hết ngày/).fill('31/12/2021');
    await page.getByRole('button', { name: 'Giao vai trò này' }).click();
    await page.waitForURL(url => url.pathname === `/nguoi-dung/${NEW}`);
    assert.match(await words(page), /Người ghi sổ Khối Dân vận phường Long Biên .*31\/12\/2021/);
    await expectGoodPage(page);
});

test('the new person must choose a password of their own before anything else', async () => {
    const page = await house.visit({ screen: PHONE });
    await signIn(page, NEW, FIRST);
    assert.equal(new URL(page.url()).pathname, '/mat-khau');
    await page.goto('/so/outreach/moi');
    assert.notEqual(new URL(page.url()).pathname, '/so/outreach/moi', 'nothing else is open yet');
    await page.goto('/mat-khau');
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill(OWN);
    await page.getByLabel('Nhập lại mật khẩu mới').fill('khac di mot chut');
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
    assert.match(await page.getByRole('alert').innerText(), /./);
    await expectGoodPage(page);
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill(OWN);
    await page.getByLabel('Nhập lại mật khẩu mới').fill(OWN);
    await page.getByRole('button', { name: 'Đổi mật khẩu' }).click();
    await page.waitForURL(url => url.pathname === '/dang-nhap');
    await signIn(page, NEW, OWN);
    assert.match(await words(page), /Đang ghi cho: Khối Dân vận phường Long Biên/);
});

test('resets a password: the old one opens nothing any more', async () => {
    const page = await house.visit({ as: 'quantri' });
    await page.goto(`/nguoi-dung/${NEW}/mat-khau`);
    await page.getByLabel('Mật khẩu tạm').fill('mat khau dat lai 1');
    await page.getByRole('button', { name: 'Đặt lại' }).click();
    await page.waitForURL(url => url.pathname === `/nguoi-dung/${NEW}`);
    const other = await house.visit();
    await other.goto('/dang-nhap');
    await other.getByLabel('Tên đăng nhập').fill(NEW);
    await other.getByLabel('Mật khẩu', { exact: true }).fill(OWN);
    await other.getByRole('button', { name: 'Đăng nhập' }).click();
    assert.match(await other.getByRole('alert').innerText(), /./);
    assert.equal(await other.getByLabel('Tên đăng nhập').inputValue(), NEW);
    await signIn(other, NEW, 'mat khau dat lai 1');
    assert.equal(new URL(other.url()).pathname, '/mat-khau');
});

test('locks a person: who is signed in is out at once; unlocked, they are back', async () => {
    const victim = await house.visit();
    await signIn(victim, 'giathuy.ghiso');
    const page = await house.visit({ as: 'quantri' });
    await page.goto('/nguoi-dung/giathuy.ghiso');
    await page.getByRole('button', { name: 'Khóa người này' }).click();
    await page.waitForLoadState();
    assert.match(await words(page), /Đang khóa/);
    await victim.goto('/viec-hom-nay');
    assert.ok(await victim.getByLabel('Mật khẩu', { exact: true }).isVisible(), 'asked to sign in again');
    await page.getByRole('button', { name: 'Mở khóa' }).click();
    await page.waitForLoadState();
    await signIn(victim, 'giathuy.ghiso');
});

test('ends a role from today: the person writes no more', async () => {
    const page = await house.visit({ as: 'quantri' });
    await page.goto('/nguoi-dung/phucloi.ghiso');
    await page.getByRole('button', { name: /^Kết thúc/ }).first().click();
    await page.waitForLoadState();
    assert.match(await words(page), /đã hết|08\/10\/2021|07\/10\/2021/);
});

test('who records for several organisations says for which, and it stands on every page', async () => {
    const page = await house.visit({ screen: PHONE });
    await signIn(page, 'bode.doanthe', PASSWORD);
    await page.getByRole('link', { name: /^Đang ghi cho:/ }).click();
    await expectGoodPage(page);
    await page.getByLabel('Hội Liên hiệp Phụ nữ phường Bồ Đề').check();
    await page.getByRole('button', { name: 'Chọn' }).click();
    await page.waitForURL(url => url.pathname === '/viec-hom-nay');
    assert.match(await words(page), /Đang ghi cho: Hội Liên hiệp Phụ nữ phường Bồ Đề/);
    await page.goto('/so/outreach/moi');
    assert.match(await words(page), /Đang ghi cho: Hội Liên hiệp Phụ nữ phường Bồ Đề/);
});

test('looks after people, and opens no records by that', async () => {
    assert.equal((await house.fetch('/nguoi-dung', { as: 'bode.ghiso' })).status, 403, 'others do not look after people');
    assert.equal((await house.fetch('/so/outreach/moi', { as: 'quantri' })).status, 403);
    const gifts = (await house.json('/so/gratitude', 'bode.ghiso')).rows[0];
    assert.ok([403, 404].includes((await house.fetch(`/muc-ghi/gratitude/${gifts.record}`, { as: 'quantri' })).status));
});
