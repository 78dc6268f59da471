import vine from '@vinejs/vine'

export const pageValidator = vine.compile(
  vine.object({
    page: vine.number().withoutDecimals().range([1, 10_000]).optional(),
  })
)
