package dev.sessionlifecycle.spring.boot;

import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The data source that sessions are stored in.
 *
 * @param dataSource null where the application has none, or the store has a database of its own
 */
record StoreDataSource(@Nullable DataSource dataSource) {

  /**
   * Chooses one: that of this name, else the one that is marked, else the primary or only one.
   *
   * @throws AmbiguousDataSourceException where there are several, or none has the name
   */
  static StoreDataSource choose(ListableBeanFactory beans, @Nullable String name) {
    List<String> names = Arrays.asList(beans.getBeanNamesForType(DataSource.class, true, false));
    if (name != null) {
      if (!names.contains(name)) {
        throw new AmbiguousDataSourceException(names, name);
      }
      return named(beans, name);
    }
    List<String> marked =
        names.stream()
            .filter(it -> beans.findAnnotationOnBean(it, SessionLifecycleDataSource.class) != null)
            .toList();
    if (marked.size() == 1) {
      return named(beans, marked.get(0));
    }
    DataSource unique = beans.getBeanProvider(DataSource.class).getIfUnique();
    if (unique == null && !names.isEmpty()) {
      throw new AmbiguousDataSourceException(names, null);
    }
    return new StoreDataSource(unique);
  }

  private static StoreDataSource named(ListableBeanFactory beans, String name) {
    return new StoreDataSource(beans.getBean(name, DataSource.class));
  }
}
