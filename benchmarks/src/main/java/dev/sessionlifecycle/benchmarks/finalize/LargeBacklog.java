package dev.sessionlifecycle.benchmarks.finalize;

/** A database in which one organization has more than a million due chains. */
record LargeBacklog(String url) {
  private static final int CHAINS = 1_100_000;

  static LargeBacklog of(Server server, Report report) throws Exception {
    String url = server.database();
    report.progress("loading a backlog of %,d chains", CHAINS);
    Engines.fill(url, 1, CHAINS);
    report.progress("vacuum, analyze and checkpoint");
    Server.execute(url, "VACUUM ANALYZE");
    // Otherwise each further WAL segment would be a new file, while a server that has been running
    // for a while recycles old ones.
    Server.execute(url, "CHECKPOINT");
    return new LargeBacklog(url);
  }

  long due() throws Exception {
    return Server.number(url, "SELECT count(*) FROM sl_chain WHERE finished_at IS NULL");
  }
}
