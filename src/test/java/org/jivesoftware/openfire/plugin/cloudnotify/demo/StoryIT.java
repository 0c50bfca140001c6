package org.jivesoftware.openfire.plugin.cloudnotify.demo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;
import org.junit.jupiter.api.Test;

/** The demo's story, told to nobody. */
class StoryIT {

    @Test
    void aliceIsWokenAndComesBack() {
        var told = new ByteArrayOutputStream();
        try (TestServer server = TestServer.start(ServerConfig.usual().named("story").property("xmpp.domain", "localhost"))) {
            assertTrue(new Story(server, new Narrator(new PrintStream(told, true, StandardCharsets.UTF_8))).play(), told::toString);
            String text = told.toString(StandardCharsets.UTF_8);
            assertTrue(text.contains("It can do push notifications"), text);
            assertTrue(text.contains("group chat"), text);
            assertTrue(text.contains("End of the story."), text);
        }
    }
}
