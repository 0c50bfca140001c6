package org.jivesoftware.openfire.plugin.cloudnotify.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Openfire, with Cloud Notify, another push plugin, or none. */
final class OpenfireContender implements Contender {
    static final Name PLAIN = new Name("Openfire", null);
    static final Name OURS = new Name("Openfire", "cloudnotify");

    private static final String ROOM = Integer.toString(256 << 20);

    private final Name name;
    private final World world;

    private OpenfireContender(Name name, World world) {
        this.name = name;
        this.world = world;
    }

    static OpenfireContender plain(Options options) {
        return new OpenfireContender(PLAIN, new World(options, false, false));
    }

    /** With Cloud Notify, whose limits are off: each message is to be a push. */
    static OpenfireContender ours(Options options) {
        return new OpenfireContender(OURS, new World(options, config -> config.property("cloudnotify.merge-window", "0")
            .property("cloudnotify.max-pushes-per-minute", "0")));
    }

    /** With a version of Cloud Notify, whose jar is told; its limits are off. */
    static OpenfireContender version(Options options, String version, Path jar) {
        return new OpenfireContender(new Name("Openfire", version), new World(options, config -> config.withoutCloudNotify()
            .plugin("cloudnotify", jar).property("cloudnotify.merge-window", "0").property("cloudnotify.max-pushes-per-minute", "0")));
    }

    /**
     * With another plugin, whose jar is told. The push plugin of Openfire's own project has its limit off, and room in its caches: as they
     * come, they are full after some thousand messages, and then it fails for many.
     */
    static OpenfireContender other(Options options, String plugin, Path jar) {
        return new OpenfireContender(new Name("Openfire", plugin), new World(options, config -> config.withoutCloudNotify()
            .plugin(plugin.toLowerCase(Locale.ROOT), jar).property("pushnotifications.max-per-second", "1000000")
            .property("cache.pushnotification.users.size", ROOM).property("cache.pushnotification.messages.size", ROOM)));
    }

    @Override
    public Name name() {
        return name;
    }

    @Override
    public long pid() {
        return world.server.pid();
    }

    @Override
    public long allocated() {
        return Usage.now(world.control()).allocated();
    }

    @Override
    public void recordAllocations() {
        world.control().load().startAllocations();
    }

    @Override
    public void allocations(Path file) {
        world.control().load().stopProfile(file.toString());
    }

    @Override
    public int clientPort() {
        return world.server.ports().client();
    }

    @Override
    public int componentPort() {
        return world.server.ports().component();
    }

    @Override
    public void accounts(String... names) {
        world.users(names);
    }

    @Override
    public void forget() {
        world.deleteOffline();
    }

    @Override
    public void close() throws IOException {
        world.close();
    }
}
