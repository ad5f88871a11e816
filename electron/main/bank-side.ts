import { isMerchantRole } from '#shared/session/roles.ts';
import { campaignEndpoints } from '#shared/contracts/http/campaigns.ts';
import { marketEndpoints } from '#shared/contracts/http/market.ts';
import type { SessionState } from '#shared/contracts/ipc/contract.ts';
import { v7 as uuidV7 } from 'uuid';
import { OidcClient } from './auth/oidc-client.ts';
import { SessionService } from './auth/session-service.ts';
import { type Keyring, SessionVault } from './auth/session-vault.ts';
import { SignInFlow, type SignInSurface } from './auth/sign-in-flow.ts';
import { type Bank, BankClient } from './bank-client/bank-client.ts';
import { ConnectionMonitor, type Reachability } from './bank-client/connection-monitor.ts';
import { instantOf, type MachineClock } from './clock.ts';
import { FileDesk } from './campaign-files/file-desk.ts';
import type { ImageCodec } from './campaign-files/prepare-image.ts';
import { CommentDesk } from './comments/comment-desk.ts';
import { DraftDesk } from './drafts/draft-desk.ts';
import type { Paths } from './files/paths.ts';
import type { Announcer } from './ipc/events.ts';
import type { Log } from './log.ts';
import { MarketCache } from './market/market-cache.ts';
import { PrivacyCache } from './market/privacy-cache.ts';
import { QuoteStore } from './quotes/quote-store.ts';
import { checksOf, ReleaseStore } from './releases/release-store.ts';
import type { Connection } from './settings/connection-loader.ts';
import { WorkWatch } from './work/work-watch.ts';
import type { Words } from './words.ts';

export interface BankSidePorts {
  readonly connection: Connection;
  readonly paths: Paths;
  readonly keyring: Keyring | undefined;
  readonly surface: SignInSurface;
  readonly clock: MachineClock;
  readonly codec: ImageCodec;
  readonly announcer: Announcer;
  readonly words: () => Words;
  /** Tells the person something while the application may be in the background; `queue` and `campaigns` are where a click leads. */
  readonly notify: (notice: { readonly title: string; readonly body: string }, screen: 'campaigns' | 'queue') => void;
  readonly log: Log;
}

/** Everything that exists once the application knows its bank. */
export interface BankSide {
  readonly session: SessionService;
  readonly bank: Bank;
  readonly market: MarketCache;
  readonly privacy: PrivacyCache;
  readonly releases: ReleaseStore;
  readonly quotes: QuoteStore;
  readonly drafts: DraftDesk;
  readonly files: FileDesk;
  readonly comments: CommentDesk;
  readonly work: WorkWatch;
  readonly stop: () => void;
}

const CALL_TIMEOUT_MS = 20_000;
const RELEASES_EVERY_MS = 3_600_000;
const EVERYTHING = ['campaigns', 'drafts', 'releases', 'market', 'queue', 'waiting_work'] as const;

/** Builds the parts that talk to one bank and ties them together. Nothing is sent before `session.restore()` or a sign-in. */
export function buildBankSide(ports: BankSidePorts): BankSide {
  const { connection, clock, announcer, log } = ports;
  const bankPaths = ports.paths.bank(connection.file);
  const now = (): string => instantOf(clock);
  const monitor = new ConnectionMonitor({
    probe: () => answers(bank),
    clock,
    changed: (reachability) => reachabilityChanged(reachability),
  });
  const bank: Bank = new BankClient({
    baseUrl: connection.file.bankUrl,
    tokens: {
      accessToken: () => session.accessToken(),
      replacementFor: (refused) => session.replacementFor(refused),
      expire: () => session.expire(),
    },
    reachable: () => monitor.reachable(),
    unreachable: () => monitor.unreachable(),
    wait: (delayMs) => new Promise((resolve) => clock.after(delayMs, resolve)),
    timeoutMs: CALL_TIMEOUT_MS,
  });
  const session: SessionService = new SessionService({
    connection: connection.file,
    identity: new OidcClient(connection.file.issuer, connection.file.clientId, clock.nowMs),
    flow: new SignInFlow({ surface: ports.surface, page: () => ports.words().signedIn, after: clock.after }),
    vault: new SessionVault(ports.paths.savedSession, ports.keyring),
    nowMs: clock.nowMs,
    readAccount: () => bank.call(marketEndpoints.account, {}),
    reachability: () => monitor.read(),
    unreachable: () => monitor.unreachable(),
    changed: (state) => sessionChanged(state),
    log,
  });
  const drafts = new DraftDesk({
    folderOf: bankPaths.drafts,
    filesOf: bankPaths.campaignFiles,
    owner: () => session.draftOwner(),
    bank,
    now,
    newId: () => uuidV7(),
    sentLater: () => {
      announcer.announce('dataChanged', { what: ['drafts', 'campaigns', 'waiting_work'] });
      ports.notify({ title: ports.words().notice.sent, body: ports.words().notice.sentText }, 'campaigns');
    },
    log,
  });
  const work = new WorkWatch({
    readCounts: () => bank.call(campaignEndpoints.waitingWork, {}),
    clock,
    polled: () => {
      announcer.announce('dataChanged', { what: ['campaigns', 'queue', 'waiting_work'] });
      void followDate();
    },
    increased: (kind) => {
      const { notice } = ports.words();
      const texts = {
        campaigns: { title: notice.decision, body: notice.decisionText },
        invitations: { title: notice.invitation, body: notice.invitationText },
        queue: { title: notice.submission, body: notice.submissionText },
        results: { title: notice.results, body: notice.resultsText },
        comments: { title: notice.comment, body: notice.commentText },
      };
      const account = session.account();
      ports.notify(texts[kind], account !== undefined && !isMerchantRole(account.role) ? 'queue' : 'campaigns');
    },
    beforePoll: () => drafts.flush(),
  });

  const releases = new ReleaseStore({
    folder: bankPaths.releases,
    slicesOf: bankPaths.slices,
    merchantId: () => session.account()?.merchant?.id,
    releaseKey: connection.releaseKey,
    bank,
    now,
    log,
  });
  const market = new MarketCache(bankPaths.market, bank);
  let isSignedIn = false;
  /** The bank's date as the page knows it; undefined before the first look of a session. */
  let bankDate: string | undefined;
  let releasesAskedMs = 0;

  function sessionChanged(state: SessionState): void {
    announcer.announce('sessionChanged', state);
    const wasSignedIn = isSignedIn;
    isSignedIn = state.phase === 'signed_in';
    if (!isSignedIn) {
      bankDate = undefined;
      return work.stop();
    }
    work.start();
    if (!wasSignedIn) fetchReleases();
  }

  /** A window may stay open for weeks: a new date of the bank reaches the page, and new releases arrive with it or within the hour. */
  async function followDate(): Promise<void> {
    try {
      const { market: heard } = await market.read();
      if (!isSignedIn) return;
      const isNewDate = bankDate !== undefined && heard.today !== bankDate;
      bankDate = heard.today;
      if (isNewDate) announcer.announce('dataChanged', { what: ['market'] });
      if (isNewDate || clock.nowMs() - releasesAskedMs >= RELEASES_EVERY_MS) fetchReleases();
    } catch (error) {
      log.problem('bank date not read', {}, error);
    }
  }

  /** The newest releases arrive by themselves: after a sign-in, when the bank answers again, on a new date and every hour. */
  function fetchReleases(): void {
    releasesAskedMs = clock.nowMs();
    releases.refreshShelf().then(
      () => announcer.announce('dataChanged', { what: ['releases'] }),
      (error: unknown) => log.problem('releases not fetched', {}, error),
    );
  }

  function reachabilityChanged(reachability: Reachability): void {
    log.info('bank reachability', { reachability });
    session.reachabilityChanged();
    if (reachability === 'offline' || session.account() === undefined) return;
    announcer.announce('dataChanged', { what: [...EVERYTHING] });
    fetchReleases();
    void work.pollNow();
  }

  return {
    session,
    bank,
    market,
    privacy: new PrivacyCache({ file: bankPaths.privacy, bank, now }),
    releases,
    quotes: new QuoteStore({
      fileOf: bankPaths.quotes,
      merchantId: () => session.account()?.merchant?.id,
      checks: checksOf(connection.releaseKey),
      bank,
      log,
    }),
    drafts,
    comments: new CommentDesk({ fileOf: bankPaths.comments, owner: () => session.draftOwner(), bank, now, newId: () => uuidV7() }),
    files: new FileDesk({ shelf: () => drafts.files(), bank, codec: ports.codec }),
    work,
    stop: () => {
      work.stop();
      monitor.stop();
      session.cancelSignIn();
    },
  };
}

async function answers(bank: Bank): Promise<boolean> {
  try {
    await bank.call(marketEndpoints.health, {});
    return true;
  } catch {
    return false;
  }
}
