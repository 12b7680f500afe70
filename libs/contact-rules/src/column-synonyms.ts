import { foldAccents } from './fold.js';

/** What a header may mean in English, Spanish and Portuguese. `nombre` is the whole name, or beside `apellidos` a part. */
export type Synonym = 'phone' | 'name' | 'nameOrGiven' | 'givenName' | 'familyName' | 'tags';

/** Without accents, spaces and signs: `Número de teléfono` is `numerodetelefono`. */
const SYNONYMS: Record<Synonym, string> = {
  phone: `
    phone phonenumber phoneno phones telephone telephonenumber tel mobile mobilephone mobilenumber mobileno cell
    cellphone cellphonenumber cellnumber cellular whatsapp whatsappnumber whatsappphone msisdn contactnumber
    contactphone primaryphone phone1 phone1value
    telefono numerodetelefono numerotelefono ntelefono telefonomovil telefonocelular telefonowhatsapp movil
    numeromovil numerodemovil celular numerocelular numerodecelular numerodewhatsapp tfno tlf tlfn tlfno telf
    telefone numerodetelefone telefonecelular telemovel numerodetelemovel numerodocelular numerodowhatsapp fone`,
  name: `
    fullname contactname customername clientname displayname
    nombrecompleto nombreyapellidos nombreyapellido nombreapellidos nombredelcontacto nombrecontacto nombredelcliente
    nombrecliente
    nomecompleto nomeesobrenome nomedocontato nomedocontacto nomecontato nomedocliente nomecliente`,
  nameOrGiven: 'nombre nombres nome nomes',
  givenName: 'firstname givenname forename primernombre nombredepila primeironome nomeproprio',
  familyName: 'lastname surname familyname apellido apellidos sobrenome apelido apelidos ultimonome',
  tags: 'tag label labels etiqueta etiquetas marcador marcadores',
};

const BY_TEXT = new Map(
  (Object.keys(SYNONYMS) as Synonym[]).flatMap((synonym) =>
    synonymsOf(synonym).map((text) => [text, synonym] as const),
  ),
);

/** The headers that mean this, without accents, spaces and signs. */
export function synonymsOf(synonym: Synonym): string[] {
  return SYNONYMS[synonym].trim().split(/\s+/);
}

/** What the header means, if it is one of the synonyms. */
export function synonymOf(header: string): Synonym | null {
  return BY_TEXT.get(bareText(header)) ?? null;
}

/** How likely the header means the number that WhatsApp uses, when several columns are phones. */
export function phoneRank(header: string): number {
  const text = bareText(header);
  if (text.includes('whatsapp')) return 2;
  return /mob|mov|cel/.test(text) ? 1 : 0;
}

function bareText(header: string): string {
  return foldAccents(header).replace(/[^\p{L}\p{N}]/gu, '');
}
