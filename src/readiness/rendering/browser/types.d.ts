// The types of what the scripts of a form work with, for the type checker alone.

interface Choice {
  id: string;
  written: string | number | boolean;
  score: number;
  spellings: unknown[];
  alone: boolean;
  words: boolean;
}

interface Field {
  kind: "one" | "several" | "number" | "text";
  choices: Choice[];
  least: number | null;
  most: number | null;
  whole: boolean;
  unit: string;
}

interface Rule {
  kind: "all" | "any" | "not" | "fact" | "answer" | "score";
  parts?: Rule[];
  of?: string;
  ids?: string[];
  alone?: boolean;
  least?: number;
  most?: number;
}

/** A question of the profile; it belongs to no section. */
interface Fact {
  id: string;
  title: string;
  seconds: number;
  field: Field;
  section?: undefined;
}

interface Question {
  id: string;
  title: string;
  seconds: number;
  field: Field;
  /** The id of its section; empty for a question that this form does not ask. */
  section: string;
  /** Whether it may be marked not applicable. */
  aside: boolean;
  instruction: string;
  rule: Rule | null;
}

type Asked = Fact | Question;

interface Answer {
  state: "open" | "answered" | "unknown" | "aside";
  value?: unknown;
  chosen?: Choice[];
  reason?: string;
  /** What is wrong with what is filled in; empty if nothing is. */
  problem: string;
}

interface View {
  facts: Map<string, string[]>;
  answers: Map<string, Answer>;
  hidden: Set<string>;
}

/** What an answers file holds. */
interface Raw {
  profile?: Record<string, unknown>;
  answers?: Record<string, unknown>;
  [key: string]: any;
}

interface PageData {
  questionnaire: string;
  version: string;
  title: string;
  /** Tells this form from others of the same questionnaire. */
  form: string;
  /** Whether it asks only some questions, so that a file may answer others. */
  is_part: boolean;
  profile: Fact[];
  questions: Question[];
  contradictions: { rule: Rule; message: string; about: string[] }[];
  given: Raw;
  words: Record<string, string>;
}

/** The library that is written before the script. */
declare namespace jsyaml {
  const NOT_RESOLVED: unique symbol;
  interface Tag {}
  interface Schema {
    withTags(...tags: Tag[]): Schema;
  }
  const FAILSAFE_SCHEMA: Schema;
  const nullCoreTag: Tag;
  const boolCoreTag: Tag;
  function defineScalarTag(name: string, options: object): Tag;
  function load(text: string, options: { schema: Schema; maxDepth: number; maxAliases: number }): unknown;
  function dump(data: unknown, options: object): string;
  class YAMLException extends Error {
    mark?: { line: number };
  }
}
