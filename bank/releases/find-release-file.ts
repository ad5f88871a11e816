import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import { openRelease, type ReleaseChecks, type VerifiedPayload } from '#shared/reach/decode-release.ts';
import { releaseChecks } from '../privacy/release/signature.ts';
import { withBank } from '../storage/data-directory.ts';
import { releaseStore } from '../storage/repositories/releases.ts';
import { readReleaseChecks, readTextFile } from './signing-key.ts';

/** How a command names the release it is about, and whose signature it trusts. */
export interface ReleaseReference {
  /** A file. */
  readonly release?: string | undefined;
  /** A stored release, by window or id. */
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  readonly data?: string | undefined;
}

/**
 * The release that is named, opened and verified.
 * @throws AppError `release_invalid`, `file_unreadable`, `not_found`, `invalid_input`, `data_directory_missing`
 */
export async function openNamedRelease(reference: ReleaseReference): Promise<VerifiedPayload> {
  const file = await readReleaseText(reference);
  return openRelease(file, await trustedChecks(reference));
}

/** The checks for the key that is trusted: `--key`, else that of the data directory. */
export async function trustedChecks({ key, data }: Pick<ReleaseReference, 'key' | 'data'>): Promise<ReleaseChecks> {
  if (key !== undefined) return releaseChecks(await readTextFile(key));
  if (data === undefined)
    throw new AppError('invalid_input', {
      issues: [{ path: '--key', problem: 'name the bank’s public key, or its data directory with --data' }],
    });
  if (!existsSync(data)) throw new AppError('data_directory_missing', { directory: path.resolve(data) });
  return readReleaseChecks(path.join(data, 'keys'));
}

async function readReleaseText({ release, name, data }: ReleaseReference): Promise<string> {
  if (release !== undefined) return readTextFile(release);
  if (name === undefined)
    throw new AppError('invalid_input', { issues: [{ path: '--release', problem: 'name a file, a window or a release id' }] });
  if (existsSync(name) || name.includes(path.sep)) return readTextFile(name);
  return withBank(data, async ({ database }) => {
    const store = releaseStore(database);
    const stored = (await store.findByWindow(name)) ?? (await store.find(name));
    if (stored === undefined) throw new AppError('not_found', {});
    return stored.file;
  });
}
