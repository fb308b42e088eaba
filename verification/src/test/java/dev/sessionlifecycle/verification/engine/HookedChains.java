package dev.sessionlifecycle.verification.engine;

import dev.sessionlifecycle.spi.ChainStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** The chains of a store, where something is done before each call. */
final class HookedChains {

  /** What is done; what it throws is what the store throws. */
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
