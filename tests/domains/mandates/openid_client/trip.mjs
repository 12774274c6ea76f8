// A relying party run by openid-client. Reads its settings on the first line of its input, writes the address of the
// authorization request, reads the address the browser came back to, then writes what it was told and the way out.
import { createInterface } from 'node:readline/promises'
import * as client from 'openid-client'

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const read = async () => (await lines.next()).value
const write = (said) => console.log(JSON.stringify(said))
const cause = (fault) => ({ error: fault.error ?? fault.cause?.error ?? fault.cause?.[0]?.parameters?.error ?? fault.message, status: fault.status ?? fault.cause?.[0]?.status })

async function proofOf({ method, secret, key }) {
  if (method === 'client_secret_basic') return client.ClientSecretBasic(secret)
  if (method === 'client_secret_post') return client.ClientSecretPost(secret)
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  const imported = await crypto.subtle.importKey('jwk', key, algorithm, false, ['sign'])
  return client.PrivateKeyJwt({ key: imported, kid: key.kid })
}

const asked = JSON.parse(await read())
const config = await client.discovery(
  new URL(asked.issuer), asked.client_id, asked.metadata, await proofOf(asked), { execute: [client.allowInsecureRequests] },
)
client.enableNonRepudiationChecks(config) // every signature is verified, even where TLS would do

const verifier = client.randomPKCECodeVerifier(), state = client.randomState(), nonce = client.randomNonce()
write({
  address: client.buildAuthorizationUrl(config, {
    redirect_uri: asked.back, scope: asked.scope, state, nonce, acr_values: 'eidas1', max_age: '900',
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256',
  }).href,
})

const came = new URL(await read())
const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce, idTokenExpected: true, maxAge: 900 }
let tokens
try {
  tokens = await client.authorizationCodeGrant(config, came, checks)
} catch (fault) {
  write(cause(fault))
  process.exit()
}
const claims = tokens.claims()
const identity = await client.fetchUserInfo(config, tokens.access_token, claims.sub)
const out = { id_token_hint: tokens.id_token, post_logout_redirect_uri: asked.out, state: 'bye' }
write({ claims, identity, expires_in: tokens.expires_in, goodbye: client.buildEndSessionUrl(config, out).href })

await read() // something ended meanwhile
try {
  write({ identity: await client.fetchUserInfo(config, tokens.access_token, claims.sub) })
} catch (fault) {
  write(cause(fault))
}
process.exit()
