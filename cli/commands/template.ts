import { type Command, Option } from 'commander';
import { NOTICE_LOCALES, type NoticeLocale } from '../../domain/notice/content.ts';
import { NOTICE_NAMES } from '../../templates/notice-names.ts';
import { act } from '../answer.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';
import { checkAnswer, checkTemplateFile } from './template-check.ts';
import {
  listTemplates,
  publishTemplate,
  showTemplate,
  type TemplateOptions,
  withdrawTemplate,
} from './template-publish.ts';

const EXITS = '\nExit status: 0, 64 usage, 65 refused, 69 a service is away, 77 not allowed.';
const FORM = `
A template is a text file: its first line is the subject, "# " begins a heading, "- " an item of a list. It may hold
{{name}}, {{#if name}} … {{else}} … {{/if}} and {{#unless name}} … {{/unless}}, and no other construct.
To print: ${[...NOTICE_NAMES].flatMap(([name, use]) => (use === 'text' ? [name] : [])).join(', ')}.
To ask for: ${[...NOTICE_NAMES].flatMap(([name, use]) => (use === 'condition' ? [name] : [])).join(', ')}.`;

/** `tocsin template …`: an organisation's own words around what its cases say to people. */
export default function template(noun: Command): void {
  check(noun);
  publish(noun);
  list(noun);
  show(noun);
  withdraw(noun);
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

function publish(noun: Command): void {
  const command = noun
    .command('publish')
    .description('check a template and use it from now on; a wave approved before keeps its text')
    .argument('<file>', 'path; - reads standard input')
    .addOption(localeOption())
    .option('--reason <words>', 'why, in words (sealed)')
    .addHelpText('after', `${FORM}\n${EXITS}`);
  examples(
    command,
    'template publish notice.es.hbs --locale es --as diego',
    'template publish notice.eu.hbs --locale eu --as diego --dry-run',
  );
  act<TemplateOptions>(command, ([file = ''], options) =>
    withDesk((session) => publishTemplate(session, file, options)),
  );
}

function list(noun: Command): void {
  const command = noun
    .command('list')
    .description('who writes the notice in each language: you or we')
    .addHelpText('after', EXITS);
  examples(command, 'template list', 'template list -o json');
  act(command, (_args, options) => withDesk((session) => listTemplates(session, options)));
}

function show(noun: Command): void {
  const command = noun
    .command('show')
    .description('the template in use for a language, yours or ours, to read or to begin one of your own')
    .addOption(localeOption())
    .addHelpText('after', `${FORM}\n${EXITS}`);
  examples(command, 'template show --locale es > notice.es.hbs', 'template show --locale pt -o json');
  act<TemplateOptions>(command, (_args, options) => withDesk((session) => showTemplate(session, options)));
}

function withdraw(noun: Command): void {
  const command = noun
    .command('withdraw')
    .description('write this language by our template again; a wave approved before keeps its text')
    .addOption(localeOption())
    .option('--reason <words>', 'why, in words (sealed)')
    .addHelpText('after', EXITS);
  examples(
    command,
    'template withdraw --locale es --as diego',
    'template withdraw --locale es --as diego --reason "outdated"',
  );
  act<TemplateOptions>(command, (_args, options) => withDesk((session) => withdrawTemplate(session, options)));
}
