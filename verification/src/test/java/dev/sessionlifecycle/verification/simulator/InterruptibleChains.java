package dev.sessionlifecycle.verification.simulator;

import dev.sessionlifecycle.errors.StoreException;
import dev.sessionlifecycle.spi.ChainStore;
import dev.sessionlifecycle.spi.LeaseRef;
import dev.sessionlifecycle.spi.SessionKey;
import dev.sessionlifecycle.spi.SettleReply;
import dev.sessionlifecycle.spi.Settlement;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A chain store as one node sees it: others continue before and after each call, some calls fail
 * before or after they took effect or arrive late, and the calls of a dead node have no effect.
 */
final class InterruptibleChains {
  private final ChainStore real;
  private final VirtualWorker worker;
  private final Ledger ledger;
  private final Random random;
  private final PlantedFault plant;
  private final Consumer<Runnable> wire;
  private @Nullable SessionKey dropped;

  InterruptibleChains(
      ChainStore real,
      VirtualWorker worker,
      Ledger ledger,
      Random random,
      PlantedFault plant,
      Consumer<Runnable> wire) {
    this.real = real;
    this.worker = worker;
    this.ledger = ledger;
    this.random = random;
    this.plant = plant;
    this.wire = wire;
  }

  ChainStore store() {
    return (ChainStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ChainStore.class},
            (proxy, method, args) -> call(method, args));
  }

  private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
    worker.cut();
    failMaybe();
    if (args != null && method.getName().equals("settle") && random.nextInt(30) == 0) {
      // Cut off with the request under way: it arrives sooner or later.
      List<?> settlements = (List<?>) args[0];
      wire.accept(() -> settle(settlements, false));
      throw new StoreException("gone", true, null);
    }
    boolean droppedBefore = dropped != null;
    Object answer =
        args != null && method.getName().equals("settle")
            ? settle((List<?>) args[0], true)
            : invoke(method, args);
    if (dropped != null && !droppedBefore) {
      return answer; // it was dropped only if the node believes that it was written
    }
    worker.cut();
    failMaybe();
    return answer;
  }

  private void failMaybe() {
    if (worker.isDead() || random.nextInt(40) == 0) {
      throw new StoreException("gone", true, null);
    }
  }

  private List<SettleReply> settle(List<?> settlements, boolean isAnswered) {
    List<Settlement> given = new ArrayList<>();
    List<SettleReply> replies = new ArrayList<>();
    for (Object each : settlements) {
      given.add(unfenced((Settlement) each, isAnswered));
    }
    for (Settlement settlement : given) {
      boolean drops =
          plant == PlantedFault.DROPPED_COMPLETION
              && dropped == null
              && isAnswered
              && settlement.next() instanceof Settlement.KeepLease
              && !settlement.effects().isEmpty();
      dropped = drops ? settlement.ref().session() : dropped;
      SettleReply reply = drops ? SettleReply.SETTLED : real.settle(List.of(settlement)).get(0);
      if (reply == SettleReply.SETTLED && !drops) {
        ledger.written(settlement);
      }
      replies.add(reply);
    }
    return replies;
  }

  private Settlement unfenced(Settlement given, boolean isAnswered) {
    // A node that believes its completion was written continues from there with this session only;
    // a late request is still late.
    // a late request is still late.
    if (plant == PlantedFault.NOTHING
        || (plant == PlantedFault.DROPPED_COMPLETION
            && !(isAnswered && given.ref().session().equals(dropped)))) {
      return given;
    }
    long current = real.find(given.ref().session()).orElseThrow().token();
    long token = plant == PlantedFault.NO_FENCING ? current : given.ref().token();
    return new Settlement(
        new LeaseRef(given.ref().session(), token),
        null,
        given.state(),
        given.next(),
        given.attempts(),
        given.effects());
  }

  private @Nullable Object invoke(Method method, Object @Nullable [] args) throws Throwable {
    try {
      return method.invoke(real, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
