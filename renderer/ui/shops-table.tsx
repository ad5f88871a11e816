import type { CampaignShop } from '#shared/contracts/http/campaigns.ts';
import { useText } from '../i18n/text.tsx';
import { Badge } from './status-chip.tsx';
import './shops-table.css';

interface ShopsTableProps {
  readonly shops: readonly CampaignShop[];
}

/** The shops of a cooperative campaign: name, agreed share, and whether each accepted the newest revision. */
export function ShopsTable({ shops }: ShopsTableProps) {
  const text = useText();
  const { t } = text;
  return (
    <table className="fl-shops">
      <caption className="sr-only">{t('cooperation.shops')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('cooperation.column.shop')}</th>
          <th scope="col" className="fl-shops-share">
            {t('cooperation.column.share')}
          </th>
          <th scope="col">{t('cooperation.column.accepted')}</th>
        </tr>
      </thead>
      <tbody>
        {shops.map((shop, place) => (
          <tr key={place}>
            <th scope="row">
              {shop.shopName}
              {shop.isLead ? <span className="sub"> · {t('cooperation.lead')}</span> : null}
              {shop.isMine ? <span className="sub"> · {t('cooperation.you')}</span> : null}
            </th>
            <td className="num fl-shops-share">{text.percent(shop.sharePercent / 100)}</td>
            <td>
              <Badge tone={shop.accepted ? 'good' : 'warn'}>{t(shop.accepted ? 'cooperation.accepted' : 'cooperation.not-accepted')}</Badge>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
