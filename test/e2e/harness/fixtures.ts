import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import { copyBank, type ServedBank, serveBank } from '../../../scripts/demo/bank.ts';
import { stepIsAccessible } from './accessibility.ts';
import { type Application, type LaunchOptions, launchApplication } from './application.ts';

/** A bank that a test may stop and start again; its data are a copy of its own. */
export interface TestBank {
  readonly served: () => ServedBank;
  readonly directory: string;
  readonly connectionFile: string;
  /** Ends the service, as an outage would; the application cannot reach it then. */
  readonly stop: () => Promise<void>;
  /** Brings it back on the same ports. */
  readonly start: () => Promise<void>;
}

interface TestFixtures {
  /** A folder that is gone after the test. */
  readonly directory: string;
  /** A bank for this test alone. */
  readonly ownBank: TestBank;
  /** Starts the application; it is closed after the test, with a picture where the test failed. */
  readonly open: (options: Partial<LaunchOptions> & Pick<LaunchOptions, 'connectionFile'>) => Promise<Application>;
}

interface WorkerFixtures {
  /** A bank shared by the tests of one worker, for tests that leave no trace in others. */
  readonly bank: TestBank;
}

function template(): string {
  const directory = process.env['FLORIN_E2E_TEMPLATE'];
  if (directory === undefined) throw new Error('the global setup did not prepare a bank');
  return directory;
}

async function startTestBank(folder: string): Promise<TestBank> {
  const directory = path.join(folder, 'bank');
  copyBank(template(), directory);
  let served = await serveBank(directory);
  const port = Number(new URL(served.connection.bankUrl).port);
  return {
    served: () => served,
    directory,
    connectionFile: served.connectionFile,
    stop: async () => {
      await served.running.stop();
    },
    start: async () => {
      served = await serveBank(directory, port);
    },
  };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  directory: async ({}, use) => {
    const directory = mkdtempSync(path.join(tmpdir(), 'florin-e2e-'));
    await use(directory);
    rmSync(directory, { recursive: true, force: true });
  },
  bank: [
    async ({}, use) => {
      const folder = mkdtempSync(path.join(tmpdir(), 'florin-e2e-bank-'));
      const bank = await startTestBank(folder);
      await use(bank);
      await bank.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  ownBank: async ({ directory }, use) => {
    const bank = await startTestBank(directory);
    await use(bank);
    await bank.stop();
  },
  open: async ({ directory }, use, testInfo) => {
    const opened: Application[] = [];
    await use(async (options) => {
      const profileDirectory = options.profileDirectory ?? path.join(directory, `profile-${opened.length + 1}`);
      const application = await launchApplication({ ...options, profileDirectory });
      opened.push(application);
      return application;
    });
    for (const [index, application] of opened.entries()) {
      if (testInfo.status !== testInfo.expectedStatus && !application.page.isClosed())
        await application.page.screenshot({ path: testInfo.outputPath(`window-${index + 1}.png`) }).catch(() => undefined);
      // Windows that nobody signed in to show what the start and the sign-in were looked at for.
      else if (!application.page.isClosed() && (await application.page.locator('#content').count()) > 0)
        await stepIsAccessible(application.page, `the end in window ${index + 1}`);
      await application.close();
    }
  },
});

export { expect } from '@playwright/test';
