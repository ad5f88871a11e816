import { z } from 'zod';
import { FRACTION_PATTERN, parseFraction } from '#shared/fraction.ts';
import { discreteGaussian } from '../../privacy/noise/discrete-gaussian.ts';
import { osRandomBits } from '../../privacy/noise/os-random-bits.ts';
import { type CommandModule, type GlobalOptions, withGlobalOptions } from '../command.ts';
import { parseInput } from '../parse-json-file.ts';

const Options = z.object({
  sigma2: z
    .string()
    .regex(FRACTION_PATTERN, 'a fraction such as 72 or 3/7 expected')
    .transform(parseFraction)
    .refine(({ numerator }) => numerator > 0n, 'sigma2 must be above 0'),
  n: z.coerce.number().int().min(1).max(10_000_000),
});

/** Samples that become text together: enough for few writes, few enough to be gone before they cost the collector anything. */
const SAMPLES_PER_WRITE = 4_096;

/** `bank noise`: draws from the sampler that releases use, for checking its distribution from outside. */
export const noiseCommand: CommandModule = (program) => {
  withGlobalOptions(program.command('noise'))
    .description('draw from the exact discrete Gaussian')
    .requiredOption('--sigma2 <fraction>', 'parameter of the distribution, for example 72 or 3/7')
    .requiredOption('--n <count>', 'how many samples')
    .action((raw: GlobalOptions & Record<string, unknown>) => {
      const options = parseInput({ sigma2: raw['sigma2'], n: raw['n'] }, Options);
      const gaussian = discreteGaussian(osRandomBits(), options.sigma2);
      const [open, between, close] = raw.json === true ? ['[', ',', ']\n'] : ['', '\n', '\n'];
      process.stdout.write(open);
      for (let drawn = 0; drawn < options.n; drawn += SAMPLES_PER_WRITE) {
        const samples = Array.from({ length: Math.min(SAMPLES_PER_WRITE, options.n - drawn) }, () => gaussian.sample());
        // BigInts as they are: JSON.stringify would refuse them, Number could round them.
        process.stdout.write(`${drawn === 0 ? '' : between}${samples.join(between)}`);
      }
      process.stdout.write(close);
    });
};
