import { createHash } from 'node:crypto';
import { canonicalJson } from '#shared/canonical-json.ts';
import {
  CAMPAIGN_FILE_LIMIT_BYTES,
  CampaignFile,
  type CampaignFileRefusal,
  campaignFileOf,
  marketMismatch,
  parseCampaignFile,
  pictureMismatch,
  type TravellingPicture,
} from '#shared/campaign/campaign-file.ts';
import type { DraftContent } from '#shared/campaign/draft.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import { parseJson } from '../files/json-file.ts';

/** A campaign as the text of a file: one line of canonical JSON, one line with the hash of the first. */
export function writeCampaignText(
  content: DraftContent,
  pictures: readonly TravellingPicture[],
  market: Pick<MarketInfo, 'profile' | 'market' | 'categories'>,
): string {
  const line = canonicalJson(CampaignFile.parse(campaignFileOf(content, pictures, market)));
  return `${line}\n${hashLine(line)}\n`;
}

/** How every file begins: keys are sorted. A file that begins so and is no JSON was cut off or changed. */
const FIRST_KEY = '{"bandEdges":';
const HASH_LINE = /^sha256:[0-9a-f]{64}$/;

/**
 * Reads what `writeCampaignText` wrote; its pictures are as the file says, not yet checked. A byte order mark and other line ends, which mail programs like to add, do no harm; anything else that differs
 * from what was written does.
 */
export function readCampaignText(
  bytes: Uint8Array,
  market: Pick<MarketInfo, 'profile' | 'market' | 'categories' | 'regions' | 'channels'>,
): CampaignFile | CampaignFileRefusal {
  if (bytes.byteLength > CAMPAIGN_FILE_LIMIT_BYTES) return { problem: 'too_large', where: String(CAMPAIGN_FILE_LIMIT_BYTES) };
  const text = decode(bytes);
  if (text === undefined) return { problem: 'not_a_campaign', where: 'UTF-8' };
  const [line = '', hash = '', ...rest] = text.split(/\r?\n/);
  const value = parseJson(line);
  if (value === undefined) return { problem: line.startsWith(FIRST_KEY) ? 'damaged' : 'not_a_campaign', where: '1' };
  const parsed = parseCampaignFile(value);
  if ('problem' in parsed && (parsed.problem === 'not_a_campaign' || parsed.problem === 'newer')) return parsed;
  if (!HASH_LINE.test(hash) || rest.some((more) => more !== '')) return { problem: 'damaged', where: '2' };
  if (hashLine(line) !== hash) return { problem: 'damaged', where: '1' };
  if ('problem' in parsed) return parsed;
  return marketMismatch(parsed, market) ?? pictureMismatch(parsed) ?? parsed;
}

function hashLine(line: string): string {
  return `sha256:${createHash('sha256').update(line, 'utf8').digest('hex')}`;
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
