package dev.windsock.testing;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.windsock.testing.SeededLeaks.Leaky;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class LeakExtensionTest {

    @AfterEach
    void closeWhatWasLeaked() throws Exception {
        SeededLeaks.closeAll();
    }

    @ParameterizedTest
    @CsvSource({
        "leavesAThread, thread \"left\"",
        "leavesAVirtualThread, virtual thread \"virtually left\"",
        "leavesAScheduledExecutor, timer \"pool-",
        "leavesATimer, timer \"Timer-",
        "leavesAListener, connection socket:",
        "leavesAnUnboundSocket, connection socket:",
        "leavesAConnection, connection socket:"
    })
    void aTestThatLeavesSomethingFails(String method, String named) {
        run(selectMethod(Leaky.class, method))
                .testEvents()
                .failed()
                .assertEventsMatchExactly(event(
                        test(method),
                        finishedWithFailure(
                                instanceOf(AssertionError.class),
                                message(text -> text.contains("leaves behind") && text.contains(named)))));
    }

    @Test
    void aTestThatClosesWhatItOpensPasses() {
        run(selectClass(SeededLeaks.Tidy.class))
                .testEvents()
                .assertStatistics(stats -> stats.succeeded(3).failed(0));
    }

    @Test
    void whatAClassSharesMayGrowUntilItsEnd() {
        run(selectClass(SeededLeaks.Sharing.class)).allEvents().assertStatistics(stats -> stats.failed(0));
    }

    @Test
    void aClassThatLeavesWhatItSharesFails() {
        EngineExecutionResults results = run(selectClass(SeededLeaks.LeakyClass.class));
        results.testEvents().assertStatistics(stats -> stats.succeeded(1).failed(0));
        results.containerEvents()
                .failed()
                .assertEventsMatchExactly(event(
                        container(SeededLeaks.LeakyClass.class),
                        finishedWithFailure(message(text -> text.contains("thread \"shared\"")))));
    }

    private static EngineExecutionResults run(DiscoverySelector seeded) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(seeded)
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .configurationParameter(LeakExtension.SETTLE_MILLIS, "200")
                .execute();
    }
}
