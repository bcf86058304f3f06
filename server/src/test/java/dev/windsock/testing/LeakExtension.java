package dev.windsock.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotatedFields;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotatedMethods;
import static org.junit.platform.commons.support.HierarchyTraversalMode.TOP_DOWN;

import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.commons.support.ModifierSupport;

/**
 * Fails a test that leaves a thread, a timer or a connection behind.
 *
 * <p>Registered for all tests by {@code META-INF/services}, hence the first to look and the last: after all that a test
 * closes by itself. What is closing gets some time to be closed. Where a class keeps something for all its tests, which
 * may grow with use, the check is at the end of the class; else at the end of each test.
 */
public final class LeakExtension implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    /** Configuration parameter of the platform: how many milliseconds what is closing gets. Default 5000. */
    static final String SETTLE_MILLIS = "windsock.leaks.settle.millis";

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakExtension.class);

    /** Public for the service loader. */
    public LeakExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        remember(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!sharesSomething(context.getRequiredTestClass())) {
            check(context);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        check(context);
    }

    private static void remember(ExtensionContext context) {
        context.getStore(NAMESPACE).put(Census.class, Census.now());
    }

    private static void check(ExtensionContext context) {
        Census before = context.getStore(NAMESPACE).get(Census.class, Census.class);
        try {
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(10))
                    .atMost(settleTime(context))
                    .until(() -> Census.now().since(before), List::isEmpty);
        } catch (ConditionTimeoutException stillThere) {
            List<String> leftovers = Census.now().since(before);
            if (!leftovers.isEmpty()) {
                throw new AssertionError(
                        context.getDisplayName() + " leaves behind:\n  " + String.join("\n  ", leftovers));
            }
        }
    }

    private static Duration settleTime(ExtensionContext context) {
        return context.getConfigurationParameter(SETTLE_MILLIS, Long::valueOf)
                .map(Duration::ofMillis)
                .orElse(Duration.ofSeconds(5));
    }

    private static boolean sharesSomething(Class<?> test) {
        return !findAnnotatedMethods(test, BeforeAll.class, TOP_DOWN).isEmpty()
                || !findAnnotatedFields(test, RegisterExtension.class, ModifierSupport::isStatic)
                        .isEmpty()
                || test.isAnnotationPresent(TestInstance.class)
                || (test.getEnclosingClass() != null && sharesSomething(test.getEnclosingClass()));
    }
}
