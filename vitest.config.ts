import { defineConfig } from 'vitest/config';

const NODE_FOLDERS = ['unit', 'property', 'contract', 'integration', 'statistical', 'attack', 'fault'];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: NODE_FOLDERS.map((folder) => `test/${folder}/**/*.test.ts`),
          exclude: ['test/unit/renderer/**'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: { name: 'renderer', environment: 'jsdom', include: ['test/unit/renderer/**/*.test.{ts,tsx}'], testTimeout: 60_000 },
      },
    ],
  },
});
