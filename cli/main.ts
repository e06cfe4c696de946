#!/usr/bin/env node
import { createProgram } from './program.ts';

process.env['TZ'] = 'UTC'; // civil time is always computed with an explicit zone; a host zone must never leak in

const program = await createProgram(process.argv.slice(2));
await program.parseAsync(process.argv);
