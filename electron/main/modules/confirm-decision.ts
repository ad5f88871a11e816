import { type BrowserWindow, dialog } from 'electron';
import type { Decision } from '#shared/review/decision.ts';
import type { Words } from '../words.ts';

export interface DecisionFacts {
  readonly name: string;
  readonly revision: number;
  readonly hash: string;
}

/** The native question before a review decision: it names campaign, revision and hash, and the harmless answer is the default. */
export async function confirmDecision(
  window: BrowserWindow,
  words: Words['confirm'],
  kind: Decision['kind'],
  facts: DecisionFacts,
): Promise<boolean> {
  const { message, yes } = wordsOf(words, kind);
  const detail = words.detail
    .replace('{revision}', String(facts.revision))
    .replace('{hash}', facts.hash)
    .replace('{name}', () => facts.name);
  const answer = await dialog.showMessageBox(window, {
    type: 'question',
    message,
    detail,
    buttons: [yes, words.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return answer.response === 0;
}

function wordsOf(words: Words['confirm'], kind: Decision['kind']): { readonly message: string; readonly yes: string } {
  switch (kind) {
    case 'approve':
      return { message: words.approve, yes: words.yesApprove };
    case 'request_changes':
      return { message: words.requestChanges, yes: words.yesRequestChanges };
    case 'reject':
      return { message: words.reject, yes: words.yesReject };
  }
}
