package dev.sessionlifecycle.benchmarks.finalize;

/** A database where one organization has more than a million chains due. */
record LargeBacklog(String url) {
  private static final int CHAINS = 1_100_000;

  static LargeBacklog of(Server server, Report report) throws Exception {
    String url = server.database();
    report.progress("loading a backlog of %,d chains", CHAINS);
    Engines.fill(url, 1, CHAINS);
    report.progress("vacuum, analyze and checkpoint");
    Server.execute(url, "VACUUM ANALYZE");
    // Otherwise each further segment of the log would be a new file, which a server that has run
    // for a while has behind it.
    Server.execute(url, "CHECKPOINT");
    return new LargeBacklog(url);
  }

  long due() throws Exception {
    return Server.number(url, "SELECT count(*) FROM chain WHERE finished_at IS NULL");
  }
}
