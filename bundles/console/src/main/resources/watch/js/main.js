// Beginning of the page: language, gateway, shell, and the view that the address names.
import { Gateway } from './gateway.js';
import { loadLanguage } from './i18n.js';
import { Shell } from './shell.js';

await loadLanguage();
const gateway = new Gateway();
const shell = new Shell(gateway);
gateway.start();
shell.show();
