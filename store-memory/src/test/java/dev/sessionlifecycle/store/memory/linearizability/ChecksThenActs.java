package dev.sessionlifecycle.store.memory.linearizability;

import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.datastructures.Operation;

/** Bad on purpose: looks whether a session is there, and opens it later. */
public class ChecksThenActs {

  private final ConcurrentHashMap<String, String> sessions = new ConcurrentHashMap<>();

  @Operation
  public boolean open() {
    if (sessions.containsKey("session")) {
      return false;
    }
    sessions.put("session", "active");
    return true;
  }
}
