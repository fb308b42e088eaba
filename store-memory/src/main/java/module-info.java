/** An in-memory session store for tests, trials and applications that need no durability. */
module dev.sessionlifecycle.store.memory {
  requires transitive dev.sessionlifecycle.core;
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.store.memory;
}
