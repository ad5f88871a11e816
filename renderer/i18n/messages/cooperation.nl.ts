import type { cooperationEn } from './cooperation.en.ts';

export const cooperationNl = {
  'common.state.awaiting_partners': 'wacht op de andere winkels',
  'campaign-page.now.awaiting_partners':
    'Elke winkel moet deze revisie aanvaarden voordat de bank haar ziet. De laatste aanvaarding dient haar in; een gewijzigde revisie vraagt ze allemaal opnieuw.',
  'campaign-page.did.propose': 'Voorgelegd aan de andere winkels',
  'campaign-page.did.agree': 'Aanvaard door elke winkel',
  'campaign-page.did.disagree': 'Een winkel heeft de revisie niet aanvaard',
  'campaign-page.did.leave': 'Een winkel is eruit gestapt',
  'designer.rule.relationship_in_cooperation':
    'Een campagne van meer winkels kan niet kiezen op wie klant van een van hen was. Kies hier “alle”.',
  'designer.rule.visits_in_cooperation':
    'Een campagne van meer winkels kan niet naar bezoeken vragen: die telt alleen een opvraging, en die is van één winkel.',
  'cooperation.by-shop': 'door een van de winkels',
  'cooperation.title': 'Samen met andere winkels',
  'cooperation.sub':
    'Kleine winkels halen het minimum van de bank samen: één campagne, één rapport, één factuur volgens afgesproken aandelen. Niemand ziet de cijfers van een ander, en de regel kan niet gaan over wie klant van één winkel is.',
  'cooperation.offline': 'Winkels uitnodigen kan alleen als de bank bereikbaar is.',
  'cooperation.viewer': 'Een bewerker van je winkel kan anderen uitnodigen.',
  'cooperation.none-joinable': 'Nog geen andere winkel wil uitgenodigd worden.',
  'cooperation.shop': 'Winkel',
  'cooperation.choose': 'Kies een winkel',
  'cooperation.add': 'Winkel toevoegen',
  'cooperation.remove': '{shop} weghalen',
  'cooperation.share-of': 'Aandeel van {shop}',
  'cooperation.my-share': 'Jouw aandeel',
  'cooperation.my-share-value': '{percent}% van de factuur',
  'cooperation.over': 'De anderen betalen samen {percent}%; voor jou moet minstens 1% overblijven.',
  'cooperation.invite': 'Met deze aandelen uitnodigen',
  'cooperation.change': 'Aandelen wijzigen en iedereen opnieuw vragen',
  'cooperation.end': 'Samenwerking beëindigen',
  'cooperation.name-first': 'Geef de campagne eerst een naam (3–80 tekens): de andere winkels lezen die.',
  'cooperation.all-joined': 'Elke winkel doet mee. Je kunt indienen; daarna aanvaardt elke winkel de bevroren revisie.',
  'cooperation.waiting':
    '{count, plural, one {Eén winkel doet nog niet mee met deze aandelen.} other {# winkels doen nog niet mee met deze aandelen.}} Eerder kun je niet indienen.',
  'cooperation.state.invited': 'uitgenodigd',
  'cooperation.state.joined': 'doet mee',
  'cooperation.state.declined': 'afgeslagen',
  'cooperation.state.left': 'eruit gestapt',
  'cooperation.no-quote':
    'Een campagne van meer winkels gebruikt alleen gepubliceerde releases; opvragen kan dus niet. Kies een regel waarop een release antwoordt.',
  'cooperation.invitations': 'Uitnodigingen',
  'cooperation.invited-line': '{lead} nodigt je uit. Jij zou {percent}% van de factuur betalen.',
  'cooperation.joined-line':
    'Je doet mee met de campagne van {lead}, voor {percent}% van de factuur. Ze is nog niet ingediend; daarna aanvaard je de bevroren revisie.',
  'cooperation.invited-note':
    'Je ziet de hele campagne, met regel, aanbod, bericht en budget, voordat je haar aanvaardt. Meedoen zegt nu alleen dat je deze aandelen goed vindt.',
  'cooperation.join': 'Meedoen voor {percent}%',
  'cooperation.decline': 'Afslaan',
  'cooperation.leave': 'Eruit stappen',
  'cooperation.content': 'Wat de winkels samen zouden doen',
  'cooperation.shops': 'Winkels van deze campagne',
  'cooperation.shops-note':
    'Eén rapport, voor elke winkel hetzelfde, met niets erin per winkel. De factuur wordt volgens deze aandelen tot op de cent verdeeld.',
  'cooperation.column.shop': 'Winkel',
  'cooperation.column.share': 'Aandeel',
  'cooperation.column.accepted': 'Deze revisie',
  'cooperation.lead': 'leidt',
  'cooperation.you': 'jij',
  'cooperation.accepted': 'aanvaard',
  'cooperation.not-accepted': 'nog niet',
  'cooperation.answer': 'Jouw antwoord',
  'cooperation.answer-text':
    'Lees hieronder alles. Je aanvaardt precies deze revisie, {hash}; wat later verandert, moet je opnieuw aanvaarden.',
  'cooperation.answer-cost': 'Hoogstens {amount} voor jouw winkel: {percent}% van het budget.',
  'cooperation.accept': 'Deze revisie aanvaarden',
  'cooperation.send-back': 'Terugsturen',
  'cooperation.send-back-note': 'De leidende winkel krijgt haar als concept terug. Jij blijft meedoen.',
  'cooperation.leave-note': 'De campagne wordt voor de anderen weer een concept. Mogelijk tot ze live is.',
  'cooperation.have-accepted': 'Je winkel heeft deze revisie aanvaard.',
  'cooperation.why-partner': 'De leidende winkel kan dit doen.',
  'cooperation.list-line': 'met {count, plural, one {één andere winkel} other {# andere winkels}}, geleid door {lead}',
  'cooperation.draft-partner':
    'De campagne is weer een concept van de leidende winkel. Een gewijzigde revisie moet elke winkel opnieuw aanvaarden.',
  'cooperation.draft-lead':
    'De campagne is weer een concept: een winkel is eruit gestapt of heeft haar niet aanvaard, of je hebt haar teruggenomen. Open haar om de campagne of de aandelen te wijzigen.',
  'cooperation.invoice-title': 'De factuur volgens de afgesproken aandelen',
  'cooperation.invoice-share': '{shop} ({percent}%)',
} as const satisfies Readonly<Record<keyof typeof cooperationEn, string>>;
