package org.jivesoftware.openfire.plugin.cloudnotify.house;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.ArchCondition.from;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The floors of the house: data flows one way, and each outside thing is touched in one place (docs/architecture.md). */
@AnalyzeClasses(packages = FloorsTest.HOUSE, importOptions = ImportOption.DoNotIncludeTests.class)
class FloorsTest {

    static final String HOUSE = "org.jivesoftware.openfire.plugin.cloudnotify";

    private static final DescribedPredicate<JavaClass> OPENFIRE = describe("part of Openfire",
        type -> type.getPackageName().startsWith("org.jivesoftware.") && !type.getPackageName().startsWith(HOUSE));

    /** What Openfire calls or hands over by its own types; everything else reaches it through {@code server}. */
    private static final Set<String> DOORS = Set.of("CloudNotifyPlugin", "Core", "Pushing",
        "Reacting", "GroupChatting", "GroupChatServing", "Administering", "Intake", "WebPushing", "PushIqHandler", "CommandHandler",
        "Commands",
        "ListedCommand", "Administrator", "CloudNotify", "RunningPlugin");

    @ArchTest
    static final ArchRule no_rooms_form_a_circle = slices().matching(HOUSE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule openfire_is_touched_in_server_and_at_the_doors_only = noClasses()
        .that().resideOutsideOfPackages(HOUSE + ".server..", HOUSE + ".statistics..")
        .and(describe("are no doors", type -> !DOORS.contains(outermost(type))))
        .should().dependOnClassesThat(OPENFIRE);

    @ArchTest
    static final ArchRule sql_is_spoken_where_stores_are_only = noClasses()
        .that().resideOutsideOfPackages(HOUSE + ".registration..", HOUSE + ".server..")
        .and(describe("are not the composition root", type -> !outermost(type).equals("Core")))
        .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule what_decides_and_delivers_knows_no_server = noClasses()
        .that().resideInAnyPackage(HOUSE + ".trigger..", HOUSE + ".notification..", HOUSE + ".delivery..", HOUSE + ".session..")
        .should().dependOnClassesThat().resideInAPackage(HOUSE + ".server..");

    @ArchTest
    static final ArchRule registrations_know_nothing_of_pushes = noClasses()
        .that().resideInAPackage(HOUSE + ".registration..")
        .should().dependOnClassesThat().resideInAnyPackage(HOUSE + ".session..", HOUSE + ".trigger..", HOUSE + ".notification..",
            HOUSE + ".delivery..", HOUSE + ".server..");

    @ArchTest
    static final ArchRule what_makes_stanzas_one_knows_no_sessions_and_no_pushes = noClasses()
        .that().resideInAPackage(HOUSE + ".identity..")
        .should().dependOnClassesThat().resideInAnyPackage(HOUSE + ".session..", HOUSE + ".trigger..", HOUSE + ".notification..",
            HOUSE + ".delivery..", HOUSE + ".server..");

    @ArchTest
    static final ArchRule the_api_stands_alone = noClasses()
        .that().resideInAPackage(HOUSE + ".api..")
        .should().dependOnClassesThat(describe("of other rooms",
            type -> type.getPackageName().startsWith(HOUSE) && !type.getPackageName().startsWith(HOUSE + ".api")));

    /** So the compiler holds it (NullAway). */
    @ArchTest
    static final ArchRule every_room_says_by_types_what_may_be_null = classes().should(from(describe("be in a package that is @NullMarked",
        type -> type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked"))));

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getPackageName().length() + 1);
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }
}
