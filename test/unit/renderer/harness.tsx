import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter, Route, Routes, useLocation } from 'react-router';
import { afterEach } from 'vitest';
import type { Account, MarketInfo } from '#shared/contracts/http/market.ts';
import type { FlorinApi, FlorinCalls, FlorinEvents } from '#shared/contracts/ipc/api.ts';
import { ipcContract, ipcEvents } from '#shared/contracts/ipc/contract.ts';
import type { CallResult } from '#shared/contracts/ipc/define.ts';
import { CAMPAIGN_LIMITS } from '#shared/campaign/content.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { BridgeProvider } from '../../../renderer/data/bridge-context.tsx';
import { DeskProvider } from '../../../renderer/data/desk-context.tsx';
import { createQueryClient } from '../../../renderer/data/queries.ts';
import type { UiLanguage } from '../../../renderer/i18n/messages/index.ts';
import { TextProvider } from '../../../renderer/i18n/text.tsx';
import { StoreProvider } from '../../../renderer/store/store-context.tsx';
import { MERCHANT_ID } from './builders.ts';

afterEach(cleanup);

const label = (en: string, nl = en, fr = en) => ({ en, nl, fr });

/** The public parameters of a small Dutch market. */
export const MARKET: MarketInfo = {
  profile: 'pilot',
  market: 'NL',
  currency: 'EUR',
  timeZone: 'Europe/Amsterdam',
  demo: true,
  today: '2026-03-02',
  now: '2026-03-02T12:00:00.000Z',
  categories: [
    { id: 'garden', label: label('Garden', 'Tuin', 'Jardin'), bandEdges: [0, 50, 100, 150, 250] },
    { id: 'toys', label: label('Toys', 'Speelgoed', 'Jouets'), bandEdges: [0, 20, 40, 80, 150] },
  ],
  regions: [
    { id: 'noord', label: label('North', 'Noord', 'Nord'), parts: ['GR'] },
    { id: 'oost', label: label('East', 'Oost', 'Est'), parts: ['GE'] },
    { id: 'west', label: label('West', 'West', 'Ouest'), parts: ['UT'] },
    { id: 'zuid', label: label('South', 'Zuid', 'Sud'), parts: ['NB'] },
  ],
  channels: ['app_feed', 'push', 'email', 'letter'],
  categoriesPerCustomer: 6,
  limits: { minimumCustomers: 100, fourEyesReach: 10_000, fourEyesBudgetCents: 2_500_000, campaign: CAMPAIGN_LIMITS },
  planning: {
    frequencyCapShare: 0.87,
    segmentDriftShare: 0.05,
    redemptionPrior: { alpha: 4, beta: 96, source: 'assumption' },
    activationPrior: { alpha: 8, beta: 92, source: 'assumption' },
    priors: [],
    basketPrior: { meanCents: 7_500, relativeDeviation: 0.6, source: 'assumption' },
    reportSigma2: 150,
  },
  calendar: { days: [], breaks: [] },
  frequency: { pushPer7Days: 1, offersPer30Days: 3, campaignsPerCustomerYear: 12, quietFrom: '21:00', quietUntil: '08:00' },
};

export function anAccount(role: Account['role']): Account {
  return {
    id: '01960000-0000-7000-8000-0000000000aa',
    displayName: 'Desk',
    role,
    ...(role.startsWith('merchant')
      ? {
          merchant: {
            id: MERCHANT_ID,
            shopName: 'Tuincentrum',
            legalName: 'Tuincentrum B.V.',
            categoryId: 'garden',
            feePerRedeemingCustomerCents: 45,
            storeCount: 3,
          },
        }
      : {}),
  };
}

export function ok<Value>(value: Value): Promise<CallResult<Value>> {
  return Promise.resolve({ ok: true, value });
}

export function refused(code: ErrorCode, detail: Record<string, unknown> = {}): Promise<CallResult<never>> {
  return Promise.resolve({ ok: false, error: { code, detail, correlationId: 'c-1' } });
}

export type Answers = { readonly [Group in keyof FlorinCalls]?: Partial<FlorinCalls[Group]> };

/** Nothing was said and nothing frozen, where a test is about something else. */
const NOTHING_SAID: Answers = {
  campaigns: { listRevisions: () => ok({ revisions: [] }) },
  comments: { readComments: () => ok({ comments: [], readUntil: 0 }), readNote: () => ok({ text: '' }), saveNote: () => ok({}) },
};

/** A main process that gives these answers; every other call is refused as `not_found`, none resolves to undefined. */
function fakeApi(answers: Answers): FlorinApi {
  const groups = Object.entries(ipcContract).map(([group, calls]) => {
    const answersOf = (some: Answers): Readonly<Record<string, unknown>> =>
      Object.entries(some).find(([name]) => name === group)?.[1] ?? {};
    const own = { ...answersOf(NOTHING_SAID), ...answersOf(answers) };
    return [group, Object.fromEntries(Object.keys(calls).map((name) => [name, own[name] ?? (() => refused('not_found'))]))];
  });
  const events = Object.fromEntries(Object.keys(ipcEvents).map((name) => [name, () => () => undefined]));
  // Built by walking the contract, which the type of an object literal cannot follow.
  return { calls: Object.fromEntries(groups) as FlorinCalls, events: events as unknown as FlorinEvents };
}

interface ScreenSetup {
  readonly answers: Answers;
  readonly role: Account['role'];
  readonly language?: UiLanguage;
  readonly isOnline?: boolean;
  /** The address that is shown first, and the pattern of the screen's route. */
  readonly at?: string;
  readonly path?: string;
}

/** Shows a screen as the shell would, over a main process that gives the answers of the test. Other addresses show themselves as `at …`. */
export function renderScreen(screen: ReactNode, { answers, role, language = 'en', isOnline = true, at = '/', path = '/' }: ScreenSetup) {
  const desk = {
    account: anAccount(role),
    bankName: 'Bank',
    isOnline,
    market: MARKET,
    mayEdit: role === 'merchant_editor' || role === 'bank_reviewer',
  };
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={createQueryClient()}>
        <BridgeProvider api={fakeApi(answers)}>
          <TextProvider language={language}>
            <DeskProvider desk={desk}>
              <StoreProvider>
                <MemoryRouter initialEntries={[at]}>
                  <Routes>
                    <Route path={path} element={screen} />
                    <Route path="*" element={<Elsewhere />} />
                  </Routes>
                </MemoryRouter>
              </StoreProvider>
            </DeskProvider>
          </TextProvider>
        </BridgeProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

function Elsewhere() {
  return <p>at {useLocation().pathname}</p>;
}

/** jsdom has no layout: what Mantine and the charts ask of a browser, answered with nothing. */
class NoObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
window.matchMedia = (media: string) =>
  Object.assign(new EventTarget(), {
    matches: false,
    media,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  });
window.ResizeObserver = NoObserver;
Object.defineProperty(document, 'fonts', { value: new EventTarget() });
window.HTMLElement.prototype.scrollIntoView = () => undefined;
