/*
 * The post of 8 October 2021 that this work starts from, row by row (S1–S23): each can be recorded through the pages by the
 * person who would do it, stands in the compiled report of the quarter, and opens back to its records for those who may.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, expectFits, expectNoConsoleErrors, openHouse } from './support.mjs';

const FIRST = true, QUARTER = '2021-Q3', REPORT = `/du-thao/quarterly-internal/004/${QUARTER}`, OFFICER = 'quan.tonghop';

/*
 * `says`: what is typed beside the plain answers; a name's field is "f.NAME". What is not said and must be there is answered
 * plainly: a day of September, three, a sentence, the first choice (FIRST: also where it may stay open). `counts`: a figure of the report that the register feeds.
 */
const ROWS = [
    ['S1', 'directives of the Centre, the city and the district', 'directive', 'quan.tonghop', { level: 'city' }, 'directive.documents'],
    ['S1', 'what each has to do of it, by when', 'duty', 'quan.tonghop', {}, 'duty.assigned'],
    ['S2', 'how people took the city’s plan', 'opinion', 'quan.tonghop', { in_month: '31/08/2021', size: 'counted', inputs: '25' }, 'opinion.inputs'],
    ['S3', 'what people think and wish, by theme and without names', 'opinion', 'bode.ghiso', { in_month: '31/08/2021', theme: 'jobs', size: 'counted', inputs: '30' }, 'opinion.themes'],
    ['S4', 'requests of religious organisations', 'guidance', 'quan.tonghop', {}, 'guidance.requests'],
    ['S5', 'arising matters', 'matter', 'quan.tonghop', {}, 'matter.opened'],
    ['S6', 'foreigners, as a total of the police', 'foreigners', 'quan.tonghop', { as_of: '30/09/2021', size: 'counted', total: '120' }, 'foreigners.total'],
    ['S7', 'outreach of the Front and mass organisations', 'outreach', 'mttq.ghiso', { attendance: '40' }, 'outreach.front_sessions'],
    ['S8', 'campaigns', 'campaign', 'quan.tonghop', {}, 'campaign.running'],
    ['S8', 'and their targets', 'campaign_target', 'quan.tonghop', {}, 'campaign_target.testing'],
    ['S8', 'and what each ward did of them, day by day', 'campaign_day', 'bode.ubnd', { work: 'testing' }, 'campaign_day.testing'],
    ['S9', 'members of the organisations in the teams', 'team', 'bode.doanthe', {}, 'team.member_turns'],
    ['S10', 'supervision of the support policies', 'supervision', 'mttq.giamsat', { subject: 'support', form: 'team', plan_made_on: '25/08/2021' }, 'supervision.missions'],
    ['S10', 'and what was recommended', 'recommendation', 'mttq.giamsat', {}, 'recommendation.made'],
    ['S11', 'projects with land recovery', 'project', 'quan.ubnd', { posted_on: '02/09/2021', planned_until: '30/09/2021' }, 'project.running'],
    ['S12', 'reception days', 'reception_day', 'bode.tiepdan', {}, 'reception_day.sessions'],
    ['S12', 'petitions', 'petition', 'bode.tiepdan', {}, 'petition.received'],
    ['S13', 'the wards’ blocs', 'outreach', 'bode.ghiso', { attendance: '18' }, 'outreach.bloc_sessions'],
    ['S14', 'emulation towards the anniversaries', 'drive', 'bode.ghiso', { anniversary: 'august' }, 'drive.drives'],
    ['S15', 'gratitude', 'gratitude', 'bode.ghiso', { occasion: 'war_invalids' }, 'gratitude.gifts'],
    ['S16', 'the ward’s own matters', 'matter', 'bode.ghiso', {}, 'matter.open'],
    ['S17', 'what is published at the grassroots', 'publication', 'bode.ubnd', {}, 'publication.published'],
    ['S17', 'what households decide', 'decision', 'bode.ubnd', { households: '80', present: '60', agree: '55', disagree: '5' }, 'decision.decisions'],
    ['S18', 'boards that supervise investment', 'board', 'bode.doanthe', { members: '7' }, 'board.working'],
    ['S18', 'and their visits', 'board_visit', 'bode.doanthe', {}, 'board_visit.visits'],
    ['S19', 'service of the ward', 'service', 'bode.ubnd', { month_end: '30/09/2021', received: '90', on_time: '88' }, 'service.on_time'],
    ['S20', 'the groups’ teams against the epidemic', 'team', 'bode.ghiso', { kind: 'community' }, 'team.teams'],
    ['S21', 'money and goods that people give', 'donation', 'bode.doanthe', { held_in: FIRST, direction: 'received', amount: '500000', donor_kind: 'anonymous' }, 'donation.received'],
    ['S22', 'models', 'model', 'bode.ghiso', { started_on: '01/09/2021' }, 'model.registered'],
];

let house, report;
before(async () => {
    house = await openHouse();
    report = await (await house.fetch(REPORT, { as: OFFICER })).text();
});
after(() => house.close());

/** Plain answers to all that must be answered, and what the row says. */
async function answer(page, fields, says) {
    for (const field of fields) {
        const name = field.name.replace(/^f\./, ''), said = says[name];
        if (said === undefined && !field.required)
            continue;
        const at = page.locator(`[name="${field.name}"]:not([type="hidden"])`), type = await at.first().getAttribute('type'), tag = await at.first().evaluate(one => one.tagName);
        if (type === 'radio' || type === 'checkbox')
            await (said && said !== FIRST ? page.locator(`[name="${field.name}"][value="${said}"]`) : at.first()).check();
        else if (tag === 'SELECT')
            await at.selectOption(said ?? { index: 1 });
        else if (said !== undefined || !(await at.inputValue()) || field.is_day)
            await at.fill(said ?? (field.is_day ? '14/09/2021' : field.is_number ? '3' : 'Việc thử của bộ mẫu'));
    }
}

const rowsOf = tree => JSON.stringify(tree);

for (const [row, what, register, as, says, figure] of ROWS)
    test(`${row}: ${what} (${register})`, async () => {
        const page = await house.visit({ as, screen: PHONE });
        const form = await house.json(`/so/${register}/moi`, as);
        await page.goto(`/so/${register}/moi`);
        await answer(page, form.fields, says);
        await page.locator('form[action^="/lam/"] button[type="submit"]').last().click();
        await page.waitForLoadState();
        const insist = page.locator('button[name="twice"]');
        if (await insist.count())
            await insist.click();
        const problems = await page.getByRole('alert').allInnerTexts();
        assert.match(page.url(), new RegExp(`/muc-ghi/${register}/\\d+`), `recorded: ${problems.join(' ')}`);
        await expectFits(page);
        expectNoConsoleErrors(page);

        const record = new URL(page.url()).pathname, tree = await house.json(record, as);
        assert.ok(tree.figures.length > 0, `${record} counts in a figure`);
        const mine = tree.figures.find(one => one.figure === figure) ?? tree.figures[0];
        const behind = await house.json(mine.href, as);
        assert.ok(rowsOf(behind).includes(record), `${mine.href} opens back to ${record}`);

        assert.ok(report.includes(`/so-lieu/${figure}?`), `the quarter's report states ${figure}`);
    });

test('S23: the effect is the unit’s own word, marked so and without a number; every other number opens', () => {
    const paragraphs = report.match(/<p class="opinion">.*?<\/p>/gs) ?? [];
    assert.ok(paragraphs.length >= 5);
    for (const one of paragraphs)
        assert.doesNotMatch(one.replace(/<[^>]*>/g, '').replace(/(quý [IVX]+ )?năm \d{4}|\d+[^ ]*\/\d{4}[^ ]*/g, ''), /\d/, 'a free word states no number');
    assert.ok((report.match(/class="figure"/g) ?? []).length > 100);
});
