import { test } from '@japa/runner'
import { deadLetterContract } from '../../src/dead_letters/contract.js'
import { MemoryDeadLetterStore } from '../../src/dead_letters/memory.js'

test.group('Memory dead letters', () => {
  for (const { title, run } of deadLetterContract(() => new MemoryDeadLetterStore())) {
    test(title, run)
  }
})
