package org.jivesoftware.openfire.plugin.cloudnotify.faults;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.session.Devices;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.TestUser;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/**
 * The load of the fault tests: somebody writes a hundred messages a second, in turn to a user who is online and to users whose phones
 * hibernate; each message has a body of its own, which its push shows.
 */
final class Talk implements AutoCloseable {

    private static final long PAUSE_MILLIS = 10;

    private final Scenario scenario;
    private final RawClient writer;
    private final RawClient reader;
    private final List<TestUser> asleep;
    private final Set<String> toReader = new HashSet<>();
    private final Set<String> toAsleep = new HashSet<>();
    private final Thread thread = new Thread(this::write, "talk");
    private volatile boolean ended;
    private volatile RuntimeException problem;
    private int number;

    private Talk(Scenario scenario, List<TestUser> asleep) {
        this.scenario = scenario;
        this.asleep = asleep;
        this.writer = scenario.raw(scenario.user("writer"), "desktop");
        this.reader = scenario.online(scenario.raw(scenario.user("reader"), "desktop"));
    }

    /** Registers and puts to sleep one phone for each user, with the user's name as node. */
    static RawClient asleep(Scenario scenario, TestUser user, PushService service) {
        RawClient phone = scenario.rawResumable(user, "phone");
        phone.enablePush(service.jid(), user.name());
        scenario.online(phone);
        Devices.quiet(scenario, phone);
        scenario.detach(phone);
        return phone;
    }

    static Talk begin(Scenario scenario, List<TestUser> asleep) {
        scenario.property("cloudnotify.with-body", "true");
        scenario.property("cloudnotify.max-pushes-per-minute", "0");
        var talk = new Talk(scenario, asleep);
        talk.thread.setDaemon(true);
        talk.thread.start();
        return talk;
    }

    private void write() {
        try {
            while (!ended) {
                boolean online = ++number % 2 == 0;
                String body = "talk " + number;
                synchronized (this) {
                    (online ? toReader : toAsleep).add(body);
                }
                writer.chat(online ? reader.bareJid() : asleep.get(number / 2 % asleep.size()).jid(), body);
                pause(PAUSE_MILLIS);
            }
        } catch (RuntimeException e) {
            problem = e;
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many messages were written until now. */
    synchronized int written() {
        return toReader.size() + toAsleep.size();
    }

    /** What was written to those asleep until now. */
    synchronized Set<String> toAsleep() {
        return new HashSet<>(toAsleep);
    }

    /** Waits until what was written to the reader until now has arrived, and returns how long that took. */
    Duration lag() {
        Set<String> missing;
        synchronized (this) {
            missing = new HashSet<>(toReader);
        }
        long start = System.nanoTime();
        scenario.await("the reader has everything", () -> {
            reader.received().all().forEach(stanza -> missing.remove(stanza.elementText("body")));
            return missing.isEmpty();
        });
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Ends the talk, and waits until all of it arrived. */
    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (problem != null) {
            throw problem;
        }
        lag();
    }

    /** Waits for one push for each of these bodies, and fails where there were two for one. */
    static void assertPushedOnce(Scenario scenario, PushService service, Set<String> bodies) {
        awaitPushed(scenario, service, bodies);
        assertNoneTwice(service);
    }

    /** Waits for one push for each of these bodies. */
    static void awaitPushed(Scenario scenario, PushService service, Set<String> bodies) {
        scenario.await("everything is pushed", () -> {
            var missing = new HashSet<>(bodies);
            service.pushes().all().forEach(push -> missing.remove(push.body()));
            return missing.isEmpty();
        }, Duration.ofSeconds(120));
    }

    static void assertNoneTwice(PushService service) {
        var seen = new HashSet<String>();
        for (Push push : service.pushes().all()) {
            if (push.body() != null && push.body().startsWith("talk ") && !seen.add(push.body())) {
                throw new AssertionError("Pushed twice: " + push);
            }
        }
    }
}
