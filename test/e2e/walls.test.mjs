/* What nobody gets past: other organisations' rows, broken requests, too much of anything; and what every page keeps to. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { PHONE, expectFits, expectGoodPage, expectNoConsoleErrors, openHouse } from './support.mjs';

const WARD = 'bode.ghiso', NEXT_WARD = 'ngoclam.ghiso', NOBODY = undefined;
const PEOPLE = [NOBODY, 'quantri', 'quan.tonghop', 'quan.duyet', 'quan.congkhai', 'mttq.giamsat', 'mttq.ghiso', 'kiemnhiem', WARD, 'bode.doanthe', NEXT_WARD];
const PUBLIC = ['/', '/bao-cao', '/so', '/so/outreach', '/so/team', '/so/model', '/so-lieu/outreach.sessions?don-vi=004&ky=2021-Q3', '/ho-tro', '/ho-tro/nq-68-2021', '/quy', '/thoi-han',
    '/gioi-thieu', '/tro-giup', '/dang-nhap'];
const SIGNED_IN = ['/viec-hom-nay', '/mat-khau', '/dang-ghi-cho'];
/* Who reads whose rows where not everybody does (packs/vietnam/who-may-see.yaml): codes of units, by person. */
const READERS = {
    gratitude: { [WARD]: ['00139.kv'], [NEXT_WARD]: ['00133.kv'], 'bode.doanthe': ['00139.mttq', '00139.pn', '00139.dtn'] },
    recommendation: { 'mttq.giamsat': ['004.mttq'], 'mttq.ghiso': ['004.mttq'], kiemnhiem: ['004.mttq'] },
};
let house;
before(async () => { house = await openHouse(); });
after(() => house.close());

const rowsOf = async (register, as, query = '') => {
    const answer = await house.fetch(`/so/${register}.json${query}`, { as });
    return answer.status === 200 ? (await answer.json()).rows : [];
};
const status = async (address, as) => {
    const answer = await house.fetch(address, { as });
    await answer.arrayBuffer(); // read to its end, so that the connection serves again
    return answer.status;
};

test('every address answers every role and nobody: a page, or in plain words that it is not theirs', async () => {
    const record = (await rowsOf('outreach', WARD, '?don-vi=00139.kv'))[0].record;
    const others = ['/so/outreach/moi', '/so/outreach/nhap-tep', '/so/outreach/danh-sach.csv', '/so/outreach/bang-trong.xlsx', '/nguoi-dung.xlsx', '/ky.xlsx?ky=2021-Q3', `/muc-ghi/outreach/${record}`, `/muc-ghi/outreach/${record}/sua`,
        `/muc-ghi/outreach/${record}/nhan-ban`, `/muc-ghi/outreach/${record}/rut`, `/muc-ghi/outreach/${record}/chuyen?viec=return`, '/nguoi-dung',
        '/nguoi-dung/moi', '/nguoi-dung/bode.ghiso', '/nguoi-dung/bode.ghiso/mat-khau', '/nguoi-dung/bode.ghiso/vai-tro', '/ky?ky=2021-Q3', '/du-thao/quarterly-portal/004/2021-Q3'];
    for (const as of PEOPLE) {
        for (const address of PUBLIC)
            assert.equal(await status(address, as), 200, `${address} as ${as}`);
        for (const address of SIGNED_IN)
            assert.equal(await status(address, as), as ? 200 : 303, `${address} as ${as}`);
        for (const address of others)
            assert.ok((as ? [200, 403, 404] : [200, 303]).includes(await status(address, as)), `${address} as ${as}`);
    }
    for (const address of others.filter(one => one.startsWith('/nguoi-dung')))
        for (const as of PEOPLE.filter(one => one && one !== 'quantri'))
            assert.equal(await status(address, as), 403, `${address} as ${as}`);
    for (const as of PEOPLE.filter(one => one !== WARD))
        assert.notEqual(await status(`/muc-ghi/outreach/${record}/sua`, as), 200, `${as} corrects another's record`);
});

test('nobody is led where they may not go: every link of a first page answers', async () => {
    for (const as of PEOPLE)
        for (const address of [as ? '/viec-hom-nay' : '/bao-cao', '/so']) {
            const html = await (await house.fetch(address, { as })).text();
            for (const [, href] of html.matchAll(/<a [^>]*href="(\/[^"#]*)"/g))
                assert.equal(await status(href.replaceAll('&amp;', '&'), as), 200, `${href} on ${address} as ${as}`);
        }
});

test('a page and its .json are the same thing: same answer, same numbers, same names', async () => {
    for (const as of [NOBODY, WARD, 'quan.tonghop', 'quantri'])
        for (const address of ['/', '/bao-cao', '/so', '/so/outreach', '/so/gratitude', '/viec-hom-nay', '/ky', '/nguoi-dung', '/so-lieu/donation.received?don-vi=004&ky=2021-Q3']) {
            const [where, query] = address.split('?'), data = `${where === '/' ? '/index' : where}.json${query ? `?${query}` : ''}`;
            const [page, tree] = [await status(address, as), await status(data, as)];
            assert.equal(tree, page === 303 ? 403 : page, `${data} as ${as}`); // a person is sent to sign in, a machine is told
        }
    const html = await (await house.fetch('/so/outreach')).text(), { rows, pages } = await house.json('/so/outreach');
    const escaped = text => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
    assert.ok(rows.every(row => html.includes(escaped(row.name)) && html.includes(`href="${row.href}"`)));
    assert.ok(html.includes(`<strong>${pages.total.shown}</strong>`));
});

test('rows of another organisation are listed to nobody whom the table does not name', async () => {
    for (const [register, readers] of Object.entries(READERS))
        for (const as of PEOPLE) {
            const units = new Set((await rowsOf(register, as)).map(row => row.unit.code));
            const own = { 'quan.tonghop': ['004.bdv'], ...readers }[as] ?? [];
            assert.deepEqual([...units].filter(code => !own.includes(code)), [], `${register} as ${as}`);
        }
    for (const register of ['gratitude', 'directive'])
        for (const as of [WARD, NEXT_WARD]) {
            const units = [...new Set((await rowsOf(register, as)).map(row => row.unit.code))];
            assert.deepEqual(units, [as === WARD ? '00139.kv' : '00133.kv'], `${register} as ${as}`);
        }
});

test('asking for another’s record by its number gives nothing away: page, data, copy, history, list and file', async () => {
    for (const [register, owner] of [['gratitude', WARD], ['donation', 'bode.doanthe'], ['directive', WARD], ['supervision', 'mttq.giamsat'], ['recommendation', 'mttq.giamsat']]) {
        const [row] = await rowsOf(register, owner);
        const strangers = [NOBODY, NEXT_WARD, ...(register === 'directive' ? [] : ['quan.tonghop', 'quan.duyet', 'quan.congkhai', 'quantri']), ...(owner === WARD || register === 'donation' ? [] : [WARD])];
        assert.equal(await status(row.href, owner), 200);
        for (const as of strangers)
            for (const address of [row.href, `${row.href}.json`, `${row.href}/sua`, `${row.href}/nhan-ban`, `${row.href}/rut`]) {
                const answer = await house.fetch(address, { as }), said = await answer.text();
                assert.ok([303, 403, 404].includes(answer.status), `${address} as ${as}: ${answer.status}`);
                assert.ok(!said.includes(row.name), `${address} as ${as} names it`);
            }
        for (const as of strangers.slice(1)) {
            const sheet = await house.fetch(`/so/${register}/danh-sach.csv`, { as });
            if (sheet.status === 200)
                assert.ok(!(await sheet.text()).split('\n').some(line => line.startsWith(`${row.record},`)), `${register}'s file as ${as}`);
        }
    }
});

test('every kind of page is sound on a phone: axe, width, console', async () => {
    const [supervision] = await rowsOf('supervision', 'mttq.giamsat'), [outreach] = await rowsOf('outreach', WARD, '?don-vi=00139.kv');
    const pages = [[NOBODY, '/bao-cao'], [NOBODY, '/gioi-thieu'], [NOBODY, '/tro-giup'], [NOBODY, '/so'], [WARD, '/so/outreach?trang-thai=noted'], [NOBODY, '/khong-co-trang-nay'],
        ['mttq.giamsat', supervision.href], ['mttq.giamsat', '/so/supervision/moi'], ['quan.tonghop', `${outreach.href}/chuyen?viec=return`],
        [WARD, `${outreach.href}/rut`], ['quantri', '/nguoi-dung/bode.ghiso/mat-khau'], [WARD, '/nguoi-dung']];
    for (const [as, address] of pages) {
        const page = await house.visit({ as, screen: PHONE });
        await page.goto(address);
        await expectGoodPage(page);
        await page.context().close();
    }
    for (const [as, address] of [[NOBODY, '/'], ['quan.tonghop', '/du-thao/quarterly-internal/004/2021-Q3'], ['quantri', '/nguoi-dung'], [WARD, '/so/directive/moi'],
        [NOBODY, '/so-lieu/donation.received?don-vi=004&ky=2021-Q3&lang=en']]) {
        const page = await house.visit({ as, screen: PHONE });
        await page.goto(address);
        await expectFits(page);
        expectNoConsoleErrors(page);
        await page.context().close();
    }
});

test('every page forbids scripts and frames, and a signed-in page is kept by nobody on the way', async () => {
    for (const [as, address] of [[NOBODY, '/'], [WARD, '/viec-hom-nay'], [NOBODY, '/khong-co-trang-nay'], [NOBODY, '/index.json']]) {
        const { headers } = await house.fetch(address, { as });
        assert.match(headers.get('content-security-policy'), /default-src 'none'/);
        assert.doesNotMatch(headers.get('content-security-policy'), /script-src|unsafe/);
        assert.match(headers.get('content-security-policy'), /frame-ancestors 'none'/);
        assert.equal(headers.get('x-content-type-options'), 'nosniff');
        assert.match(headers.get('cache-control'), as ? /no-store|private|no-cache/ : /no-cache|no-store/);
    }
});

/* ---- what is broken, forged or too big ---- */

/** Sends bytes as they are; all that comes back until the server closes. */
function raw(bytes) {
    return new Promise((resolve, reject) => {
        const socket = net.connect(house.port, '127.0.0.1');
        let said = '';
        socket.setTimeout(20000, () => { socket.destroy(); resolve(said); });
        socket.on('data', piece => { said += piece; });
        socket.on('close', () => resolve(said));
        socket.on('error', error => said ? resolve(said) : ['ECONNRESET', 'EPIPE'].includes(error.code) ? resolve(said) : reject(error));
        socket.write(bytes);
    });
}

async function post(fields, as = WARD, key = true) {
    const form = await (await house.fetch('/so/outreach/moi', { as })).text();
    const form_key = /name="form_key" value="([^"]+)"/.exec(form)?.[1];
    const given = { 'f.held_on': '8/10/2021', 'f.topic': 'Thử', 'f.theme': 'epidemic', 'f.form': 'house_visit', 'f.hosted_by': 'us', register: 'outreach',
        unit: '00139.kv', form: '/so/outreach/moi', ...(key && { form_key }), ...fields };
    return house.fetch('/lam/record-write', { as, method: 'POST', body: new URLSearchParams(given) });
}

const written = async () => (await house.json('/so/outreach', WARD)).pages.total.value;

test('a form with a wrong day, an unknown unit, another’s unit, a forged key or an unknown act writes nothing', async () => {
    const before_ = await written();
    for (const [fields, statuses, says, key] of [
        [{ 'f.held_on': '30/2/2021' }, [422], /30\/2\/2021/],
        [{ 'f.attendance': '12 người' }, [422], /12 người/],
        [{ 'f.theme': 'khong-co' }, [422], /khong-co/],
        [{ 'f.about': 'khong-co-van-ban' }, [422], /khong-co-van-ban/],
        [{ unit: '99999.kv' }, [403, 404, 422], /./],
        [{ unit: '00133.kv' }, [403, 422], /./],
        [{ register: 'khong-co' }, [403, 404, 422], /./],
        [{ 'f.topic': 'a'.repeat(70000) }, [413], /64 KB/],
        [{ form_key: 'A'.repeat(43) }, [403, 409, 422], /./, true],
        [{}, [403, 409, 422], /./, false],
    ]) {
        const answer = await post(fields, WARD, key ?? true), said = await answer.text();
        assert.ok(statuses.includes(answer.status), `${JSON.stringify(fields).slice(0, 60)}: ${answer.status}`);
        assert.match(said, says);
    }
    assert.equal((await house.fetch('/lam/khong-co', { as: WARD, method: 'POST', body: new URLSearchParams({}) })).status >= 400, true);
    assert.equal(await written(), before_);
});

test('a file of 100 MB is refused with its reason, nothing of it is kept, and the server goes on', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'danvan-big-')), file = path.join(folder, 'qua-lon.csv');
    try {
        writeFileSync(file, '');
        truncateSync(file, 100 << 20);
        const page = await house.visit({ as: WARD });
        await page.goto('/so/outreach/nhap-tep');
        await page.locator('input[type=file]').setInputFiles(file);
        await page.locator('main button[type=submit]').last().click();
        await page.getByText('20 MB').first().waitFor();
        assert.equal(await status('/', NOBODY), 200);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
});

test('a request with two lengths, or no sense, is refused and leaves nothing behind it', async () => {
    const smuggled = 'GET /nguoi-dung HTTP/1.1\r\nHost: x\r\n\r\n';
    const both = await raw(`POST /dang-nhap HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`);
    assert.match(both, /^HTTP\/1\.[01] 400/);
    assert.equal(both.match(/HTTP\/1\.[01] /g).length, 1, 'what stood behind it is not answered');
    assert.match(await raw('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: -1\r\n\r\n'), /^HTTP\/1\.[01] 400|^$/);
    assert.doesNotMatch(await raw(`GET /${'../'.repeat(20)}etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`), /root:/);
    assert.match(await raw('GET /so/%00%ff HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 4\d\d/);
    assert.equal(await status('/', NOBODY), 200);
});

test('the wrong password again and again has to wait, and says how long', async () => {
    const answers = [];
    for (let i = 0; i < 12; i++)
        answers.push(await house.fetch('/dang-nhap', { method: 'POST', body: new URLSearchParams({ name: 'viethung.ghiso', password: `sai mat khau ${i}` }) }));
    assert.equal(answers[0].status, 401);
    assert.equal(answers.at(-1).status, 429);
    assert.match(await answers.at(-1).text(), /\d+ (giây|phút)/);
});
