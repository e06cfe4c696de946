import { authorityOf } from '../law/authorities.ts';
import { Refusal } from '../refusal.ts';
import { type CheckedScope, checkScope, type PeopleByCountry, type Scope } from './scope.ts';

export type { PeopleByCountry, Scope } from './scope.ts';

export interface CompetentAuthority {
  /** `ES`, `ES-CT`, `DE-BY`; `DE` while the Land is not known. */
  code: string;
  role: 'lead' | 'competent';
  /** One sentence with its article, for the DPO. */
  why: string;
}

/** A country whose own law asks for a notification. */
export interface OutsideRegime {
  code: string;
  /** `UK-GDPR`, `CH-FADP`, or `NATIONAL` for a law this project does not know. */
  regime: string;
}

/** With whom a breach is filed, who else is named in the filing, and what must be asked to be sure. */
export interface Routing {
  authorities: CompetentAuthority[];
  /** Countries named in the filing, not filed with. */
  listed: string[];
  outside: OutsideRegime[];
  questions: string[];
  filer: 'controller' | 'none';
}

type Route = Pick<Routing, 'authorities' | 'questions'>;

const countriesOf = (people: PeopleByCountry): string[] => Object.keys(people);

/** The authority for private controllers in a country, by Land where there are several. */
function privateCode(country: string, scope: CheckedScope): string {
  const land = scope.regions[country];
  return country === 'DE' && land ? `DE-${land}` : country;
}

const competent = (codes: string[], why: (code: string) => string): CompetentAuthority[] =>
  codes.map((code) => ({ code, role: 'competent', why: why(code) }));

/** Art. 55(2): a public body answers to the authority of its own state or region, and there is no lead. */
function routePublicBody(country: string, region: string | undefined): Route {
  const regional = region ? authorityOf(`${country}-${region}`) : undefined;
  const second = regional?.sector === 'private' ? authorityOf(`${regional.code}P`) : undefined;
  const code = (second ?? regional)?.code ?? country;
  const why = `A public body answers to the authority of its own ${regional ? 'region' : 'state'} (Art. 55(2))`;
  const ask = code === 'DE' ? ['Is it a federal body, or of which Land? Federal bodies answer to the BfDI'] : [];
  return { authorities: competent([code], () => why), questions: ask };
}

/** Art. 56(1): the authority of the single establishment. */
function routeSingleEstablishment(country: string, scope: CheckedScope): Route {
  const elsewhere = countriesOf(scope.affected).filter((each) => each !== country);
  const role = scope.crossBorder ? 'lead' : 'competent';
  const article = scope.crossBorder ? 'Art. 56(1), single establishment' : 'Art. 55(1)';
  const doubt = !scope.crossBorder && elsewhere.length > 0;
  return {
    authorities: [
      { code: privateCode(country, scope), role, why: `The only establishment is in ${country} (${article})` },
    ],
    questions: doubt
      ? [`People in ${elsewhere.join(', ')} are affected: is the processing cross-border (Art. 4(23))?`]
      : [],
  };
}

/** Several establishments, processing that concerns one of them: until it is said which, those with affected people. */
function routeInvolvedEstablishment(scope: CheckedScope): Route {
  const withPeople = scope.establishments.filter((country) => country in scope.affected);
  const possible = withPeople.length > 0 ? withPeople : [...scope.establishments];
  const codes = possible.map((country) => privateCode(country, scope));
  return {
    authorities: competent(codes, (code) => `The establishment in ${code} may be the one involved (Art. 55(1))`),
    questions: [`Which establishment is involved: ${scope.establishments.join(', ')}? File with its authority only`],
  };
}

/** Several establishments, cross-border: one lead if the main establishment is provable, else no one-stop-shop. */
function routeCrossBorder(scope: CheckedScope): Route {
  const main = scope.mainEstablishment;
  if (main?.evidenced && scope.establishments.includes(main.country)) {
    const why = `The main establishment is in ${main.country} (Art. 4(16), 56(1))`;
    return { authorities: [{ code: privateCode(main.country, scope), role: 'lead', why }], questions: [] };
  }
  return routeAffected(scope, 'no main establishment can be proved, so there is no one-stop-shop (Art. 55(1))');
}

/** Every authority where people are affected; while nobody knows where, those of the establishments (R-1-12). */
function routeAffected(scope: CheckedScope, reason: string): Route {
  const affected = countriesOf(scope.affected);
  const known = affected.length > 0;
  const codes = (known ? affected : [...scope.establishments]).map((country) => privateCode(country, scope));
  return {
    authorities: competent(codes, (code) =>
      known ? `People in ${code} are affected and ${reason}` : `There is an establishment in ${code} and ${reason}`,
    ),
    questions: known ? [] : ['In which countries are people affected? Each of their authorities is to be notified'],
  };
}

/** Art. 3(2): no establishment in the EEA; a representative (Art. 27) gives no one-stop-shop. */
function routeWithoutEstablishment(scope: CheckedScope): Route {
  const { authorities, questions } = routeAffected(
    scope,
    'the controller has no establishment in the EEA (Guidelines 9/2022 §73)',
  );
  if (scope.representative === null) return { authorities, questions };
  const note = `The representative in ${scope.representative} gives no one-stop-shop`;
  const aepd = scope.representative === 'ES' ? "; the AEPD's page reads differently: say so in the filing" : '';
  return { authorities, questions: [...questions, `${note}${aepd}. Is everybody affected in the EEA listed?`] };
}

/** The branch of the law a controller's scope falls under (R-1-10 to R-1-14). */
function routeController(scope: CheckedScope): Route {
  const { publicAuthority, establishments } = scope;
  if (publicAuthority) return routePublicBody(publicAuthority.country, publicAuthority.region);
  const [only, ...others] = establishments;
  if (only === undefined) return routeWithoutEstablishment(scope);
  if (others.length === 0) return routeSingleEstablishment(only, scope);
  return scope.crossBorder ? routeCrossBorder(scope) : routeInvolvedEstablishment(scope);
}

function assertGdprApplies(scope: CheckedScope): void {
  const somebody = countriesOf(scope.affected).length > 0;
  if (somebody || scope.establishments.length > 0 || scope.publicAuthority) return;
  throw new Refusal({
    code: 'GDPR_NOT_APPLICABLE',
    message: 'Cannot name an authority: there is no establishment in the EEA and nobody is affected there (Art. 3)',
    next: 'Document why no clock of Art. 33 runs; look at the law of each country under outside, if any',
  });
}

function outsideRegimes(people: PeopleByCountry): Pick<Routing, 'outside' | 'questions'> {
  const outside = countriesOf(people).map((code) => ({ code, regime: authorityOf(code)?.regime ?? 'NATIONAL' }));
  const unknown = outside.filter(({ regime }) => regime === 'NATIONAL').map(({ code }) => code);
  return {
    outside,
    questions: unknown.map((code) => `Does the law of ${code} ask for a notification? It is not in these tables`),
  };
}

const landQuestion = (authorities: CompetentAuthority[], scope: CheckedScope): string[] => {
  const open = authorities.some(({ code }) => code === 'DE') && !scope.publicAuthority;
  const seat = scope.establishments.includes('DE');
  const who = seat ? 'is the establishment in' : 'do the affected people live in';
  return open ? [`Which Land of Germany ${who}? If it stays unknown, notify one and ask it to coordinate`] : [];
};

const JOINT_QUESTION = 'Who files under the arrangement of Art. 26? Each joint controller files with its own authority';

/**
 * With which authorities a controller files a breach, and which countries it names in the filing.
 *
 * A processor files nowhere: it tells its controllers. Authorities outside the EEA come on top by their own law.
 *
 * @throws {Refusal} `GDPR_NOT_APPLICABLE`, and those of `checkScope`
 * @see GDPR Art. 3, 4(16), 4(23), 27, 55, 56; Guidelines 9/2022 §73; R-1-10 to R-1-15
 */
export function competentAuthorities(given: Scope): Routing {
  const scope = checkScope(given);
  if (scope.role === 'processor') {
    const ask = ['Which controllers must be told? A processor tells each of them (Art. 33(2))'];
    return { authorities: [], listed: [], outside: [], questions: ask, filer: 'none' };
  }
  assertGdprApplies(scope);
  const { authorities, questions } = routeController(scope);
  const { outside, questions: outsideQuestions } = outsideRegimes(scope.outside);
  const filedWith = new Set(authorities.map(({ code }) => code.slice(0, 2)));
  const concerned = new Set([...countriesOf(scope.affected), ...scope.establishments]);
  return {
    authorities,
    listed: [...concerned].filter((country) => !filedWith.has(country)),
    outside,
    questions: [
      ...questions,
      ...landQuestion(authorities, scope),
      ...(scope.role === 'jointController' ? [JOINT_QUESTION] : []),
      ...outsideQuestions,
    ],
    filer: 'controller',
  };
}
