import type { PrivacyAccount } from '#shared/contracts/http/privacy.ts';
import { useText } from '../i18n/text.tsx';
import { partsOfBudget } from './privacy-tables.ts';

interface BudgetBarProps {
  readonly account: PrivacyAccount;
}

const WIDTH = 1000;
const HEIGHT = 26;

/** The year's budget as one bar: spent solid, kept tinted, the rest empty; each part named and measured below it. */
export function BudgetBar({ account }: BudgetBarProps) {
  const text = useText();
  const parts = partsOfBudget(account).filter((part) => part.share > 0);
  let from = 0;
  const placed = parts.map((part) => {
    const start = from;
    from += part.share;
    return { ...part, start };
  });
  return (
    <>
      <svg className="privacy-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        {placed.map((part) => (
          <rect
            key={part.id}
            className={`privacy-bar-${part.tone}`}
            x={part.start * WIDTH}
            width={Math.max(0, part.share * WIDTH - 2)}
            height={HEIGHT}
          />
        ))}
      </svg>
      <ul className="privacy-legend">
        {parts.map((part) => (
          <li key={part.id}>
            <span className={`privacy-key privacy-key-${part.tone}`} aria-hidden />
            <span>{text.t(`privacy.part.${part.id}`)}</span>
            <span className="num strong">{text.percent(part.share, 1)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
