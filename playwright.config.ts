import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e/run',
  globalSetup: './test/e2e/harness/global-setup.ts',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A picture that is missing or different fails; a wanted change is copied by hand (CONTRIBUTING.md).
  updateSnapshots: 'none',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  workers: 2,
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json']],
});
