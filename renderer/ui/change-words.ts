import { partsOfAudience } from '#shared/audience/audience.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import type { FieldChange } from '#shared/contracts/http/campaigns.ts';
import type { MarketInfo } from '#shared/contracts/http/market.ts';
import type { Text } from '../i18n/text.tsx';
import { comparisonOf, FIELD_GROUPS, type FieldContext, type FieldGroup, fieldGroup, fieldLabel, fieldValue } from './content-words.ts';

/** A piece of a comparison. `gap` stands for unchanged words that are left out. */
export interface Segment {
  readonly kind: 'same' | 'removed' | 'added' | 'gap';
  readonly text: string;
}

export interface ChangeWords {
  readonly path: string;
  readonly label: string;
  readonly segments: readonly Segment[];
  /** What stands between two segments: items of a list are set apart by commas. */
  readonly separator: string;
}

interface ChangeSource {
  readonly changes: readonly FieldChange[];
  /** The revision under review: the newer side. */
  readonly content: CampaignContent;
  readonly market: MarketInfo;
  readonly text: Text;
}

/** Each change in words: what went, what came, and for texts and lists what stayed. */
export function changesInWords({ changes, content, market, text }: ChangeSource): readonly ChangeWords[] {
  const { spends } = partsOfAudience(content.audience);
  return changes.map((change) => {
    const isSecond = change.path.startsWith('audience.second.');
    const category = (isSecond ? spends[1] : spends[0])?.category ?? '';
    const after: FieldContext = { text, market, category };
    const before: FieldContext = { ...after, category: formerCategory(changes, isSecond) ?? category };
    const old = change.before === undefined ? undefined : fieldValue(change.path, change.before, before);
    const fresh = change.after === undefined ? undefined : fieldValue(change.path, change.after, after);
    return {
      path: change.path,
      label: fieldLabel(change.path, text),
      segments: compare(change.path, old, fresh, text),
      separator: isList(change.path, old, fresh) ? ', ' : ' ',
    };
  });
}

/** The groups of fields in which nothing changed, in the order of the campaign. */
export function unchangedGroups(changes: readonly FieldChange[]): readonly FieldGroup[] {
  const changed = new Set(changes.map((change) => fieldGroup(change.path)));
  return FIELD_GROUPS.filter((group) => !changed.has(group));
}

function formerCategory(changes: readonly FieldChange[], isSecond: boolean): string | undefined {
  const path = isSecond ? 'audience.second.category' : 'audience.spend.category';
  const before = changes.find((change) => change.path === path)?.before;
  return before === undefined ? undefined : before.replaceAll('"', '');
}

function isList(path: string, old: readonly string[] | undefined, fresh: readonly string[] | undefined): boolean {
  return comparisonOf(path) === 'items' && old !== undefined && fresh !== undefined;
}

function compare(path: string, old: readonly string[] | undefined, fresh: readonly string[] | undefined, text: Text): readonly Segment[] {
  const comparison = comparisonOf(path);
  if (comparison === 'items' && old !== undefined && fresh !== undefined) return compareItems(old, fresh);
  if (comparison === 'words' && old !== undefined && fresh !== undefined) return compareWords(old.join(' '), fresh.join(' '));
  const absent = path === 'audience.regions' ? text.t('content.value.everywhere') : text.t('content.value.none');
  return [
    { kind: 'removed', text: old?.join(', ') ?? absent },
    { kind: 'added', text: fresh?.join(', ') ?? absent },
  ];
}

function compareItems(old: readonly string[], fresh: readonly string[]): readonly Segment[] {
  const stayed = (item: string): Segment => ({ kind: fresh.includes(item) ? 'same' : 'removed', text: item });
  return [...old.map(stayed), ...fresh.filter((item) => !old.includes(item)).map((item): Segment => ({ kind: 'added', text: item }))];
}

/** Unchanged words kept on each side of a change; the rest of a long text is left out. */
const CONTEXT_WORDS = 6;

/** Compares two texts word by word by their longest common subsequence; neighbours of one kind are one segment. */
export function compareWords(before: string, after: string): readonly Segment[] {
  const old = before.split(/\s+/).filter((word) => word !== '');
  const fresh = after.split(/\s+/).filter((word) => word !== '');
  const lengths = commonLengths(old, fresh);
  const at = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  const runs: { kind: 'same' | 'removed' | 'added'; words: string[] }[] = [];
  const push = (kind: 'same' | 'removed' | 'added', word: string) => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.words.push(word);
    else runs.push({ kind, words: [word] });
  };
  let row = 0;
  let column = 0;
  while (row < old.length || column < fresh.length) {
    const oldWord = old[row];
    const freshWord = fresh[column];
    if (oldWord !== undefined && oldWord === freshWord) {
      push('same', oldWord);
      row += 1;
      column += 1;
    } else if (oldWord !== undefined && (freshWord === undefined || at(row + 1, column) >= at(row, column + 1))) {
      push('removed', oldWord);
      row += 1;
    } else if (freshWord !== undefined) {
      push('added', freshWord);
      column += 1;
    }
  }
  return runs.flatMap((run, index) => shorten(run, index === 0, index === runs.length - 1));
}

/** `lengths[i][j]`: length of the longest common subsequence of the words from i and from j on. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly Uint16Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint16Array(fresh.length + 1));
  for (let row = old.length - 1; row >= 0; row -= 1) {
    const here = lengths[row];
    const below = lengths[row + 1];
    if (here === undefined || below === undefined) continue;
    for (let column = fresh.length - 1; column >= 0; column -= 1)
      here[column] = old[row] === fresh[column] ? (below[column + 1] ?? 0) + 1 : Math.max(below[column] ?? 0, here[column + 1] ?? 0);
  }
  return lengths;
}

function shorten(
  run: { readonly kind: 'same' | 'removed' | 'added'; readonly words: readonly string[] },
  isFirst: boolean,
  isLast: boolean,
): Segment[] {
  const whole: Segment = { kind: run.kind, text: run.words.join(' ') };
  const kept = CONTEXT_WORDS * (isFirst || isLast ? 1 : 2);
  if (run.kind !== 'same' || run.words.length <= kept + 2) return [whole];
  const head: Segment = { kind: 'same', text: run.words.slice(0, CONTEXT_WORDS).join(' ') };
  const tail: Segment = { kind: 'same', text: run.words.slice(-CONTEXT_WORDS).join(' ') };
  const gap: Segment = { kind: 'gap', text: '…' };
  return [...(isFirst ? [] : [head]), gap, ...(isLast ? [] : [tail])];
}
