import type { creativeEn } from './creative.en.ts';

export const creativeFr = {
  'creative.channel': 'Canal de l’aperçu',
  'creative.push-opens': 'Toucher la notification ouvre le message dans l’application, avec la raison et le moyen d’arrêter.',
  'creative.picture-unreachable': 'L’image ne peut pas être chargée pour le moment.',
  'creative.one-version': 'Chaque client contacté lit ce message.',
  'creative.add-version': 'Essayer une seconde version',
  'creative.two-versions': 'Deux versions',
  'creative.version': 'Version en cours d’écriture',
  'creative.version-a': 'version A',
  'creative.version-b': 'version B',
  'creative.version-b-field': 'Version B : {field}',
  'creative.remove-version': 'Retirer la version B',
  'creative.rotates':
    'La moitié des clients contactés lit A, l’autre moitié B, par tirage au sort fixé par la révision approuvée. Le rapport ne distingue pas les deux : un chiffre pour chacune rendrait chaque chiffre moins exact.',
  'creative.pictures': 'Images',
  'creative.pictures-same':
    'Les images sont les mêmes dans chaque langue ; les mots lus à leur place ne le sont pas. Un message peut se passer d’images.',
  'creative.picture.logo': 'Logo',
  'creative.picture.hero': 'Grande image',
  'creative.picture.hint':
    'PNG ou JPEG, au moins {width, number} × {height, number} pixels. Choisissez-en une ou déposez-la ici ; elle est coupée à cette taille.',
  'creative.picture.kept': '{width, number} × {height, number} pixels, {kilobytes, number} ko, sans métadonnées',
  'creative.picture.working': 'L’image est vérifiée et coupée…',
  'creative.picture.choose': 'Choisir une image',
  'creative.picture.replace': 'Remplacer',
  'creative.picture.remove': 'Retirer',
  'creative.alt.logo': 'Logo en mots ({language})',
  'creative.alt.hero': 'Grande image en mots ({language})',
  'creative.alt.hint': 'Lu aux clients qui ne voient pas l’image.',
  'creative.refused.not_an_image': 'Ce n’est pas un PNG ou un JPEG lisible.',
  'creative.refused.unexpected': 'L’image n’a pas le format ou la taille annoncés.',
  'creative.refused.not_clean': 'Le fichier contient plus qu’une image et n’a pas été pris.',
  'creative.refused.too_large': 'Le fichier est trop lourd.',
  'creative.refused.too_many_pixels': 'L’image a trop de pixels : au plus 40 millions.',
  'creative.refused.too_small': 'L’image est trop petite pour sa place ; elle serait floue.',
  'creative.refused.not_reducible': 'L’image ne peut pas être assez réduite. Choisissez-en une plus calme.',
  'creative.refused.wrong_hash': 'Le fichier a changé en chemin. Réessayez.',
  'creative.refused.not_evidence': 'Ce n’est pas un PDF, un PNG ou un JPEG lisible.',
  'creative.refused.encrypted': 'Le PDF est verrouillé ou demande un mot de passe. Enregistrez-le sans, et joignez celui-là.',
  'creative.refused.active_content':
    'Le PDF peut faire plus qu’être lu : il contient un script, un formulaire, un film ou un autre fichier. Imprimez-le en PDF, et joignez celui-là.',
  'creative.refused.not_readable':
    'Le PDF est comprimé de telle façon qu’on ne peut pas regarder dedans. Imprimez-le en PDF, et joignez celui-là.',
  'creative.refused.unreadable': 'Le fichier n’est plus sur cet ordinateur. Choisissez-le à nouveau.',
} as const satisfies Readonly<Record<keyof typeof creativeEn, string>>;
