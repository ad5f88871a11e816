import type { ReactNode } from 'react';
import { useId } from 'react';
import './ui.css';

interface CardProps {
  readonly title?: ReactNode;
  /** Right of the title. */
  readonly aside?: ReactNode;
  readonly tone?: 'plain' | 'accent' | 'danger';
  readonly className?: string;
  readonly children: ReactNode;
}

/** A bordered surface; with a title it is a named region. */
export function Card({ title, aside, tone = 'plain', className = '', children }: CardProps) {
  const id = useId();
  return (
    <section className={`fl-card fl-card-${tone} ${className}`} aria-labelledby={title === undefined ? undefined : id}>
      {title === undefined ? null : (
        <div className="fl-card-head">
          <h2 id={id}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

interface PageHeadProps {
  readonly title: ReactNode;
  readonly sub?: ReactNode;
  readonly actions?: ReactNode;
}

/** Title, one line below it, actions on the right: the head of every screen. */
export function PageHead({ title, sub, actions }: PageHeadProps) {
  return (
    <header className="fl-page-head">
      <div className="fl-page-head-words">
        <h1>{title}</h1>
        {sub === undefined ? null : <div className="sub">{sub}</div>}
      </div>
      {actions === undefined ? null : <div className="row fl-page-actions">{actions}</div>}
    </header>
  );
}
