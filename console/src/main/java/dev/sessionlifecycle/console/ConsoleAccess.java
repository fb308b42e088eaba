package dev.sessionlifecycle.console;

import java.util.Optional;
import java.util.UUID;

/**
 * Decides who makes a request. The host has authenticated it before, in its own way: a session of
 * its web framework, a client certificate, the header of a proxy. Called once for each request that
 * is not for the style sheet or the script. Thread-safe.
 */
@FunctionalInterface
public interface ConsoleAccess {

  /**
   * Returns the user of a request.
   *
   * @return empty for one who may see nothing; the request is refused with 403, whatever it is for
   */
  Optional<ConsoleUser> user(ConsoleRequest request);

  /**
   * Lets requests from this machine look at these organizations, and change nothing. For trying the
   * console on one machine: requests that do not come from a loopback address, that a proxy passed
   * on, or that name another host than this machine are refused.
   */
  static ConsoleAccess localReadOnly(UUID... organizations) {
    return local(ConsoleUser.reader("local", organizations));
  }

  /** Lets requests from this machine in as this user, as {@link #localReadOnly} does. */
  static ConsoleAccess local(ConsoleUser user) {
    return request -> LocalRequests.isLocal(request) ? Optional.of(user) : Optional.empty();
  }
}
