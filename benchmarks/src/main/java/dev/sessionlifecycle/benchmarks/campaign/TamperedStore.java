package dev.sessionlifecycle.benchmarks.campaign;

import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Wraps a store so that it is broken on purpose. */
public final class TamperedStore {
  private TamperedStore() {}

  /** Returns the store of this database, broken in this way. */
  public static SessionStore of(SessionStore store, Tampering tampering, DataSource database) {
    ChainStore real = store.chains();
    ChainStore broken =
        switch (tampering) {
          case NONE -> real;
          case WITHOUT_FENCING -> proxy(ChainStore.class, new Unfenced(real, database));
          case DROP_ONE_COMPLETION -> proxy(ChainStore.class, new Dropping(real));
        };
    return proxy(
        SessionStore.class,
        (proxy, method, args) ->
            method.getName().equals("chains") ? broken : call(store, method, args));
  }

  /** Replaces the current token by the given one right before it is checked. */
  private record Unfenced(ChainStore real, DataSource database) implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
        throws Throwable {
      if (args != null && method.getName().equals("settle")) {
        List<Settlement> open = unbased((List<?>) args[0]);
        for (Settlement settlement : open) {
          accept(settlement.ref());
        }
        return real.settle(open);
      }
      Object answer = call(real, method, args);
      return args != null && method.getName().equals("renew")
          ? new HashSet<>((List<?>) args[0])
          : answer;
    }

    private void accept(LeaseRef ref) throws SQLException {
      try (Connection connection = database.getConnection();
          PreparedStatement statement =
              connection.prepareStatement(
                  "UPDATE sl_chain SET token = ?, owner = COALESCE(owner, ?)"
                      + " WHERE organization_id = ? AND session_id = ?")) {
        statement.setLong(1, ref.token());
        statement.setObject(2, new UUID(0, 0));
        statement.setObject(3, ref.session().organizationId());
        statement.setObject(4, ref.session().sessionId());
        statement.executeUpdate();
      }
    }
  }

  /** Reports one settlement in the middle of a chain as written, but drops it. */
  private record Dropping(ChainStore real, AtomicBoolean dropped) implements InvocationHandler {
    Dropping(ChainStore real) {
      this(real, new AtomicBoolean());
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] args)
        throws Throwable {
      if (args == null || !method.getName().equals("settle")) {
        return call(real, method, args);
      }
      List<SettleReply> replies = new ArrayList<>();
      for (Settlement settlement : unbased((List<?>) args[0])) {
        boolean matters =
            settlement.next() instanceof Settlement.KeepLease && !settlement.effects().isEmpty();
        replies.add(
            matters && dropped.compareAndSet(false, true)
                ? SettleReply.SETTLED
                : real.settle(List.of(settlement)).get(0));
      }
      return replies;
    }
  }

  /** Accepts whatever state is stored: disables the second fence as well. */
  private static List<Settlement> unbased(List<?> settlements) {
    List<Settlement> unbased = new ArrayList<>();
    for (Object each : settlements) {
      Settlement it = (Settlement) each;
      unbased.add(new Settlement(it.ref(), it.state(), it.next(), it.attempts(), it.effects()));
    }
    return unbased;
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            TamperedStore.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object call(Object target, Method method, Object @Nullable [] args)
      throws Throwable {
    try {
      return method.invoke(target, args);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
