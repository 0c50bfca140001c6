package org.jivesoftware.openfire.plugin.cloudnotify.testserver.launcher;

/**
 * Main class of the JVM of a server that was unpacked: calls the main class of its startup.jar, which gives Openfire a class loader of its
 * own, and then, in that, the tests' hand. Must know neither Openfire nor any other class of the tests, since it is outside.
 */
public final class OpenfireLauncher {
    private static final String STARTER = "org.jivesoftware.openfire.starter.ServerStarter";
    private static final String HAND = "org.jivesoftware.openfire.plugin.cloudnotify.testserver.server.TestServerMain";

    private OpenfireLauncher() {
    }

    /** @param arguments for the tests' hand: home folder and report port */
    public static void main(String[] arguments) throws Exception {
        try {
            Class.forName(STARTER).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            // The starter leaves its class loader there.
            ClassLoader openfire = Thread.currentThread().getContextClassLoader();
            openfire.loadClass(HAND).getMethod("attach", String[].class).invoke(null, (Object) arguments);
        } catch (Exception | LinkageError e) {
            e.printStackTrace();
            System.exit(1);
        }
    }
}
