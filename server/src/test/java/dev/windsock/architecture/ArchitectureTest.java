package dev.windsock.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.Slices;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

    private static final String ROOT = "dev.windsock";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @SuppressWarnings("unused") // named by the parameterized tests
    private static final List<Room> TABLE = Room.TABLE;

    private final Rules rules = new Rules(ROOT);

    @ParameterizedTest
    @FieldSource("TABLE")
    void aRoomUsesWhatItsRowNames(Room room) {
        rules.usesOnlyItsRow(room).check(CLASSES);
    }

    @ParameterizedTest
    @FieldSource("TABLE")
    void aRoomOfTheTableIsThere(Room room) {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName)).contains(ROOT + "." + room.name());
    }

    @Test
    void everyClassHasARoom() {
        rules.everyClassHasARoom().check(CLASSES);
    }

    @Test
    void packagesDoNotFormCycles() {
        rules.noCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        rules.everyPackageIsNullMarked().check(CLASSES);
    }

    @Test
    void theClassesWereReallyAnalysed() {
        assertThat(CLASSES).hasSizeGreaterThan(80);
    }

    @Test
    void eachPackageIsASliceOfItsOwn() {
        long packages =
                CLASSES.stream().map(JavaClass::getPackageName).distinct().count();
        assertThat(Slices.matching(rules.slices()).transform(CLASSES)).hasSize(Math.toIntExact(packages));
    }
}
