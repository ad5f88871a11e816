import { z } from 'zod';

/** Whole cents of the profile's currency. */
export const Cents = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
export const PositiveCents = Cents.min(0);

/** UUID version 7, lower case. */
export const Id = z.uuidv7().regex(/^[0-9a-f-]+$/, 'lower case expected');

/** A local calendar date in the market's time zone, `2026-03-14`. */
export const LocalDate = z.iso.date();

/** An instant in UTC with milliseconds, `2026-03-02T08:00:00.000Z`. */
export const Instant = z.iso.datetime({ precision: 3 });

/** SHA-256, lower-case hexadecimal. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'SHA-256 in lower-case hexadecimal expected');

/** An identifier from a profile: a category, a region, a table. */
export const Slug = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, _ . - expected, at most 64');

export const Language = z.enum(['nl', 'fr', 'de', 'en']);
export type Language = z.infer<typeof Language>;

export const Channel = z.enum(['app_feed', 'push', 'email', 'letter']);
export type Channel = z.infer<typeof Channel>;
/** The fixed public order of channels; bit i of a channel set is `CHANNELS[i]`. */
export const CHANNELS: readonly Channel[] = Channel.options;
