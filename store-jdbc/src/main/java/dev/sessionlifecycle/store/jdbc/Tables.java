package dev.sessionlifecycle.store.jdbc;

/** Everything that knows how a table is written and read. */
record Tables(
    SessionTable sessions,
    DetailTable details,
    MessageTable messages,
    HistoryTable history,
    ExternalRefTable externalRefs,
    ChainTable chains,
    ShapeTable shapes,
    AttemptTable attempts,
    PolicyTable policies,
    OwnerTable owners,
    SweepTable sweeps,
    HoldTable holds,
    DisposalTable disposals,
    ChainClaims claims,
    ChainSettling settling,
    Listing listing) {

  static Tables of(SqlText sql, Units units) {
    SessionTable sessions = new SessionTable(sql);
    DetailTable details = new DetailTable(sql);
    MessageTable messages = new MessageTable(sql);
    ChainTable chains = new ChainTable(sql);
    AttemptTable attempts = new AttemptTable(sql);
    GuardTable guards = new GuardTable(sql);
    return new Tables(
        sessions,
        details,
        messages,
        new HistoryTable(sql),
        new ExternalRefTable(sql),
        chains,
        new ShapeTable(sql, units),
        attempts,
        new PolicyTable(sql, units),
        new OwnerTable(sql, units, sessions, messages),
        new SweepTable(sql, units, sessions),
        new HoldTable(sql, units, guards),
        new DisposalTable(sql, units, guards),
        new ChainClaims(sql),
        new ChainSettling(sql, chains, attempts, details, messages),
        new Listing(sql));
  }
}
