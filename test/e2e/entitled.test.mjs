/* "Tôi có được hỗ trợ không?": anyone asks, for herself or for someone else, and nothing of it is kept anywhere. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, expectGoodPage, openHouse, words } from './support.mjs';

let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

const POLICY = '/ho-tro/nq-68-2021';
/* A street vendor of a ward who lost work on 20 July 2021; what is not said, she does not know. */
const VENDOR = { is_employer: 'no', insured: 'no', has_contract: 'no', covid: 'none', artist: 'no', guide_card: 'no', business_registered: 'no', lost_work_on: '20/7/2021',
    trade_stopped: 'yes', residence: 'temporary', born: '02/05/1980', pension: 'no', jobless_benefit: 'no', applied_on: '5/8/2021' };

async function begin(page, whom = 'Cho tôi') {
    await page.goto(POLICY);
    await page.getByLabel(whom).check();
    await page.getByRole('button', { name: 'Bắt đầu' }).click();
}

/** Answers what stands on the page; false when nothing is asked any more. */
async function answer(page, facts) {
    const names = [...new Set(await page.locator('main [name^="q."]:not([type="hidden"])').evaluateAll(all => all.map(one => one.name)))];
    for (const name of names) {
        const said = facts[name.slice(2)] ?? '?', at = page.locator(`[name="${name}"]:not([type="hidden"])`);
        if (await at.first().getAttribute('type') === 'radio')
            await page.locator(`[name="${name}"][value="${said}"]`).check();
        else if (said !== '?')
            await (await at.first().evaluate(one => one.tagName) === 'SELECT' ? at.selectOption(said) : at.fill(said));
    }
    return names.length;
}

async function ask(page, facts) {
    let asked = 0;
    for (let step = 0; step < 30 && !(await page.locator('#to-khai').count()); step++) {
        asked += await answer(page, facts);
        await page.getByRole('button', { name: 'Tiếp tục' }).click();
    }
    return asked;
}

for (const javascript of [true, false])
    test(`a vendor who rents without papers learns what she gets, ${javascript ? 'on a phone' : 'without scripts'}`, async () => {
        const page = await house.visit({ screen: PHONE, javascript });
        await page.goto('/');
        await page.getByRole('link', { name: 'Tôi có được hỗ trợ không?' }).click();
        await page.getByRole('link', { name: /Nghị quyết 68/ }).click();
        await expectGoodPage(page);
        await begin(page);
        await expectGoodPage(page);
        const asked = await ask(page, VENDOR), said = await words(page);
        assert.ok(asked <= 16, `only what matters is asked (${asked} questions)`);
        assert.match(said, /Bạn đủ điều kiện/);
        assert.match(await words(page, '#tong'), /1\.500\.000/);
        for (const part of [/Nộp ở đâu/, /Giấy tờ cần có/, /Nếu bị từ chối/, /Mỗi nơi giải quyết trong bao lâu/, /GIẤY ĐỀ NGHỊ HỖ TRỢ/, /Điều/])
            assert.match(said, part);
        await expectGoodPage(page);
        if (javascript)
            assert.equal((await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g).length, 1, 'prints on one sheet');
    });

test('who does not know gets the one paper that would settle it, and can go on or mend an answer', async () => {
    const page = await house.visit();
    await begin(page, 'Cho người khác (cha mẹ, hàng xóm, người thuê nhà…)');
    assert.match(await words(page), /Bạn đang trả lời thay người khác/);
    const { residence, ...others } = VENDOR;
    await ask(page, others);
    assert.match(await words(page), /Chưa thể trả lời/);
    assert.match(await words(page), /Giấy tờ làm rõ được điều này: .*nơi cấp/);
    await page.getByRole('button', { name: 'Sửa câu trả lời' }).click();
    await page.locator(`[name="q.residence"][value="${residence}"]`).check();
    await page.getByRole('button', { name: 'Xem kết quả ngay' }).click();
    assert.match(await words(page, '#tong'), /1\.500\.000/);
});

test('renting without registration is an answer, and says which condition fails under which article', async () => {
    const page = await house.visit();
    await begin(page);
    await ask(page, { ...VENDOR, residence: 'none' });
    assert.equal(await page.locator('#tong').count(), 0);
    await page.getByText('Những khoản không được, và vì sao').click();
    assert.match(await words(page), /Chưa đạt: .*Ở trọ, chưa có tạm trú \(.*Điều/);
});

test('what cannot be read is said at its question, and nothing typed is lost', async () => {
    const page = await house.visit();
    await begin(page);
    for (let step = 0; step < 20 && !(await page.locator('[name="q.lost_work_on"]:not([type="hidden"])').count()); step++) {
        await answer(page, VENDOR);
        await page.getByRole('button', { name: 'Tiếp tục' }).click();
    }
    await page.locator('[name="q.lost_work_on"]').fill('tháng trước');
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    assert.equal(await page.locator('[name="q.lost_work_on"]').inputValue(), 'tháng trước');
    assert.match(await words(page), /Chưa hiểu câu trả lời này/);
    await expectGoodPage(page);
});

test('nothing that was answered stands in an address, a log or the folder, and no browser may keep it', async () => {
    const page = await house.visit();
    const answers = [];
    page.on('response', one => { if (one.request().method() === 'POST') answers.push(one); });
    await begin(page);
    await ask(page, { ...VENDOR, born: '13/11/1957' });
    assert.equal(new URL(page.url()).search, '');
    for (const one of answers)
        assert.equal((await one.allHeaders())['cache-control'], 'no-store');
    const said = await house.logOf(() => {});
    assert.ok(!said.includes('1957') && !said.includes('residence'), 'the log tells nothing');
});
