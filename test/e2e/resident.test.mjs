/* A resident reads the quarter's result, and asks of a number what it is. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, expectGoodPage, expectNoConsoleErrors, number, openHouse, words } from './support.mjs';

const SESSIONS = '/so-lieu/outreach.sessions?don-vi=004&ky=2021-Q3';
let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

test('the front page is the result of the quarter: title, day, views, the text, and that its figures are a sample', async () => {
    const page = await house.visit();
    await page.goto('/');
    assert.equal(await page.locator('h1').innerText(), 'Kết quả công tác dân vận quý III năm 2021');
    assert.match(await words(page, '.report-date'), /Ngày đăng 08\/10\/2021 \| \d\d:\d\d \| Lượt xem: \d+/);
    assert.match(await words(page, 'body'), /Số liệu minh họa/);
    const text = await words(page, 'article');
    assert.match(text, /tổ chức 1 cuộc giám sát việc thực hiện một số chính sách hỗ trợ/);
    assert.match(text, /tại 5 phường: Ngọc Thụy, Gia Thụy, Ngọc Lâm, Bồ Đề và Phúc Đồng\./);
    assert.match(text, /xây dựng kế hoạch 1 cuộc giám sát việc thực hiện pháp luật về tiếp công dân/);
    assert.match(text, /Chưa báo cáo: Giang Biên và Cự Khối\./);
    assert.deepEqual(await page.context().cookies(), [], 'looking leaves no cookie');
    await expectGoodPage(page);
});

test('every number of the text is a link, and the page behind it shows that very number', async () => {
    const html = await (await house.fetch('/')).text();
    const article = html.slice(html.indexOf('<article'), html.indexOf('</article>'));
    const links = text => [...text.matchAll(/<a class="figure" href="([^"]+)"[^>]*>([^<]+)<\/a>/g)].map(([, href, shown]) => [href.replaceAll('&amp;', '&'), shown]);
    assert.equal([...article.matchAll(/class="figure"/g)].length, links(article).length, 'no number is without a link');
    const told = [...article.matchAll(/<p[ >].*?<\/p>/gs)].flatMap(([paragraph]) => links(paragraph)), drawn = links(article).filter((_, i) => i % 40 === 39);
    assert.ok(told.length >= 30, `${told.length} numbers`);
    for (const [href, shown] of new Map([...told, ...drawn])) {
        const answer = await house.fetch(href), behind = await answer.text();
        assert.equal(answer.status, 200, href);
        assert.equal(/<span class="figure-value">([^<]*)<\/span>/.exec(behind)?.[1], shown, href);
    }
});

test('a number opens a page with what it counts, from which register, beside earlier quarters, and who has not reported', async () => {
    const page = await house.visit();
    await page.goto(SESSIONS);
    const text = await words(page);
    assert.match(text, /Quận Long Biên, quý III năm 2021 \(01\/07\/2021 – 30\/09\/2021\)/);
    assert.match(text, /Số này đếm gì\?/);
    assert.match(text, /Kỳ trước [\d.]+ quý II năm 2021/);
    assert.match(text, /Cùng kỳ năm trước [\d.]+ quý III năm 2020/);
    assert.match(text, /Chưa báo cáo[^:]*: .*Giang Biên.* và Cự Khối/);
    assert.ok(await page.getByRole('link', { name: 'Tuyên truyền, vận động' }).first().isVisible());
    await expectGoodPage(page);
});

test('the fourteen wards stand in a chart and in a table beside it, and their sum is the number', async () => {
    const page = await house.visit();
    await page.goto(SESSIONS);
    const picture = page.locator('figure.chart svg').first();
    assert.ok(await picture.isVisible());
    assert.ok((await picture.locator('title').first().textContent()).length > 0, 'the chart says in words what it shows');
    const rows = page.locator('figure.chart tbody tr');
    const wards = await rows.locator('th').allInnerTexts(), values = (await rows.locator('td:nth-of-type(1)').allInnerTexts()).map(number);
    assert.equal(wards.length, 14);
    assert.deepEqual([wards[0], wards[13]], ['Thượng Thanh', 'Cự Khối'], 'in the official order');
    assert.equal(values.reduce((a, b) => a + b), number(await page.locator('.figure-value').innerText()));
});

test('records of a public register are listed, fifty a page, and the sum of all listed equals the number', async () => {
    const first = await house.json(SESSIONS);
    assert.equal(first.records.rows.length, 50);
    assert.equal(first.records.sum.value, first.number.value);
    let sum = 0, pages = 0, next = SESSIONS;
    while (next) {
        const { records } = await house.json(next);
        sum += records.rows.reduce((all, row) => all + Number(row.amount.value), 0);
        next = records.pages.next;
        pages++;
    }
    assert.equal(sum, Number(first.number.value));
    assert.equal(pages, Math.ceil(first.records.pages.total.value / 50));
});

test('records about gifts and supervision stay with those who keep them; the page says so and to whom', async () => {
    for (const figure of ['gratitude.merit_gifts', 'supervision.support_missions']) {
        const tree = await house.json(`/so-lieu/${figure}?don-vi=004&ky=2021-Q3`);
        assert.equal(tree.records, undefined, figure);
        assert.equal(tree.records_closed, true, figure);
    }
    const page = await house.visit({ screen: PHONE });
    await page.goto('/so-lieu/gratitude.merit_gifts?don-vi=004&ky=2021-Q3');
    assert.equal(await page.locator('main a[href^="/muc-ghi/"]').count(), 0);
    await expectGoodPage(page);
});

test('a number that was published keeps its value of that day, and says so', async () => {
    const page = await house.visit();
    await page.goto('/so-lieu/gratitude.merit_gifts?don-vi=004&ky=2021-Q3');
    assert.ok(await page.locator('main').getByRole('link', { name: 'Kết quả công tác dân vận quý III năm 2021' }).isVisible());
});

test('the earlier result is one click away, and can be taken as plain text', async () => {
    const page = await house.visit();
    await page.goto('/');
    await page.getByRole('link', { name: 'Kết quả công tác dân vận quý II năm 2021' }).first().click();
    assert.equal(await page.locator('h1').innerText(), 'Kết quả công tác dân vận quý II năm 2021');
    const text = await house.fetch(`${new URL(page.url()).pathname}.txt`);
    assert.match(text.headers.get('content-type'), /^text\/plain; charset=utf-8/);
    assert.match(await text.text(), /quý II năm 2021/i);
    expectNoConsoleErrors(page);
});

test('all of it works with JavaScript off, and no page has a script', async () => {
    const page = await house.visit({ javascript: false, screen: PHONE });
    await page.goto('/');
    await page.locator('article a.figure').first().click();
    assert.ok(await page.locator('.figure-value').isVisible());
    await page.goto(SESSIONS);
    await page.locator('main tbody a[href^="/muc-ghi/outreach/"]').first().click();
    assert.match(await words(page), /Lịch sử/);
    for (const address of ['/', SESSIONS, '/so/outreach'])
        assert.doesNotMatch(await (await house.fetch(address)).text(), /<script|\son[a-z]+=|javascript:|style="/i, address);
    expectNoConsoleErrors(page);
});

test('it reads in English too, and remembers the choice', async () => {
    const page = await house.visit();
    await page.goto('/');
    await page.getByRole('link', { name: 'English' }).click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'en');
    assert.match(await page.locator('h1').innerText(), /^Results of people-facing work/);
    await page.goto(SESSIONS);
    assert.match(await words(page), /Outreach sessions/);
    await page.getByRole('link', { name: 'Tiếng Việt' }).click();
    assert.equal(await page.locator('html').getAttribute('lang'), 'vi');
});

test('every look at a result is counted', async () => {
    const views = async () => Number((await house.json('/')).newest.views.value);
    for (let waited = 0; waited < 200 && await views() === 0; waited++)
        await new Promise(done => setTimeout(done, 300)); // counted together, every half minute
    assert.ok(await views() > 0);
});
