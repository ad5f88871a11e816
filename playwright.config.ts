import { defineConfig } from '@playwright/test';

/** Begun first, so that no worker is left alone with one of them at the end. */
const LONG = ['screens', 'stage', 'cooperation', 'pseudo-locale'].map((name) => `**/${name}.spec.ts`);

export default defineConfig({
  testDir: 'test/e2e',
  projects: [
    { name: 'long', testMatch: LONG },
    { name: 'others', testMatch: '**/*.spec.ts', testIgnore: LONG },
  ],
  outputDir: 'test-results/e2e/run',
  globalSetup: './test/e2e/harness/global-setup.ts',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A picture that is missing or different fails; a wanted change is copied by hand (CONTRIBUTING.md).
  updateSnapshots: 'none',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  // Half of a test is waiting for windows and a bank to start.
  workers: 3,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json']],
});
