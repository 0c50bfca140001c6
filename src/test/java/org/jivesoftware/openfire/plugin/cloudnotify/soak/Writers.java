package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.Scenario;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.RawClient;

/** Who writes to the users: some clients that do nothing else, and now and then the users themselves. */
final class Writers {

    private static final int NUMBER = 6;

    private final List<RawClient> clients = new ArrayList<>();
    private final List<ReentrantLock> locks = new ArrayList<>();
    private final List<Person> persons;
    private final RawClient prober;

    /** @param persons who write to each other, in an order that does not change */
    Writers(Scenario scenario, List<Person> persons) {
        this.persons = persons;
        for (int i = 0; i < NUMBER; i++) {
            clients.add(scenario.raw(scenario.user("writer"), "w").enableStreamManagement(false));
            locks.add(new ReentrantLock());
        }
        prober = scenario.raw(scenario.user("prober"), "w").enableStreamManagement(false);
    }

    /** Lends somebody's client for sending: another user's device now and then, whose other devices then get copies. */
    void sending(Life recipient, Consumer<RawClient> sends) {
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
        int writer = ThreadLocalRandom.current().nextInt(NUMBER);
        ReentrantLock lock = locks.get(writer);
        lock.lock();
        try {
            sends.accept(clients.get(writer));
        } finally {
            lock.unlock();
        }
    }

    /** Openfire handles a client's stanzas one after the other: when it says how many it has handled, all are where they go. */
    static void routed(RawClient sender) {
        sender.others().poll(element -> element.getName().equals("a"), java.time.Duration.ZERO);
        sender.send("<r xmlns='urn:xmpp:sm:3'/>");
        sender.others().await(element -> element.getName().equals("a"), Ledger.PATIENCE);
    }

    /** Sends what nobody counts. */
    RawClient prober() {
        return prober;
    }

    void close() {
        clients.forEach(RawClient::close);
        prober.close();
    }
}
