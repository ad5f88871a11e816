import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { divideFractions, formatFraction, fraction, multiplyFractions, parseFraction } from '#shared/fraction.ts';
import { Profile } from '#shared/market/profile.ts';
import { assertProfileWithinCap } from '../privacy/accountant/charges.ts';
import { currencyDigits } from './currency.ts';

/** Built-in profiles by name: the file, and whether its noise is the strict one. `strict` alone is the pilot's. */
const BUILT_IN: Readonly<Record<string, { readonly file: string; readonly isStrict: boolean }>> = {
  pilot: { file: 'pilot.json', isStrict: false },
  scale: { file: 'scale.json', isStrict: false },
  strict: { file: 'pilot.json', isStrict: true },
  'strict-scale': { file: 'scale.json', isStrict: true },
};
const STRICT_FACTOR = fraction(4n);
const FOLDER = path.join(import.meta.dirname, 'profiles');
const MAX_PROBLEMS_SHOWN = 5;

/**
 * Reads a market profile: `pilot`, `scale`, `strict` (the pilot with four times the σ²), `strict-scale`, or the path of a file in the format of docs/profile.md.
 * @throws AppError `file_unreadable`, or `profile_invalid` saying what is wrong and where
 */
export async function loadProfile(nameOrFile: string): Promise<Profile> {
  const builtIn = Object.hasOwn(BUILT_IN, nameOrFile) ? BUILT_IN[nameOrFile] : undefined;
  const file = builtIn === undefined ? path.resolve(nameOrFile) : path.join(FOLDER, builtIn.file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
  const profile = parseProfile(text);
  return builtIn?.isStrict === true ? strictProfile(profile, nameOrFile) : profile;
}

/**
 * The same market with every σ² four times as large, so every charge a quarter. The cap goes with it, so that nothing else can be bought for what is saved.
 * @param name the profile's new name
 */
export function strictProfile(profile: Profile, name: string): Profile {
  const times4 = (sigma2: string) => formatFraction(multiplyFractions(parseFraction(sigma2), STRICT_FACTOR));
  return {
    ...profile,
    name,
    privacyCap: formatFraction(divideFractions(parseFraction(profile.privacyCap), STRICT_FACTOR)),
    tables: profile.tables.map((table) => ({ ...table, sigma2: times4(table.sigma2) })),
    quotes: { ...profile.quotes, sigma2: times4(profile.quotes.sigma2) },
    reports: { ...profile.reports, sigma2: times4(profile.reports.sigma2) },
  };
}

/**
 * Checks the text of a profile.
 * @throws AppError `profile_invalid`
 */
export function parseProfile(text: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AppError(
      'profile_invalid',
      { problem: `not JSON: ${error instanceof Error ? error.message : 'unreadable'}` },
      { cause: error },
    );
  }
  const parsed = Profile.safeParse(value);
  if (!parsed.success) throw new AppError('profile_invalid', { problem: describeIssues(parsed.error) });
  const problem = contradiction(parsed.data);
  if (problem !== undefined) throw new AppError('profile_invalid', { problem });
  assertProfileWithinCap(parsed.data);
  return parsed.data;
}

/** The first problems of a failed check in words: `categories.2.mccs.0: four digits expected`. */
export function describeIssues(error: z.ZodError): string {
  const shown = error.issues.slice(0, MAX_PROBLEMS_SHOWN).map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  const rest = error.issues.length - shown.length;
  return shown.join('; ') + (rest > 0 ? `; and ${rest} more` : '');
}

/** What the schema cannot say: facts of one list that contradict another. */
function contradiction(profile: Profile): string | undefined {
  const mccOwners = new Map<string, string>();
  for (const category of profile.categories)
    for (const mcc of category.mccs) {
      const owner = mccOwners.get(mcc);
      if (owner !== undefined) return `categories: merchant category code ${mcc} is in ${owner} and in ${category.id}`;
      if (profile.sensitive.mccs.includes(mcc)) return `sensitive.mccs: ${mcc} is also a code of category ${category.id}`;
      mccOwners.set(mcc, category.id);
    }
  const unknown = profile.sensitive.categories.find((id) => !profile.categories.some((category) => category.id === id));
  if (unknown !== undefined) return `sensitive.categories: ${unknown} is not a category of this profile`;
  const areas = profile.regions.flatMap((region) => [region.id, ...region.parts.filter((part) => part !== region.id)]);
  const twice = areas.find((area, index) => areas.indexOf(area) !== index);
  if (twice !== undefined) return `regions: ${twice} occurs twice`;
  const ages = profile.ageBands.map((band) => band.id);
  if (new Set(ages).size !== ages.length) return 'ageBands: an id occurs twice';
  if (new Set(profile.channels).size !== profile.channels.length) return 'channels: a channel occurs twice';
  if (currencyDigits(profile.currency) > 2)
    return `currency: ${profile.currency} has more than two decimals; amounts are kept in hundredths`;
  if (!isTimeZone(profile.timeZone)) return `timeZone: ${profile.timeZone} is not a time zone such as Europe/Amsterdam`;
  return undefined;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
