import type { Shelf } from '../data/shelf.ts';
import { useText } from '../i18n/text.tsx';
import { LoadingState } from './states.tsx';

interface LoadingReleasesProps {
  readonly progress: Shelf['progress'];
  readonly rows: number;
  readonly height: number;
}

/** The year is on its way: grey shapes, and how many releases are here already. */
export function LoadingReleases({ progress, rows, height }: LoadingReleasesProps) {
  const { t } = useText();
  const words = progress === undefined || progress.listed === 0 ? undefined : t('common.loading-releases', progress);
  return <LoadingState rows={rows} height={height} words={words} />;
}
