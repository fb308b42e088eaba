package dev.sessionlifecycle.verification.gates;

import java.util.List;

/**
 * The published modules: the packages of each (below the root package) and its allowed
 * dependencies.
 */
enum Module {
  FINALIZE_SPI(List.of("errors", "finalize", "model"), List.of(), List.of()),
  /** Owns the root package itself, and therefore everything that no other module claims. */
  CORE(List.of(), List.of(FINALIZE_SPI), List.of("org.slf4j")),
  RUNTIME(List.of("runtime", "conversation"), List.of(FINALIZE_SPI, CORE), List.of("org.slf4j")),
  STORE_MEMORY(List.of("store.memory"), List.of(FINALIZE_SPI, CORE), List.of()),
  STORE_JDBC(
      List.of("store.jdbc"),
      List.of(FINALIZE_SPI, CORE),
      List.of(
          "org.slf4j",
          "org.jdbi",
          "com.fasterxml.jackson.core",
          "com.zaxxer.hikari",
          "org.h2",
          "org.postgresql",
          "java.sql",
          "javax.sql")),
  HTTP(List.of("http"), List.of(FINALIZE_SPI), List.of("javax.net.ssl")),
  FINALIZE_STEPS(
      List.of("steps"),
      List.of(FINALIZE_SPI, HTTP),
      List.of("org.slf4j", "com.google.i18n.phonenumbers")),
  SUMMARIZE_LANGCHAIN4J(
      List.of("summarize.langchain4j"),
      List.of(FINALIZE_SPI, FINALIZE_STEPS),
      List.of("dev.langchain4j")),
  SPRING(
      List.of("spring"),
      List.of(FINALIZE_SPI, CORE, STORE_JDBC),
      List.of(
          "org.springframework.core",
          "org.springframework.jdbc",
          "org.springframework.transaction",
          "java.sql",
          "javax.sql")),
  MICROMETER(
      List.of("micrometer"), List.of(FINALIZE_SPI, CORE), List.of("io.micrometer.core.instrument")),
  OPENTELEMETRY(
      List.of("opentelemetry"),
      List.of(FINALIZE_SPI, CORE),
      List.of("io.opentelemetry.api", "io.opentelemetry.context")),
  CONSOLE(
      List.of("console"),
      List.of(FINALIZE_SPI, CORE),
      List.of("gg.jte", "jakarta.servlet", "com.sun.net.httpserver")),
  SCRUB_NER(List.of("scrub.ner"), List.of(FINALIZE_SPI, FINALIZE_STEPS), List.of("ai.onnxruntime")),
  PROVIDERS(
      List.of("providers"), List.of(FINALIZE_SPI, CORE), List.of("com.fasterxml.jackson.core")),
  EVENTS(List.of("events"), List.of(FINALIZE_SPI, CORE, HTTP), List.of("javax.net.ssl")),
  EVENTS_KAFKA(
      List.of("events.kafka"), List.of(FINALIZE_SPI, CORE, EVENTS), List.of("org.apache.kafka")),
  TESTKIT(
      List.of("testkit"),
      List.of(FINALIZE_SPI, CORE, STORE_MEMORY, STORE_JDBC),
      List.of(
          "org.slf4j",
          "org.junit.jupiter.api",
          "org.junit.platform.commons",
          "org.opentest4j",
          "org.h2",
          "java.sql",
          "javax.sql")),
  TESTKIT_POSTGRES(
      List.of("testkit.postgres"),
      List.of(FINALIZE_SPI, TESTKIT),
      List.of(
          "io.zonky.test.db.postgres",
          "com.zaxxer.hikari",
          "org.postgresql",
          "java.sql",
          "javax.sql")),
  ASSERTJ(List.of("assertj"), List.of(FINALIZE_SPI, CORE, TESTKIT), List.of("org.assertj.core"));

  private static final List<String> EVERYWHERE =
      List.of("java", "javax.crypto", "org.jspecify.annotations");
  private static final List<String> SQL = List.of("java.sql", "javax.sql");

  private final List<String> packages;
  private final List<Module> modules;
  private final List<String> libraries;

  Module(List<String> packages, List<Module> modules, List<String> libraries) {
    this.packages = packages;
    this.modules = modules;
    this.libraries = libraries;
  }

  /**
   * Returns the module that owns a package, given by its name below the root package: the one that
   * names it most precisely.
   */
  static Module owning(String packageBelowRoot) {
    Module owner = CORE;
    int longest = 0;
    for (Module module : values()) {
      for (String name : module.packages) {
        if (name.length() > longest && within(packageBelowRoot, List.of(name))) {
          owner = module;
          longest = name.length();
        }
      }
    }
    return owner;
  }

  boolean mayUse(Module other) {
    return other == this || modules.contains(other);
  }

  /**
   * Whether it owns the internal package, or is one of the modules that the package is exported to.
   */
  boolean mayUseInternal(String packageBelowRoot) {
    return owning(packageBelowRoot) == this
        || (packageBelowRoot.equals("finalize.internal") && this != STORE_MEMORY)
        || (packageBelowRoot.equals("http.internal") && (this == FINALIZE_STEPS || this == EVENTS));
  }

  boolean mayUseLibrary(String packageName) {
    if (within(packageName, libraries)) {
      return true;
    }
    return within(packageName, EVERYWHERE) && !within(packageName, SQL);
  }

  private static boolean within(String name, List<String> packages) {
    return packages.stream().anyMatch(p -> name.equals(p) || name.startsWith(p + "."));
  }
}
