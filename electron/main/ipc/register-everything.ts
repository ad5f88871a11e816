import type { IpcMainInvokeEvent, WebContents } from 'electron';
import { v7 as uuidV7 } from 'uuid';
import type { ipcContract, SessionState } from '#shared/contracts/ipc/contract.ts';
import type { BankSide } from '../bank-side.ts';
import type { ExportDesk } from '../exports/export-desk.ts';
import type { Log } from '../log.ts';
import type { SettingsStore } from '../settings/settings-store.ts';
import { settingsHandlers, shellHandlers } from './handlers/application-handlers.ts';
import { campaignHandlers } from './handlers/campaign-handlers.ts';
import { commentHandlers } from './handlers/comment-handlers.ts';
import { cooperationHandlers } from './handlers/cooperation-handlers.ts';
import { draftHandlers } from './handlers/draft-handlers.ts';
import { exportHandlers } from './handlers/export-handlers.ts';
import { fileHandlers, type FilePorts } from './handlers/file-handlers.ts';
import { marketHandlers, privacyHandlers, quoteHandlers, releaseHandlers } from './handlers/market-handlers.ts';
import { type Confirm, reviewHandlers } from './handlers/review-handlers.ts';
import { sessionHandlers } from './handlers/session-handlers.ts';
import { testMessageHandlers } from './handlers/test-message-handlers.ts';
import { isOwnFrame } from './own-frame.ts';
import { type CallPort, type GatePorts, registerGroup } from './register-group.ts';

export interface EverythingPorts {
  readonly port: CallPort<IpcMainInvokeEvent>;
  readonly ownContents: () => WebContents | undefined;
  /** @throws AppError `not_signed_in` where there is no bank */
  readonly bankSide: () => BankSide;
  readonly withoutBank: SessionState | undefined;
  readonly settings: SettingsStore;
  readonly exports: ExportDesk;
  readonly confirm: Confirm;
  readonly files: FilePorts;
  readonly shown: (screen: string) => void;
  readonly log: Log;
}

/** Every group of the contract with its handlers; a group or call without one does not compile. */
export function registerEverything(contract: typeof ipcContract, ports: EverythingPorts): void {
  const gates: GatePorts<IpcMainInvokeEvent> = {
    port: ports.port,
    isOwnFrame: (event) => isOwnFrame(event, ports.ownContents()),
    log: ports.log,
  };
  const { bankSide } = ports;
  const groups = {
    session: () => registerGroup(contract.session, sessionHandlers(bankSide, ports.withoutBank), gates),
    market: () => registerGroup(contract.market, marketHandlers(bankSide), gates),
    releases: () => registerGroup(contract.releases, releaseHandlers(bankSide), gates),
    privacy: () => registerGroup(contract.privacy, privacyHandlers(bankSide), gates),
    quotes: () => registerGroup(contract.quotes, quoteHandlers(bankSide), gates),
    drafts: () => registerGroup(contract.drafts, draftHandlers(bankSide), gates),
    files: () => registerGroup(contract.files, fileHandlers(bankSide, ports.files), gates),
    tests: () => registerGroup(contract.tests, testMessageHandlers(bankSide, uuidV7), gates),
    campaigns: () => registerGroup(contract.campaigns, campaignHandlers(bankSide), gates),
    comments: () => registerGroup(contract.comments, commentHandlers(bankSide), gates),
    cooperation: () => registerGroup(contract.cooperation, cooperationHandlers(bankSide, ports.confirm), gates),
    review: () => registerGroup(contract.review, reviewHandlers(bankSide, ports.confirm), gates),
    exports: () => registerGroup(contract.exports, exportHandlers(ports.exports), gates),
    settings: () => registerGroup(contract.settings, settingsHandlers(ports.settings), gates),
    shell: () => registerGroup(contract.shell, shellHandlers(ports.shown), gates),
  } satisfies Record<keyof typeof ipcContract, () => void>;
  for (const register of Object.values(groups)) register();
}
