/**
 * `npm run tour -- --out DIR [--market pilot|scale --customers N --data DIR]`: the main job from end to end in the real application against the real bank.
 * A market that is named is made once and kept, as by `npm start`, and the tour lives in a copy of it; otherwise the market is made for this run alone.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Application, launchApplication, signIn } from '../../test/e2e/harness/application.ts';
import { isReady } from '../../test/e2e/harness/walk.ts';
import { DEMO_PASSWORD } from '../../bank/market/synthetic/demo-people.ts';
import { copyBank, prepareDemo, type ServedBank, serveBank } from './bank.ts';
import { readTourOptions } from './options.ts';
import { REVIEWER } from './sign-ins.ts';
import { playDelivery } from './tour-delivery.ts';
import { audienceFor, playMerchant } from './tour-merchant.ts';
import { playScreens } from './tour-screens.ts';
import { TourRecorder } from './tour-recorder.ts';
import { playReview } from './tour-review.ts';

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const { out, isKept, ...options } = readTourOptions(process.argv.slice(2));
const folder = mkdtempSync(path.join(tmpdir(), 'florin-tour-'));
const recorder = new TourRecorder(out);
const opened: Application[] = [];
let bank: ServedBank | undefined;
let cleanUp: () => void = () => undefined;

async function open(name: string, connectionFile: string): Promise<Application> {
  const application = await launchApplication({ connectionFile, profileDirectory: path.join(folder, name), language: 'en' });
  opened.push(application);
  await recorder.step(`${name} opens the application`, application, () =>
    application.page.getByRole('button', { name: /^Sign in/ }).waitFor(),
  );
  return application;
}

async function play(): Promise<void> {
  const data = isKept ? `${options.directory}.tour` : path.join(folder, 'bank');
  const made = isKept ? options.directory : data;
  mkdirSync(path.dirname(made), { recursive: true });
  await prepareDemo(
    made,
    options,
    (title) => say(`▸ ${title}`),
    (line) => say(`    ${line}`),
  );
  if (isKept) {
    rmSync(data, { recursive: true, force: true });
    copyBank(made, data);
    cleanUp = () => rmSync(data, { recursive: true, force: true });
  }
  const served = await serveBank(data);
  bank = served;
  const merchant = await open('merchant', served.connectionFile);
  const campaign = await playMerchant(recorder, merchant, audienceFor(options));
  const reviewer = await open('reviewer', served.connectionFile);
  await recorder.step('reviewer signs in', reviewer, async () => {
    await signIn(reviewer, REVIEWER, DEMO_PASSWORD);
    await isReady(reviewer.page);
  });
  await playReview(recorder, reviewer, campaign);
  await playDelivery(recorder, merchant, data, campaign);
  await playScreens(recorder, merchant, out, campaign);
  const complaints = opened.flatMap((application) => application.complaints);
  if (complaints.length > 0) throw new Error(`the pages complained: ${complaints.join(' | ')}`);
}

const startedMs = performance.now();
try {
  await play();
  recorder.note({ seconds: Math.round((performance.now() - startedMs) / 1000) });
  recorder.finish('done');
  say(`The tour is done: pictures and summary.json are in ${out}`);
} catch (error) {
  const problem = error instanceof Error ? error.message : String(error);
  recorder.finish('failed', problem);
  say(`The tour failed: ${problem}`);
  if (bank !== undefined) say(`The bank's last words:\n${bank.running.tail().split('\n').slice(-5).join('\n')}`);
  process.exitCode = 1;
} finally {
  for (const application of opened) await application.close();
  await bank?.running.stop();
  cleanUp();
  rmSync(folder, { recursive: true, force: true });
}
