import { expect, test } from 'vitest';
import { startProgress } from '#bank/segments/import/progress.ts';

function started(totalBytes: number) {
  let nowMs = 1_000;
  const lines: string[] = [];
  const progress = startProgress(
    totalBytes,
    (line) => lines.push(line),
    () => nowMs,
  );
  return {
    lines,
    progress,
    pass(ms: number) {
      nowMs += ms;
    },
  };
}

test('every five seconds it says the rows, the share, the rate and the time that is left', () => {
  const { lines, progress, pass } = started(1_000);
  progress.read(100, 100);
  pass(4_999);
  progress.read(100, 100);
  expect(lines).toEqual([]);
  pass(1);
  progress.read(300, 50);
  expect(lines).toEqual(['500 rows read, 25 %, 100 rows a second, 15 s left to read']);
  pass(595_000);
  progress.read(0, 0);
  expect(lines.at(-1)).toBe('500 rows read, 25 %, 1 rows a second, 30 min 0 s left to read');
});

test('what comes after the reading is said at once, and an empty file divides by nothing', () => {
  const { lines, progress, pass } = started(0);
  pass(6_000);
  progress.read(0, 0);
  progress.say('comparing');
  expect(lines).toEqual(['0 rows read, 100 %, 0 rows a second, 0 s left to read', '0 rows read in 6 s; comparing']);
});
