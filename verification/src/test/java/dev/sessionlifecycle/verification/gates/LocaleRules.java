package dev.sessionlifecycle.verification.gates;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what depends on the default locale of the process or the database: in Turkish, {@code
 * "TITLE"} has other small letters, and in Persian {@code %d} writes other digits.
 */
final class LocaleRules extends TreeScanner<Void, Void> {
  private static final Set<String> METHODS =
      Set.of(
          "formatted",
          "printf",
          "toLowerCase",
          "toUpperCase",
          "ofPattern",
          "toFormatter",
          "ofLocalizedDate",
          "ofLocalizedTime",
          "ofLocalizedDateTime",
          "getDefault");

  private static final Set<String> TYPES =
      Set.of(
          "NumberFormat",
          "DecimalFormat",
          "DecimalFormatSymbols",
          "DateFormat",
          "SimpleDateFormat",
          "MessageFormat",
          "Formatter",
          "Scanner",
          "BreakIterator",
          "Collator",
          "ResourceBundle");

  private static final Pattern SQL_FOLDING =
      Pattern.compile("(?i)\\b(?:lower|upper|initcap)\\s*\\(|\\bilike\\b");

  private static final Pattern SQL_COMMENT = Pattern.compile("--.*");

  private final List<String> found = new ArrayList<>();

  private LocaleRules() {}

  /** Returns the calls and texts of a parsed source that depend on the default locale. */
  static List<String> in(Tree source) {
    LocaleRules rules = new LocaleRules();
    rules.scan(source, null);
    return rules.found;
  }

  /** Whether statements fold letters by the locale of the database. */
  static boolean foldsInSql(String sql) {
    return SQL_FOLDING.matcher(SQL_COMMENT.matcher(sql).replaceAll("")).find();
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
    if (call.getMethodSelect() instanceof MemberSelectTree select
        && isSensitive(select, call.getArguments())
        && !namesALocale(call.getArguments())) {
      found.add(call.toString());
    }
    return super.visitMethodInvocation(call, unused);
  }

  private static boolean isSensitive(
      MemberSelectTree select, List<? extends ExpressionTree> arguments) {
    String receiver = select.getExpression().toString();
    return switch (select.getIdentifier().toString()) {
      case "toLowerCase", "toUpperCase" -> arguments.isEmpty();
      case "getDefault" -> receiver.equals("Locale");
      case "format" ->
          receiver.equals("String")
              || TYPES.contains(receiver)
              || !arguments.isEmpty() && isText(arguments.get(0));
      default -> METHODS.contains(select.getIdentifier().toString()) || TYPES.contains(receiver);
    };
  }

  private static boolean isText(ExpressionTree argument) {
    return argument.getKind() == Tree.Kind.STRING_LITERAL;
  }

  private static boolean namesALocale(List<? extends ExpressionTree> arguments) {
    return arguments.stream()
        .anyMatch(argument -> argument.toString().matches("(?s).*[lL]ocale.*"));
  }

  @Override
  public Void visitMemberReference(MemberReferenceTree reference, Void unused) {
    if (METHODS.contains(reference.getName().toString())) {
      found.add(reference.toString());
    }
    return super.visitMemberReference(reference, unused);
  }

  @Override
  public Void visitNewClass(NewClassTree created, Void unused) {
    if (TYPES.contains(created.getIdentifier().toString())
        && !namesALocale(created.getArguments())) {
      found.add(created.toString());
    }
    return super.visitNewClass(created, unused);
  }

  @Override
  public Void visitLiteral(LiteralTree literal, Void unused) {
    if (literal.getValue() instanceof String text && foldsInSql(text)) {
      found.add(literal.toString());
    }
    return super.visitLiteral(literal, unused);
  }
}
