// duck_duplicates.mjs — the fixed rule by DuckDB on two threads: written as one would, and with the agreement in the joins.
//
//     node duck_duplicates.mjs FOLDER_OF_NODE_MODULES FILE.csv ROUNDS
//
// Prints a line for each: its name, the shortest time in milliseconds, the pairs found. Rows are loaded before.
import { createRequire } from 'node:module';
const [folder, file, rounds] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(folder + '/package.json')('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
const columns = "{'id': 'INTEGER', 'name': 'VARCHAR', 'y': 'INTEGER', 'm': 'INTEGER', 'd': 'INTEGER', 'cid': 'VARCHAR', 'ward': 'INTEGER', 'truth': 'INTEGER'}";
await connection.run(`CREATE TABLE p AS SELECT * FROM read_csv('${file}', header = false, columns = ${columns})`);
// strip_accents leaves Đ and đ as they are.
const plainly = "replace(lower(strip_accents(name)), 'đ', 'd')";
const prepare = `CREATE OR REPLACE TEMP TABLE f AS SELECT id, y, m, d, nullif(cid, '') AS cid, ward, n, string_split(n, ' ')[-1] AS g
    FROM (SELECT *, trim(${plainly}) AS n FROM p)`;
const like = 'jaro_winkler_similarity(a.n, b.n) > 0.92';
const born = '((a.m > 0 AND b.m > 0 AND a.y = b.y AND a.m = b.m AND a.d = b.d) OR ((a.m = 0 OR b.m = 0) AND a.y = b.y AND a.ward = b.ward))';
const agree = `(${born} OR a.cid = b.cid)`;
const meets = ['a.g = b.g AND a.y = b.y', 'a.ward = b.ward AND a.y = b.y AND a.m = b.m AND a.d = b.d AND a.m > 0', 'a.cid = b.cid'];
const join = (on) => `SELECT a.id AS x, b.id AS y FROM f a JOIN f b ON ${on} AND a.id < b.id`;
const natural = meets.map((on) => `${join(on)} WHERE ${like} AND ${agree}`).join(' UNION ');
const full = 'a.y = b.y AND a.m = b.m AND a.d = b.d AND a.m > 0';
const expert = [
    `${join(`a.g = b.g AND ${full}`)} WHERE ${like}`,
    `${join(`a.ward = b.ward AND ${full}`)} WHERE ${like}`,
    `${join('a.cid = b.cid')} WHERE ${like}`,
    `${join('a.g = b.g AND a.y = b.y AND a.ward = b.ward')} WHERE (a.m = 0 OR b.m = 0) AND ${like}`,
].join(' UNION ');
for (const [name, query] of [['natural', natural], ['expert', expert]]) {
    let least = Infinity, pairs = 0;
    for (let i = 0; i < Number(rounds); i++) {
        const begin = performance.now();
        await connection.run(prepare);
        const rows = (await connection.runAndReadAll(`SELECT count(*)::INTEGER AS n FROM (${query})`)).getRowObjects();
        least = Math.min(least, performance.now() - begin);
        pairs = rows[0].n;
    }
    console.log(name, least.toFixed(3), pairs);
}
