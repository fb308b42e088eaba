package dev.sessionlifecycle.spring.boot;

import dev.sessionlifecycle.EndListener;
import dev.sessionlifecycle.Organizations;
import dev.sessionlifecycle.SessionLifecycle;
import dev.sessionlifecycle.SessionLifecycleBuilder;
import dev.sessionlifecycle.SessionListener;
import dev.sessionlifecycle.archive.FileSessionArchive;
import dev.sessionlifecycle.finalize.EndUserEraser;
import dev.sessionlifecycle.finalize.TextScrubber;
import dev.sessionlifecycle.finalizer.AttemptListener;
import dev.sessionlifecycle.finalizer.FinalizeChain;
import dev.sessionlifecycle.finalizer.FinalizerListener;
import dev.sessionlifecycle.housekeeping.HousekeepingListener;
import dev.sessionlifecycle.housekeeping.HousekeepingOptions;
import dev.sessionlifecycle.housekeeping.OrphanPolicy;
import dev.sessionlifecycle.housekeeping.TimeLimits;
import dev.sessionlifecycle.retention.Recordings;
import dev.sessionlifecycle.retention.RetentionPolicy;
import dev.sessionlifecycle.retention.SessionArchive;
import dev.sessionlifecycle.session.Limits;
import dev.sessionlifecycle.spi.SessionStore;
import dev.sessionlifecycle.spring.SpringSessions;
import dev.sessionlifecycle.spring.TransactionTracker;
import dev.sessionlifecycle.spring.boot.SessionLifecycleProperties.Join;
import dev.sessionlifecycle.steps.pii.ScrubStep;
import dev.sessionlifecycle.steps.summary.SummarizeStep;
import dev.sessionlifecycle.store.jdbc.JdbcSessionStore;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Primary;
import org.springframework.transaction.ConfigurableTransactionManager;

/**
 * Configures the store, the lifecycle, and the {@link Organizations} that join transactions. Every
 * bean gives way to one of the application.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "session-lifecycle.enabled", matchIfMissing = true)
@EnableConfigurationProperties(SessionLifecycleProperties.class)
@ImportRuntimeHints(SessionLifecycleRuntimeHints.class)
public final class SessionLifecycleAutoConfiguration {
  SessionLifecycleAutoConfiguration() {}

  @Bean
  StoreDataSource sessionLifecycleStoreDataSource(
      SessionLifecycleProperties properties, ListableBeanFactory beans) {
    return ConfiguredStore.isInDataSource(properties.store())
        ? StoreDataSource.choose(beans, properties.store().datasource())
        : new StoreDataSource(null);
  }

  /**
   * The store, which the lifecycle closes. If there is no lifecycle, since one could not be built,
   * the context does; a second close has no effect.
   */
  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  @DependsOnDatabaseInitialization
  SessionStore sessionLifecycleStore(
      SessionLifecycleProperties properties, StoreDataSource dataSource) {
    return new ConfiguredStore(properties.store(), dataSource).build();
  }

  @Bean
  @ConditionalOnMissingBean
  HousekeepingOptions sessionLifecycleHousekeepingOptions(SessionLifecycleProperties properties) {
    return properties.housekeeping().toOptions();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean
  SessionLifecycle sessionLifecycle(
      SessionStore store,
      SessionLifecycleProperties properties,
      HousekeepingOptions housekeeping,
      ListableBeanFactory beans) {
    SessionLifecycleBuilder builder =
        SessionLifecycle.builder(store)
            .housekeeping(housekeeping)
            .afterCallWork(properties.afterCallWork())
            .retention(
                beans
                    .getBeanProvider(RetentionPolicy.class)
                    .getIfUnique(() -> properties.retention().toPolicy()))
            .timeLimits(
                beans
                    .getBeanProvider(TimeLimits.class)
                    .getIfUnique(() -> properties.timeLimits().toLimits()))
            .limits(
                beans
                    .getBeanProvider(Limits.class)
                    .getIfUnique(() -> properties.limits().toLimits()));
    if (properties.combineWriters() != null) {
      builder.combineWriters(properties.combineWriters());
    }
    if (properties.scrubHoldsAndReceipts()) {
      builder.scrubHoldsAndReceipts();
    }
    if (properties.retention().archiveDirectory() != null) {
      builder.archive(FileSessionArchive.in(properties.retention().archiveDirectory()));
    }
    addBeans(builder, beans);
    beans
        .getBeanProvider(SessionLifecycleBuilderCustomizer.class)
        .orderedStream()
        .forEach(customizer -> customizer.customize(builder));
    return builder.build();
  }

  private static void addBeans(SessionLifecycleBuilder builder, ListableBeanFactory beans) {
    beans.getBeanProvider(FinalizeChain.class).ifUnique(builder::finalizeWith);
    beans.getBeanProvider(InstantSource.class).ifUnique(builder::clock);
    beans.getBeanProvider(OrphanPolicy.class).ifUnique(builder::orphanPolicy);
    beans.getBeanProvider(SessionArchive.class).ifUnique(builder::archive);
    beans.getBeanProvider(Recordings.class).ifUnique(builder::recordings);
    beans.getBeanProvider(TextScrubber.class).ifUnique(builder::inputScrubber);
    beans.getBeanProvider(EndUserEraser.class).orderedStream().forEach(builder::endUserEraser);
    beans.getBeanProvider(SessionListener.class).orderedStream().forEach(builder::listener);
    beans
        .getBeanProvider(FinalizerListener.class)
        .orderedStream()
        .forEach(builder::finalizerListener);
    beans.getBeanProvider(EndListener.class).orderedStream().forEach(builder::endListener);
    beans.getBeanProvider(AttemptListener.class).orderedStream().forEach(builder::attemptListener);
    beans
        .getBeanProvider(HousekeepingListener.class)
        .orderedStream()
        .forEach(builder::housekeepingListener);
  }

  /**
   * The sessions to be injected: they join transactions where the store is in a data source of the
   * application, and are the lifecycle itself otherwise, which has its own destroy method.
   */
  @Bean(destroyMethod = "")
  @Primary
  @ConditionalOnMissingBean(value = Organizations.class, ignored = SessionLifecycle.class)
  Organizations organizations(
      SessionLifecycle lifecycle,
      SessionStore store,
      StoreDataSource chosen,
      SessionLifecycleProperties properties) {
    DataSource dataSource = chosen.dataSource();
    return properties.transactions().join() == Join.AUTO
            && dataSource != null
            && store instanceof JdbcSessionStore joinable
        ? SpringSessions.of(lifecycle, joinable, dataSource)
        : lifecycle;
  }

  /** Application events, on request. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnBooleanProperty("session-lifecycle.events.publish")
  static class EventsConfiguration {
    @Bean
    EventPublisher sessionLifecycleEventPublisher(ApplicationEventPublisher publisher) {
      return new EventPublisher(publisher);
    }
  }

  /** The chain of the library's own steps. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ScrubStep.class)
  @ConditionalOnProperty(name = "session-lifecycle.chain", havingValue = "standard")
  static class StandardChainConfiguration {
    @Bean
    @ConditionalOnMissingBean
    FinalizeChain sessionLifecycleChain() {
      return FinalizeChain.first(ScrubStep.standard()).then(SummarizeStep.extractive());
    }
  }

  /** Lets every transaction manager of the application be tracked. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnProperty(
      name = "session-lifecycle.transactions.join",
      havingValue = "auto",
      matchIfMissing = true)
  static class TransactionsConfiguration {
    @Bean
    static TrackingPostProcessor sessionLifecycleTransactionTracking() {
      return new TrackingPostProcessor();
    }
  }

  /** Registers one tracker with each transaction manager, before anything uses it. */
  static final class TrackingPostProcessor implements BeanPostProcessor {
    private final TransactionTracker tracker = new TransactionTracker();

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
      if (bean instanceof ConfigurableTransactionManager manager
          && manager.getTransactionExecutionListeners().stream()
              .noneMatch(it -> it instanceof TransactionTracker)) {
        manager.addListener(tracker);
      }
      return bean;
    }
  }
}
