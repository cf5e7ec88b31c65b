/* A supervisor: the lists of five wards against the policy, what was planted is found, two rows are said to be one person and that is
 * taken back, what was found is kept in the mission, heard, confirmed and recommended upon; kept once more it is there once. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PASSWORD, PHONE, ROOT, expectFits, expectGoodPage, openHouse, words } from './support.mjs';

const SUPERVISOR = 'mttq.giamsat', LISTS = path.join(ROOT, 'packs/long-bien-2021/sample/lists');
const INPUTS = { 'de-nghi': 'Danh sách đề nghị', 'tu-choi': 'Danh sách không đủ điều kiện', duyet: 'Danh sách được duyệt', chi: 'Danh sách đã chi' };
const PERIOD = 'don-vi=004&ky=2021-Q4';
let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

const value = async figure => Number((await house.json(`/so-lieu/finding.${figure}?${PERIOD}`, SUPERVISOR)).number.value);
const answers = () => readFileSync(path.join(LISTS, 'answers.csv'), 'utf8').trim().split('\n').slice(1).map(line => line.split(','));
const planted = () => answers().filter(([, , , kind]) => kind !== 'alike' && kind !== 'namesake');

async function upload(page) {
    await page.goto('/kiem-tra');
    await page.getByLabel('Cuộc giám sát').selectOption({ index: 1 });
    await page.getByLabel('Chính sách', { exact: false }).first().selectOption('nq-68-2021');
    for (const [ending, label] of Object.entries(INPUTS))
        await page.getByLabel(new RegExp(`^${label}`)).setInputFiles(readdirSync(LISTS).filter(name => name.endsWith(`-${ending}.xlsx`)).map(name => path.join(LISTS, name)));
    await page.getByLabel(/Tính đến ngày/).fill('15/10/2021');
    await page.getByRole('button', { name: 'Đối chiếu' }).click();
    await page.waitForURL(/\/kiem-tra\/[\w-]{43}$/);
    await until(page, /Cần rà soát: \d+/);
}

async function until(page, wanted, rounds = 60) {
    for (let i = 0; i < rounds && !wanted.test(await words(page)); i++)
        await page.reload();
    assert.match(await words(page), wanted);
}

/* Two rows that may be one person: the counts follow what is said of them, and follow it back. */
async function decideAndTakeBack(page, count) {
    const found = async () => Number(/Cần rà soát: (\d+)/.exec(await words(page))[1]);
    assert.match(await words(page), /Cặp có thể là một người: \d+/);
    assert.match(await words(page), /giống ở .*khác ở /);
    const weights = page.getByText('Vì sao máy đưa ra cặp này').first();
    assert.ok(!await page.getByText(/khả năng là một người/).first().isVisible(), 'weights are folded');
    await weights.click();
    assert.ok(await page.getByText(/khả năng là một người/).first().isVisible());
    await page.getByRole('button', { name: /^Là một người/ }).first().click();
    await until(page, /Cần rà soát: \d+/);
    assert.ok(await found() > count, 'one person in two dossiers is found');
    await expectGoodPage(page);
    await page.getByRole('button', { name: /^Rút lại/ }).first().click();
    await until(page, /Cần rà soát: \d+/);
    assert.equal(await found(), count);
    await page.getByRole('button', { name: /^Không phải/ }).first().click();
    await until(page, /Không phải một người/);
    assert.equal(await found(), count);
}

async function keep(page, wanted) {
    await page.getByRole('button', { name: 'Giữ vào cuộc giám sát' }).click();
    await page.waitForURL(/\/so\/finding\/nhap-tep\/[0-9a-f]{32}$/);
    await until(page, wanted);
    await page.getByRole('button', { name: 'Ghi sổ' }).click();
    await until(page, /Đã ghi xong/);
}

async function move(page, name, fields) {
    await page.getByRole('link', { name, exact: true }).click();
    for (const [label, text] of Object.entries(fields))
        await page.getByLabel(label).fill(text);
    await page.getByRole('button', { name }).click();
    await page.waitForURL(/\/muc-ghi\/finding\/\d+/);
}

test('the planted mistakes are found, kept without persons, and one is confirmed after the body was heard', async () => {
    const page = await house.visit({ as: SUPERVISOR });
    const before_ = { to_review: await value('to_review'), confirmed: await value('confirmed') };
    await page.goto('/kiem-tra');
    await expectGoodPage(page);
    await upload(page);
    await expectGoodPage(page);
    const text = await words(page), count = Number(/Cần rà soát: (\d+)/.exec(text)[1]);
    assert.equal(count, planted().length);
    for (const [, dossier] of planted())
        assert.ok(text.includes(dossier), `${dossier} is found`);
    assert.match(text, /Ngọc Thụy.*Gia Thụy|Gia Thụy.*Ngọc Thụy/s, 'counts stand by ward');
    assert.match(text, /ngoc-thuy-.*\.xlsx › /, 'each with its cell');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /Tải bảng tính/ }).click()]);
    assert.match(download.suggestedFilename(), /\.xlsx$/);
    assert.equal(await value('to_review'), before_.to_review, 'nothing is kept yet');

    await decideAndTakeBack(page, count);
    await keep(page, new RegExp(`Ghi mới\\s*${count}`));
    assert.equal(await value('to_review'), before_.to_review + count);
    assert.equal(await value('confirmed'), before_.confirmed, 'a finding is not a verdict');

    await page.goto('/so/finding');
    await expectGoodPage(page);
    await page.getByRole('link', { name: planted()[0][1], exact: true }).first().click();
    await move(page, 'Đã đối chiếu hồ sơ', { 'Ngày đối chiếu hồ sơ': '16/10/2021' });
    await move(page, 'Ghi giải trình của đơn vị', { 'Ngày đơn vị giải trình': '18/10/2021' });
    await move(page, 'Xác định đúng', { 'Ngày xác định hoặc loại': '19/10/2021', 'Số trường hợp xác định đúng': '1' });
    assert.match(await words(page), /Xác định đúng/);
    assert.equal(await value('confirmed'), before_.confirmed + 1);
    const dropped = await value('dropped');
    await page.goto('/so/finding');
    await page.getByRole('link', { name: planted()[1][1], exact: true }).first().click();
    await move(page, 'Loại', { 'Ngày xác định hoặc loại': '19/10/2021', 'Lý do loại': 'Hồ sơ có đủ giấy tờ' });
    assert.equal(await value('dropped'), dropped + 1);
    assert.equal(await value('confirmed'), before_.confirmed + 1, 'only what was confirmed counts as confirmed');
});

test('what was confirmed is recommended upon with one click, and the mission shows what became of it', async () => {
    const page = await house.visit({ as: SUPERVISOR });
    await page.goto('/so/finding');
    await page.getByRole('link', { name: planted()[0][1], exact: true }).first().click();
    const mission = (await house.json(new URL(page.url()).pathname, SUPERVISOR)).columns.find(column => column.field === 'mission').value;
    await page.goto(`/muc-ghi/supervision/${mission}`);
    await expectGoodPage(page);
    assert.match(await words(page), /Cần rà soát\s*\d+ trường hợp\s*Xác định đúng\s*[1-9]\d* trường hợp/);
    await page.getByRole('link', { name: /^Lập kiến nghị\s*: Phường Ngọc Thụy/ }).click();
    await expectGoodPage(page);
    assert.equal(await page.getByLabel('Nơi nhận kiến nghị').inputValue(), 'Ủy ban nhân dân phường Ngọc Thụy');
    assert.match(await page.getByLabel('Đề nghị trả lời trước ngày').inputValue(), /^\d\d\/\d\d\/\d{4}$/);
    assert.ok(await page.getByRole('checkbox', { name: planted()[0][1] }).isChecked());
    await page.getByLabel('Nội dung kiến nghị').fill('Thu hồi khoản chi không đủ điều kiện');
    await page.getByRole('button', { name: 'Ghi vào sổ' }).click();
    await page.waitForURL(/\/muc-ghi\/recommendation\/\d+/);
    await expectGoodPage(page);
    assert.match(await words(page), /Căn cứ vào các trường hợp đã xác định/);
    await page.getByRole('link', { name: planted()[0][1], exact: true }).click();
    assert.match(await words(page), /Đã kiến nghị tại\s*Thu hồi khoản chi/);
    await page.goto(`/muc-ghi/supervision/${mission}`);
    assert.match(await words(page), /Thu hồi khoản chi không đủ điều kiện.*Đã gửi.*đề nghị trả lời trước ngày/);
    assert.match(await words(page), /Đã khắc phục \(kiến nghị đã thực hiện\)\s*0 trường hợp/);
});

test('the same lists kept once more are there once', async () => {
    const page = await house.visit({ as: SUPERVISOR });
    const before_ = { to_review: await value('to_review'), confirmed: await value('confirmed') };
    await upload(page);
    await page.getByRole('button', { name: 'Giữ vào cuộc giám sát' }).click();
    await page.waitForURL(/\/so\/finding\/nhap-tep\/[0-9a-f]{32}$/);
    await until(page, new RegExp(`Đã có, không đổi\\s*${planted().length}`));
    assert.deepEqual({ to_review: await value('to_review'), confirmed: await value('confirmed') }, before_);
});

test('the paragraph of the internal report opens to the findings', async () => {
    const page = await house.visit({ as: 'quan.tonghop' });
    await page.goto('/du-thao/quarterly-internal/004/2021-Q4');
    const text = await words(page), all = await value('to_review'), confirmed = await value('confirmed');
    assert.match(text, new RegExp(`có ${all} trường hợp cần rà soát, ${confirmed} trường hợp đã xác định đúng sau giải trình của đơn vị`));
    assert.ok(await page.locator('a[href*="finding.to_review"]').count() > 0, 'the number is a link to its findings');
});

test('nobody else sees the run, and it is gone when the person drops it', async () => {
    const page = await house.visit({ as: SUPERVISOR, screen: PHONE });
    await upload(page);
    await expectFits(page);
    const address = new URL(page.url()).pathname;
    assert.equal((await house.fetch(address, { as: 'bode.doanthe' })).status, 404);
    assert.equal((await house.fetch('/kiem-tra', { as: 'bode.ghiso' })).status, 403);
    await page.getByRole('button', { name: 'Xóa ngay danh sách và kết quả' }).click();
    assert.match(await words(page), /Đã xóa danh sách/);
    assert.equal((await page.request.get(address)).status(), 404);
});

test('what is missing is said at its field', async () => {
    const page = await house.visit({ as: SUPERVISOR, javascript: false });
    await page.goto('/kiem-tra');
    await page.getByRole('button', { name: 'Đối chiếu' }).click();
    const alert = await page.getByRole('alert').innerText();
    assert.match(alert, /chính sách/);
    assert.match(alert, /cuộc giám sát/);
    assert.match(alert, /danh sách/);
});

test('signing out wipes what was uploaded', async () => {
    const page = await house.visit({ as: SUPERVISOR });
    await upload(page);
    const address = new URL(page.url()).pathname;
    assert.equal((await page.request.get(address)).status(), 200);
    await page.getByRole('button', { name: 'Đăng xuất' }).click();
    await page.goto('/dang-nhap');
    await page.getByLabel('Tên đăng nhập').fill(SUPERVISOR);
    await page.getByLabel('Mật khẩu').fill(PASSWORD);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForURL(url => url.pathname !== '/dang-nhap');
    assert.equal((await page.request.get('/kiem-tra')).status(), 200);
    assert.equal((await page.request.get(address)).status(), 404);
});
