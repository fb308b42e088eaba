package dev.sessionlifecycle.verification.engine;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.ChainStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A chain store as seen by a node on which one call fails, or which dies in that call. */
final class FaultyChains {

  /** A kind of fault. */
  enum Fault {
    /** The call fails without effect. */
    ERROR_BEFORE,
    /** The call takes effect, but its response is lost. */
    ERROR_AFTER,
    /** The node dies before the call. */
    DEATH_BEFORE,
    /** The node dies after the call. */
    DEATH_AFTER
  }

  private final ChainStore real;
  private final int at;
  private final Fault fault;
  private int calls;
  private boolean dead;

  FaultyChains(ChainStore real, int at, Fault fault) {
    this.real = real;
    this.at = at;
    this.fault = fault;
  }

  int calls() {
    return calls;
  }

  /** From now on nothing that the node does reaches the store. */
  void die() {
    dead = true;
  }

  ChainStore store() {
    return (ChainStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ChainStore.class},
            (proxy, method, args) -> {
              calls++;
              boolean hit = calls == at;
              dead |= hit && fault == Fault.DEATH_BEFORE;
              if (dead || (hit && fault == Fault.ERROR_BEFORE)) {
                throw new StoreException("gone", true, null);
              }
              Object answer;
              try {
                answer = method.invoke(real, args);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              dead |= hit && fault == Fault.DEATH_AFTER;
              if (hit && fault != Fault.DEATH_BEFORE) {
                throw new StoreException("gone", true, null);
              }
              return answer;
            });
  }
}
