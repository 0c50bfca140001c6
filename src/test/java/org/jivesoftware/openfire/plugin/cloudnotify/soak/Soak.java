package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.HttpBind;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.control.ServerControl;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushAnswer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/**
 * Many users at once, each with a life that the seed decides, in rounds; between rounds, detached sessions may time out. Everything that
 * is pushed is compared with what the oracle says must be.
 */
final class Soak {

    private static final int THREADS = 8;
    /** For those rounds that are played though the time is over. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Scenario scenario;
    private final Rules rules;
    private final Ledger ledger;
    private final PushService service;
    private final HttpBind http;
    private final List<Life> lives = new ArrayList<>();
    private Writers writers;
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, daemons("soak-worker"));
    private final ExecutorService helpers = Executors.newCachedThreadPool(daemons("soak-helper"));
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final AtomicLong probes = new AtomicLong();

    Soak(Scenario scenario, HttpBind http, Rules rules) {
        this.scenario = scenario;
        this.http = http;
        this.rules = rules;
        this.ledger = new Ledger(rules.merging());
        // Without delayed acknowledgements they are asked for all the same, which shows that the plugin has looked: as long as can be set.
        // A sender in each push keeps those apart that have no body to show, too.
        String content = Boolean.toString(!rules.merging());
        Map.of("with-body", content, "with-sender", content, "max-hibernation", "0", "max-pushes-per-minute", "0",
            "max-calls-per-minute", "0", "archive-trigger", rules.archive() ? "always" : "never",
            "max-ack-delay", rules.ackDelay() ? "5" : "3600", "max-devices", "10")
            .forEach((name, value) -> scenario.property("cloudnotify." + name, value));
        this.service = scenario.pushService("soak");
        this.service.answer((push, out) -> {
            ledger.arrived(push);
            PushAnswer.result().answer(push, out);
        });
    }

    private static java.util.concurrent.ThreadFactory daemons(String name) {
        var number = new AtomicInteger();
        return work -> {
            var thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Plays, and returns the figures. */
    String play() {
        var random = new Random(rules.seed());
        try {
            populate(random);
            var events = new Events(this, scenario, service, random);
            long start = System.nanoTime();
            int rounds = 0;
            for (; goesOn(rounds, System.nanoTime() - start); rounds++) {
                everybody(Life::live);
                events.maybe(rounds);
            }
            events.tabsEnd();
            everybody(Life::finish);
            // Whatever comes now is too much.
            scenario.control().process().ping("");
            sleep(Duration.ofMillis(2_500));
            ledger.settleAll();
            return rounds + " rounds, " + lives.size() + " lives with " + rules.clients() + " clients, " + counts + "; " + ledger.figures();
        } finally {
            workers.shutdownNow();
            helpers.shutdownNow();
            lives.forEach(Life::close);
            if (writers != null) {
                writers.close();
            }
        }
    }

    /** Until its time is over. On a machine that is busy, until everything has happened once, if that can be had. */
    private boolean goesOn(int rounds, long nanos) {
        return nanos < rules.time().toNanos() || rounds < Events.ALL_ONCE && nanos < LONGEST.toNanos();
    }

    private void populate(Random random) {
        var persons = new ArrayList<Person>();
        writers = new Writers(scenario, persons);
        int left = rules.clients();
        for (int inRooms = left / 4; inRooms > 0;) {
            int members = Math.min(inRooms, 3 + random.nextInt(4));
            lives.add(new Club(this, scenario, members, new Random(random.nextLong())));
            inRooms -= members;
            left -= members;
        }
        for (int tabs = rules.clients() / 10; tabs > 0; tabs--) {
            lives.add(new Surfer(this, scenario.user("surfer"), new Random(random.nextLong())));
            left--;
        }
        while (left > 0) {
            int devices = Math.min(left, 1 + random.nextInt(4));
            persons.add(new Person(this, scenario.user("soak"), devices, new Random(random.nextLong())));
            left -= devices;
        }
        lives.addAll(persons);
    }

    /** Does something with all lives, some at the same time, and returns when it is done. */
    void everybody(Consumer<Life> does) {
        var tasks = new ArrayList<Callable<Void>>();
        for (Life life : lives) {
            tasks.add(() -> {
                life.run(does);
                return null;
            });
        }
        try {
            for (var done : workers.invokeAll(tasks)) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether that holds for some life. */
    boolean anybody(Predicate<Life> question) {
        return lives.stream().anyMatch(life -> {
            life.lock.lock();
            try {
                return question.test(life);
            } finally {
                life.lock.unlock();
            }
        });
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void pause() {
        sleep(Duration.ofMillis(15));
    }

    void count(String what) {
        count(what, 1);
    }

    void count(String what, int number) {
        counts.computeIfAbsent(what, key -> new AtomicLong()).addAndGet(number);
    }

    Writers writers() {
        return writers;
    }

    RawClient prober() {
        return writers.prober();
    }

    long nextProbe() {
        return probes.incrementAndGet();
    }

    ExecutorService helpers() {
        return helpers;
    }

    Ledger ledger() {
        return ledger;
    }

    Rules rules() {
        return rules;
    }

    ServerControl control() {
        return scenario.control();
    }

    int port() {
        return scenario.server().ports().client();
    }

    int httpPort() {
        return http.port();
    }

    String domain() {
        return scenario.server().domain();
    }

    String service() {
        return service.jid();
    }
}
