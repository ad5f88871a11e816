import { NOT_PROMISED, type PrivacyAccount, type PublicArtefact } from '#shared/contracts/http/privacy.ts';
import {
  compareFractions,
  divideFractions,
  type Fraction,
  formatFraction,
  parseFraction,
  subtractFractions,
  sumFractions,
  ZERO,
} from '#shared/fraction.ts';
import type { Profile } from '#shared/market/profile.ts';
import { quoteRho, quotesYearlyBound, reportRho, reportsYearlyBound, yearlyPlan } from '../../privacy/accountant/charges.ts';
import { epsilonOf, membershipGuess, membershipGuessOverYears, replacementGuess } from '../../privacy/accountant/meaning.ts';
import { countsInYear } from '../../privacy/ledger/ledger.ts';
import type { LedgerEntry } from '../../privacy/ledger/ports.ts';
import type { PrivacyFacts } from '../../releases/privacy-account.ts';

/** Years of taking part that the page speaks of, and the δ of the ε it gives beside ρ. */
const SEVERAL_YEARS = [2, 3, 5] as const;
const DELTA = 1e-9;

/** The public account: ledger, plan and calendar in exact fractions. A merchant's name, a campaign and a rule are nowhere in it. */
export function presentPrivacy(profile: Profile, facts: PrivacyFacts, today: string): PrivacyAccount {
  const { year } = facts;
  const cap = year.cap;
  const plan = yearlyPlan(profile);
  const planned = subtractFractions(
    sumFractions(plan.map((line) => line.yearly)),
    sumFractions([quotesYearlyBound(profile), reportsYearlyBound(profile)]),
  );
  const spentOnQuotes = subtractFractions(quotesYearlyBound(profile), year.reservedForQuotes);
  const spentOnReports = subtractFractions(reportsYearlyBound(profile), year.reservedForReports);
  const spentOnReleases = subtractFractions(year.spent, sumFractions([spentOnQuotes, spentOnReports]));
  // What the calendar still publishes, at most what is there for it.
  const releasesToCome = smaller(atLeastZero(subtractFractions(planned, spentOnReleases)), atLeastZero(year.available));
  const text = formatFraction;
  const share = (rho: Fraction) => text(divideFractions(rho, cap));
  return {
    profile: profile.name,
    market: profile.market,
    demo: profile.demo,
    today,
    year: { after: yearBefore(today), until: today },
    cap: text(cap),
    spent: { releases: text(spentOnReleases), quotes: text(spentOnQuotes), reports: text(spentOnReports), total: text(year.spent) },
    left: {
      total: text(year.left),
      releasesToCome: text(releasesToCome),
      quotes: text(year.reservedForQuotes),
      reports: text(year.reservedForReports),
      free: text(subtractFractions(year.available, releasesToCome)),
    },
    quotes: { perYear: profile.quotes.perYear, left: year.quotesLeft, rhoEach: text(quoteRho(profile)) },
    reports: {
      perCustomerYear: profile.reports.perCustomerYear,
      published: facts.entries.filter((entry) => entry.kind === 'campaign_report' && countsInYear(entry, today)).length,
      rhoEach: text(reportRho(profile)),
    },
    plan: plan.map((line) => ({
      artefact: line.artefact,
      perYear: Number(line.count),
      rhoEach: text(line.rho),
      yearly: text(line.yearly),
      shareOfCap: share(line.yearly),
    })),
    bounds: {
      categories: profile.categoriesPerCustomer,
      merchants: profile.merchantsPerCustomer,
      campaigns: profile.frequency.campaignsPerCustomerYear,
    },
    meaning: {
      bestGuess: membershipGuess(cap),
      severalYears: SEVERAL_YEARS.map((years) => ({ years, bestGuess: membershipGuessOverYears(cap, BigInt(years)) })),
      replaceOne: replacementGuess(cap),
      epsilon: epsilonOf(cap, DELTA),
      delta: DELTA,
    },
    notPromised: [...NOT_PROMISED],
    artefacts: facts.entries.toReversed().map((entry) => artefact(entry, facts, today, share)),
  };
}

function artefact(entry: LedgerEntry, facts: PrivacyFacts, today: string, share: (rho: Fraction) => string): PublicArtefact {
  const release = facts.published.find((candidate) => candidate.id === entry.artefactId);
  const isRelease = entry.kind === 'release' || entry.kind === 'correction';
  return {
    kind: entry.kind,
    ...(entry.kind === 'campaign_report' ? {} : { id: entry.artefactId }),
    ...(isRelease && release !== undefined ? { window: release.window } : {}),
    chargedAt: entry.chargedAt,
    state: !isRelease || release?.withdrawn === false ? 'published' : release === undefined ? 'charged' : 'withdrawn',
    rho: entry.rho,
    shareOfCap: share(parseFraction(entry.rho)),
    counted: countsInYear(entry, today),
  };
}

function smaller(left: Fraction, right: Fraction): Fraction {
  return compareFractions(left, right) <= 0 ? left : right;
}

function atLeastZero(value: Fraction): Fraction {
  return compareFractions(value, ZERO) > 0 ? value : ZERO;
}

/** The same date of the year before; what counts lies after it. */
function yearBefore(date: string): string {
  const day = date.slice(4) === '-02-29' ? '-02-28' : date.slice(4);
  return `${String(Number(date.slice(0, 4)) - 1).padStart(4, '0')}${day}`;
}
