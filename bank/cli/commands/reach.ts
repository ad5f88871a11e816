import { z } from 'zod';
import { Audience } from '#shared/audience/audience.ts';
import { AppError } from '#shared/errors.ts';
import { openRelease, type ReleaseChecks } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { openQuote } from '#shared/reach/quote.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Release } from '#shared/reach/release.ts';
import type { Bounds, Reach, Receipt, ShownCount } from '#shared/reach/types.ts';
import { Channel } from '#shared/units.ts';
import { sha256 } from '../../privacy/release/signature.ts';
import { trustedChecks } from '../../releases/find-release-file.ts';
import { readTextFile } from '../../releases/signing-key.ts';
import { withBank } from '../../storage/data-directory.ts';
import { releaseStore } from '../../storage/repositories/releases.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';
import { parseInput, parseJsonFile } from '../parse-json-file.ts';

interface ReachOptions extends GlobalOptions {
  readonly release?: readonly string[];
  readonly slice?: readonly string[];
  readonly quote?: readonly string[];
  readonly audience: string;
  readonly channels?: string;
  readonly holdout: string;
  readonly key?: string;
}

const Planned = z.object({
  channels: z.array(Channel).min(1).optional(),
  holdout: z.coerce.number().min(0).max(90),
});

/**
 * `bank reach`: the same pure function as the application and the server, over release files and nothing else (or the stored releases, where no file is
 * named). With one release file the channel rate is that of its own population table, or unknown where it has none.
 */
export const reachCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('reach'))
    .description('estimated reach of an audience (docs/audience.md) from published releases, with its 95 % interval')
    .requiredOption('--audience <file>', 'the audience, JSON')
    .option('--release <file...>', 'release files; the stored releases of --data where absent')
    .option('--slice <file...>', 'a merchant’s slices, for rules with a relationship')
    .option('--quote <file...>', 'quote files, for rules that no release answers')
    .option('--channels <list>', 'channels of the campaign, for example app_feed,push; all where absent')
    .option('--holdout <percent>', 'share of the audience that is not contacted', '10')
    .option(
      '--key <file>',
      'the bank’s public key (PEM); that of --data where absent; with neither the signature is not checked, and the answer says so',
    )
    .action(async (options: ReachOptions) => {
      const audience = await parseJsonFile(options.audience, Audience);
      const planned = parseInput({ channels: options.channels?.split(','), holdout: options.holdout }, Planned);
      const isChecked = options.key !== undefined || options.data !== undefined;
      const trusted = isChecked ? await trustedChecks(options) : undefined;
      const checksOf = (file: string) => trusted ?? withoutKey(file);
      const releases = await openReleases(options, checksOf);
      const quotes = (await readAll(options.quote)).map((file) => openQuote(file, checksOf(file)));
      if (!isChecked)
        process.stderr.write('no key was named (--key or --data): the form of the files was checked, who signed them was not\n');
      const channels = planned.channels ?? [...new Set(releases.flatMap((release) => release.channels))];
      const reach = computeReach({ releases, quotes, audience, channels, holdoutPercent: planned.holdout });
      switch (reach.kind) {
        case 'answered':
          printResult(options, { ...reach, signatureChecked: isChecked }, answeredText(reach, isChecked));
          break;
        case 'rough':
          printResult(options, { ...reach, verdict: 'rough', signatureChecked: isChecked }, roughText(reach, isChecked));
          break;
        case 'not_answerable':
          throw new AppError('audience_not_answerable', { reason: reach.reason });
      }
    });
};

/** Checks of everything but the signer, who is taken from the file: for a figure on the command line, never for a decision. */
function withoutKey(file: string): ReleaseChecks {
  return { keyId: /"keyId":"([0-9a-f]{16})"/.exec(file)?.[1] ?? '', verifySignature: () => true, sha256 };
}

async function openReleases(options: ReachOptions, checksOf: (file: string) => ReleaseChecks): Promise<readonly Release[]> {
  const files = options.release === undefined ? await storedFiles(options.data) : await readAll(options.release);
  return [...files, ...(await readAll(options.slice))].map((file) => toRelease(openRelease(file, checksOf(file))));
}

function readAll(files: readonly string[] = []): Promise<readonly string[]> {
  return Promise.all(files.map(readTextFile));
}

function storedFiles(data: string | undefined): Promise<readonly string[]> {
  if (data === undefined)
    throw new AppError('invalid_input', {
      issues: [{ path: '--release', problem: 'name a release file, or the bank’s data directory with --data' }],
    });
  return withBank(data, async ({ database }) => {
    const stored = await releaseStore(database).list();
    return stored.filter((release) => !release.withdrawn).map((release) => release.file);
  });
}

function answeredText(reach: Extract<Reach, { kind: 'answered' }>, isChecked: boolean): string {
  return [
    `segment: ${inWords(reach.shownSegment)}`,
    `deliverable: ${inWords(reach.shownDeliverable)} (${reach.verdict}; needs ${reach.minimumRequired})`,
    sourceText(reach.receipt, isChecked),
  ].join('\n');
}

function roughText(reach: Extract<Reach, { kind: 'rough' }>, isChecked: boolean): string {
  const between = ({ low, high }: Bounds) => `between ${low} and ${high} customers, rough`;
  return [
    `segment: ${between(reach.segment)}`,
    `deliverable: ${between(reach.deliverable)}`,
    `no table counts this together (${reach.reason.replaceAll('_', ' ')}); a quote answers it`,
    sourceText(reach.receipt, isChecked),
  ].join('\n');
}

function sourceText(receipt: Receipt, isChecked: boolean): string {
  const names = receipt.sources.map(({ kind, id }) => `${kind} ${id}`).join(', ');
  return `from ${names}, rho ${receipt.rho}, data until ${receipt.dataUntil}, signature of key ${receipt.keyId} ${isChecked ? 'checked' : 'not checked'}`;
}

function inWords(count: ShownCount): string {
  return count.kind === 'released' ? `${count.customers} ± ${count.halfWidth} customers` : `fewer than ${count.fewerThan} customers`;
}
