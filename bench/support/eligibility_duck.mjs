// eligibility_duck.mjs — the eight lines of packs/eligibility.yaml in SQL, by DuckDB on one thread; the peer of bench/eligibility.c.
//
//     node eligibility_duck.mjs FOLDER_OF_NODE_MODULES FILE.csv ROUNDS
//
// Loads the columns, writes eight amounts and the total of each person to a table some times, and prints the shortest
// processor time in seconds, the sum of totals and how many each line pays.
import { createRequire } from 'node:module';
const [folder, file, rounds] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(folder + '/package.json')('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run('SET threads = 1');
const truths = ['pregnant', 'unemp_benefit', 'business_registered', ...Array.from({ length: 8 }, (_, i) => `paid_${i + 1}`)];
const days = ['birth', 'stop_start'];
const types = "{'birth': 'INTEGER', 'pregnant': 'TINYINT', 'children_u6': 'TINYINT', 'income': 'SMALLINT', 'area': 'TINYINT', 'occupation': 'SMALLINT', " +
    "'contract': 'TINYINT', 'status': 'TINYINT', 'stop_start': 'INTEGER', 'days_stopped': 'TINYINT', 'insured_months': 'TINYINT', 'quarantine_days': 'TINYINT', " +
    "'treatment_days': 'TINYINT', 'unemp_benefit': 'TINYINT', 'art_grade': 'TINYINT', 'business_registered': 'TINYINT', " +
    Array.from({ length: 8 }, (_, i) => `'paid_${i + 1}': 'TINYINT'`).join(', ') + '}';
await connection.run(`CREATE TABLE person AS SELECT * REPLACE (${[...truths.map(t => `${t} = 1 AS ${t}`),
    ...days.map(d => `DATE '1970-01-01' + ${d} AS ${d}`)].join(', ')}) FROM read_csv('${file}', header = true, columns = ${types})`);
const locked = 'area IN (1, 72, 74, 75, 77, 79, 80, 82)', window = "stop_start BETWEEN DATE '2021-05-01' AND DATE '2021-12-31'";
const family = 'CASE WHEN pregnant THEN 1000000 ELSE 0 END + 1000000::BIGINT * children_u6', child = 'CASE WHEN age < 16 THEN 1000000 ELSE 0 END';
const lines = [
    [`status = 1 AND contract IN (1, 2) AND insured_months >= 1 AND ${window} AND days_stopped >= 15 AND NOT paid_1`,
        `CASE WHEN days_stopped < 30 THEN 1855000 ELSE 3710000 END + ${family}`],
    [`status = 2 AND contract IN (1, 2) AND insured_months >= 1 AND (quarantine_days >= 14 OR ${locked}) AND ${window} AND NOT paid_1 AND NOT paid_2`, `1000000 + ${family}`],
    [`status = 3 AND insured_months >= 1 AND ${window} AND NOT unemp_benefit AND age >= 15 AND NOT paid_3`, `3710000 + ${family}`],
    [`treatment_days > 0 AND ${window} AND area BETWEEN 1 AND 96 AND NOT paid_4`, `80000::BIGINT * least(treatment_days, 45) + ${child}`],
    [`quarantine_days > 0 AND treatment_days = 0 AND ${window} AND NOT paid_5`, `80000::BIGINT * least(quarantine_days, 21) + ${child}`],
    [`((occupation IN (210, 211, 212) AND art_grade = 4) OR occupation IN (265, 266)) AND status <> 0 AND days_stopped >= 15 AND ${window} AND NOT paid_6`, '3710000'],
    [`contract = 3 AND business_registered AND days_stopped >= 15 AND ${locked} AND ${window} AND NOT paid_7`, '3000000'],
    [`contract = 0 AND age >= 15 AND age < 60 AND income <= 4000 AND (occupation IN (11, 22, 33, 44, 55, 66, 77, 88, 99, 110) OR ${locked}) AND NOT unemp_benefit
        AND NOT paid_1 AND NOT paid_2 AND NOT paid_3 AND NOT paid_6 AND NOT paid_7 AND NOT paid_8`, 'greatest(1500000, 50000::BIGINT * least(days_stopped, 60))'],
];
const query = `CREATE OR REPLACE TABLE paid AS SELECT *, greatest(l1, l2, l3, l6, l7, l8) + l4 + l5 AS total FROM (
    SELECT ${lines.map(([where, pay], i) => `CASE WHEN ${where} THEN (${pay})::BIGINT ELSE 0 END AS l${i + 1}`).join(', ')}
    FROM (SELECT *, date_sub('year', birth, DATE '2021-07-01') AS age FROM person))`;
let best = Infinity;
for (let i = 0; i < Number(rounds); i++) {
    const begin = process.cpuUsage();
    await connection.run(query);
    const used = process.cpuUsage(begin);
    best = Math.min(best, (used.user + used.system) / 1e6);
}
const sums = (await connection.runAndReadAll(`SELECT sum(total)::BIGINT, ${lines.map((_, i) => `count(*) FILTER (l${i + 1} > 0)`).join(', ')} FROM paid`)).getRows()[0];
console.log(best, sums.join(' '));
