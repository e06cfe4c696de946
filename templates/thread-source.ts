/**
 * What a thread is started from, by `new Worker(source, { eval: true })`: a module beside the caller.
 *
 * Run from its sources, a thread must be told how to read TypeScript; the built package needs nothing.
 *
 * @param module  `./name`, without its ending
 * @param caller  `import.meta.url` of who starts it
 */
export function threadSource(module: string, caller: string): string {
  const file = (ending: string): string => JSON.stringify(new URL(`${module}${ending}`, caller).href);
  if (!caller.endsWith('.ts')) return `import(${file('.js')});`;
  const register = JSON.stringify(import.meta.resolve('tsx/esm/api'));
  return `import(${register}).then(({ register }) => {
       register();
       return import(${file('.ts')});
     });`;
}
