import { useEffect, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useNoReachReason } from './reach-panel.tsx';
import type { DraftReach } from './reach.ts';

const ANNOUNCE_DELAY_MS = 900;

/** Says the reach once a control has come to rest; the number on screen moves with the control itself. */
export function ReachAnnouncer({ reach }: { readonly reach: DraftReach }) {
  const text = useText();
  const reasonOf = useNoReachReason();
  const words = wordsOf();
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words), ANNOUNCE_DELAY_MS);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <div className="sr-only" role="status" aria-live="polite">
      {said}
    </div>
  );

  function wordsOf(): string {
    if (reach.kind === 'rough')
      return text.t('reach.rough', { low: text.count(reach.reach.deliverable.low), high: text.count(reach.reach.deliverable.high) });
    if (reach.kind !== 'answered') return text.t('reach.announce-none', { reason: reasonOf(reach) });
    const shown = reach.reach.shownDeliverable;
    if (shown.kind === 'suppressed') return text.t('reach.announce-fewer', { limit: text.count(shown.fewerThan) });
    return text.t('reach.announce', {
      customers: text.count(shown.customers),
      halfWidth: text.count(shown.halfWidth),
      verdict: text.t(`reach.verdict.${reach.reach.verdict}`),
    });
  }
}
