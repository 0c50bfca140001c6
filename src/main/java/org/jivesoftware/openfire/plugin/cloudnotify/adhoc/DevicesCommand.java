package org.jivesoftware.openfire.plugin.cloudnotify.adhoc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registrations;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.StoreException;
import org.xmpp.forms.DataForm;
import org.xmpp.forms.FormField;

/** Lists an account's devices. */
final class DevicesCommand implements AccountCommand {

    private final Registrations registrations;

    DevicesCommand(Registrations registrations) {
        this.registrations = Objects.requireNonNull(registrations);
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
    public String field() {
        return null;
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
        table.addReportedField("state", texts.get("command.column.state"), FormField.Type.text_single);
        table.addReportedField("features", texts.get("command.column.features"), FormField.Type.text_single);
        for (Registration each : all) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("resource", each.resource());
            row.put("service", each.key().service().toString());
            // Enough to tell devices apart; the rest is a secret between the app and its service.
            row.put("node", each.key().node() == null ? "" : CommandTexts.shortened(each.key().node(), 12));
            row.put("enabled", texts.time(each.enabled()));
            row.put("state", texts.state(each));
            row.put("features", texts.features(each));
            table.addItemFields(row);
        }
        return CommandReply.result(table, null);
    }

    @Override
    public CompletionStage<CommandReply> complete(String account, String value, Caller caller, CommandTexts texts) {
        throw new UnsupportedOperationException("There is no form");
    }
}
