import vine from '@vinejs/vine'

const page = vine.number().withoutDecimals().range([1, 10_000]).optional()

export const pageValidator = vine.compile(vine.object({ page }))

export const homeValidator = vine.compile(
  vine.object({ page: page.clone(), posted: vine.enum(['pending']).optional() })
)
