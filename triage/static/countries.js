import { nameCountries } from './pages.js';

nameCountries(document);
