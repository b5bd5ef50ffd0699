// The types that the scripts share, for the type checker only: none of this is published.

// --- the search engine (draaiboek/search/) ---

/** What is searched. */
interface Texts {
  pages: PageText[];
  meanings: string[][];
}

/** The contents of texts.js (draaiboek/render/search_texts.py). */
interface StoredTexts {
  /** Each with the number of its sections. */
  pages: (Omit<PageText, "sections"> & { sections: number })[];
  /** The sections of all pages as columns, one for each field; 0 where a section lacks the field. */
  sections: Record<string, unknown[]>;
  meanings: string[][];
  /** The badges of the sectors, by slug; only in the reading of all sectors. */
  sectors?: Record<string, SectorBadge>;
}

/** Shows in a list of results which sector a text belongs to. */
interface SectorBadge {
  title: string;
  colour: string;
}

interface PageText {
  url: string;
  title: string;
  summary: string;
  weight: number;
  /** Words that put the page at the top of the results. */
  urgent?: string[];
  /** The sector that the page belongs to, in the reading of all sectors. */
  of?: string;
  sections: SectionText[];
}

interface SectionText {
  id: string;
  title: string;
  text: string;
  /** Questions of readers that this section answers. */
  asked?: string[];
  /** The sector that the text belongs to, in the reading of all sectors. */
  of?: string;
  /** The title of the section to which a sector's text was added. */
  under?: string;
}

/** A folded word, the folded parts of one with a hyphen or slash, and its position in the text. */
interface Token {
  word: string;
  parts: string[];
  start: number;
  end: number;
}

/** A word of a question: as typed, as read, and the words of the guidebook it stands for, each with its certainty. */
interface Term {
  text: string;
  read: string;
  found: Map<string, number>;
  filler: boolean;
  weight: number;
  /** Whether only part of the typed word is a word of the guidebook. */
  partly: boolean;
}

interface Correction {
  typed: string;
  meant: string;
}

/** A word that was found: the word of the question that it matches, and how certain the match is. */
interface Mark {
  text: string;
  sure: number;
}

/** A section in the index; *number* is the index of its page in the list of pages. */
interface IndexedSection extends SectionText {
  asked: string[];
  page: PageText;
  number: number;
  length: number;
}

interface FoundSection {
  section: IndexedSection;
  score: number;
}

interface FoundPage {
  page: PageText;
  score: number;
  sections: FoundSection[];
  /** Whether the question has one of the words that put this page at the top. */
  urgent: boolean;
}

/** What the search box draws: HTML that we made ourselves, and for each word of the question whether it occurs. */
interface FoundDocument {
  location: string;
  title: string;
  of?: SectorBadge;
  text: string;
  score: number;
  terms: Record<string, boolean>;
  /** Whether it answers nearly as well as the best of the first page. */
  also?: boolean;
}

interface SearchAnswer {
  items: FoundDocument[][];
  /** Whether the results may not be an answer. */
  doubtful: boolean;
  corrections: Correction[];
  /** The words of the question that match nothing in the guidebook. */
  unknown: string[];
}

interface Lexicon {
  split(word: string): [string, string] | null;
  half(word: string): string | null;
  parts(word: string): string[];
}

interface Vocabulary {
  words: Set<string>;
  lexicon: Lexicon;
  phrases: { phrase: string[]; single: string[] }[];
  alike(word: string): Set<string>;
  expand(word: string, typing: boolean): Map<string, number>;
  nearest(word: string): string[];
  correct(nearest: string[]): Map<string, number>;
  addForms(found: Map<string, number>, word: string, share: number): void;
}

interface SearchIndex {
  vocabulary: Vocabulary;
  search(text: string): { pages: FoundPage[]; terms: Term[]; corrections: Correction[]; doubtful: boolean };
}

/** Each file of the engine adds its own part, in the order of PARTS in search_texts.py. */
interface SearchEngine {
  unpack(packed: string): string;
  words: {
    fold(text: string): string;
    tokens(text: string): Token[];
    keys(word: string): string[];
    stem(word: string): string;
    sound(word: string): string;
    isSeparable(word: string): boolean;
    isStopWord(word: string): boolean;
    isEveryday(word: string): boolean;
    isOfAnotherCounter(word: string): boolean;
  };
  Lexicon: new (words: Iterable<string>) => Lexicon;
  Vocabulary: new (words: Iterable<string>, meanings: string[][]) => Vocabulary;
  readQuestion(text: string, vocabulary: Vocabulary): { terms: Term[]; corrections: Correction[] };
  Index: new (texts: Texts) => SearchIndex;
  mark(text: string, sure: Map<string, Mark>): string;
  teaser(text: string, sure: Map<string, Mark>, answersFirst?: boolean): string;
  answer(text: string): SearchAnswer;
}

declare var draaiboekSearch: SearchEngine;
declare var draaiboekTexts: StoredTexts;

/** From Snowball (draaiboek/search/vendor/). */
declare class DutchPorterStemmer {
  stemWord(word: string): string;
}

/** Defined only where the engine runs as a worker. */
declare var importScripts: ((...addresses: string[]) => void) | undefined;

// --- the reading aids (draaiboek/theme/assets/js/parts/) ---

/** What the scripts of a page share: page.js, parts.js, dates.js, memory.js and popover.js each add their part. */
interface Draaiboek {
  /** The name of this guidebook in keys and caches. */
  slug: string;
  /** Where the reader last paused, from the top of the page; null means at the heading in the address. */
  line: number | null;
  onPage(start: () => unknown): void;
  section(options?: { others?: boolean }): string;
  at(hash: string): HTMLElement | null;
  named(): HTMLElement | null;
  focus(element: HTMLElement): void;
  make<Name extends keyof HTMLElementTagNameMap>(
    name: Name,
    attributes?: Record<string, string>,
    ...inside: (Node | string)[]
  ): HTMLElementTagNameMap[Name];
  button(words: string, action: () => unknown): HTMLButtonElement;
  title(heading: Element): string;
  copyButtons(texts: Record<string, () => string>): HTMLElement;
  container(): HTMLElement | null;
  longDate(day: string): string;
  memory: Memory;
  /** Prints only the section that contains *list*. */
  printOnly(list: Element): void;
  /** Makes *group* a single stop of the Tab key (a roving tabindex); returns a function that moves the stop. */
  oneStop(group: HTMLElement[], words: string): (stop: HTMLElement) => void;
  explain(trigger: HTMLElement, title: string, fill: () => Node[], options?: { preview?: boolean }): void;
}

interface Memory {
  read(key: string): any;
  write(key: string, value: unknown): boolean;
  readonly refused: boolean;
  readonly wiped: boolean;
}

/** Created by search-engine.js and search-results.js for search-field.js. */
interface SearchBox {
  engine(address: URL): Ask;
  draw(items: FoundDocument[][], base: URL): HTMLElement[];
}

/** An edition in versions.json: mike's entry, with our properties. */
interface ListedEdition {
  version: string;
  aliases?: string[];
  properties?: { status: string; geldig_van: string; geldig_tot?: string; reden?: string };
}

/** paden.json: the pages of the edition in force, and where other pages moved to. */
interface Paths {
  editie: string;
  paginas: string[];
  verhuisd: Record<string, string>;
}

/** bestanden.json: the edition and the name of every file for download, by its SHA-256. */
interface PublishedFiles {
  actueel: string;
  ingetrokken: Record<string, string>;
  bestanden: Record<string, [string, string]>;
}

/** A change to one section, in wijzigingen.json. */
interface Change {
  id: string;
  titel: string;
  soort: string;
  regel: string;
}

/** A change, and in the reading of all sectors those that it is limited to. */
interface FoundChange extends Change {
  of: string[];
}

interface ChangesOfEdition {
  van: string;
  varianten?: Record<string, Record<string, Change[]>>;
}

/** The place of a page: its edition and variant, the root of all editions, its path inside the edition. */
interface PlaceOfPage {
  id: string;
  root: URL;
  path: string;
  variant: string;
}

/** An answer to a question of a decision aid, and the question or outcome that it leads to. */
interface DecisionAnswer {
  words: string;
  to: string;
  link: HTMLAnchorElement;
}

/** A question or outcome of a decision aid. */
interface DecisionStep {
  id: string;
  heading: HTMLElement;
  elements: Element[];
  answers: DecisionAnswer[];
}

/** An entry of a long list (list.js), its elements, and the ancestors and headings that it is in or below. */
interface ListEntry {
  elements: Element[];
  name: string;
  text: string;
  above: Element[];
}

interface DecisionAid {
  first: DecisionStep;
  steps: Map<string, DecisionStep>;
  at: string | null;
}

/** What sw.js reports about the copy on this device, and about the edition in force. */
interface OfflineCopy {
  editie?: string;
  variant?: string;
  geldt?: string;
}

/** Returns a promise of the answer to a question. */
type Ask = (text: string) => Promise<SearchAnswer>;

/** A question that the worker has not answered yet. */
interface Waiting {
  answered: (answer: SearchAnswer) => void;
  failed: (error: Error) => void;
}

interface Window {
  givenStops?: Set<Element>; // lab/audit/stop.js
}
