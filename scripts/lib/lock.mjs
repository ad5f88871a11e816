// A lock between processes on one machine: a directory whose creation is atomic, with the owner's process id in it.
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './checkout.mjs';

const POLL_MS = 250;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function ownerOf(lockDirectory) {
  try {
    return Number(fs.readFileSync(path.join(lockDirectory, 'owner'), 'utf8'));
  } catch {
    return undefined;
  }
}

/** True when the owner died: its process is gone, or it never wrote its id within ten seconds. */
function isAbandoned(lockDirectory) {
  const owner = ownerOf(lockDirectory);
  if (owner !== undefined) return !isAlive(owner);
  const made = fs.statSync(lockDirectory, { throwIfNoEntry: false });
  return made !== undefined && Date.now() - made.mtimeMs > 10_000;
}

/** Runs `work` while no other process holds `lockDirectory`; waits for as long as it takes and says so once. */
export async function whileLocked(lockDirectory, work) {
  fs.mkdirSync(path.dirname(lockDirectory), { recursive: true });
  let told = false;
  for (;;) {
    try {
      fs.mkdirSync(lockDirectory);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(lockDirectory)) {
      fs.rmSync(lockDirectory, { recursive: true, force: true });
      continue;
    }
    if (!told) say(`  waiting for process ${ownerOf(lockDirectory) ?? '?'}, which is doing the same`);
    told = true;
    await pause(POLL_MS);
  }
  try {
    fs.writeFileSync(path.join(lockDirectory, 'owner'), String(process.pid));
    return await work();
  } finally {
    fs.rmSync(lockDirectory, { recursive: true, force: true });
  }
}
