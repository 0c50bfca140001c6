package org.jivesoftware.openfire.plugin.cloudnotify.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.ServerConfig;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestServer;

/**
 * Shows Cloud Notify at work: boots a real Openfire with the plugin, plays a story with two clients and a push service, and
 * stays up until Ctrl-C. With {@code --once} (or the system property {@code demo.once}) it ends after the story. Exit status: 0,
 * or 1 when no push came or anything failed.
 */
public final class Demo {

    private Demo() {
    }

    /** @param arguments {@code --once} or nothing */
    public static void main(String[] arguments) {
        boolean once = Boolean.getBoolean("demo.once") || Arrays.asList(arguments).contains("--once");
        endWithParent();
        int status;
        try {
            status = run(once) ? 0 : 1;
        } catch (Exception | AssertionError e) {
            System.out.flush();
            System.err.println();
            System.err.println("The demo failed: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    private static boolean run(boolean once) throws InterruptedException {
        Path jar = ServerConfig.pluginJar();
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException("There is no plugin jar " + jar + "; './demo' builds it, and so does 'mvn package'.");
        }
        var narrator = new Narrator(System.out);
        narrator.title("Cloud Notify: push notifications for Openfire");
        long begin = System.nanoTime();
        TestServer server = TestServer.start(config("demo"));
        narrator.step("Openfire %s runs with the plugin Cloud Notify %s, ready after %.1f s."
                .formatted(server.version(), server.control().plugins().version("cloudnotify"), (System.nanoTime() - begin) / 1e9));
        var story = new Story(server, narrator);
        boolean pushed = story.play();
        if (!pushed) {
            System.err.println();
            System.err.println("No push came. The server's log: " + server.log().file());
        }
        if (!once) {
            story.showAccounts();
            story.showFurtherPushes();
        }
        if (pushed) {
            server.close();
        }
        return pushed;
    }

    /** A server with a console, whose administrator is the story's. */
    static ServerConfig config(String name) {
        return ServerConfig.usual().named(name).property("xmpp.domain", "localhost").withConsole()
            .property("admin.authorizedJIDs", Story.ADMINISTRATOR + "@localhost");
    }

    /** Ends this process, and with it the server, when the one that started it is killed. */
    private static void endWithParent() {
        ProcessHandle.current().parent().ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(1)));
    }
}
