package org.jivesoftware.openfire.plugin.cloudnotify.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What other plugins were compiled against is still there. The list beside this test is that of the last release; a new release replaces
 * it by what {@link #surface} gives.
 */
class ApiSurfaceTest {

    private static final String LAST_RELEASE = "api-1.0.1.txt";

    @Test
    void everything_of_the_last_release_is_still_there() throws IOException {
        Set<String> gone = new TreeSet<>(lastRelease());
        assertTrue(gone.size() > 20, "the list of the last release was read");
        Set<String> present = surface();
        gone.removeAll(present);
        assertEquals(Set.of(), gone, () -> "Gone from the API; there is now:\n" + String.join("\n", present));
    }

    @Test
    void what_other_plugins_implement_asks_for_nothing_new() {
        // A new abstract method in an interface that other plugins implement would break them at the first call.
        Set<String> demands = new TreeSet<>();
        for (Class<?> each : List.of(org.jivesoftware.openfire.plugin.cloudnotify.api.PushListener.class,
            org.jivesoftware.openfire.plugin.cloudnotify.api.PushReviewer.class,
            org.jivesoftware.openfire.plugin.cloudnotify.api.RegistrationReviewer.class)) {
            for (var method : each.getMethods()) {
                if (Modifier.isAbstract(method.getModifiers())) {
                    demands.add(each.getSimpleName() + "." + method.getName());
                }
            }
        }
        assertEquals(Set.of("PushReviewer.review", "RegistrationReviewer.review"), demands);
    }

    private static Set<String> surface() {
        Set<String> surface = new TreeSet<>();
        for (JavaClass type : new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(FloorsTest.HOUSE + ".api")) {
            if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
                continue;
            }
            surface.add("type " + type.getName());
            type.getMethods().stream().filter(each -> visible(each.getModifiers()))
                .forEach(each -> surface.add(each.getFullName() + ": " + each.getRawReturnType().getName()));
            type.getConstructors().stream().filter(each -> visible(each.getModifiers())).forEach(each -> surface.add(each.getFullName()));
            type.getFields().stream().filter(each -> visible(each.getModifiers()))
                .forEach(each -> surface.add(each.getFullName() + ": " + each.getRawType().getName()));
        }
        return surface;
    }

    private static boolean visible(Set<JavaModifier> modifiers) {
        return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
            && !modifiers.contains(JavaModifier.SYNTHETIC);
    }

    private static Set<String> lastRelease() throws IOException {
        try (InputStream list = ApiSurfaceTest.class.getResourceAsStream(LAST_RELEASE)) {
            return new TreeSet<>(new String(list.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList());
        }
    }
}
