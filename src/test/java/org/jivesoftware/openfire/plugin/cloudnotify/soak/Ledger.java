package org.jivesoftware.openfire.plugin.cloudnotify.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jivesoftware.openfire.plugin.cloudnotify.testserver.xmpp.Push;

/**
 * The oracle's books: for each node, which pushes had to come and which came. A push is known by what it shows: the body of a message,
 * the stand-in text of a call or an encrypted message, or "" where it only wakes. Thread-safe.
 */
final class Ledger {

    /** The machine may be busy with other things. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final boolean merging;
    private final Map<String, Account> accounts = new HashMap<>();
    private boolean away;
    private long expected;
    private long arrived;
    private long slowest;
    private long gathered;

    Ledger(boolean merging) {
        this.merging = merging;
    }

    /** What is written down for one node. */
    private static final class Account {
        private final Map<String, Integer> expected = new TreeMap<>();
        private final Map<String, Integer> allowed = new TreeMap<>();
        private final Map<String, Integer> arrived = new TreeMap<>();
        private final List<Push> pushes = new ArrayList<>();
        /** What fell due while the service was away: each of them comes at most once, since they become one push. */
        private final Map<String, Integer> pool = new TreeMap<>();
        private int pooledFrom;
        private int mark;
    }

    private Account account(String node) {
        return accounts.computeIfAbsent(node, each -> new Account());
    }

    /** A push is due. To be called before what makes it due happens. */
    synchronized void expect(String node, String text) {
        Account account = account(node);
        if (away) {
            if (account.pool.isEmpty()) {
                account.pooledFrom = account.pushes.size();
                // The one push for them all may show the stand-in text, as one that merges.
                account.pool.put(Letter.STAND_IN, 1);
                account.allowed.merge(Letter.STAND_IN, 1, Integer::sum);
            }
            account.pool.merge(text, 1, Integer::sum);
            account.allowed.merge(text, 1, Integer::sum);
        } else {
            account.expected.merge(text, 1, Integer::sum);
            expected++;
        }
    }

    /** From now on the service is away, or back. */
    synchronized void away(boolean now) {
        away = now;
    }

    /** Whether something fell due while the service was away. */
    synchronized boolean pooled(String node) {
        return !account(node).pool.isEmpty();
    }

    /** Waits for a push that counts at least what fell due while the service was away. */
    synchronized void awaitPool(String node) {
        Account account = account(node);
        int least = account.pool.values().stream().mapToInt(Integer::intValue).sum() - 1;
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (account.pushes.stream().skip(account.pooledFrom).noneMatch(push -> push.messageCount() >= least)) {
            if (!waitUntil(deadline)) {
                throw new AssertionError("No push for " + node + " counts " + least + " after the outage: " + account.pool + "; "
                    + account.pushes.stream().skip(account.pooledFrom).map(push -> push.messageCount() + " " + push.body()).toList());
            }
        }
    }

    /** What fell due while the service was away has come, as far as it ever will. */
    synchronized void drain(String node) {
        Account account = account(node);
        gathered -= account.pool.isEmpty() ? 0 : 1;
        account.pool.forEach((text, count) -> {
            int before = account.expected.getOrDefault(text, 0);
            int now = Math.max(before, Math.min(before + count, account.arrived.getOrDefault(text, 0)));
            account.allowed.merge(text, -count, Integer::sum);
            account.expected.put(text, now);
            expected += now - before;
            gathered += count - (now - before);
        });
        account.pool.clear();
    }

    /** A push may come, or not. To be called before what may make it due happens. */
    synchronized void allow(String node, String text) {
        account(node).allowed.merge(text, 1, Integer::sum);
    }

    /** A push that was allowed is due now. */
    synchronized void require(String node, String text) {
        account(node).allowed.merge(text, -1, Integer::sum);
        expect(node, text);
    }

    /** A push came. */
    synchronized void arrived(Push push) {
        Account account = account(push.node());
        account.arrived.merge(push.body() == null ? "" : push.body(), 1, Integer::sum);
        account.pushes.add(push);
        arrived++;
        notifyAll();
    }

    /** Waits until all that is due for a node came, and fails where more came or too little. Where pushes merge, says nothing. */
    synchronized void settle(String node) {
        if (merging) {
            return;
        }
        long start = System.nanoTime();
        Account account = account(node);
        while (!covers(account)) {
            if (!waitUntil(start + PATIENCE.toNanos())) {
                throw new AssertionError("Pushes are missing for " + node + ": " + difference(account));
            }
        }
        slowest = Math.max(slowest, System.nanoTime() - start);
        if (!account.arrived.entrySet().stream().allMatch(entry -> entry.getValue() <= most(account, entry.getKey()))) {
            throw new AssertionError("There are too many pushes for " + node + ": " + difference(account));
        }
    }

    private static int most(Account account, String text) {
        return account.expected.getOrDefault(text, 0) + account.allowed.getOrDefault(text, 0);
    }

    private static boolean covers(Account account) {
        return account.expected.entrySet().stream()
            .allMatch(entry -> account.arrived.getOrDefault(entry.getKey(), 0) >= entry.getValue());
    }

    private static String difference(Account account) {
        var difference = new TreeMap<String, String>();
        var texts = new TreeMap<>(account.expected);
        texts.putAll(account.arrived);
        texts.keySet().forEach(text -> {
            int wanted = account.expected.getOrDefault(text, 0);
            int came = account.arrived.getOrDefault(text, 0);
            int most = most(account, text);
            if (came < wanted || came > most) {
                difference.put("'" + text + "'", came + " instead of " + wanted + (most > wanted ? " to " + most : ""));
            }
        });
        List<String> last = account.pushes.stream().skip(Math.max(0, account.pushes.size() - 8L))
            .map(push -> push.messageCount() + " " + push.body()).toList();
        return difference + "; the last were " + last;
    }

    /** From now on {@link #since} counts. */
    synchronized void mark(String node) {
        account(node).mark = account(node).pushes.size();
    }

    /** The pushes to a node since its mark. */
    synchronized List<Push> since(String node) {
        Account account = account(node);
        return List.copyOf(account.pushes.subList(account.mark, account.pushes.size()));
    }

    /** Waits for so many pushes since the mark, and returns how many there are. */
    synchronized int awaitSince(String node, int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (since(node).size() < count) {
            if (!waitUntil(deadline)) {
                throw new AssertionError("Only " + since(node).size() + " of " + count + " pushes came for " + node);
            }
        }
        return since(node).size();
    }

    /** Waits until a push since the mark has a count from the one to the other, and returns them all. */
    synchronized List<Push> awaitCount(String node, int least, int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Push> pushes = since(node);
            if (pushes.stream().anyMatch(push -> push.messageCount() >= least && push.messageCount() <= count)) {
                return pushes;
            }
            if (!waitUntil(deadline)) {
                throw new AssertionError("No push for " + node + " counts " + (least < count ? least + " to " : "") + count
                    + " messages, but "
                    + pushes.stream().map(push -> push.messageCount() + " " + push.body()).toList());
            }
        }
    }

    /** Settles everything. */
    void settleAll() {
        List<String> nodes;
        synchronized (this) {
            nodes = List.copyOf(accounts.keySet());
        }
        nodes.forEach(this::settle);
    }

    synchronized String figures() {
        return expected + " pushes due, " + arrived + " arrived, " + gathered + " more were told of in another's count after an outage; "
            + "the longest wait for one was " + slowest / 1_000_000 + " ms";
    }

    private boolean waitUntil(long deadline) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            return false;
        }
        try {
            wait(left);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return true;
    }
}
