/** How long one question may take, a second try included. */
export const LONGEST_MS = 30_000
/** Tokens of one answer. */
export const LONGEST_ANSWER = 8000
/** Questions of this server in an hour, as each costs the operator something. */
export const CALLS_PER_HOUR = 120
