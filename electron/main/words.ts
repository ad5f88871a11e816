import type { Settings } from '#shared/contracts/ipc/contract.ts';

/** Everything that the main process says itself: menu, notifications, native dialogs, the end of a sign-in in the browser. */
export interface Words {
  readonly menu: {
    readonly file: string;
    readonly newCampaign: string;
    readonly importCampaign: string;
    readonly exportCampaign: string;
    readonly duplicateCampaign: string;
    readonly savePdf: string;
    readonly saveCalendar: string;
    readonly saveShopSheet: string;
    readonly quit: string;
    readonly edit: string;
    readonly undo: string;
    readonly redo: string;
    readonly cut: string;
    readonly copy: string;
    readonly paste: string;
    readonly selectAll: string;
    readonly view: string;
    readonly palette: string;
    readonly zoomIn: string;
    readonly zoomOut: string;
    readonly resetZoom: string;
    readonly fullScreen: string;
    readonly help: string;
    readonly shortcuts: string;
  };
  readonly signedIn: { readonly title: string; readonly text: string };
  readonly signInWindow: string;
  readonly notice: {
    readonly decision: string;
    readonly decisionText: string;
    readonly invitation: string;
    readonly invitationText: string;
    readonly submission: string;
    readonly submissionText: string;
    readonly results: string;
    readonly resultsText: string;
    readonly sent: string;
    readonly sentText: string;
    readonly comment: string;
    readonly commentText: string;
  };
  readonly files: {
    readonly image: string;
    readonly imageFilter: string;
    readonly evidence: string;
    readonly evidenceFilter: string;
  };
  readonly exports: {
    /** What a file is called in a dialog, by its extension. */
    readonly kinds: Readonly<Record<'csv' | 'xlsx' | 'svg' | 'png' | 'pdf' | 'ics' | 'florin-campaign', string>>;
    /** The sheets of a workbook; at most 31 letters each. */
    readonly sheets: { readonly table: string; readonly notes: string };
  };
  readonly confirm: {
    readonly approve: string;
    readonly requestChanges: string;
    readonly reject: string;
    readonly acceptRevision: string;
    readonly declineRevision: string;
    readonly leave: string;
    /** With {name}. */
    readonly leaveDetail: string;
    /** With {name}, {revision} and {hash}. */
    readonly detail: string;
    readonly yesApprove: string;
    readonly yesRequestChanges: string;
    readonly yesReject: string;
    readonly yesAcceptRevision: string;
    readonly yesDeclineRevision: string;
    readonly yesLeave: string;
    readonly cancel: string;
  };
}

const en: Words = {
  menu: {
    file: '&File',
    newCampaign: 'New campaign',
    importCampaign: 'Open a campaign file…',
    exportCampaign: 'Save as a campaign file…',
    duplicateCampaign: 'Duplicate',
    savePdf: 'Save as PDF…',
    saveCalendar: 'Save the dates for a calendar…',
    saveShopSheet: 'Save the sheet for the shop…',
    quit: 'Quit',
    edit: '&Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    view: '&View',
    palette: 'Go to…',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    resetZoom: 'Actual size',
    fullScreen: 'Full screen',
    help: '&Help',
    shortcuts: 'Keyboard shortcuts',
  },
  signedIn: { title: 'You are signed in to Florin', text: 'You can close this page and go back to the application.' },
  signInWindow: 'Sign in',
  notice: {
    decision: 'News about your campaigns',
    decisionText: 'The bank changed the state of a campaign.',
    invitation: 'Another shop asks you',
    invitationText: 'A campaign of several shops waits for your answer.',
    submission: 'New submission',
    submissionText: 'A campaign waits for review.',
    results: 'Results are in',
    resultsText: 'The report of a campaign was published.',
    sent: 'Your campaign was sent',
    sentText: 'The bank can be reached again and has received your submission.',
    comment: 'New comment',
    commentText: 'Somebody wrote about a campaign.',
  },
  files: {
    image: 'Choose a picture',
    imageFilter: 'Pictures (PNG, JPEG)',
    evidence: 'Choose evidence',
    evidenceFilter: 'Documents and pictures (PDF, PNG, JPEG)',
  },
  exports: {
    kinds: {
      csv: 'Table (CSV)',
      xlsx: 'Excel workbook',
      svg: 'Picture (SVG)',
      png: 'Picture (PNG)',
      pdf: 'PDF document',
      ics: 'Calendar file',
      'florin-campaign': 'Florin campaign',
    },
    sheets: { table: 'Table', notes: 'Receipt' },
  },
  confirm: {
    approve: 'Approve this revision?',
    requestChanges: 'Ask the merchant for changes?',
    reject: 'Reject this campaign for good?',
    acceptRevision: 'Accept exactly this revision for your shop?',
    declineRevision: 'Send this revision back to the leading shop?',
    leave: 'Leave this campaign?',
    leaveDetail: 'Campaign: {name}\nIt goes back to a draft for the other shops, and they must agree on new shares.',
    detail: 'Campaign: {name}\nRevision: {revision}\nHash: {hash}',
    yesApprove: 'Approve',
    yesRequestChanges: 'Ask for changes',
    yesReject: 'Reject',
    yesAcceptRevision: 'Accept',
    yesDeclineRevision: 'Send back',
    yesLeave: 'Leave',
    cancel: 'Cancel',
  },
};

const nl: Words = {
  menu: {
    file: '&Bestand',
    newCampaign: 'Nieuwe campagne',
    importCampaign: 'Campagnebestand openen…',
    exportCampaign: 'Opslaan als campagnebestand…',
    duplicateCampaign: 'Dupliceren',
    savePdf: 'Opslaan als pdf…',
    saveCalendar: 'Datums opslaan voor een agenda…',
    saveShopSheet: 'Blad voor de winkel opslaan…',
    quit: 'Afsluiten',
    edit: 'Be&werken',
    undo: 'Ongedaan maken',
    redo: 'Opnieuw doen',
    cut: 'Knippen',
    copy: 'Kopiëren',
    paste: 'Plakken',
    selectAll: 'Alles selecteren',
    view: 'Bee&ld',
    palette: 'Ga naar…',
    zoomIn: 'Inzoomen',
    zoomOut: 'Uitzoomen',
    resetZoom: 'Ware grootte',
    fullScreen: 'Volledig scherm',
    help: '&Help',
    shortcuts: 'Sneltoetsen',
  },
  signedIn: { title: 'Je bent ingelogd bij Florin', text: 'Je kunt deze pagina sluiten en teruggaan naar Florin.' },
  signInWindow: 'Inloggen',
  notice: {
    decision: 'Nieuws over je campagnes',
    decisionText: 'De bank heeft de status van een campagne gewijzigd.',
    invitation: 'Een andere winkel vraagt je',
    invitationText: 'Een campagne van meer winkels wacht op je antwoord.',
    submission: 'Nieuwe inzending',
    submissionText: 'Een campagne wacht op beoordeling.',
    results: 'De resultaten zijn er',
    resultsText: 'Het rapport van een campagne is gepubliceerd.',
    sent: 'Je campagne is verstuurd',
    sentText: 'De bank is weer bereikbaar en heeft je inzending ontvangen.',
    comment: 'Nieuwe opmerking',
    commentText: 'Iemand schreef over een campagne.',
  },
  files: {
    image: 'Kies een afbeelding',
    imageFilter: 'Afbeeldingen (PNG, JPEG)',
    evidence: 'Kies bewijs',
    evidenceFilter: 'Documenten en afbeeldingen (PDF, PNG, JPEG)',
  },
  exports: {
    kinds: {
      csv: 'Tabel (csv)',
      xlsx: 'Excel-werkmap',
      svg: 'Afbeelding (svg)',
      png: 'Afbeelding (png)',
      pdf: 'Pdf-document',
      ics: 'Agendabestand',
      'florin-campaign': 'Florin-campagne',
    },
    sheets: { table: 'Tabel', notes: 'Bon' },
  },
  confirm: {
    approve: 'Deze revisie goedkeuren?',
    requestChanges: 'De winkelier om wijzigingen vragen?',
    reject: 'Deze campagne definitief afwijzen?',
    acceptRevision: 'Precies deze revisie voor je winkel aanvaarden?',
    declineRevision: 'Deze revisie terugsturen naar de leidende winkel?',
    leave: 'Uit deze campagne stappen?',
    leaveDetail: 'Campagne: {name}\nVoor de andere winkels wordt ze weer een concept; zij moeten nieuwe aandelen afspreken.',
    detail: 'Campagne: {name}\nRevisie: {revision}\nHash: {hash}',
    yesApprove: 'Goedkeuren',
    yesRequestChanges: 'Wijzigingen vragen',
    yesReject: 'Afwijzen',
    yesAcceptRevision: 'Aanvaarden',
    yesDeclineRevision: 'Terugsturen',
    yesLeave: 'Eruit stappen',
    cancel: 'Annuleren',
  },
};

const fr: Words = {
  menu: {
    file: '&Fichier',
    newCampaign: 'Nouvelle campagne',
    importCampaign: 'Ouvrir un fichier de campagne…',
    exportCampaign: 'Enregistrer comme fichier de campagne…',
    duplicateCampaign: 'Dupliquer',
    savePdf: 'Enregistrer en PDF…',
    saveCalendar: 'Enregistrer les dates pour un agenda…',
    saveShopSheet: 'Enregistrer la fiche pour le magasin…',
    quit: 'Quitter',
    edit: '&Édition',
    undo: 'Annuler',
    redo: 'Rétablir',
    cut: 'Couper',
    copy: 'Copier',
    paste: 'Coller',
    selectAll: 'Tout sélectionner',
    view: '&Affichage',
    palette: 'Aller à…',
    zoomIn: 'Agrandir',
    zoomOut: 'Réduire',
    resetZoom: 'Taille réelle',
    fullScreen: 'Plein écran',
    help: 'A&ide',
    shortcuts: 'Raccourcis clavier',
  },
  signedIn: { title: 'Vous êtes connecté à Florin', text: 'Vous pouvez fermer cette page et revenir à Florin.' },
  signInWindow: 'Connexion',
  notice: {
    decision: 'Du nouveau sur vos campagnes',
    decisionText: 'La banque a changé l’état d’une campagne.',
    invitation: 'Un autre magasin vous sollicite',
    invitationText: 'Une campagne de plusieurs magasins attend votre réponse.',
    submission: 'Nouvelle soumission',
    submissionText: 'Une campagne attend un examen.',
    results: 'Les résultats sont là',
    resultsText: 'Le rapport d’une campagne a été publié.',
    sent: 'Votre campagne a été envoyée',
    sentText: 'La banque est de nouveau joignable et a reçu votre soumission.',
    comment: 'Nouveau commentaire',
    commentText: 'Quelqu’un a écrit à propos d’une campagne.',
  },
  files: {
    image: 'Choisir une image',
    imageFilter: 'Images (PNG, JPEG)',
    evidence: 'Choisir un justificatif',
    evidenceFilter: 'Documents et images (PDF, PNG, JPEG)',
  },
  exports: {
    kinds: {
      csv: 'Tableau (CSV)',
      xlsx: 'Classeur Excel',
      svg: 'Image (SVG)',
      png: 'Image (PNG)',
      pdf: 'Document PDF',
      ics: 'Fichier d’agenda',
      'florin-campaign': 'Campagne Florin',
    },
    sheets: { table: 'Tableau', notes: 'Justificatif' },
  },
  confirm: {
    approve: 'Approuver cette révision ?',
    requestChanges: 'Demander des modifications au commerçant ?',
    reject: 'Rejeter définitivement cette campagne ?',
    acceptRevision: 'Accepter exactement cette révision pour votre magasin ?',
    declineRevision: 'Renvoyer cette révision au magasin responsable ?',
    leave: 'Quitter cette campagne ?',
    leaveDetail: 'Campagne : {name}\nElle redevient un brouillon pour les autres magasins, qui doivent convenir de nouvelles parts.',
    detail: 'Campagne : {name}\nRévision : {revision}\nEmpreinte : {hash}',
    yesApprove: 'Approuver',
    yesRequestChanges: 'Demander des modifications',
    yesReject: 'Rejeter',
    yesAcceptRevision: 'Accepter',
    yesDeclineRevision: 'Renvoyer',
    yesLeave: 'Quitter',
    cancel: 'Annuler',
  },
};

const WORDS: Readonly<Record<Settings['language'], Words>> = { en, nl, fr };

export function wordsIn(language: Settings['language']): Words {
  return WORDS[language];
}
