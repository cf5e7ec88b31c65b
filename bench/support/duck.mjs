// duck.mjs — the same three tables by DuckDB, from a CSV of unit, day, indicator, value.
//
//     node duck.mjs FOLDER_OF_NODE_MODULES FILE.csv SORTED     SORTED: yes orders the table by unit and day
//
// Prints a line for each table: its name, the shortest time in milliseconds, the sum of value × indicator.
import { createRequire } from 'node:module';
const [folder, file, sorted] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(folder + '/package.json')('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const columns = "{'unit': 'INTEGER', 'day': 'INTEGER', 'indicator': 'INTEGER', 'value': 'INTEGER'}";
await connection.run(`CREATE TABLE r AS SELECT * FROM read_csv('${file}', header = false, columns = ${columns})` +
    (sorted === 'yes' ? ' ORDER BY unit, day' : ''));
const district = '(unit - 1) // 14', province = `(${district}) * 63 // 758`, quarter = 'day BETWEEN 1186 AND 1276';
const tables = {
    R1: [`SELECT unit, indicator, sum(value) AS s FROM r WHERE unit BETWEEN 5601 AND 5614 AND ${quarter} GROUP BY GROUPING SETS ((unit, indicator), (indicator))`, 21],
    R2: [`SELECT ${province} AS p, indicator, sum(value) AS s FROM r WHERE ${quarter} GROUP BY p, indicator`, 11],
    R3: [`SELECT ${province} AS p, indicator, sum(value) AS s FROM r GROUP BY p, indicator`, 5],
};
for (const [name, [query, rounds]] of Object.entries(tables)) {
    const times = [];
    let check = 0;
    for (let i = 0; i < rounds; i++) {
        const begin = performance.now();
        const rows = (await connection.runAndReadAll(query)).getRowObjects();
        times.push(performance.now() - begin);
        check = rows.reduce((sum, row) => sum + Number(row.s) * row.indicator, 0);
    }
    times.sort((a, b) => a - b);
    console.log(name, times[0].toFixed(3), check);
}
