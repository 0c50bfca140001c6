package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Downtime.Gap;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.junit.jupiter.api.Test;

/** Since when none had run, and who makes up for it: once, whoever starts. */
class DowntimeTest {

    private static final Duration TICK = Duration.ofMillis(3_500);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final FakeScheduler time = new FakeScheduler();
    private final Map<String, RunningNodes.Life> table = new HashMap<>();
    private boolean cluster;
    private boolean down;

    /** One server. */
    private final class Node implements RunningNodes {

        private final String name;
        private Instant serverStarted;
        private Downtime downtime;

        Node(String name) {
            this.name = name;
        }

        @Override
        public String self() {
            return name;
        }

        @Override
        public List<Life> lives() throws StoreException {
            check();
            return new ArrayList<>(table.values());
        }

        @Override
        public void save(Life life) throws StoreException {
            check();
            table.put(name, life);
        }

        private void check() throws StoreException {
            if (down) {
                throw new StoreException("down in this test", null);
            }
        }

        void startServer() {
            serverStarted = time.clock().instant();
            startPlugin();
        }

        void startPlugin() {
            downtime = new Downtime(this, time, () -> cluster, serverStarted);
            downtime.listening();
        }
    }

    /** Lets time pass for servers that run, and collects what they are to make up for. */
    private List<Gap> run(Duration forHowLong, Node... nodes) {
        List<Gap> gaps = new ArrayList<>();
        for (Duration past = Duration.ZERO; past.compareTo(forHowLong) < 0; past = past.plus(TICK)) {
            time.pass(TICK);
            for (Node node : nodes) {
                Gap gap = node.downtime.beat();
                if (gap != null) {
                    gaps.add(gap);
                }
            }
        }
        return gaps;
    }

    private Instant now() {
        return time.clock().instant();
    }

    @Test
    void theVeryFirstStartHasNothingToMakeUpFor() {
        Node node = new Node("a");
        node.startServer();
        assertEquals(List.of(), run(AN_HOUR, node));
    }

    @Test
    void whatWasStoredBetweenAStopAndAStartIsMadeUpForOnce() {
        Node node = new Node("a");
        node.startServer();
        run(AN_HOUR, node);
        node.downtime.close();
        Instant stopped = now();
        time.pass(AN_HOUR);
        node.startServer();
        Instant started = now();
        List<Gap> gaps = run(AN_HOUR, node);
        assertEquals(1, gaps.size());
        assertTrue(gaps.get(0).contains(stopped) && gaps.get(0).contains(started));
        assertFalse(gaps.get(0).contains(stopped.minusSeconds(5)), "the plugin heard that");
        assertFalse(gaps.get(0).contains(started.plusSeconds(5)), "the plugin hears that");
    }

    @Test
    void afterACrashAtMostTheLastBeatIsLookedAtAgain() {
        Node node = new Node("a");
        node.startServer();
        run(AN_HOUR, node);
        Instant killed = now();
        time.pass(AN_HOUR);
        node.startServer();
        List<Gap> gaps = run(TICK, node);
        assertTrue(gaps.get(0).contains(killed));
        assertFalse(gaps.get(0).contains(killed.minus(Downtime.BEAT).minus(TICK.multipliedBy(2))));
    }

    @Test
    void whatTheDatabaseDidNotTellAtTheStartItTellsLater() {
        Node node = new Node("a");
        node.startServer();
        run(TICK, node);
        node.downtime.close();
        time.pass(AN_HOUR);
        node.startServer();
        down = true;
        assertEquals(List.of(), run(Duration.ofMinutes(5), node));
        down = false;
        assertEquals(1, run(Duration.ofMinutes(5), node).size());
    }

    @Test
    void whoStartsWhileAnotherNodeRunsHasNothingToMakeUpFor() {
        cluster = true;
        Node one = new Node("a");
        Node two = new Node("b");
        one.startServer();
        two.startServer();
        run(AN_HOUR, one, two);
        run(AN_HOUR, two);
        one.startServer();
        assertEquals(List.of(), run(AN_HOUR, one, two));
    }

    @Test
    void ofNodesThatStartTogetherOneMakesUpForTheTimeSinceTheLastOneStopped() {
        cluster = true;
        Node one = new Node("a");
        Node two = new Node("b");
        one.startServer();
        two.startServer();
        run(AN_HOUR, one, two);
        one.downtime.close();
        run(AN_HOUR, two);
        two.downtime.close();
        Instant stopped = now();
        time.pass(AN_HOUR);
        two.startServer();
        one.startServer();
        List<Gap> gaps = run(AN_HOUR, one, two);
        assertEquals(1, gaps.size());
        assertTrue(gaps.get(0).contains(stopped));
        assertFalse(gaps.get(0).contains(stopped.minusSeconds(5)), "the other node heard that");
    }

    @Test
    void theSecondOfTwoThatStartSoonAfterEachOtherLeavesItToTheFirst() {
        cluster = true;
        Node one = new Node("a");
        Node two = new Node("b");
        one.startServer();
        two.startServer();
        run(AN_HOUR, one, two);
        one.downtime.close();
        two.downtime.close();
        Instant stopped = now();
        time.pass(AN_HOUR);
        two.startServer();
        List<Gap> gaps = run(TICK.multipliedBy(2), two);
        one.startServer();
        gaps.addAll(run(AN_HOUR, one, two));
        assertEquals(1, gaps.size());
        assertTrue(gaps.get(0).contains(stopped));
    }

    @Test
    void aNodeThatCrashedAMomentAgoDoesNotRun() {
        cluster = true;
        Node one = new Node("a");
        Node two = new Node("b");
        one.startServer();
        two.startServer();
        run(AN_HOUR, one, two);
        two.startServer();
        assertEquals(1, run(AN_HOUR, two).size());
    }

    @Test
    void whatANodeStoredWhileItsPluginAloneWasAwayItMakesUpForItself() {
        cluster = true;
        Node one = new Node("a");
        Node two = new Node("b");
        one.startServer();
        two.startServer();
        run(AN_HOUR, one, two);
        one.downtime.close();
        Instant stopped = now();
        run(AN_HOUR, two);
        one.startPlugin();
        List<Gap> gaps = run(AN_HOUR, one, two);
        assertEquals(1, gaps.size());
        assertTrue(gaps.get(0).contains(stopped.plusSeconds(1)));
        assertNull(two.downtime.beat());
        assertNotNull(table.get("a"));
    }
}
