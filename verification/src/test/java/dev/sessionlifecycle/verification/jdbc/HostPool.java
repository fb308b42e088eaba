package dev.sessionlifecycle.verification.jdbc;

import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** Pools of a host with one connection. */
enum HostPool {
  HIKARI_CP {
    @Override
    DataSource open(String url, Duration wait) {
      HikariConfig config = TestDatabase.config(url, 1);
      config.setConnectionTimeout(wait.toMillis());
      config.setInitializationFailTimeout(-1);
      return new HikariDataSource(config);
    }
  },
  DBCP2 {
    @Override
    DataSource open(String url, Duration wait) {
      BasicDataSource pool = new BasicDataSource();
      pool.setUrl(url);
      pool.setMaxTotal(1);
      pool.setMaxWait(wait);
      return pool;
    }
  },
  TOMCAT_JDBC {
    @Override
    DataSource open(String url, Duration wait) {
      org.apache.tomcat.jdbc.pool.DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource();
      pool.setDriverClassName("org.postgresql.Driver");
      pool.setUrl(url);
      pool.setInitialSize(0);
      pool.setMaxActive(1);
      pool.setMaxIdle(1);
      pool.setMaxWait((int) wait.toMillis());
      return pool;
    }
  },
  C3P0 {
    @Override
    DataSource open(String url, Duration wait) {
      ComboPooledDataSource pool = new ComboPooledDataSource();
      pool.setJdbcUrl(url);
      pool.setInitialPoolSize(1);
      pool.setMinPoolSize(1);
      pool.setMaxPoolSize(1);
      pool.setCheckoutTimeout((int) wait.toMillis());
      pool.setAcquireRetryAttempts(1);
      return pool;
    }
  },
  AGROAL {
    @Override
    DataSource open(String url, Duration wait) throws SQLException {
      return AgroalDataSource.from(
          new AgroalDataSourceConfigurationSupplier()
              .connectionPoolConfiguration(
                  pool ->
                      pool.maxSize(1)
                          .acquisitionTimeout(wait)
                          .exceptionSorter(new PostgreSQLExceptionSorter())
                          .connectionFactoryConfiguration(factory -> factory.jdbcUrl(url))));
    }
  },
  H2_POOL {
    @Override
    DataSource open(String url, Duration wait) {
      JdbcConnectionPool pool =
          JdbcConnectionPool.create(
              "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "", "");
      pool.setMaxConnections(1);
      pool.setLoginTimeout((int) wait.toSeconds());
      return pool;
    }
  };

  /**
   * Opens a pool on a database of PostgreSQL, or H2's own pool on one of H2.
   *
   * @param wait how long callers wait for its connection
   */
  abstract DataSource open(String url, Duration wait) throws SQLException;

  static void close(DataSource pool) throws Exception {
    if (pool instanceof JdbcConnectionPool h2) {
      h2.dispose();
    } else if (pool instanceof org.apache.tomcat.jdbc.pool.DataSource tomcat) {
      tomcat.close(true);
    } else {
      ((AutoCloseable) pool).close();
    }
  }
}
