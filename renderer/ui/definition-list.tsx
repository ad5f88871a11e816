import type { ReactNode } from 'react';
import './ui.css';

interface DefinitionListProps {
  readonly items: readonly { readonly term: ReactNode; readonly value: ReactNode; readonly isStrong?: boolean }[];
}

/** Words on the left, figures lined up on the right. */
export function DefinitionList({ items }: DefinitionListProps) {
  return (
    <dl className="fl-definitions">
      {items.map((item, index) => (
        <div key={index} className={item.isStrong === true ? 'fl-definition fl-definition-strong' : 'fl-definition'}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
