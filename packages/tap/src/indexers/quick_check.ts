import { isPlainObject, isStringFormat, l, type Validator } from '@atproto/lex'

/**
 * Returns `true` if a value is certainly valid and the schema would not change it. If it returns
 * `false`, the schema has to validate the value.
 */
export type QuickCheck = (value: any) => boolean

const ask: QuickCheck = () => false

/**
 * Creates a check for the most common parts of schemas. It is much faster than the schema's own
 * validation, which collects paths and results that only invalid records need, and counts graphemes
 * one by one.
 */
export function quickCheckOf(schema: Validator): QuickCheck {
  const { constructor, validateInContext } = schema
  const make = CHECKS.get(constructor)
  // A refined schema has the same class, but overrides a method.
  const isRefined = validateInContext !== constructor.prototype.validateInContext
  return make && !isRefined ? make(schema as never) : ask
}

/** By exact class, because a subclass may check anything else. */
const CHECKS = new Map<unknown, (schema: never) => QuickCheck>([
  [l.RecordSchema, recordCheck],
  [l.TypedObjectSchema, typedObjectCheck],
  [l.ObjectSchema, objectCheck],
  [l.ArraySchema, arrayCheck],
  [l.RefSchema, refCheck],
  [l.OptionalSchema, optionalCheck],
  [l.NullableSchema, nullableCheck],
  [l.WithDefaultSchema, defaultCheck],
  [l.StringSchema, stringCheck],
  [l.IntegerSchema, integerCheck],
  [l.BooleanSchema, () => (value) => typeof value === 'boolean'],
  [
    l.LiteralSchema,
    ({ value }: l.LiteralSchema<any>) =>
      (other) =>
        other === value,
  ],
  [
    l.EnumSchema,
    ({ values }: l.EnumSchema<any>) =>
      (value) =>
        values.includes(value),
  ],
])

/** These reject a missing value. Others may replace it with a default. */
const WITHOUT_DEFAULT = new Set<unknown>([
  l.ObjectSchema,
  l.TypedObjectSchema,
  l.TypedUnionSchema,
  l.ArraySchema,
  l.StringSchema,
  l.IntegerSchema,
  l.BooleanSchema,
  l.LiteralSchema,
  l.EnumSchema,
  l.BlobSchema,
  l.BytesSchema,
  l.CidSchema,
])

function recordCheck({ schema, $type }: l.RecordSchema): QuickCheck {
  const check = quickCheckOf(schema)
  return (value) => check(value) && value.$type === $type
}

function typedObjectCheck({ schema, $type }: l.TypedObjectSchema): QuickCheck {
  const check = quickCheckOf(schema)
  return (value) => check(value) && (value.$type === undefined || value.$type === $type)
}

function objectCheck({ shape }: l.ObjectSchema): QuickCheck {
  const checks = Object.entries<Validator>(shape as never).map(([key, schema]) => ({
    key,
    check: quickCheckOf(schema),
  }))
  return (value) => {
    if (!isPlainObject(value)) return false
    for (const { key, check } of checks) if (!check(value[key])) return false
    return true
  }
}

function arrayCheck({ validator, options }: l.ArraySchema<Validator>): QuickCheck {
  const check = quickCheckOf(validator)
  const { minLength = 0, maxLength = Infinity } = options
  return (value) =>
    Array.isArray(value) &&
    value.length >= minLength &&
    value.length <= maxLength &&
    value.every(check)
}

/** Created on first use, because schemas may refer to each other. */
function refCheck(schema: l.RefSchema<Validator>): QuickCheck {
  let check: QuickCheck | undefined
  return (value) => (check ??= quickCheckOf(schema.validator))(value)
}

function optionalCheck({ validator }: l.OptionalSchema<Validator>): QuickCheck {
  const check = quickCheckOf(validator)
  let mayBeAbsent: boolean | undefined
  return (value) => (value === undefined ? (mayBeAbsent ??= hasNoDefault(validator)) : check(value))
}

function hasNoDefault(schema: Validator): boolean {
  return schema instanceof l.RefSchema || schema instanceof l.NullableSchema
    ? hasNoDefault(schema.validator)
    : WITHOUT_DEFAULT.has(schema.constructor)
}

function nullableCheck({ validator }: l.NullableSchema<Validator>): QuickCheck {
  const check = quickCheckOf(validator)
  return (value) => value === null || check(value)
}

function defaultCheck({ validator }: l.WithDefaultSchema<Validator>): QuickCheck {
  const check = quickCheckOf(validator)
  return (value) => value !== undefined && check(value)
}

function integerCheck({ options }: l.IntegerSchema): QuickCheck {
  const { minimum = -Infinity, maximum = Infinity } = options ?? {}
  return (value) => Number.isSafeInteger(value) && value >= minimum && value <= maximum
}

/**
 * A UTF-16 code unit takes one to three bytes of UTF-8, and a grapheme has at least one code point.
 */
function stringCheck({ options }: l.StringSchema): QuickCheck {
  const { minLength = 0, maxLength = Infinity, maxGraphemes = Infinity, format } = options
  if (options.minGraphemes) return ask
  return (value) =>
    typeof value === 'string' &&
    value.length >= minLength &&
    value.length * 3 <= maxLength &&
    (value.length <= maxGraphemes || [...value].length <= maxGraphemes) &&
    (!format || isStringFormat(value, format))
}
