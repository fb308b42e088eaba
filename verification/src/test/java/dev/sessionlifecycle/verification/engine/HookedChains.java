package dev.sessionlifecycle.verification.engine;

import dev.sessionlifecycle.spi.ChainStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A chain store that runs a hook before each call. */
final class HookedChains {

  /** What to run; an exception it throws is thrown by the store. */
  interface Hook {
    void before(String call);
  }

  private HookedChains() {}

  static ChainStore of(ChainStore real, Hook hook) {
    return (ChainStore)
        Proxy.newProxyInstance(
            HookedChains.class.getClassLoader(),
            new Class<?>[] {ChainStore.class},
            (proxy, method, arguments) -> {
              hook.before(method.getName());
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
