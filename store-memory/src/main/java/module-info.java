/** A session store in memory, for tests, for trials, and for hosts that need no durability. */
module dev.sessionlifecycle.store.memory {
  requires transitive dev.sessionlifecycle.core;
  requires static transitive org.jspecify;

  exports dev.sessionlifecycle.store.memory;
}
