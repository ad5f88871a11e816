import {
  IconCalendarStats,
  IconChartHistogram,
  IconInbox,
  IconPlayerPlay,
  IconReportAnalytics,
  IconSettings,
  IconShieldLock,
  IconSpeakerphone,
  IconTerminal2,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { LiveScreen } from '../bank-desk/live/live-screen.tsx';
import { OperatorPage } from '../bank-desk/operator/operator-page.tsx';
import { QueueScreen } from '../bank-desk/queue/queue-screen.tsx';
import { ReviewScreen } from '../bank-desk/review/review-screen.tsx';
import type { MessageKey } from '../i18n/messages/index.ts';
import { CampaignPage } from '../merchant/campaigns/campaign-page.tsx';
import { CampaignsScreen } from '../merchant/campaigns/campaigns-screen.tsx';
import { DesignerScreen } from '../merchant/designer/designer-screen.tsx';
import { ExploreScreen } from '../merchant/explore/explore-screen.tsx';
import { ResultScreen } from '../merchant/results/result-screen.tsx';
import { ResultsScreen } from '../merchant/results/results-screen.tsx';
import { SeasonScreen } from '../merchant/season/season-screen.tsx';
import { PrivacyScreen } from '../privacy/privacy-screen.tsx';
import { SettingsScreen } from './settings-screen.tsx';

export type Badge = 'campaigns' | 'invitations' | 'queue' | 'results' | 'comments';

export interface AppRoute {
  readonly path: string;
  readonly title: MessageKey;
  readonly Screen: ComponentType;
}

export interface NavEntry {
  readonly to: string;
  readonly title: MessageKey;
  readonly Icon: ComponentType<{ readonly size?: number; readonly stroke?: number; readonly 'aria-hidden'?: boolean }>;
  /** Which counts of waiting work stand beside it, added up. */
  readonly badges?: readonly Badge[];
  /** Other screens during which this entry is the current one. */
  readonly also?: readonly string[];
}

export interface Side {
  readonly home: string;
  readonly routes: readonly AppRoute[];
  readonly navigation: readonly NavEntry[];
}

const settingsRoute: AppRoute = { path: '/settings', title: 'shell.nav.settings', Screen: SettingsScreen };
const privacyRoute: AppRoute = { path: '/privacy', title: 'shell.nav.privacy', Screen: PrivacyScreen };
const privacyEntry: NavEntry = { to: '/privacy', title: 'shell.nav.privacy', Icon: IconShieldLock };
const settingsEntry: NavEntry = { to: '/settings', title: 'shell.nav.settings', Icon: IconSettings };

/** The screens of a merchant and the rail that leads to them. */
export const MERCHANT_SIDE: Side = {
  home: '/season',
  routes: [
    { path: '/season', title: 'shell.nav.season', Screen: SeasonScreen },
    { path: '/explore', title: 'shell.nav.explore', Screen: ExploreScreen },
    { path: '/campaigns', title: 'shell.nav.campaigns', Screen: CampaignsScreen },
    { path: '/campaigns/:id', title: 'shell.nav.campaigns', Screen: CampaignPage },
    { path: '/designer/:draftId', title: 'shell.nav.campaigns', Screen: DesignerScreen },
    { path: '/results', title: 'shell.nav.results', Screen: ResultsScreen },
    { path: '/results/:id', title: 'shell.nav.results', Screen: ResultScreen },
    privacyRoute,
    settingsRoute,
  ],
  navigation: [
    { to: '/season', title: 'shell.nav.season', Icon: IconCalendarStats },
    { to: '/explore', title: 'shell.nav.explore', Icon: IconChartHistogram },
    {
      to: '/campaigns',
      title: 'shell.nav.campaigns',
      Icon: IconSpeakerphone,
      badges: ['campaigns', 'invitations', 'comments'],
      also: ['/designer'],
    },
    { to: '/results', title: 'shell.nav.results', Icon: IconReportAnalytics, badges: ['results'] },
    privacyEntry,
    settingsEntry,
  ],
};

/** The screens of the bank's reviewers and privacy officers. */
export const BANK_SIDE: Side = {
  home: '/queue',
  routes: [
    { path: '/queue', title: 'shell.nav.queue', Screen: QueueScreen },
    { path: '/live', title: 'shell.nav.live', Screen: LiveScreen },
    { path: '/review/:id', title: 'shell.nav.queue', Screen: ReviewScreen },
    privacyRoute,
    settingsRoute,
  ],
  navigation: [
    { to: '/queue', title: 'shell.nav.queue', Icon: IconInbox, badges: ['queue', 'comments'], also: ['/review'] },
    { to: '/live', title: 'shell.nav.live', Icon: IconPlayerPlay },
    privacyEntry,
    settingsEntry,
  ],
};

/** An operator's work is on the command line; what the bank published and what it cost is there for everybody. */
export const OPERATOR_SIDE: Side = {
  home: '/',
  routes: [{ path: '/', title: 'desk.operator.title', Screen: OperatorPage }, privacyRoute],
  navigation: [{ to: '/', title: 'desk.operator.title', Icon: IconTerminal2 }, privacyEntry],
};
