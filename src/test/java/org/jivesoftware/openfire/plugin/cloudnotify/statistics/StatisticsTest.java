package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeProperties;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.FakeScheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.testing.TestParts;
import org.jivesoftware.openfire.stats.Statistic;
import org.jivesoftware.openfire.stats.StatisticsManager;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

class StatisticsTest {

    private static final RegistrationKey KEY = new RegistrationKey("alice", new JID("push.example"), "node");

    private final FakeScheduler scheduler = new FakeScheduler();
    private final Figures figures = new Figures(scheduler.clock());
    private final RegistrationSearch search = mock(RegistrationSearch.class);
    private final Counts counts = new Counts(figures, search, scheduler);

    private void push(String condition, int millis) {
        figures.decided(new Decision(scheduler.clock().instant(), "alice", KEY, Trigger.OFFLINE, Outcome.PUSHED, "id", null, null));
        figures.answered(new Answer(scheduler.clock().instant(), "id", KEY, condition, Duration.ofMillis(millis)));
    }

    private static double sample(String key) {
        return StatisticsManager.getInstance().getStatistic(key).sample();
    }

    @Test
    void openfireSeesTheLastCompleteMinute() throws StoreException {
        when(search.count()).thenReturn(7L);
        OpenfireStatistics statistics = new OpenfireStatistics(StatisticsManager.getInstance(), counts,
            (locale, key, arguments) -> key, Locale.ENGLISH, TestParts.part(PartName.STATISTICS));
        assertEquals(0, sample("cloudnotify_answer_median"));
        push("result", 100);
        push("gone", 200);
        assertEquals(0, sample("cloudnotify_pushes"));
        scheduler.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            assertEquals(2, sample("cloudnotify_pushes"));
            assertEquals(1, sample("cloudnotify_errors"));
        }
        assertEquals(7, sample("cloudnotify_registrations"));
        assertEquals(100, sample("cloudnotify_answer_median"), 10);
        assertEquals(200, sample("cloudnotify_answer_slow"), 20);
        for (String key : List.of("cloudnotify_pushes", "cloudnotify_answer_slow")) {
            Statistic statistic = StatisticsManager.getInstance().getStatistic(key);
            assertTrue(statistic.isPartialSample());
            assertTrue(statistic.getName().startsWith("statistic."));
        }
        statistics.close();
        assertNull(StatisticsManager.getInstance().getStatistic("cloudnotify_pushes"));
        assertTrue(StatisticsManager.getInstance().getAllStatistics().stream().noneMatch(each -> each.getKey().startsWith("cloudnotify")));
    }

    @Test
    void theDatabaseIsAskedOnceAMinute() throws StoreException {
        when(search.count()).thenReturn(7L).thenThrow(new StoreException("down", null)).thenReturn(8L);
        for (int i = 0; i < 10; i++) {
            assertEquals(7, counts.registrations().orElseThrow());
        }
        verify(search, times(1)).count();
        scheduler.pass(Duration.ofMinutes(1));
        assertEquals(7, counts.registrations().orElseThrow(), "What was known is better than nothing");
        scheduler.pass(Duration.ofMinutes(1));
        assertEquals(8, counts.registrations().orElseThrow());
    }

    @Test
    void prometheusReadsWhatIsWritten() throws StoreException {
        when(search.count()).thenThrow(new StoreException("down", null)).thenReturn(3L);
        String without = PrometheusText.write(counts);
        assertFalse(without.contains("registrations") || without.contains("quantile"), without);
        scheduler.pass(Duration.ofMinutes(1));
        push("result", 100);
        String text = PrometheusText.write(counts);
        for (String line : text.split("\n")) {
            assertTrue(line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{quantile=\"0\\.\\d+\"})? [0-9.]+"), line);
        }
        assertTrue(text.endsWith("\n"));
        assertTrue(text.contains("cloudnotify_registrations 3\n"));
        assertFalse(text.contains("alice") || text.contains("push.example"), text);
    }

    @Test
    void onlyTheTokenOpens() throws Exception {
        FakeProperties properties = new FakeProperties();
        List<Boolean> exempted = new ArrayList<>();
        Settings settings = new Settings(properties);
        MetricsAccess access = new MetricsAccess(settings, properties, exempted::add);
        assertFalse(access.granted("Bearer "));
        properties.set("cloudnotify.metrics", "true");
        assertFalse(access.granted("Bearer "));
        properties.set("cloudnotify.metrics-token", "0123456789abcde");
        assertFalse(access.granted("Bearer 0123456789abcde"));
        properties.set("cloudnotify.metrics-token", "0123456789abcdef");
        assertTrue(access.granted("Bearer 0123456789abcdef"));
        assertTrue(access.granted("bearer  0123456789abcdef "));
        for (String wrong : new String[] {null, "", "Bearer", "Bearer ", "Bearer 0123456789abcdeF", "Bearer 0123456789abcdef0",
            "Basic 0123456789abcdef", "0123456789abcdef"}) {
            assertFalse(access.granted(wrong), wrong);
        }
        assertEquals(List.of(false, false, false, true), exempted);
        properties.delete("cloudnotify.metrics");
        assertFalse(access.granted("Bearer 0123456789abcdef"));
        access.close();
        assertEquals(List.of(false, false, false, true, false, false), exempted);
        assertEquals(1, properties.listeners(), "The settings' own");
    }
}
