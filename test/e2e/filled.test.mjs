/* The empty sheets of three registers are filled in another program, broken, mended and brought back; figures and report follow. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ROOT, copySample, danvan, dropSample, number } from './support.mjs';

const DAY = ['--today', '2021-09-20', '--lang', 'vi', '--quiet'], PLACE = ['--unit', '00139', '--period', '2021-Q3'];
const BLOC = 'Khối Dân vận phường Bồ Đề', FRONT = 'Ủy ban MTTQ Việt Nam phường Bồ Đề';
let own, folder, database;

before(() => {
    own = mkdtempSync(path.join(tmpdir(), 'danvan-filled-'));
    folder = path.join(own, 'demo');
    database = copySample(folder);
});
after(() => {
    dropSample(database);
    rmSync(own, { recursive: true, force: true });
});

const python = (...words) => execFileSync('/usr/bin/python3', [path.join(ROOT, 'test/e2e/fill_sheet.py'), ...words], { encoding: 'utf8' });
const figure = name => number(danvan('figure', folder, name, ...PLACE, ...DAY).split(': ').pop());
const report = () => {
    const file = path.join(own, 'report.txt');
    danvan('report', folder, '--unit', '004', '--period', '2021-Q3', '--to', file, ...DAY);
    return number(/Khối Dân vận các phường.*?tổ chức ([\d.]+) buổi/s.exec(readFileSync(file, 'utf8'))[1]);
};

/** The register's empty sheet with these rows. */
function filled(register, rows) {
    const empty = path.join(own, `${register}.xlsx`), made = path.join(own, `${register}-filled.xlsx`);
    rmSync(empty, { force: true });
    danvan('sheet', folder, register, '--to', empty, ...DAY);
    python(empty, made, JSON.stringify(rows));
    return made;
}

/** Refused, at these cells and no others; nothing is kept. */
function refused(register, rows, cells) {
    try {
        danvan('import', folder, register, filled(register, rows), '--dry-run', ...DAY);
    } catch (why) {
        assert.equal(why.status, 1);
        const told = [...(why.stdout + why.stderr).matchAll(/ › ([A-Z]+\d+): /g)].map(one => one[1]);
        assert.deepEqual(told, cells, why.stdout + why.stderr);
        return why.stdout + why.stderr;
    }
    assert.fail('it was taken');
}

function taken(register, rows) {
    const file = filled(register, rows);
    assert.match(danvan('import', folder, register, file, '--dry-run', ...DAY), new RegExp(`${rows.length} mục ghi hợp lệ`));
    assert.match(danvan('import', folder, register, file, ...DAY), new RegExp(`Đã ghi ${rows.length} mục ghi`));
}

const session = { unit: BLOC, held_on: '2021-09-06', topic: 'Khai báo y tế', theme: 'Phòng, chống dịch', form: 'Hội nghị, họp tổ dân phố',
    hosted_by: 'Đơn vị tôi chủ trì', attendance: 40 };

test('sessions: a day that is none, a unit nobody knows, words in a number; mended, the figures and the report follow', () => {
    const sessions = figure('outreach.sessions'), people = figure('outreach.attendances'), told = report();
    refused('outreach', [session, { ...session, unit: 'Khối Dân vận phường Hồ Tây', held_on: '31/9/2021', attendance: 'nhiều' }], ['A3', 'B3', 'I3']);
    assert.match(refused('outreach', [session, { ...session, unit: 'P. Bồ Đề' }], ['A3']), /“P\. Bồ Đề” .*Khối Dân vận phường Bồ Đề \(00139\.kv\)/);
    assert.equal(figure('outreach.sessions'), sessions);
    taken('outreach', [session, { ...session, held_on: '7/9/2021', topic: 'Giãn cách', attendance: '25 người' }]);
    assert.equal(figure('outreach.sessions'), sessions + 2);
    assert.equal(figure('outreach.attendances'), people + 65);
    assert.equal(report(), told + 2);
});

test('gifts: amounts as people write them', () => {
    const gifts = figure('gratitude.gifts');
    const round = { unit: FRONT, given_on: '2021-09-02', occasion: 'Cách mạng tháng Tám, Quốc khánh 2/9', category: 'Gia đình chính sách',
        source: 'Phường', gifts: 30, money_value: '15.000.000 đ' };
    refused('gratitude', [{ ...round, occasion: 'Ngày hội', gifts: 'ba mươi', money_value: '15 triệu đô' }], ['C2', 'F2', 'G2']);
    taken('gratitude', [round]);
    assert.equal(figure('gratitude.gifts'), gifts + 30);
});

test('models: a ward as the General Statistics Office names it', () => {
    const models = figure('model.registered');
    execFileSync('soffice', ['--headless', `-env:UserInstallation=file://${own}/office`, '--convert-to', 'xlsx', '--outdir', own,
        path.join(ROOT, 'test/data/xls/gso_2021-11.xls')], { stdio: 'ignore' });
    const gso = path.join(own, 'gso_2021-11.xlsx'), ward = python('--ward', '00139', gso).trim();
    const model = { unit: BLOC, registered_on: '2021-09-03', title_of_model: 'Ngõ xanh', carried_out_in: ward, field: 'Văn hóa - xã hội',
        kind: 'Tập thể', serves: 'Nội dung khác', registered_level: 'Phường' };
    refused('model', [{ ...model, carried_out_in: 'Phường Bờ Hồ' }], ['D2']);
    taken('model', [model]);
    assert.equal(figure('model.registered'), models + 1);
    for (const list of [gso, path.join(ROOT, 'test/data/xls/gso_2021-11.xls')])
        assert.throws(() => danvan('import', folder, 'model', list, '--dry-run', ...DAY), why => {
            const told = (why.stdout + why.stderr).split('\n').filter(line => / › A1: /.test(line));
            return why.status === 1 && told.length === 1 && /“Tỉnh Thành Phố”.*không có cột nào của sổ “Mô hình/.test(told[0]);
        });
});

test('a session that the women’s union joined counts once, for the bloc, and shows to the union as its own', () => {
    const total = figure('outreach.sessions'), union = () => danvan('figure', folder, 'outreach.sessions', '--unit', '00139.pn', '--period', '2021-Q3', '--records', ...DAY);
    const led = number(union().split('\n')[0].split(': ').pop());
    taken('outreach', [{ ...session, held_on: '8/9/2021', topic: 'Ngày hội trồng cây', joined_by: 'hội liên hiệp phụ nữ phường Bồ Đề' }]);
    assert.equal(figure('outreach.sessions'), total + 1);
    assert.equal(number(union().split('\n')[0].split(': ').pop()), led, 'it led no more');
    assert.match(union(), /phối hợp: 1 [^]*00139\.kv/);
});
