import { IconFlask, IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'react-router';
import { isMerchantRole } from '#shared/session/roles.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useSignOut, useWaitingWork } from '../data/queries.ts';
import { useShelf } from '../data/shelf.ts';
import { windowLabel } from '../i18n/labels.ts';
import { useText } from '../i18n/text.tsx';
import { Commands } from './commands.tsx';
import type { NavEntry, Side } from './routes.tsx';
import './shell.css';

interface ShellProps {
  readonly side: Side;
  readonly children: ReactNode;
}

/** The frame of the desk: rail on the left, notices on top, the screen. */
export function Shell({ side, children }: ShellProps) {
  const text = useText();
  const { market, isOnline } = useDesk();
  return (
    <div className="fl-app">
      <a
        className="fl-skip"
        href="#content"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('content')?.focus();
        }}
      >
        {text.t('shell.skip')}
      </a>
      <Rail side={side} />
      <Commands side={side} />
      <div className="fl-column">
        {market.demo ? (
          <div className="fl-banner" role="region" aria-label={text.t('shell.demo')}>
            <IconFlask size={15} stroke={1.8} aria-hidden />
            <span>{text.t('shell.demo-banner', { date: text.day(market.today) })}</span>
          </div>
        ) : null}
        {isOnline ? null : (
          <div className="fl-banner fl-banner-offline" role="region" aria-label={text.t('shell.offline')}>
            <IconPlugConnectedX size={15} stroke={1.8} aria-hidden />
            <span role="status">{text.t('shell.offline-banner')}</span>
          </div>
        )}
        <main id="content" className="fl-content" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

function Rail({ side }: { readonly side: Side }) {
  const { t } = useText();
  const { account } = useDesk();
  const { pathname } = useLocation();
  const waiting = useWaitingWork().data;
  const isCurrent = (entry: NavEntry) =>
    [entry.to, ...(entry.also ?? [])].some((path) => pathname === path || pathname.startsWith(`${path}/`));
  return (
    <header className="fl-rail">
      <div className="fl-brand">
        <span className="fl-coin" aria-hidden />
        {t('shell.brand')}
        {isMerchantRole(account.role) ? null : <span className="fl-brand-side">{t('shell.bank-side')}</span>}
      </div>
      <nav aria-label={t('shell.main-navigation')}>
        {side.navigation.map((entry) => {
          const count = entry.badges?.reduce((sum, badge) => sum + (waiting?.[badge] ?? 0), 0) ?? 0;
          return (
            <Link
              key={entry.to}
              to={entry.to}
              className={`fl-nav ${isCurrent(entry) ? 'fl-nav-on' : ''}`}
              aria-current={isCurrent(entry) ? 'page' : undefined}
            >
              <entry.Icon size={18} stroke={1.7} aria-hidden />
              <span className="fl-nav-word">{t(entry.title)}</span>
              {count === 0 ? null : (
                <>
                  <span className="fl-nav-count num" aria-hidden>
                    {count}
                  </span>
                  <span className="sr-only">, {t('shell.waiting', { count })}</span>
                </>
              )}
            </Link>
          );
        })}
      </nav>
      <RailFoot />
    </header>
  );
}

function RailFoot() {
  const text = useText();
  const { account, isOnline } = useDesk();
  const shelf = useShelf();
  const signOut = useSignOut();
  const newest = shelf.newest;
  return (
    <div className="fl-rail-foot">
      <div className="fl-connection">
        <span className={isOnline ? 'fl-dot' : 'fl-dot fl-dot-off'} aria-hidden />
        {text.t(isOnline ? 'shell.connected' : 'shell.offline')}
      </div>
      {isMerchantRole(account.role) ? (
        <div>
          {newest === undefined
            ? text.t('shell.release-none')
            : text.t('shell.release-line', { window: windowLabel(newest.window, text, 'short') })}
        </div>
      ) : null}
      {shelf.refused.length === 0 ? null : (
        <div className="fl-refused">{text.t('shell.release-refused', { count: shelf.refused.length })}</div>
      )}
      <div className="fl-who">
        <div>
          <div className="strong">{account.displayName}</div>
          <div>{text.t(`shell.role.${account.role}`)}</div>
        </div>
        <button type="button" className="fl-link" onClick={() => signOut.mutate()}>
          {text.t('shell.sign-out')}
        </button>
      </div>
    </div>
  );
}
