package dev.windsock.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

/** The rules, for the classes below any root, so that they can be tried on seeded violations too. */
final class Rules {

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    /** A room uses what its row of the table names, and nothing else. */
    ArchRule usesOnlyItsRow(Room room) {
        return classes()
                .that()
                .resideInAPackage(room.packages(root))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(room.mayUse(root));
    }

    /** There is no package that the table does not know. */
    ArchRule everyClassHasARoom() {
        return classes()
                .should()
                .resideInAnyPackage(
                        Room.TABLE.stream().map(room -> room.packages(root)).toArray(String[]::new));
    }

    /** Each package is a slice, subpackages too. */
    String slices() {
        return root + ".(**)";
    }

    ArchRule noCycles() {
        return SlicesRuleDefinition.slices().matching(slices()).should().beFreeOfCycles();
    }

    ArchRule everyPackageIsNullMarked() {
        return classes().should(new ArchCondition<>("be in a package with @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getName() + (marked ? " is" : " is not") + " in a null-marked package"));
            }
        });
    }
}
