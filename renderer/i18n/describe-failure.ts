import { FileKind, FileProblem } from '#shared/campaign/files.ts';
import type { CallFailure } from '../data/call-failure.ts';
import { MESSAGES, type MessageKey } from './messages/index.ts';
import type { Text } from './text.tsx';

/** A refused call as a sentence: the code translated, with those facts of it that messages may name. Never `message`, never a stack. */
export function describeFailure(failure: Pick<CallFailure, 'code' | 'detail'>, text: Text): string {
  if (failure.code === 'audience_too_small') {
    const { minimum, required } = failure.detail;
    return text.t('error.audience_too_small', { minimum: numberOf(minimum), required: numberOf(required) });
  }
  if (failure.code === 'file_refused') {
    const problem = FileProblem.safeParse(failure.detail['problem']);
    if (problem.success) return text.t(`creative.refused.${problem.data}`);
  }
  if (failure.code === 'file_not_written') {
    const key = `exports.not-written.${String(failure.detail['reason'])}`;
    if (isMessageKey(key)) return text.t(key, { file: wordOf(failure.detail['file']) });
  }
  if (failure.code === 'campaign_file_refused') {
    const facts = { file: wordOf(failure.detail['file']), where: wordOf(failure.detail['where']) };
    const kind = FileKind.safeParse(facts.where);
    const named = kind.success ? { ...facts, where: text.t(`creative.picture.${kind.data}`) } : facts;
    const picture = FileProblem.safeParse(failure.detail['picture']);
    if (picture.success) return text.t('exports.refused.picture_refused', { ...named, reason: text.t(`creative.refused.${picture.data}`) });
    const key = `exports.refused.${String(failure.detail['problem'])}`;
    if (isMessageKey(key)) return text.t(key, named);
  }
  return text.t(`error.${failure.code}`);
}

function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(MESSAGES.en, key);
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
