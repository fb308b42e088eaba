/** An application on the module path. */
module com.example.consumer {
  requires com.h2database;
  requires dev.sessionlifecycle.steps;
  requires dev.sessionlifecycle.store.jdbc;
}
