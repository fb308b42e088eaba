package dev.sessionlifecycle.testkit.host;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test class whose tests get a lifecycle each, on an empty store; see {@link
 * SessionLifecycleExtension} for what a test may have as its parameters.
 *
 * <pre>{@code
 * @SessionLifecycleTest(setup = CallCenter.class)
 * class BillingTest {
 *   @Test
 *   void a_silent_call_expires(OrganizationSessions sessions, SessionTime time) {
 *     Session call = sessions.open(SessionRequest.on("voice", user)).orThrow();
 *     time.advance(Duration.ofMinutes(31));
 *     assertEquals(SessionStatus.EXPIRED, sessions.get(call.id()).status());
 *   }
 * }
 * }</pre>
 *
 * <p>A class inherits it from its superclass and from the class that it is nested in, unless it has
 * one of its own: so a subclass with nothing but another store runs the same tests there.
 */
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ExtendWith(SessionLifecycleExtension.class)
public @interface SessionLifecycleTest {

  /** What the lifecycle of each test is made of; made by its constructor without parameters. */
  Class<? extends LifecycleSetup> setup() default LifecycleSetup.Defaults.class;

  /** The store of each test. */
  StoreKind store() default StoreKind.MEMORY;
}
