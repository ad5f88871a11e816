import type { cooperationEn } from './cooperation.en.ts';

export const cooperationFr = {
  'common.state.awaiting_partners': 'attend les autres magasins',
  'campaign-page.now.awaiting_partners':
    'Chaque magasin doit accepter cette révision avant que la banque la voie. La dernière acceptation la dépose ; une révision modifiée les demande toutes à nouveau.',
  'campaign-page.did.propose': 'Soumise aux autres magasins',
  'campaign-page.did.agree': 'Acceptée par chaque magasin',
  'campaign-page.did.disagree': 'Un magasin n’a pas accepté la révision',
  'campaign-page.did.leave': 'Un magasin est parti',
  'designer.rule.relationship_in_cooperation':
    'Une campagne de plusieurs magasins ne peut pas choisir selon qui était client de l’un d’eux. Choisissez ici « tous ».',
  'designer.rule.visits_in_cooperation':
    'Une campagne de plusieurs magasins ne peut pas porter sur des visites : seul un comptage de la banque y répond, et il n’appartient qu’à un magasin.',
  'cooperation.by-shop': 'par l’un des magasins',
  'cooperation.title': 'Avec d’autres magasins',
  'cooperation.sub':
    'Les petits magasins atteignent ensemble le minimum de la banque : une campagne, un rapport, une facture selon les parts convenues. Personne ne voit les chiffres d’un autre, et la règle ne peut porter sur les clients d’un seul magasin.',
  'cooperation.offline': 'Pour inviter des magasins, la banque doit être joignable.',
  'cooperation.viewer': 'Un éditeur de votre magasin peut en inviter d’autres.',
  'cooperation.none-joinable': 'Aucun autre magasin n’a encore accepté d’être invité.',
  'cooperation.shop': 'Magasin',
  'cooperation.choose': 'Choisir un magasin',
  'cooperation.add': 'Ajouter un magasin',
  'cooperation.remove': 'Retirer {shop}',
  'cooperation.share-of': 'Part de {shop}',
  'cooperation.my-share': 'Votre part',
  'cooperation.my-share-value': '{percent} % de la facture',
  'cooperation.over': 'Les autres paient ensemble {percent} % ; il doit vous rester au moins 1 %.',
  'cooperation.invite': 'Inviter avec ces parts',
  'cooperation.change': 'Modifier les parts et redemander à tous',
  'cooperation.end': 'Mettre fin à la coopération',
  'cooperation.name-first': 'Donnez d’abord un nom à la campagne (3–80 caractères) : les autres magasins le lisent.',
  'cooperation.all-joined': 'Chaque magasin participe. Vous pouvez soumettre ; chacun accepte ensuite la révision figée.',
  'cooperation.waiting':
    '{count, plural, one {Un magasin ne participe pas encore avec ces parts.} other {# magasins ne participent pas encore avec ces parts.}} Vous ne pouvez pas soumettre avant.',
  'cooperation.state.invited': 'invité',
  'cooperation.state.joined': 'participe',
  'cooperation.state.declined': 'a refusé',
  'cooperation.state.left': 'est parti',
  'cooperation.no-quote':
    'Une campagne de plusieurs magasins n’utilise que des relevés publiés ; aucun comptage n’est donc possible. Choisissez une règle à laquelle un relevé répond.',
  'cooperation.invitations': 'Invitations',
  'cooperation.invited-line': '{lead} vous invite. Vous paieriez {percent} % de la facture.',
  'cooperation.joined-line':
    'Vous participez à la campagne de {lead} pour {percent} % de la facture. Elle n’est pas encore soumise ; vous accepterez alors la révision figée.',
  'cooperation.invited-note':
    'Vous voyez toute la campagne (règle, offre, message et budget) avant de l’accepter. Participer dit seulement que ces parts vous conviennent.',
  'cooperation.join': 'Participer pour {percent} %',
  'cooperation.decline': 'Refuser',
  'cooperation.leave': 'Quitter',
  'cooperation.content': 'Ce que les magasins feraient ensemble',
  'cooperation.shops': 'Magasins de cette campagne',
  'cooperation.shops-note':
    'Un seul rapport, le même pour chaque magasin, sans rien par magasin. La facture est partagée selon ces parts, au centime près.',
  'cooperation.column.shop': 'Magasin',
  'cooperation.column.share': 'Part',
  'cooperation.column.accepted': 'Cette révision',
  'cooperation.lead': 'responsable',
  'cooperation.you': 'vous',
  'cooperation.accepted': 'acceptée',
  'cooperation.not-accepted': 'pas encore',
  'cooperation.answer': 'Votre réponse',
  'cooperation.answer-text':
    'Lisez tout ci-dessous. Vous acceptez exactement cette révision, {hash} ; ce qui change ensuite demande une nouvelle acceptation.',
  'cooperation.answer-cost': 'Au plus {amount} pour votre magasin : {percent} % du budget.',
  'cooperation.accept': 'Accepter cette révision',
  'cooperation.send-back': 'Renvoyer',
  'cooperation.send-back-note': 'Le magasin responsable la reprend comme brouillon. Vous continuez à participer.',
  'cooperation.leave-note': 'La campagne redevient un brouillon pour les autres. Possible jusqu’à sa mise en ligne.',
  'cooperation.have-accepted': 'Votre magasin a accepté cette révision.',
  'cooperation.why-partner': 'Le magasin responsable peut le faire.',
  'cooperation.list-line': 'avec {count, plural, one {un autre magasin} other {# autres magasins}}, menée par {lead}',
  'cooperation.draft-partner':
    'La campagne est de nouveau un brouillon du magasin responsable. Une révision modifiée demande une nouvelle acceptation de chaque magasin.',
  'cooperation.draft-lead':
    'La campagne est de nouveau un brouillon : un magasin est parti ou ne l’a pas acceptée, ou vous l’avez reprise. Ouvrez-la pour modifier la campagne ou les parts.',
  'cooperation.invoice-title': 'La facture selon les parts convenues',
  'cooperation.invoice-share': '{shop} ({percent} %)',
} as const satisfies Readonly<Record<keyof typeof cooperationEn, string>>;
