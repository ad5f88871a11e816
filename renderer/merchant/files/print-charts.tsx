import { useEffect, useRef } from 'react';
import type { CampaignReport } from '#shared/results/report.ts';
import { drawElement, onPaper } from '../../export/draw-element.ts';
import { useText } from '../../i18n/text.tsx';
import { FunnelChart, RatesChart } from '../results/outcome-cards.tsx';
import { funnelTable, ratesTable } from '../results/report-tables.ts';
import type { PrintedReport } from './campaign-document.ts';
import './files.css';

interface PrintChartsProps {
  readonly report: CampaignReport;
  readonly onDrawn: (pictures: PrintedReport['pictures']) => void;
}

/** The charts of a report beside the screen, drawn once for paper whatever the screen shows at the moment. */
export function PrintCharts({ report, onDrawn }: PrintChartsProps) {
  const text = useText();
  const rates = useRef<HTMLDivElement>(null);
  const funnel = useRef<HTMLDivElement>(null);
  const isDrawn = useRef(false);
  useEffect(() => {
    if (isDrawn.current || rates.current === null || funnel.current === null) return;
    isDrawn.current = true;
    const draw = (chart: Element, title: string) => onPaper(drawElement(chart, { title, description: '', notes: [] }));
    onDrawn({
      rates: draw(rates.current, ratesTable(report, text).caption),
      funnel: draw(funnel.current, funnelTable(report, text).caption),
    });
  }, [report, text, onDrawn]);
  return (
    <div className="fl-print-charts" aria-hidden>
      <div ref={rates}>
        <RatesChart report={report} />
      </div>
      <div ref={funnel}>
        <FunnelChart report={report} />
      </div>
    </div>
  );
}
