package dev.sessionlifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.sessionlifecycle.finalizer.FinalizerOptions;
import dev.sessionlifecycle.finalizer.StepOptions;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class OptionsOrderTest {

  @Test
  void the_defaults_do_not_depend_on_class_initialization_order() throws Exception {
    for (Class<?> first : new Class<?>[] {StepOptions.class, FinalizerOptions.class}) {
      URL[] classes = {first.getProtectionDomain().getCodeSource().getLocation()};
      try (URLClassLoader fresh = new Fresh(classes)) {
        Class<?> used = Class.forName(first.getName(), true, fresh);
        assertNotSame(first, used);
        Class<?> finalizer = Class.forName(FinalizerOptions.class.getName(), true, fresh);
        Object defaults = finalizer.getMethod("defaults").invoke(null);
        Object step = finalizer.getMethod("step", String.class).invoke(defaults, "any");
        assertNotNull(step, () -> "after " + first);
        assertEquals(StepOptions.defaults().toString(), step.toString());
      }
    }
  }

  /** Loads the library's classes again, and takes all others from the parent. */
  private static final class Fresh extends URLClassLoader {
    Fresh(URL[] urls) {
      super(urls, OptionsOrderTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null
            && name.startsWith("dev.sessionlifecycle.")
            && findResource(path(name)) != null) {
          loaded = findClass(name);
        }
        return loaded == null ? super.loadClass(name, resolve) : loaded;
      }
    }

    private static String path(String name) {
      return name.replace('.', '/') + ".class";
    }
  }
}
