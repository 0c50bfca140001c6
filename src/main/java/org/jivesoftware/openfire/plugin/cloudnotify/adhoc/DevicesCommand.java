package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLine;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/** Lists an account's devices. */
final class DevicesCommand implements AccountCommand {

    private final Registrations registrations;
    private final RegistrationSearch search;
    private final Supplier<Map<String, ActivityLine>> answers;

    DevicesCommand(Registrations registrations, RegistrationSearch search, Supplier<Map<String, ActivityLine>> answers) {
        this.registrations = Objects.requireNonNull(registrations);
        this.search = Objects.requireNonNull(search);
        this.answers = Objects.requireNonNull(answers);
    }

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public String label(boolean administrator) {
        return administrator ? "command.devices.admin" : "command.devices";
    }

    @Override
    public List<String> fields() {
        return List.of();
    }

    @Override
    public CommandReply begin(String account, boolean administrator, CommandTexts texts) throws StoreException {
        List<Registration> all = registrations.of(account);
        if (all.isEmpty()) {
            return CommandReply.done(texts.get("command.no-devices"));
        }
        DataForm table = Forms.table(kind(administrator), texts.get(label(administrator)));
        table.addReportedField("resource", texts.get("command.column.device"), FormField.Type.text_single);
        table.addReportedField("service", texts.get("command.column.service"), FormField.Type.text_single);
        table.addReportedField("node", texts.get("command.column.node"), FormField.Type.text_single);
        table.addReportedField("enabled", texts.get("command.column.enabled"), FormField.Type.text_single);
        table.addReportedField("last-push", texts.get("column.last-push"), FormField.Type.text_single);
        table.addReportedField("last-answer", texts.get("column.last-answer"), FormField.Type.text_single);
        table.addReportedField("state", texts.get("command.column.state"), FormField.Type.text_single);
        table.addReportedField("features", texts.get("command.column.features"), FormField.Type.text_single);
        Map<String, ActivityLine> last = answers.get();
        for (Registration each : all) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("resource", each.resource());
            row.put("service", each.key().destination().service().name());
            // Enough to tell devices apart; the rest is a secret between the app and its service.
            row.put("node", each.key().node() == null ? "" : CommandTexts.shortened(each.key().node(), 12));
            row.put("enabled", texts.time(each.enabled()));
            Instant pushed = search.byId(each.key().id()).map(RegistrationSearch.Row::lastPush).orElse(null);
            row.put("last-push", pushed == null ? texts.get("registrations.never") : texts.time(pushed));
            row.put("last-answer", texts.lastAnswer(last.get(each.key().id()), each.health().lastError()));
            row.put("state", texts.state(each));
            row.put("features", texts.features(each));
            table.addItemFields(row);
        }
        return CommandReply.result(table, null);
    }

    @Override
    public CompletionStage<CommandReply> complete(String account, Map<String, String> values, Caller caller, CommandTexts texts) {
        throw new UnsupportedOperationException("There is no form");
    }
}
