package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.DeviceListener.Where;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Page;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Query;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.QueuedLanes;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

/** Pushes cost the database nothing; their times are written later, and shown at once. */
class PushTimesTest {

    private static final RegistrationKey KEY = new RegistrationKey("alice", new JID("push.example"), "n");
    private static final Query QUERY = new Query("", "", false, Sort.USER, false, null, 10);

    private final FakeScheduler time = new FakeScheduler();
    private final Instant start = time.clock().instant();
    private final RegistrationStore store = mock(RegistrationStore.class);
    private final RegistrationSearch search = mock(RegistrationSearch.class);
    private final Set<RegistrationKey> inUse = new HashSet<>();
    private final PushTimes times = new PushTimes(search, store, time.clock(), inUse::contains);
    private final QueuedLanes lanes = new QueuedLanes();
    private final Row old = new Row(new Registration(KEY, null, "phone", null, start, start, Health.GOOD), start.minusSeconds(100));

    @Test
    void aPushIsShownAtOnceAndNotWritten() throws StoreException {
        when(search.find(QUERY)).thenReturn(new Page(List.of(old), "next", null));
        when(search.byId("id")).thenReturn(Optional.of(old));
        assertEquals(old.lastPush(), times.find(QUERY).rows().get(0).lastPush());
        times.pushed(KEY, true, Where.HERE);
        assertEquals(start, times.find(QUERY).rows().get(0).lastPush());
        assertEquals("next", times.find(QUERY).next());
        assertEquals(start, times.byId("id").orElseThrow().lastPush());
        verify(store, never()).savePushed(any());
    }

    @Test
    void whoSortsByItHasItWrittenBefore() throws StoreException {
        Query sorted = new Query("", "", false, Sort.LAST_PUSH, false, null, 10);
        when(search.find(sorted)).thenAnswer(call -> {
            verify(store).savePushed(Map.of(KEY, start));
            return new Page(List.of(old), null, null);
        });
        times.pushed(KEY, true, Where.HERE);
        assertEquals(1, times.find(sorted).rows().size());
    }

    @Test
    void onlyTheLastTimeIsWrittenAndOnlyOnce() throws StoreException {
        times.pushed(KEY, true, Where.HERE);
        time.pass(Duration.ofSeconds(5));
        times.pushed(KEY, true, Where.HERE);
        times.write(lanes);
        verify(store).savePushed(Map.of(KEY, start.plusSeconds(5)));
        reset(store);
        times.write(lanes);
        times.close();
        verify(store, never()).savePushed(any());
    }

    @Test
    void whatCouldNotBeWrittenIsWrittenNextTime() throws StoreException {
        doThrow(new StoreException("down", null)).when(store).savePushed(any());
        times.pushed(KEY, true, Where.HERE);
        times.write(lanes);
        reset(store);
        times.close();
        verify(store).savePushed(Map.of(KEY, start));
    }

    @Test
    void manyAreWrittenInPortionsBetweenWhichOthersHaveTheirTurn() throws StoreException {
        List<String> order = new ArrayList<>();
        Deque<Runnable> lane = new ArrayDeque<>();
        doAnswer(call -> order.add("" + call.<Map<?, ?>>getArgument(0).size())).when(store).savePushed(any());
        for (int i = 0; i < 2 * UnwrittenTimes.PORTION + 1; i++) {
            times.pushed(new RegistrationKey("user" + i, KEY.service(), "n"), true, Where.HERE);
        }
        times.write((user, work) -> lane.add(work));
        lane.add(() -> order.add("somebody else"));
        while (!lane.isEmpty()) {
            lane.poll().run();
        }
        assertEquals(List.of("500", "somebody else", "500", "1"), order);
        times.close();
        assertEquals(4, order.size(), "all is written");
    }

    @Test
    void theLastUseIsTheLaterOfMemoryAndDatabaseAndNowForWhatIsConnected() throws StoreException {
        Registration registration = old.registration();
        assertEquals(Map.of(), times.of(List.of(registration)));
        when(store.lastUsed(List.of(KEY))).thenReturn(Map.of(KEY, start.minusSeconds(10)));
        assertEquals(Map.of(KEY, start.minusSeconds(10)), times.of(List.of(registration)));
        times.returned(KEY, Where.HERE);
        time.pass(Duration.ofSeconds(5));
        assertEquals(Map.of(KEY, start), times.of(List.of(registration)));
        inUse.add(KEY);
        assertEquals(Map.of(KEY, start.plusSeconds(5)), times.of(List.of(registration)));
        times.write(lanes);
        verify(store).saveUsed(Map.of(KEY, start));
        when(store.lastUsed(List.of(KEY))).thenReturn(Map.of(KEY, start.plusSeconds(60)));
        assertEquals(Map.of(KEY, start.plusSeconds(60)), times.of(List.of(registration)), "another cluster node wrote it");
    }

    @Test
    void whatAllNodesGoByIsWrittenFirst() throws StoreException {
        times.returned(KEY, Where.HERE);
        when(store.lastUsed(List.of(KEY))).thenReturn(Map.of(KEY, start.minusSeconds(1)));
        assertEquals(Map.of(KEY, start.minusSeconds(1)), times.agreed(List.of(old.registration())));
        verify(store).saveUsed(Map.of(KEY, start));
    }

    @Test
    void aFullLaneLeavesTheRestForTheNextTime() throws StoreException {
        times.pushed(KEY, true, Where.HERE);
        lanes.full = true;
        times.write(lanes);
        verify(store, never()).savePushed(any());
        lanes.full = false;
        times.write(lanes);
        verify(store).savePushed(Map.of(KEY, start));
    }
}
