package dev.sessionlifecycle.http.internal;

import java.io.IOException;

/** Thrown where a host has an address that is not public. Nothing was sent to it. */
public final class RefusedAddressException extends IOException {
  private static final long serialVersionUID = 1L;

  RefusedAddressException() {
    super("the host has an address that is not public");
  }
}
