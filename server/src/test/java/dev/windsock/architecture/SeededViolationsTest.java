package dev.windsock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Each rule catches what was seeded for it below {@code seeded}, and leaves the rest alone. */
class SeededViolationsTest {

    private static final String ROOT = "dev.windsock.architecture.seeded";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(ROOT);

    @SuppressWarnings("unused") // named by the parameterized tests
    private static final List<Room> TABLE = Room.TABLE;

    private final Rules rules = new Rules(ROOT);

    /** Every room has a class {@code Breach} that uses one thing which its row does not name. */
    @ParameterizedTest
    @FieldSource("TABLE")
    void aBreachOfARowIsCaught(Room room) {
        assertThat(violations(rules.usesOnlyItsRow(room)))
                .isNotEmpty()
                .allSatisfy(violation -> assertThat(violation).contains(ROOT + "." + room.name() + ".Breach"));
    }

    @Test
    void aPackageThatTheTableDoesNotKnowIsCaught() {
        assertThat(violations(rules.everyClassHasARoom()))
                .singleElement()
                .asString()
                .contains(ROOT + ".cellar.Stranger");
    }

    @Test
    void aCycleInsideARoomIsCaught() {
        assertThat(violations(rules.noCycles()))
                .anySatisfy(cycle -> assertThat(cycle).contains("Slice transport.here", "Slice transport.there"));
    }

    @Test
    void aPackageWithoutNullMarkedIsCaught() {
        assertThat(violations(rules.everyPackageIsNullMarked()))
                .anySatisfy(violation -> assertThat(violation).contains(ROOT + ".channel.Breach"))
                .noneSatisfy(violation -> assertThat(violation).contains(ROOT + ".protocol."));
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(CLASSES).getFailureReport().getDetails();
    }
}
