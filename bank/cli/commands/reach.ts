import { z } from 'zod';
import { Audience } from '#shared/audience/audience.ts';
import { AppError } from '#shared/errors.ts';
import { openRelease } from '#shared/reach/decode-release.ts';
import { toRelease } from '#shared/reach/decode-table.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Release } from '#shared/reach/release.ts';
import type { ShownCount } from '#shared/reach/types.ts';
import { Channel } from '#shared/units.ts';
import { trustedChecks } from '../../releases/find-release-file.ts';
import { readTextFile } from '../../releases/signing-key.ts';
import { withBank } from '../../storage/data-directory.ts';
import { releaseStore } from '../../storage/repositories/releases.ts';
import { type CommandModule, type GlobalOptions, printResult, withGlobalOptions } from '../command.ts';
import { parseInput, parseJsonFile } from '../parse-json-file.ts';

interface ReachOptions extends GlobalOptions {
  readonly release?: readonly string[];
  readonly audience: string;
  readonly channels?: string;
  readonly holdout: string;
  readonly key?: string;
}

const Planned = z.object({
  channels: z.array(Channel).min(1).optional(),
  holdout: z.coerce.number().min(0).max(90),
});

/** `bank reach`: the same pure function as the application and the server, over release files (or the stored releases, where no file is named). */
export const reachCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('reach'))
    .description('estimated reach of an audience from published releases, with its 95 % interval')
    .requiredOption('--audience <file>', 'the audience, JSON')
    .option('--release <file...>', 'release files; the stored releases of --data where absent')
    .option('--channels <list>', 'channels of the campaign, for example app_feed,push; all where absent')
    .option('--holdout <percent>', 'share of the audience that is not contacted', '10')
    .option('--key <file>', 'the bank’s public key (PEM); that of the data directory where absent')
    .action(async (options: ReachOptions) => {
      const audience = await parseJsonFile(options.audience, Audience);
      const planned = parseInput({ channels: options.channels?.split(','), holdout: options.holdout }, Planned);
      const releases = await openReleases(options);
      const channels = planned.channels ?? [...new Set(releases.flatMap((release) => release.channels))];
      const reach = computeReach({ releases, audience, channels, holdoutPercent: planned.holdout });
      if (reach.kind === 'not_answerable') throw new AppError('audience_not_answerable', { reason: reach.reason });
      const { kind: _, ...result } = reach;
      const text = [
        `segment: ${inWords(reach.shownSegment)}`,
        `deliverable: ${inWords(reach.shownDeliverable)} (${reach.verdict}; needs ${reach.minimumRequired})`,
        `from ${reach.receipt.releaseId}, rho ${reach.receipt.rho}`,
      ];
      printResult(options, result, text.join('\n'));
    });
};

async function openReleases(options: ReachOptions): Promise<readonly Release[]> {
  const files = options.release === undefined ? await storedFiles(options.data) : await Promise.all(options.release.map(readTextFile));
  const checks = await trustedChecks(options);
  return files.map((file) => toRelease(openRelease(file, checks)));
}

function storedFiles(data: string | undefined): Promise<readonly string[]> {
  return withBank(data, async ({ database }) => {
    const stored = await releaseStore(database).list();
    return stored.filter((release) => !release.withdrawn).map((release) => release.file);
  });
}

function inWords(count: ShownCount): string {
  return count.kind === 'released' ? `${count.customers} ± ${count.halfWidth} customers` : `fewer than ${count.fewerThan} customers`;
}
