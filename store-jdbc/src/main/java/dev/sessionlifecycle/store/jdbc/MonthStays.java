package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.spi.DisposalReply.Refusal;

/** A month may not go: what was done is to be undone. */
final class MonthStays extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal why;

  MonthStays(Refusal why) {
    super("a month stays", null, false, false);
    this.why = why;
  }

  Refusal why() {
    return why;
  }
}
