package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Outcome;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Trigger;
import org.jivesoftware.openfire.plugin.cloudnotify.concurrent.Scheduler;
import org.jivesoftware.openfire.plugin.cloudnotify.delivery.TestResult;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/**
 * Sends a push to one or all of an account's devices, and shows what their services answer. Test pushes keep no limits, so this does: one
 * command in ten seconds for a user, and ten devices at a time.
 */
final class TestCommand implements AccountCommand {

    /** How long the caller waits for services: clients give up on a command after half a minute or so. */
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int MOST = 10;
    private static final long CALLERS = 10_000;

    private final Registrations registrations;
    private final BiFunction<RegistrationKey, Trigger, ? extends CompletionStage<TestResult>> tester;
    private final Scheduler scheduler;
    /** Who called within {@link #PAUSE}. */
    private final Cache<String, Boolean> callers;

    TestCommand(Registrations registrations, BiFunction<RegistrationKey, Trigger, ? extends CompletionStage<TestResult>> tester,
                Scheduler scheduler) {
        this.registrations = Objects.requireNonNull(registrations);
        this.tester = Objects.requireNonNull(tester);
        this.scheduler = Objects.requireNonNull(scheduler);
        this.callers = Caffeine.newBuilder().maximumSize(CALLERS).expireAfterWrite(PAUSE).ticker(scheduler::nanos)
            .executor(Runnable::run).build();
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String label(boolean administrator) {
        return administrator ? "command.test.admin" : "command.test";
    }

    @Override
    public List<String> fields() {
        return List.of(Forms.DEVICE);
    }

    @Override
    public CommandReply begin(String account, boolean administrator, CommandTexts texts) throws StoreException {
        List<Registration> all = registrations.of(account);
        if (all.isEmpty()) {
            return CommandReply.done(texts.get("command.no-devices"));
        }
        DataForm form = Forms.form(kind(administrator), texts.get(label(administrator)), texts.get("command.test.about"));
        FormField field = Forms.devices(form, all, texts);
        if (all.size() > 1) {
            field.addOption(texts.get("command.all-devices"), Forms.ALL);
        }
        field.addValue(all.size() > 1 ? Forms.ALL : all.get(0).key().id());
        return CommandReply.form(form);
    }

    @Override
    public CompletionStage<CommandReply> complete(String account, Map<String, String> values, Caller caller, CommandTexts texts)
        throws StoreException {
        String value = values.get(Forms.DEVICE);
        List<Registration> chosen = registrations.of(account).stream()
            .filter(each -> Forms.ALL.equals(value) || each.key().id().equals(value)).limit(MOST).toList();
        if (chosen.isEmpty()) {
            return CompletableFuture.completedStage(CommandReply.failed(texts.get("command.no-such-device")));
        }
        if (!caller.administrator() && callers.asMap().putIfAbsent(caller.address().getNode(), true) != null) {
            return CompletableFuture.completedStage(CommandReply.failed(texts.get("command.test.too-often", PAUSE.toSeconds())));
        }
        Map<Registration, CompletableFuture<TestResult>> results = new LinkedHashMap<>();
        Trigger who = caller.administrator() ? Trigger.TEST : Trigger.OWN_TEST;
        chosen.forEach(each -> results.put(each, tester.apply(each.key(), who).toCompletableFuture()));
        CompletableFuture<Void> end = new CompletableFuture<>();
        // Not CompletableFuture's own time-out: its thread would keep the plugin in memory.
        Scheduler.Task timeout = scheduler.after(PATIENCE, () -> end.complete(null));
        CompletableFuture.allOf(results.values().toArray(CompletableFuture[]::new)).whenComplete((nothing, problem) -> {
            timeout.cancel();
            end.complete(null);
        });
        String title = texts.get(label(caller.administrator()));
        return end.thenApply(nothing -> report(kind(caller.administrator()), title, results, texts));
    }

    private static CommandReply report(String kind, String title, Map<Registration, CompletableFuture<TestResult>> results,
        CommandTexts texts) {
        DataForm table = Forms.table(kind, title);
        table.addReportedField("device", texts.get("command.column.device"), FormField.Type.text_single);
        table.addReportedField("answer", texts.get("command.column.answer"), FormField.Type.text_single);
        results.forEach((registration, result) ->
            table.addItemFields(Map.of("device", texts.device(registration), "answer", answer(result, texts))));
        return CommandReply.result(table, null);
    }

    private static String answer(CompletableFuture<TestResult> result, CommandTexts texts) {
        if (!result.isDone()) {
            return texts.get("command.test.waiting", PATIENCE.toSeconds());
        }
        if (result.isCompletedExceptionally()) {
            return texts.get("command.failed");
        }
        TestResult known = result.join();
        return known.outcome() == Outcome.PUSHED && known.answer() != null ? texts.answer(known.answer())
            : texts.get("outcome." + known.outcome().name());
    }
}
