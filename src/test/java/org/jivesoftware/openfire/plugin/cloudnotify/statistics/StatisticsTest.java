package org.jivesoftware.openfire.plugin.cloudnotify.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Counters;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Decision;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Figures;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Journals;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.ServiceState;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
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
    private final Counters counters = new Counters();
    private final List<ServiceState> states = new ArrayList<>();
    private final Counts counts = new Counts(figures, counters, search, scheduler, new Counts.Around(() -> states, service ->
        !service.name().startsWith("denied"), "1.1.0", "4.2.0 \"x\""));

    private void push(String condition, int millis) {
        Journals journals = new Journals(List.of(figures, counters));
        journals.decided(new Decision(scheduler.clock().instant(), "alice", KEY, Trigger.OFFLINE, Outcome.PUSHED, "id", null, null));
        journals.answered(new Answer(scheduler.clock().instant(), "id", KEY, condition, Duration.ofMillis(millis)));
    }

    private static double sample(String key) {
        return StatisticsManager.getInstance().getStatistic(key).sample();
    }

    @Test
    void openfireSeesTheLastCompleteMinute() throws StoreException {
        when(search.totals()).thenReturn(totals(7));
        OpenfireStatistics statistics = new OpenfireStatistics(StatisticsManager.getInstance(), counts,
            (locale, key, arguments) -> key, Locale.ENGLISH, TestParts.part(PartName.STATISTICS));
        assertEquals(0, sample("cloudnotify_median"));
        push("result", 100);
        push("gone", 200);
        assertEquals(0, sample("cloudnotify_pushes"));
        scheduler.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            assertEquals(2, sample("cloudnotify_pushes"));
            assertEquals(1, sample("cloudnotify_errors"));
        }
        assertEquals(7, sample("cloudnotify_devices"));
        assertEquals(100, sample("cloudnotify_median"), 10);
        assertEquals(200, sample("cloudnotify_slow"), 20);
        for (String key : List.of("cloudnotify_pushes", "cloudnotify_slow")) {
            Statistic statistic = StatisticsManager.getInstance().getStatistic(key);
            assertTrue(statistic.isPartialSample());
            assertTrue(statistic.getName().startsWith("statistic."));
        }
        // Up to 2.7 the Monitoring plugin stores no sample of what has a longer key, and logs an error a minute for each.
        assertTrue(StatisticsManager.getInstance().getAllStatistics().stream().map(Map.Entry::getKey)
            .allMatch(key -> !key.startsWith("cloudnotify") || key.length() <= 20));
        statistics.close();
        assertNull(StatisticsManager.getInstance().getStatistic("cloudnotify_pushes"));
        assertTrue(StatisticsManager.getInstance().getAllStatistics().stream().noneMatch(each -> each.getKey().startsWith("cloudnotify")));
    }

    @Test
    void theDatabaseIsAskedOnceAMinute() throws StoreException {
        when(search.totals()).thenReturn(totals(7)).thenThrow(new StoreException("down", null)).thenReturn(totals(8));
        for (int i = 0; i < 10; i++) {
            assertEquals(7, counts.registrations().orElseThrow());
        }
        verify(search, times(1)).totals();
        scheduler.pass(Duration.ofMinutes(1));
        assertEquals(7, counts.registrations().orElseThrow(), "What was known is better than nothing");
        scheduler.pass(Duration.ofMinutes(1));
        assertEquals(8, counts.registrations().orElseThrow());
    }

    private static RegistrationSearch.Totals totals(long all) {
        return new RegistrationSearch.Totals(all, 2, 1);
    }

    @Test
    void prometheusReadsWhatIsWritten() throws StoreException {
        when(search.totals()).thenThrow(new StoreException("down", null)).thenReturn(totals(3));
        when(search.serviceNames()).thenReturn(Set.of(PushService.of("denied.example"), PushService.of("push.example"),
            PushService.of("down.example")));
        states.add(new ServiceState(PushService.of("down.example"), 4, 5, Duration.ofMinutes(1), scheduler.clock().instant(),
            scheduler.clock().instant()));
        String without = PrometheusText.write(counts);
        assertFalse(without.contains("cloudnotify_registrations"), without);
        scheduler.pass(Duration.ofMinutes(1));
        push("result", 100);
        push("gone", 99_000);
        push("timeout", 60_000);
        counters.decided(new Decision(scheduler.clock().instant(), "alice", KEY, Trigger.OFFLINE, Outcome.EXPIRED, null, null, null));
        String text = PrometheusText.write(counts);
        for (String line : text.split("\n")) {
            assertTrue(line.matches("# (HELP|TYPE) [a-z_]+ .+|[a-z_]+"
                + "(\\{[a-z]+=\"([^\"\\\\]|\\\\.)*\"(,[a-z]+=\"([^\"\\\\]|\\\\.)*\")?})? [0-9.]+"), line);
        }
        for (String line : List.of("cloudnotify_registrations 3", "cloudnotify_registrations_disabled 2", "cloudnotify_pushes_total 3",
            "cloudnotify_push_errors_total 2", "cloudnotify_trigger_pushes_total{trigger=\"offline\"} 3",
            "cloudnotify_trigger_pushes_total{trigger=\"call\"} 0", "cloudnotify_decisions_total{outcome=\"pushed\"} 3",
            "cloudnotify_decisions_total{outcome=\"blocked\"} 0", "cloudnotify_lost_total 1",
            "cloudnotify_answer_duration_seconds_bucket{le=\"0.05\"} 0", "cloudnotify_answer_duration_seconds_bucket{le=\"0.1\"} 1",
            "cloudnotify_answer_duration_seconds_bucket{le=\"60.0\"} 1", "cloudnotify_answer_duration_seconds_bucket{le=\"+Inf\"} 2",
            "cloudnotify_answer_duration_seconds_sum 99.1", "cloudnotify_answer_duration_seconds_count 2",
            "cloudnotify_services{state=\"denied\"} 1", "cloudnotify_services{state=\"down\"} 1",
            "cloudnotify_services{state=\"working\"} 1",
            "cloudnotify_waiting 5", "cloudnotify_unanswered 4",
            "cloudnotify_build_info{version=\"1.1.0\",openfire=\"4.2.0 \\\"x\\\"\"} 1")) {
            assertTrue(("\n" + text).contains("\n" + line + "\n"), line + " in " + text);
        }
        assertTrue(text.endsWith("\n"));
        assertFalse(text.contains("alice") || text.contains("push.example"), text);
    }

    @Test
    void promtoolFindsNothingWrong() throws Exception {
        Path promtool = Promtool.find();
        assumeTrue(promtool != null, "promtool is not installed (Debian: prometheus)");
        when(search.totals()).thenReturn(totals(3));
        push("result", 100);
        assertEquals("", Promtool.run(promtool, PrometheusText.write(counts), "check", "metrics"));
        Path rules = Path.of("monitoring", "alerts.yml").toAbsolutePath();
        Promtool.run(promtool, "", "check", "rules", rules.toString());
        Promtool.run(promtool, "", "test", "rules", Path.of("monitoring", "alerts-test.yml").toAbsolutePath().toString());
    }

    /** What the files ask for is what is written, and nothing else. */
    @Test
    void dashboardAndAlertsAskForWhatThereIs() throws Exception {
        when(search.totals()).thenReturn(totals(3));
        String text = PrometheusText.write(counts);
        for (String file : List.of("dashboard.json", "alerts.yml")) {
            Matcher names = Pattern.compile("cloudnotify_[a-z_]+").matcher(Files.readString(Path.of("monitoring", file)));
            int found = 0;
            while (names.find()) {
                found++;
                assertTrue(text.contains("\n" + names.group() + " ") || text.contains("\n" + names.group() + "{"),
                    file + " asks for " + names.group());
            }
            assertTrue(found > 4, file);
        }
        JsonParser.parseString(Files.readString(Path.of("monitoring", "dashboard.json")));
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
        assertEquals(List.of(true), exempted, "so that it answers 404 while it is off");
        properties.delete("cloudnotify.metrics");
        assertFalse(access.granted("Bearer 0123456789abcdef"));
        access.close();
        assertEquals(List.of(true, false), exempted);
        assertEquals(1, properties.listeners(), "The settings' own");
    }
}
