import { z } from 'zod';
import type { MarketInfo } from '../contracts/http/market.ts';
import { Sha256, Slug } from '../units.ts';
import { DraftContent } from './draft.ts';
import { type CreativeImages, FILE_LIMITS, FileKind, IMAGE_KINDS, type ImageFile, picturesOfContent } from './files.ts';

/** The longest file that is read: the longest draft there can be, every character escaped, with four pictures of the largest size, fits. */
export const CAMPAIGN_FILE_LIMIT_BYTES = 5_242_880;
export const CAMPAIGN_FILE_EXTENSION = 'florin-campaign';
const FORMAT_NAME = 'florin-campaign-file';

/** A picture on its way with the campaign that names it: its bytes as they were delivered, to be checked and encoded anew where they arrive. */
const TravellingPicture = z.strictObject({
  kind: FileKind,
  sha256: Sha256,
  base64: z.base64().max(4 * Math.ceil(FILE_LIMITS.imageBytes / 3)),
});
export type TravellingPicture = z.infer<typeof TravellingPicture>;

/**
 * A campaign on its way to another machine or another year: what a person decided, no id, no state, no figure of a release. A band is a place in its
 * category's edges, so the edges travel with it. Evidence stays behind: it proves a claim to one bank at one time. Written as one line of canonical JSON and one line with its SHA-256.
 */
export const CampaignFile = z.strictObject({
  format: z.literal(`${FORMAT_NAME}/1`),
  profile: Slug,
  market: z.string().regex(/^[A-Z]{2}$/),
  /** Lower edges, in whole currency units, of every category that the rule names. */
  bandEdges: z.record(Slug, z.array(z.int())),
  content: DraftContent,
  /** Every picture that the content names, each once. */
  pictures: z.array(TravellingPicture).max(2 * IMAGE_KINDS.length),
});
export type CampaignFile = z.infer<typeof CampaignFile>;

/** Why a file is not taken in; nothing was changed then. */
export type CampaignFileProblem =
  | 'unreadable'
  | 'too_large'
  | 'not_a_campaign'
  | 'damaged'
  | 'newer'
  | 'unknown_field'
  | 'invalid_field'
  | 'other_market'
  | 'other_profile'
  | 'category_unknown'
  | 'bands_differ'
  | 'region_unknown'
  | 'channel_unknown'
  | 'picture_missing'
  | 'picture_refused';

export interface CampaignFileRefusal {
  readonly problem: CampaignFileProblem;
  /** The field, line, market, category, … that does not fit; short, and never more than a name of it. */
  readonly where: string;
}

/** @param pictures those of `picturesOfContent`, with their bytes */
export function campaignFileOf(
  content: DraftContent,
  pictures: readonly TravellingPicture[],
  market: Pick<MarketInfo, 'profile' | 'market' | 'categories'>,
): CampaignFile {
  const bandEdges = Object.fromEntries(
    categoriesOf(content).flatMap((id) => {
      const category = market.categories.find((candidate) => candidate.id === id);
      return category === undefined ? [] : [[id, [...category.bandEdges]]];
    }),
  );
  return {
    format: `${FORMAT_NAME}/1`,
    profile: market.profile,
    market: market.market,
    bandEdges,
    content: { ...content, evidence: [] },
    pictures: [...pictures],
  };
}

/** Parsed JSON as a file of this format, or what is wrong with it. */
export function parseCampaignFile(value: unknown): CampaignFile | CampaignFileRefusal {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  const version = typeof format === 'string' ? new RegExp(`^${FORMAT_NAME}/([0-9]{1,6})$`).exec(format)?.[1] : undefined;
  if (version === undefined) return { problem: 'not_a_campaign', where: 'format' };
  if (version !== '1') return { problem: 'newer', where: `${FORMAT_NAME}/${version}` };
  const parsed = CampaignFile.safeParse(value);
  // Its bytes would be missing where it arrives.
  if (parsed.success)
    return parsed.data.content.evidence.length === 0 ? parsed.data : { problem: 'invalid_field', where: 'content.evidence' };
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys')
    return { problem: 'unknown_field', where: shortened([path, issue.keys[0]].filter(Boolean).join('.')) };
  return { problem: 'invalid_field', where: shortened(path) };
}

/** What of the file this market does not have; undefined where it fits. */
export function marketMismatch(
  file: CampaignFile,
  market: Pick<MarketInfo, 'profile' | 'market' | 'categories' | 'regions' | 'channels'>,
): CampaignFileRefusal | undefined {
  const { content } = file;
  for (const named of [file.market, content.market]) if (named !== market.market) return { problem: 'other_market', where: named };
  if (file.profile !== market.profile) return { problem: 'other_profile', where: file.profile };
  for (const id of categoriesOf(content)) {
    const category = market.categories.find((candidate) => candidate.id === id);
    if (category === undefined) return { problem: 'category_unknown', where: id };
    if (file.bandEdges[id]?.join() !== category.bandEdges.join()) return { problem: 'bands_differ', where: id };
  }
  const region = content.regions.find((id) => !market.regions.some((known) => known.id === id));
  if (region !== undefined) return { problem: 'region_unknown', where: region };
  const channel = content.channels.find((name) => !market.channels.includes(name));
  return channel === undefined ? undefined : { problem: 'channel_unknown', where: channel };
}

/** A picture that the content names and the file does not hold, or one that it holds and nothing names; undefined where they are the same. */
export function pictureMismatch({ content, pictures }: CampaignFile): CampaignFileRefusal | undefined {
  const named = picturesOfContent(content);
  const missing = named.find((file) => !pictures.some((picture) => isSame(picture, file)));
  if (missing !== undefined) return { problem: 'picture_missing', where: missing.kind };
  const extra = pictures.findIndex(
    (picture, place) => !named.some((file) => isSame(picture, file)) || pictures.findIndex((other) => isSame(picture, other)) !== place,
  );
  return extra < 0 ? undefined : { problem: 'invalid_field', where: `pictures.${extra}` };
}

type NamedPicture = Pick<TravellingPicture, 'kind' | 'sha256'>;

function isSame(left: NamedPicture, right: NamedPicture): boolean {
  return left.kind === right.kind && left.sha256 === right.sha256;
}

/** The content with its pictures as they were taken in here. @param taken by what the file called them */
export function withTakenPictures(
  content: DraftContent,
  taken: readonly { readonly picture: NamedPicture; readonly image: ImageFile }[],
): DraftContent {
  const imagesOf = (images: CreativeImages): CreativeImages =>
    Object.fromEntries(
      IMAGE_KINDS.flatMap((kind) => {
        const sha256 = images[kind]?.sha256;
        const found = sha256 === undefined ? undefined : taken.find(({ picture }) => isSame(picture, { kind, sha256 }));
        return found === undefined ? [] : [[kind, found.image]];
      }),
    );
  const { alternative } = content;
  return {
    ...content,
    images: imagesOf(content.images),
    alternative: alternative === null ? null : { ...alternative, images: imagesOf(alternative.images) },
  };
}

function categoriesOf({ spend, secondSpend, visits }: DraftContent): readonly string[] {
  return [...new Set([spend, secondSpend, visits].flatMap((condition) => (condition === null ? [] : [condition.category])))];
}

function shortened(where: string): string {
  return where.length <= 120 ? where : `${where.slice(0, 119)}…`;
}
