package dev.sessionlifecycle.verification.steps;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.text.BreakIterator;
import java.text.CharacterIterator;
import java.text.StringCharacterIterator;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Counts the work of steps instead of timing it, so that the figure is the same on every machine:
 * the calls and the rounds of loops in their code, and the characters that their calls on strings
 * and their searches for the ends of sentences go through. The classes are loaded a second time,
 * with the counters in their bytecode.
 */
final class WorkCounter {

  /** What one look-up in the numbering plans counts. */
  private static final int LOOKUP = 100;

  private static final String LIBRARY = "dev.sessionlifecycle.";
  private static final String STEPS = LIBRARY + "steps.";
  private static final String TEXTS = LIBRARY + "finalize.internal.Texts";
  private static final String WORK = Work.class.getName().replace('.', '/');

  /** Methods whose cost does not depend on the length of the text, or only on short arguments. */
  private static final Set<String> CONSTANT =
      Set.of(
          "charAt",
          "length",
          "isEmpty",
          "startsWith",
          "endsWith",
          "regionMatches",
          "equals",
          "hashCode",
          "valueOf",
          "compareTo",
          "contains",
          "matches",
          "setLength",
          "setCharAt",
          "getChars",
          "append",
          "<init>",
          "chars",
          "codePoints",
          "isBlank",
          "format",
          "offsetByCodePoints");

  /** Methods whose result is as long as the work is. */
  private static final Set<String> COPYING =
      Set.of(
          "substring",
          "toLowerCase",
          "toUpperCase",
          "repeat",
          "replace",
          "replaceAll",
          "replaceFirst",
          "toString",
          "toCharArray",
          "strip",
          "stripTrailing",
          "trim",
          "getBytes",
          "concat",
          "split",
          "subSequence",
          "join");

  private static final Set<String> SEARCHING = Set.of("indexOf", "lastIndexOf");

  private final Set<String> unknown = new TreeSet<>();
  private final Object scrubber;
  private final Method scrub;
  private final Consumer<List<Map.Entry<String, String>>> scrubStep;
  private final Consumer<List<Map.Entry<String, String>>> summarizeStep;
  private final long[] count;

  /**
   * What the scrub of a text took: its work, that of its first pass, and the number of passes.
   * Further passes read a text with replacements, which makes their work hard to compare.
   */
  record Cost(long work, long firstPass, long passes, int length) {
    double perCharacter() {
      return (double) work / length;
    }

    double growthFrom(Cost shorter) {
      return (double) firstPass / shorter.firstPass;
    }
  }

  WorkCounter() throws ReflectiveOperationException {
    Loader loader = new Loader();
    Class<?> type = loader.loadClass(STEPS + "pii.Scrubber");
    scrubber = type.getMethod("standard").invoke(null);
    scrub = type.getMethod("scrub", String.class);
    scrubStep = loader.step(CountedSteps.Scrub.class.getName());
    summarizeStep = loader.step(CountedSteps.Summarize.class.getName());
    count = (long[]) loader.loadClass(Work.class.getName()).getField("COUNT").get(null);
  }

  /** Scrubs this text and returns what it took. */
  Cost scrub(String text) throws ReflectiveOperationException {
    Arrays.fill(count, 0);
    scrub.invoke(scrubber, text);
    long firstPass = count[1] > 1 ? count[2] : count[0];
    return new Cost(count[0], firstPass, count[1], text.length());
  }

  /** Scrubs a conversation, of roles and texts, with the step and returns what it took. */
  Cost scrub(List<Map.Entry<String, String>> conversation) {
    return step(scrubStep, conversation);
  }

  /** Summarizes a conversation with the step and returns what it took. */
  Cost summarize(List<Map.Entry<String, String>> conversation) {
    return step(summarizeStep, conversation);
  }

  private Cost step(
      Consumer<List<Map.Entry<String, String>>> step,
      List<Map.Entry<String, String>> conversation) {
    Arrays.fill(count, 0);
    step.accept(conversation);
    int length = conversation.stream().mapToInt(it -> it.getValue().length()).sum();
    return new Cost(count[0], count[0], 1, length);
  }

  /** Returns the methods of strings that the scrub calls and whose cost is not known here. */
  Set<String> unknown() {
    return unknown;
  }

  /** The counter, and what the calls on strings are replaced with. */
  public static final class Work {
    public static final long[] COUNT = new long[3];

    private Work() {}

    public static void step() {
      COUNT[0]++;
    }

    public static void pass() {
      if (++COUNT[1] == 2) {
        COUNT[2] = COUNT[0];
      }
    }

    public static void lookup() {
      COUNT[0] += LOOKUP;
    }

    public static void copied(Object result) {
      int length =
          result instanceof CharSequence text
              ? text.length()
              : result instanceof char[] chars
                  ? chars.length
                  : result instanceof byte[] bytes ? bytes.length : 0;
      COUNT[0] += 1 + length / 8;
    }

    public static int codePointCount(CharSequence text, int from, int to) {
      COUNT[0] += 1 + (to - from) / 8;
      return Character.codePointCount(text, from, to);
    }

    public static void setText(BreakIterator breaks, String text) {
      breaks.setText(new CountedText(text));
    }

    public static int indexOf(String text, int c) {
      return searched(text, 0, text.indexOf(c));
    }

    public static int indexOf(String text, String word) {
      return searched(text, 0, text.indexOf(word));
    }

    public static int indexOf(String text, int c, int from) {
      return searched(text, from, text.indexOf(c, from));
    }

    public static int indexOf(String text, String word, int from) {
      return searched(text, from, text.indexOf(word, from));
    }

    public static int lastIndexOf(String text, int c) {
      int found = text.lastIndexOf(c);
      COUNT[0] += 1 + (text.length() - found) / 8;
      return found;
    }

    public static int lastIndexOf(String text, int c, int from) {
      int found = text.lastIndexOf(c, from);
      COUNT[0] += 1 + Math.max(0, from - found) / 8;
      return found;
    }

    private static int searched(String text, int from, int found) {
      int to = found < 0 ? text.length() : found;
      COUNT[0] += 1 + Math.max(0, to - from) / 8;
      return found;
    }
  }

  /** Counts the characters that a search for the ends of sentences looks at. */
  private static final class CountedText implements CharacterIterator {
    private final StringCharacterIterator text;

    private CountedText(String text) {
      this.text = new StringCharacterIterator(text);
    }

    @Override
    public char first() {
      Work.step();
      return text.first();
    }

    @Override
    public char last() {
      Work.step();
      return text.last();
    }

    @Override
    public char current() {
      Work.step();
      return text.current();
    }

    @Override
    public char next() {
      Work.step();
      return text.next();
    }

    @Override
    public char previous() {
      Work.step();
      return text.previous();
    }

    @Override
    public char setIndex(int position) {
      Work.step();
      return text.setIndex(position);
    }

    @Override
    public int getBeginIndex() {
      return text.getBeginIndex();
    }

    @Override
    public int getEndIndex() {
      return text.getEndIndex();
    }

    @Override
    public int getIndex() {
      return text.getIndex();
    }

    @Override
    @SuppressWarnings("CloneDoesntCallSuperClone") // only read
    public Object clone() {
      throw new IllegalStateException("a counted text is not copied");
    }
  }

  private final class Loader extends ClassLoader {
    private Loader() {
      super(WorkCounter.class.getClassLoader());
    }

    @SuppressWarnings("unchecked")
    private Consumer<List<Map.Entry<String, String>>> step(String name)
        throws ReflectiveOperationException {
      var constructor = loadClass(name).getDeclaredConstructor();
      constructor.setAccessible(true);
      return (Consumer<List<Map.Entry<String, String>>>) constructor.newInstance();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      boolean own = name.startsWith(LIBRARY);
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = own ? findLoadedClass(name) : super.loadClass(name, resolve);
        return loaded != null ? loaded : define(name);
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        boolean isCounted = name.startsWith(STEPS) || name.equals(TEXTS);
        byte[] counted = isCounted ? counted(bytes) : bytes;
        return defineClass(name, counted, 0, counted.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  private byte[] counted(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    boolean whole = reader.getClassName().endsWith("/PiiDetectors$Combined");
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String type, String signature, String[] thrown) {
            return new CountingMethod(
                super.visitMethod(access, name, type, signature, thrown),
                whole && name.equals("detect"));
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Counts each entry and each jump backwards, and what the calls on strings cost. */
  private final class CountingMethod extends MethodVisitor {
    private final Set<Label> passed = new HashSet<>();

    private final boolean pass;

    private CountingMethod(MethodVisitor out, boolean pass) {
      super(Opcodes.ASM9, out);
      this.pass = pass;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      step(pass ? "pass" : "step");
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      if (passed.contains(label)) {
        step("step");
      }
      super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String type, boolean own) {
      boolean text = owner.equals("java/lang/String") || owner.equals("java/lang/StringBuilder");
      if (text && SEARCHING.contains(name) && owner.endsWith("String")) {
        String call = "(Ljava/lang/String;" + type.substring(1);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, WORK, name, call, false);
        return;
      }
      if (owner.equals("java/text/BreakIterator") && name.equals("setText")) {
        String call = "(Ljava/text/BreakIterator;" + type.substring(1);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, WORK, name, call, false);
        return;
      }
      boolean isCounting = owner.equals("java/lang/Character") && name.equals("codePointCount");
      super.visitMethodInsn(opcode, isCounting ? WORK : owner, name, type, own);
      if (text && COPYING.contains(name)) {
        visitInsn(Opcodes.DUP);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, WORK, "copied", "(Ljava/lang/Object;)V", false);
      } else if (text && !CONSTANT.contains(name)) {
        unknown.add(owner + "." + name + type);
      } else if (owner.startsWith("com/google/i18n/")) {
        step("lookup");
      }
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String type, Handle how, Object... with) {
      super.visitInvokeDynamicInsn(name, type, how, with);
      for (Object argument : with) {
        if (argument instanceof Handle handle
            && handle.getOwner().equals("java/lang/String")
            && SEARCHING.contains(handle.getName())) {
          unknown.add(handle.getOwner() + "::" + handle.getName());
        }
      }
    }

    private void step(String kind) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, WORK, kind, "()V", false);
    }
  }
}
