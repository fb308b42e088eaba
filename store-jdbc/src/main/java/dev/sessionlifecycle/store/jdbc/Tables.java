package dev.sessionlifecycle.store.jdbc;

/** Everything that knows how a table is written and read. */
record Tables(
    SessionTable sessions,
    DetailTable details,
    MessageTable messages,
    AppendedTable appended,
    HistoryTable history,
    ExternalRefTable externalRefs,
    EarlyEndTable earlyEnds,
    ChainTable chains,
    ShapeTable shapes,
    AttemptTable attempts,
    PolicyTable policies,
    OwnerTable owners,
    UpdateTable updates,
    EvalTable evals,
    SweepTable sweeps,
    HoldTable holds,
    DisposalTable disposals,
    MonthTable months,
    Claims claims,
    Leasing leases,
    ChainSettling settling,
    Listing listing) {

  static Tables of(SqlText sql, Units units) {
    SessionTable sessions = new SessionTable(sql);
    DetailTable details = new DetailTable(sql);
    MessageTable messages = new MessageTable(sql);
    ChainTable chains = new ChainTable(sql);
    AttemptTable attempts = new AttemptTable(sql);
    EarlyEndTable earlyEnds = new EarlyEndTable(sql);
    HistoryTable history = new HistoryTable(sql);
    GuardTable guards = new GuardTable(sql);
    ReceiptTable receipts = new ReceiptTable(sql);
    Disposing disposing = new Disposing(sql, guards, receipts);
    boolean isPostgres = sql.dialect() instanceof PostgresDialect;
    Fencing fencing = isPostgres ? new PostgresFencing(sql) : new BatchFencing(sql, attempts);
    return new Tables(
        sessions,
        details,
        messages,
        new AppendedTable(sql),
        history,
        new ExternalRefTable(sql),
        earlyEnds,
        chains,
        new ShapeTable(sql, units),
        attempts,
        new PolicyTable(sql, units),
        new OwnerTable(sql, units, sessions, messages),
        new UpdateTable(sql, units, sessions),
        new EvalTable(sql, units, sessions),
        new SweepTable(sql, units, sessions, earlyEnds),
        new HoldTable(sql, units, guards),
        new DisposalTable(sql, units, disposing, receipts),
        new MonthTable(sql, units, disposing),
        isPostgres ? new PostgresClaims(sql) : new ChainClaims(sql),
        isPostgres ? new PostgresLeasing(sql) : new BatchLeasing(sql),
        new ChainSettling(fencing, new EffectsWriting(sql, details, messages, history)),
        new Listing(sql));
  }
}
