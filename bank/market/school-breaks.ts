import type { Profile } from '#shared/market/profile.ts';

type SchoolBreak = NonNullable<Profile['schoolBreaks']>[number];

const RIJKSOVERHEID = 'Rijksoverheid, schoolvakanties 2025–2026';
const VLAANDEREN = 'Vlaamse overheid, schoolvakanties 2025–2026';
const FWB = 'Fédération Wallonie-Bruxelles, calendrier scolaire 2025–2026';

const dutch = (en: string, nl: string, fr: string, from: string, until: string): SchoolBreak => ({
  label: { en, nl, fr },
  from,
  until,
  source: RIJKSOVERHEID,
});
const flemish = (en: string, nl: string, fr: string, from: string, until: string): SchoolBreak => ({
  label: { en: `${en} (Flanders)`, nl: `${nl} (Vlaanderen)`, fr: `${fr} (Flandre)` },
  from,
  until,
  source: VLAANDEREN,
});
const french = (en: string, nl: string, fr: string, from: string, until: string): SchoolBreak => ({
  label: { en: `${en} (French Community)`, nl: `${nl} (Franse Gemeenschap)`, fr: `${fr} (Communauté française)` },
  from,
  until,
  source: FWB,
});

/**
 * School breaks by country, for profiles that list none. Both ends included; in the Netherlands from the first region's first day to the last region's
 * last. Dated data: a school year is added when its ministry publishes it, and no break is guessed.
 */
export const SCHOOL_BREAKS: Readonly<Record<string, readonly SchoolBreak[]>> = {
  NL: [
    dutch('Autumn break', 'Herfstvakantie', 'Vacances d’automne', '2025-10-11', '2025-10-26'),
    dutch('Christmas break', 'Kerstvakantie', 'Vacances de Noël', '2025-12-20', '2026-01-04'),
    dutch('Spring break', 'Voorjaarsvakantie', 'Vacances de printemps', '2026-02-14', '2026-03-01'),
    dutch('May break', 'Meivakantie', 'Vacances de mai', '2026-04-25', '2026-05-03'),
    dutch('Summer break', 'Zomervakantie', 'Vacances d’été', '2026-07-04', '2026-08-30'),
  ],
  BE: [
    french('Autumn break', 'Herfstvakantie', 'Congé d’automne', '2025-10-20', '2025-10-31'),
    flemish('Autumn break', 'Herfstvakantie', 'Vacances de la Toussaint', '2025-10-27', '2025-11-02'),
    flemish('Christmas break', 'Kerstvakantie', 'Vacances de Noël', '2025-12-22', '2026-01-04'),
    flemish('Carnival break', 'Krokusvakantie', 'Vacances de carnaval', '2026-02-16', '2026-02-22'),
    french('Carnival break', 'Krokusvakantie', 'Congé de détente', '2026-02-16', '2026-02-27'),
    flemish('Easter break', 'Paasvakantie', 'Vacances de Pâques', '2026-04-06', '2026-04-19'),
    french('Spring break', 'Lentevakantie', 'Vacances de printemps', '2026-04-27', '2026-05-08'),
    flemish('Summer break', 'Zomervakantie', 'Vacances d’été', '2026-07-01', '2026-08-31'),
  ],
};
