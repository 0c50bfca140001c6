package org.jivesoftware.openfire.plugin.cloudnotify.feature;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageExamplesTest {

    private static final Path HERE = Path.of("src/test/java/org/jivesoftware/openfire/plugin/cloudnotify/feature");

    /** What no test compares with a running server would go on saying what was true once. */
    @Test
    void eachExampleOfThePageIsComparedWithARunningServer() throws IOException {
        String tests = Files.readString(HERE.resolve("ProtocolIT.java")) + Files.readString(HERE.resolve("ProtocolKindsIT.java"));
        Set<String> names = PageExamples.read().names();
        assertFalse(names.isEmpty());
        for (String name : names) {
            assertTrue(tests.contains('"' + name + '"'), name);
        }
        // Nothing that looks like an example goes without a name.
        String page = Files.readString(Path.of("docs/protocol.md"));
        assertTrue(page.split("```(xml|json)\n", -1).length - 1 == names.size(), "an example has no name, or two have one");
    }
}
