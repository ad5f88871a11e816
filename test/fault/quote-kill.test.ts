import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { aVisitsRule } from '../fixtures/quote-rules.ts';
import { startTestBank, type TestBank } from '../fixtures/running-bank.ts';
import { countingSource, untimed } from '../support/memory-quotes.ts';

const CHILD = path.resolve(import.meta.dirname, '../fixtures/quoting-child.ts');

let bank: TestBank;
let counts: ReturnType<typeof countingSource>;
let child: ChildProcess | undefined;
beforeEach(async () => {
  counts = countingSource(1_000);
  bank = await startTestBank({ quotes: { sigma2: '1500', perYear: 60 } }, { counts, tick: untimed() });
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await bank.stop();
});

const charges = () => bank.bank.database.selectFrom('ledger_entries').selectAll().where('artefact_kind', '=', 'quote').execute();
const quotes = () => bank.bank.database.selectFrom('quotes').selectAll().execute();

test('a bank that is killed between charge and answer keeps the charge; the rule is answered once, under that charge, whoever asks next', async () => {
  const rule = aVisitsRule(5);
  const settings = { directory: bank.bank.directory, merchantId: bank.merchants.own, audience: rule };
  child = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', CHILD, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new TypeError('a pipe was asked for');
  expect(String((await once(child.stdout, 'data'))[0])).toContain('charged');
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');

  const [charge] = await charges();
  expect(await quotes()).toMatchObject([{ id: charge?.artefact_id, file: null, sha256: null }]);
  // Charged, not answered: nobody sees a number yet, and the balance is one shorter.
  const before = (await bank.call('GET', '/v1/quotes', { as: 'editor' })).json;
  expect(before).toMatchObject({ quotes: [], balance: { bank: 59, yours: 39 } });

  const ask = () => bank.call('POST', '/v1/quotes', { as: 'otherEditor', body: { audience: rule } });
  const answers = await Promise.all([ask(), ask(), ask()]);
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  expect(new Set(answers.map((answer) => answer.json.file)).size).toBe(1);
  expect(answers[0]?.json.id).toBe(charge?.artefact_id);
  expect(await charges()).toEqual([charge]);
  expect(counts.asked).toHaveLength(1);
  expect(await quotes()).toMatchObject([{ file: answers[0]?.json.file }]);
});

test('a count that fails costs its charge, answers nothing, and is made up for under the same charge', async () => {
  const rule = aVisitsRule(6);
  const count = counts.countOfAudience.bind(counts);
  counts.countOfAudience = () => Promise.reject(new Error('the file is being replaced'));
  const ask = () => bank.call('POST', '/v1/quotes', { as: 'editor', body: { audience: rule } });
  expect(await ask()).toMatchObject({ status: 500, json: { code: 'internal' } });
  expect(await charges()).toHaveLength(1);
  counts.countOfAudience = count;
  expect((await ask()).status).toBe(200);
  expect(await charges()).toHaveLength(1);
});
