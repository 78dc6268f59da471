import { test } from '@japa/runner'
import { didDocumentBody } from '../../src/tap/server/bodies.js'

const DID = 'did:plc:alice'

function method(id: string, controller = DID) {
  return { id, type: 'Multikey', controller, publicKeyMultibase: id }
}

test.group('Tap | DID document', () => {
  test('keep the first entry of each fragment, and no inherited keys', ({ assert }) => {
    const body = didDocumentBody({
      id: DID,
      alsoKnownAs: ['at://alice.test'],
      verificationMethod: [
        method('#atproto'),
        method(`${DID}#atproto`),
        method(`${DID}#other`, 'did:plc:bob'),
        method('no-fragment'),
      ],
      service: [
        { id: `${DID}#pds`, type: 'A', serviceEndpoint: 'http://a' },
        { id: '#pds', type: 'B', serviceEndpoint: 'http://b' },
      ],
    })

    assert.deepEqual(body, {
      id: DID,
      alsoKnownAs: ['at://alice.test'],
      verificationMethod: [{ ...method('#atproto'), id: `${DID}#atproto` }],
      service: [{ id: '#pds', type: 'A', serviceEndpoint: 'http://a' }],
    })
  })

  test('omit empty values', ({ assert }) => {
    const body = didDocumentBody({ id: DID, alsoKnownAs: [], service: [] })

    assert.equal(JSON.stringify(body), `{"id":"${DID}"}`)
  })
})
