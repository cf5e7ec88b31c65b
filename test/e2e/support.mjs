/*
 * What all stories share: the sample district, a server of its own for each story, browsers, and what every page must be.
 *
 *     const house = await openHouse();
 *     after(() => house.close());
 *     test('…', async () => {
 *         const page = await house.visit({ as: 'bode.ghiso', screen: PHONE, javascript: false });
 *         await page.goto('/viec-hom-nay');
 *         await expectGoodPage(page);
 *     });
 *
 * The sample is made once and copied for each story, so a story may write what it likes. Under DANVAN_TEST_STORE
 * (tools/postgres.sh sets it) sample and copies are databases of that cluster. The server is the real program
 * (the variable DANVAN, or the debug build), on a free port, and is stopped by the number of its own process.
 */
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const DANVAN = path.resolve(process.env.DANVAN ?? path.join(ROOT, 'build/src/danvan'));
export const PASSWORD = 'danvan-2021'; // packs/long-bien-2021/sample.yaml
export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 900 };
const STORE = process.env.DANVAN_TEST_STORE; // "postgres://…/danvan?…", or nothing: a file in the folder
const START_SECONDS = 60, STOP_SECONDS = 20;
const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

/* ---- the sample ---- */

const inCluster = (...words) => execFileSync(path.join(ROOT, 'tools/postgres.sh'), words, { stdio: ['ignore', 'ignore', 'inherit'] });
const addressOf = database => STORE.replace('/danvan?', `/${database}?`);

/** The sample made by this very program; made anew when the program, or the cluster, is. */
function sample() {
    const folder = path.join(ROOT, STORE ? 'build/e2e-sample-postgres' : 'build/e2e-sample');
    const made = path.join(folder, 'demo'), stamp = path.join(folder, 'made-by');
    const program = statSync(DANVAN), mark = `${DANVAN} ${program.size} ${program.mtimeMs} ${STORE ?? ''}`;
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === mark)
        return made;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    if (STORE) {
        inCluster('drop', 'sample');
        inCluster('database', 'sample');
    }
    execFileSync(DANVAN, ['demo', path.join(folder, 'demo.new'), '--quiet', ...(STORE ? ['--store', addressOf('sample')] : [])], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    renameSync(path.join(folder, 'demo.new'), made);
    writeFileSync(stamp, mark);
    return made;
}

/** A copy of the sample in `folder`; the name of its own database, where it has one. */
export function copySample(folder) {
    cpSync(sample(), folder, { recursive: true });
    if (!STORE)
        return undefined;
    const database = `story_${process.pid}`, settings = path.join(folder, 'danvan.yaml');
    inCluster('database', database, 'sample');
    writeFileSync(settings, readFileSync(settings, 'utf8').replace(addressOf('sample'), addressOf(database)));
    return database;
}

export function dropSample(database) {
    if (database)
        inCluster('drop', database);
}

/** Runs the command line; its standard output. */
export function danvan(...words) {
    return execFileSync(DANVAN, words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20 });
}

/* ---- the server ---- */

function serve(folder) {
    return new Promise((resolve, reject) => {
        const server = spawn(DANVAN, ['serve', folder, '--listen', '127.0.0.1:0'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
        let said = '';
        const late = setTimeout(() => { server.kill('SIGKILL'); reject(new Error(`no address within ${START_SECONDS} s: ${said}`)); }, START_SECONDS * 1000);
        const hear = bytes => {
            server.all = (server.all ?? '') + bytes;
            said = (said + bytes).slice(-8000);
            server.said = said;
            const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
            if (address) {
                clearTimeout(late);
                resolve({ server, address: address[0] });
            }
        };
        server.stdout.on('data', hear);
        server.stderr.on('data', hear);
        server.once('exit', code => { clearTimeout(late); reject(new Error(`serve ended with ${code}: ${said}`)); });
    });
}

/** Asked to stop, a server finishes what is in flight and leaves with 0: nothing broke, no memory was lost. */
function stop(server) {
    return new Promise((resolve, reject) => {
        if (server.exitCode !== null)
            return reject(new Error(`the server had ended with ${server.exitCode}: ${server.said}`));
        const late = setTimeout(() => { server.kill('SIGKILL'); reject(new Error(`the server did not stop within ${STOP_SECONDS} s`)); }, STOP_SECONDS * 1000);
        server.once('exit', code => {
            clearTimeout(late);
            code === 0 ? resolve() : reject(new Error(`the server ended with ${code}: ${server.said}`));
        });
        server.kill('SIGTERM');
    });
}

/* ---- a house: a copy of the sample that is served, and those who visit it ---- */

class House {
    #browser; #server; #database; #cookies = new Map();

    async open() {
        this.parent = mkdtempSync(path.join(tmpdir(), 'danvan-e2e-'));
        this.folder = path.join(this.parent, 'demo');
        this.#database = copySample(this.folder);
        ({ server: this.#server, address: this.address } = await serve(this.folder));
        this.port = Number(new URL(this.address).port);
        this.#browser = await chromium.launch({ executablePath: CHROMIUM, headless: !process.env.SHOW, args: QUIET });
        return this;
    }

    async close() {
        await this.#browser?.close();
        try {
            if (this.#server)
                await stop(this.#server);
        } finally {
            dropSample(this.#database);
            rmSync(this.parent, { recursive: true, force: true });
        }
    }

    /** The server ends as it should and starts again, on another port: pages opened before are of no use then. */
    async restart() {
        await stop(this.#server);
        ({ server: this.#server, address: this.address } = await serve(this.folder));
        this.port = Number(new URL(this.address).port);
    }

    /** What the server has said so far; it stands still while `work` is done, for what needs the folder alone. */
    async logOf(work) {
        await stop(this.#server);
        const said = Buffer.from(this.#server.all);
        try {
            await work();
        } finally {
            ({ server: this.#server, address: this.address } = await serve(this.folder));
            this.port = Number(new URL(this.address).port);
        }
        return said;
    }

    /** The house lives on that day from now on; everybody signs in anew. */
    async on(day) {
        await this.logOf(async () => {
            const settings = path.join(this.folder, 'danvan.yaml');
            writeFileSync(settings, readFileSync(settings, 'utf8').replace(/^today: \S+/m, `today: ${day}`));
        });
        this.#cookies.clear();
    }

    /** The database of the cluster as words; nothing where it is a file of the folder. */
    dump() {
        return this.#database ? execFileSync(path.join(ROOT, 'tools/postgres.sh'), ['dump', this.#database], { maxBuffer: 512 << 20 }) : Buffer.alloc(0);
    }

    /** The server's own files of that database and its write-ahead log, each by name; a log file may be gone before it is read. */
    *serverFiles() {
        if (!this.#database)
            return;
        const names = execFileSync(path.join(ROOT, 'tools/postgres.sh'), ['files', this.#database], { encoding: 'utf8' }).trim().split('\n');
        assert.ok(names.some(name => name.includes('/base/')) && names.some(name => name.includes('/pg_wal/')), 'the cluster has files');
        for (const name of names)
            try {
                yield [name.replace(/^.*\/data\//, ''), readFileSync(name)];
            } catch (error) {
                if (error.code !== 'ENOENT')
                    throw error;
            }
    }

    /** A page of a browser of its own. `as`: signed in as that person; without: nobody. */
    async visit({ as, screen = DESK, javascript = true } = {}) {
        const context = await this.#browser.newContext({ baseURL: this.address, viewport: screen, javaScriptEnabled: javascript, locale: 'vi-VN',
            timezoneId: 'Asia/Ho_Chi_Minh', acceptDownloads: true, reducedMotion: 'reduce' });
        const page = await context.newPage();
        page.faults = [];
        page.twin = javascript ? undefined : () => this.#twinOf(page, screen);
        page.setDefaultTimeout(30000);
        page.on('pageerror', error => page.faults.push(`error: ${error.message}`));
        page.on('console', said => {
            // That a page answers 404 or 422 is for the story to expect; what a page loads must be there.
            const own = said.location().url === page.url() && /status of 4\d\d/.test(said.text());
            if (['error', 'warning'].includes(said.type()) && !own)
                page.faults.push(`${said.type()}: ${said.text()} (${said.location().url})`);
        });
        if (as)
            await context.addCookies(await this.#cookiesOf(as));
        return page;
    }

    /** What a page without scripts shows, in one where a checker can run: the same words and styles, nothing else asked. */
    async #twinOf(page, screen) {
        const twin = await this.visit({ screen });
        await twin.goto('/tro-giup');
        await twin.setContent(await page.content());
        return twin;
    }

    /** People sign in once a story: checking a password is slow on purpose. */
    async #cookiesOf(name) {
        if (!this.#cookies.has(name)) {
            const answer = await fetch(`${this.address}/dang-nhap`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ name, password: PASSWORD }) });
            assert.equal(answer.status, 303, `${name} signs in`);
            const pair = answer.headers.get('set-cookie'), at = pair.indexOf('=');
            this.#cookies.set(name, [{ name: pair.slice(0, at), value: pair.slice(at + 1).split(';')[0], url: this.address }]);
        }
        return this.#cookies.get(name);
    }

    /** One request without a browser, as that person or as nobody, redirects not followed. */
    async fetch(address, { as, ...options } = {}) {
        const cookies = as ? (await this.#cookiesOf(as)).map(({ name, value }) => `${name}=${value}`).join('; ') : '';
        return fetch(new URL(address, this.address), { redirect: 'manual', ...options, headers: { ...options.headers, ...(cookies && { cookie: cookies }) } });
    }

    /** The tree behind a page: the same address with .json. */
    async json(address, as) {
        const [where, query] = address.split('?'), answer = await this.fetch(`${where === '/' ? '/index' : where}.json${query ? `?${query}` : ''}`, { as });
        assert.equal(answer.status, 200, `${address} as ${as ?? 'nobody'}`);
        return answer.json();
    }
}

export const openHouse = () => new House().open();

/* ---- what people do ---- */

export async function signIn(page, name, password = PASSWORD) {
    await page.goto('/dang-nhap');
    await page.getByLabel('Tên đăng nhập').fill(name);
    await page.getByLabel('Mật khẩu', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForURL(url => url.pathname !== '/dang-nhap');
}

/** "1.234 buổi" is 1234. */
export const number = text => Number((/-?\d[\d.]*(,\d+)?/.exec(text)?.[0] ?? '').replaceAll('.', '').replace(',', '.'));

/* ---- what every page must be ---- */

export async function expectNoAxe(page) {
    // "Legacy" stays in this page; else a second one is opened, and nothing here has frames.
    const looked = page.twin ? await page.twin() : page;
    const { violations } = await new AxeBuilder({ page: looked }).setLegacyMode(true).analyze();
    if (looked !== page)
        await looked.context().close();
    const said = violations.map(one => `${one.id}: ${one.help}\n${one.nodes.slice(0, 4).map(node => `    ${node.html}`).join('\n')}`);
    assert.deepEqual(said, [], `${page.url()}: ${said.join('\n')}`);
}

/** Nothing reaches over the right edge; wide tables scroll inside themselves. */
export async function expectFits(page) {
    const over = await page.evaluate(() => {
        const edge = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= edge)
            return [];
        const wide = [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > edge + 1);
        return [`${document.documentElement.scrollWidth} px`, ...wide.slice(0, 5).map(one => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`)];
    });
    assert.deepEqual(over, [], `${page.url()} is wider than ${page.viewportSize().width} px`);
}

export function expectNoConsoleErrors(page) {
    assert.deepEqual(page.faults, [], `${page.url()} says in the console`);
}

export async function expectGoodPage(page) {
    await expectNoAxe(page);
    await expectFits(page);
    expectNoConsoleErrors(page);
}

/* ---- what must be found nowhere ---- */

export function filesOf(folder) {
    return readdirSync(folder).flatMap(name => {
        const file = path.join(folder, name);
        return statSync(file).isDirectory() ? filesOf(file) : statSync(file).isFile() ? [file] : [];
    });
}

/** Neither those files, nor what the server said, nor the database as words (bytes stand there as hex) or as raw files hold one of these. */
export function expectNowhere(house, secrets, files, said) {
    const sought = secrets.map(text => Buffer.from(text)).flatMap(secret => [secret, secret.toString('hex')]);
    let open = 0; // places where the search itself is seen to find what stands in clear
    const expectNone = (name, bytes) => {
        for (const secret of sought)
            assert.equal(bytes.indexOf(secret), -1, `${name} holds “${secret}”`);
        open += bytes.includes('petition');
    };
    for (const file of files)
        expectNone(path.basename(file), readFileSync(file));
    expectNone('the log', said);
    expectNone('the dump', house.dump());
    const before = open;
    let raw = 0;
    for (const [name, bytes] of house.serverFiles()) {
        expectNone(name, bytes);
        raw++;
    }
    assert.ok(before > 0 && (!raw || open > before), 'a word kept in clear is found');
}

/** The words of a page, one space between them. */
export async function words(page, selector = 'main') {
    return (await page.locator(selector).first().innerText()).replace(/\s+/g, ' ');
}
