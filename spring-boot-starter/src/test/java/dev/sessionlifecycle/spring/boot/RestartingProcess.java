package dev.sessionlifecycle.spring.boot;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;

/** Starts an application again and again, with a class loader of its own, and says what is left. */
final class RestartingProcess {
  private static final int COLLECTIONS = 20;

  private RestartingProcess() {}

  /** Loads the classes of the application, and leaves those of libraries to its parent. */
  private static final class RestartLoader extends ClassLoader {
    RestartLoader() {
      super(RestartingProcess.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(RestartedApplication.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known != null ? known : define(name);
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  /** Runs it; with the property {@code keep} it keeps the class loaders, as a leak would. */
  public static void main(String[] arguments) throws Exception {
    // H2 keeps the class loader of its first caller for ever: in the thread that is its shutdown
    // hook,
    // and in the stack traces of exceptions that are constants.
    DriverManager.getConnection("jdbc:h2:mem:first").close();
    List<Object> kept = new ArrayList<>();
    for (int start = 0; start < 3; start++) {
      ReferenceQueue<ClassLoader> collected = new ReferenceQueue<>();
      WeakReference<ClassLoader> loader = start(collected, kept);
      System.out.println("result: " + remains(loader, collected));
    }
    System.out.println("kept " + kept.size());
  }

  private static WeakReference<ClassLoader> start(
      ReferenceQueue<ClassLoader> collected, List<Object> kept) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    RestartLoader loader = new RestartLoader();
    thread.setContextClassLoader(loader);
    try {
      Class<?> application = loader.loadClass(RestartedApplication.class.getName());
      if (application == RestartedApplication.class) {
        throw new IllegalStateException("the class was not loaded anew");
      }
      ((Runnable) application.getConstructor().newInstance()).run();
    } finally {
      thread.setContextClassLoader(before);
    }
    if (Boolean.getBoolean("keep")) {
      kept.add(loader);
    }
    return new WeakReference<>(loader, collected);
  }

  private static String remains(
      WeakReference<ClassLoader> loader, ReferenceQueue<ClassLoader> collected)
      throws InterruptedException {
    List<String> threads =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.startsWith("session-lifecycle"))
            .toList();
    if (!threads.isEmpty()) {
      return "threads kept: " + threads;
    }
    for (int i = 0; i < COLLECTIONS && !loader.refersTo(null); i++) {
      System.gc();
      collected.remove(100);
    }
    return loader.refersTo(null) ? "clean" : "class loader kept";
  }
}
