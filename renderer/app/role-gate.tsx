import { useEffect } from 'react';
import { Navigate, Route, Routes, useLocation, useNavigate } from 'react-router';
import { isMerchantRole } from '#shared/session/roles.ts';
import { useDesk } from '../data/desk-context.tsx';
import { useScreenRequest, useWindowTitle } from '../data/use-menu.ts';
import { useText } from '../i18n/text.tsx';
import { EmptyState } from '../ui/states.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { type AppRoute, BANK_SIDE, MERCHANT_SIDE, OPERATOR_SIDE } from './routes.tsx';
import { Shell } from './shell.tsx';

/** A role sees the screens of its side and no others; the bank enforces the same on every call. */
export function RoleGate() {
  const { account } = useDesk();
  const { t } = useText();
  const navigate = useNavigate();
  useScreenRequest((wanted) => {
    if (wanted.screen !== 'campaign') void navigate(`/${wanted.screen}`);
    else void navigate(isMerchantRole(account.role) ? `/campaigns/${wanted.campaignId}` : `/review/${wanted.campaignId}`);
  });
  const side = account.role === 'bank_operator' ? OPERATOR_SIDE : isMerchantRole(account.role) ? MERCHANT_SIDE : BANK_SIDE;
  return (
    <Shell side={side}>
      <Routes>
        {side.home === '/' ? null : <Route path="/" element={<Navigate to={side.home} replace />} />}
        {side.routes.map((route) => (
          <Route key={route.path} path={route.path} element={<Shown route={route} />} />
        ))}
        <Route path="*" element={<EmptyState title={t('shell.not-found-title')}>{t('shell.not-found-text')}</EmptyState>} />
      </Routes>
    </Shell>
  );
}

/** One screen, its title in the window, and a boundary that keeps a crash to itself. */
function Shown({ route }: { readonly route: AppRoute }) {
  const { t } = useText();
  const { pathname } = useLocation();
  useWindowTitle(t(route.title));
  useEffect(() => {
    document.getElementById('content')?.scrollTo({ top: 0 });
  }, [pathname]);
  return (
    <ErrorBoundary key={pathname}>
      <route.Screen />
    </ErrorBoundary>
  );
}
