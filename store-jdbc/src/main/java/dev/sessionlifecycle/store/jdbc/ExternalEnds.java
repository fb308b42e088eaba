package dev.sessionlifecycle.store.jdbc;

import dev.sessionlifecycle.session.ExternalRef;
import dev.sessionlifecycle.spi.CloseIntent;
import dev.sessionlifecycle.spi.CloseReply;
import dev.sessionlifecycle.spi.EarlyEnd;
import dev.sessionlifecycle.spi.SessionKey;
import java.util.UUID;

/** Ends sessions by their external id, and keeps the ends of those that have not opened yet. */
final class ExternalEnds {
  private final Tables tables;
  private final Closing closing;

  ExternalEnds(Tables tables, Closing closing) {
    this.tables = tables;
    this.closing = closing;
  }

  CloseReply close(Tx tx, ExternalRef ref, CloseIntent intent) {
    UUID organization = intent.session().organizationId();
    ExternalRefTable.Entry entry = tables.externalRefs().lock(tx, organization, ref).orElse(null);
    if (entry == null) {
      tables.earlyEnds().keep(tx, organization, ref, EarlyEnd.of(intent));
      return new CloseReply.Kept();
    } else if (entry.session() != null) {
      return closing.close(
          tx,
          intent.forSession(new SessionKey(organization, entry.session()), intent.successorId()));
    } else if (entry.early() == null) {
      tables.earlyEnds().keepAgain(tx, organization, ref, EarlyEnd.of(intent));
    }
    return new CloseReply.Kept();
  }
}
