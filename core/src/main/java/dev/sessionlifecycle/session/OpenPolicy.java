package dev.sessionlifecycle.session;

/**
 * What opening does about a session that is already live.
 *
 * <p>All but {@link #ALWAYS_NEW} hold the active key (organization, end user, channel, session
 * type): among the sessions opened with them at most one is live for a key at any time, whatever
 * races.
 */
public enum OpenPolicy {
  /** Open another one; neither takes nor looks at the active key. The default. */
  ALWAYS_NEW,
  /** Return the live session; open one only if there is none. */
  REUSE,
  /** End the live one as superseded and open the new one in its place, in one transaction. */
  SUPERSEDE,
  /** Return the live session as rejected and open nothing. */
  REJECT
}
