import { type Command, Option } from 'commander';
import { NOTICE_LOCALES, type NoticeLocale } from '../../domain/notice/content.ts';
import { NOTICE_NAMES } from '../../templates/notice-names.ts';
import { act } from '../answer.ts';
import { examples } from '../examples.ts';
import { checkAnswer, checkTemplateFile } from './template-check.ts';

const EXITS = '\nExit status: 0, 64 usage, 65 refused, 69 a service is away, 77 not allowed.';
const FORM = `
A template is a text file: its first line is the subject, "# " begins a heading, "- " an item of a list. It may hold
{{name}}, {{#if name}} … {{else}} … {{/if}} and {{#unless name}} … {{/unless}}, and no other construct.
To print: ${[...NOTICE_NAMES].flatMap(([name, use]) => (use === 'text' ? [name] : [])).join(', ')}.
To ask for: ${[...NOTICE_NAMES].flatMap(([name, use]) => (use === 'condition' ? [name] : [])).join(', ')}.`;

/** `tocsin template …`: an organisation's own words around what its cases say to people. */
export default function template(noun: Command): void {
  check(noun);
}

const localeOption = (): Option =>
  new Option('--locale <locale>', 'language it is written in').choices(NOTICE_LOCALES).makeOptionMandatory();

function check(noun: Command): void {
  const command = noun
    .command('check')
    .description('try a template: its form, the contents of Art. 34(2), its words; needs no server')
    .argument('<file>', 'path; - reads standard input')
    .addOption(localeOption())
    .addHelpText('after', `${FORM}\n${EXITS}`);
  examples(command, 'template check notice.es.hbs --locale es', 'template check - --locale fr -o json < notice.fr.hbs');
  act<{ locale: NoticeLocale }>(command, async ([file = ''], { locale }) =>
    checkAnswer(file, locale, await checkTemplateFile(file, locale)),
  );
}
