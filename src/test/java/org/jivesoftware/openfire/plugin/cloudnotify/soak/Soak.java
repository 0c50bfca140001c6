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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
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
    private static final int WRITERS = 6;

    private final Scenario scenario;
    private final Rules rules;
    private final Ledger ledger;
    private final PushService service;
    private final List<Person> persons = new ArrayList<>();
    private final List<RawClient> writers = new ArrayList<>();
    private final List<ReentrantLock> writerLocks = new ArrayList<>();
    private final ExecutorService workers = Executors.newFixedThreadPool(THREADS, daemons("soak-worker"));
    private final ExecutorService helpers = Executors.newCachedThreadPool(daemons("soak-helper"));
    private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final AtomicLong probes = new AtomicLong();
    private RawClient prober;
    private int expiries;

    Soak(Scenario scenario, Rules rules) {
        this.scenario = scenario;
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
            long end = System.nanoTime() + rules.time().toNanos();
            int rounds = 0;
            for (; System.nanoTime() < end; rounds++) {
                everybody(Person::live);
                if (rules.expiring() && random.nextInt(4) == 0) {
                    expire();
                }
            }
            everybody(Person::finish);
            // Whatever comes now is too much.
            scenario.control().process().ping("");
            sleep(Duration.ofMillis(2_500));
            ledger.settleAll();
            return rounds + " rounds, " + persons.size() + " users with " + rules.clients() + " clients, " + expiries
                + " times all detached sessions timed out, " + counts + "; " + ledger.figures();
        } finally {
            workers.shutdownNow();
            helpers.shutdownNow();
            writers.forEach(RawClient::close);
            persons.forEach(person -> person.handsets.forEach(handset -> handset.lives.forEach(Soak::cut)));
        }
    }

    private static void cut(RawClient client) {
        try {
            client.cut();
        } catch (RuntimeException e) {
            // Closed before.
        }
    }

    private void populate(Random random) {
        for (int i = 0; i <= WRITERS; i++) {
            RawClient writer = scenario.raw(scenario.user("writer"), "w").enableStreamManagement(false);
            writers.add(writer);
            writerLocks.add(new ReentrantLock());
        }
        prober = writers.get(WRITERS);
        for (int clients = 0; clients < rules.clients();) {
            int devices = Math.min(rules.clients() - clients, 1 + random.nextInt(4));
            persons.add(new Person(this, scenario.user("soak"), devices, new Random(random.nextLong())));
            clients += devices;
        }
    }

    private void everybody(Consumer<Person> does) {
        var tasks = new ArrayList<Callable<Void>>();
        for (Person person : persons) {
            tasks.add(() -> {
                person.lock.lock();
                try {
                    does.accept(person);
                } catch (AssertionError | RuntimeException e) {
                    throw new AssertionError(e.getMessage() + "\nWhat happened to " + person.user.name() + ", carbons "
                        + person.handsets.get(0).carbons + ":\n  " + person.diary, e);
                } finally {
                    person.lock.unlock();
                }
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

    private void expire() {
        everybody(Person::prepareExpiry);
        scenario.control().sessions().expireDetached(0);
        everybody(person -> person.handsets.stream().filter(handset -> !handset.present() && handset.client != null)
            .forEach(handset -> handset.await("timed out", () -> handset.session() == null)));
        everybody(Person::acknowledge);
        expiries++;
    }

    /** Lends somebody's client for sending: another user's device now and then, whose other devices then get copies. */
    void sending(Person recipient, Consumer<RawClient> sends) {
        int one = ThreadLocalRandom.current().nextInt(persons.size());
        Person other = persons.get(one);
        // Only to those behind, so that nobody ever answers: who answers has read what came before, also what other devices have not.
        if (one < persons.indexOf(recipient) && other.lock.tryLock()) {
            try {
                var online = other.handsets.stream().filter(each -> each.state == Handset.State.ONLINE).findFirst();
                if (online.isPresent()) {
                    sends.accept(online.get().client);
                    return;
                }
            } finally {
                other.lock.unlock();
            }
        }
        int writer = ThreadLocalRandom.current().nextInt(WRITERS);
        ReentrantLock lock = writerLocks.get(writer);
        lock.lock();
        try {
            sends.accept(writers.get(writer));
        } finally {
            lock.unlock();
        }
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

    RawClient prober() {
        return prober;
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

    String domain() {
        return scenario.server().domain();
    }

    String service() {
        return service.jid();
    }
}
